//! The alerts.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlButtonElement};

use crate::event::Event;
use crate::model::form::View;
use crate::model::state::State;
use crate::shell::listeners::listen;
use crate::shell::{Popup, dom, i18n};
use crate::view::alerts::{Alert, alerts};

/// Only a changed set of alerts is drawn anew: what stands is not announced twice.
pub(super) fn draw(popup: &Popup, state: &State) {
    let alerts = alerts(state);
    if *popup.drawn.alerts.borrow() == alerts {
        return;
    }
    let place: Element = dom::element("alerts");
    let had_focus = place.contains(dom::document().active_element().as_deref());
    place.set_text_content(None);
    for alert in &alerts {
        let _ = place.append_child(&drawn(popup, alert));
    }
    popup.drawn.alerts.replace(alerts);
    // A button that was pressed and is gone does not take the keyboard with it.
    if had_focus {
        dom::focus(match state.view {
            View::Create => "name",
            View::Tokens => "tab-tokens",
        });
    }
}

fn drawn(popup: &Popup, alert: &Alert) -> Element {
    let drawn = dom::copy_of("alert-template");
    i18n::set(&dom::part(&drawn, ".what"), &alert.what);
    i18n::set(&dom::part(&drawn, ".advice"), &alert.advice);
    let buttons: Element = dom::part(&drawn, ".buttons");
    for action in &alert.actions {
        let button: HtmlButtonElement = dom::create("button").unchecked_into();
        button.set_type("button");
        i18n::set(&button, &action.label());
        let action = action.clone();
        listen(&button, "click", popup, move |popup, _| {
            popup.dispatch(Event::ActionPressed(action.clone()));
        });
        let _ = buttons.append_child(&button);
    }
    drawn
}
