//! The alerts.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlButtonElement};

use crate::alert::{Alert, alerts};
use crate::event::Event;
use crate::popup::listeners::{listen, moment};
use crate::popup::{Popup, page, texts};
use crate::state::{State, View};

/// Only a changed set of alerts is drawn anew: what stands is not announced twice.
pub(super) fn draw(popup: &Popup, state: &State) {
    let alerts = alerts(state);
    if *popup.drawn.alerts.borrow() == alerts {
        return;
    }
    let place: Element = page::element("alerts");
    let had_focus = place.contains(page::document().active_element().as_deref());
    place.set_text_content(None);
    for alert in &alerts {
        let _ = place.append_child(&drawn(popup, alert));
    }
    popup.drawn.alerts.replace(alerts);
    // A button that was pressed and is gone does not take the keyboard with it.
    if had_focus {
        page::focus(match state.view {
            View::Create => "name",
            View::Tokens => "tab-tokens",
        });
    }
}

fn drawn(popup: &Popup, alert: &Alert) -> Element {
    let drawn = page::copy_of("alert-template");
    texts::set(&page::part(&drawn, ".what"), &alert.what);
    texts::set(&page::part(&drawn, ".advice"), &alert.advice);
    let buttons: Element = page::part(&drawn, ".buttons");
    for action in &alert.actions {
        let button: HtmlButtonElement = page::create("button").unchecked_into();
        button.set_type("button");
        texts::set(&button, &action.label());
        let action = action.clone();
        listen(&button, "click", popup, move |popup, _| {
            popup.happen(Event::ActionPressed(action.clone(), moment()));
        });
        let _ = buttons.append_child(&button);
    }
    drawn
}
