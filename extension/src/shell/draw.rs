//! Brings the document in line with the view. Nothing here decides anything.

mod list;
mod reminder;
mod row;

pub(super) use list::{follow_focus, reveal};
pub(super) use row::{focus as focus_row, focus_by_key};

use std::cell::RefCell;

use js_sys::Reflect;
use latchkey_core::ControllerUrl;
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlAnchorElement, HtmlDialogElement, HtmlElement};

use super::{Popup, dom, i18n};
use crate::event::Action;
use crate::model::form::View;
use crate::model::list::ListOutcome;
use crate::model::state::State;
use crate::view::alerts::Alert;
use crate::view::message::{Key, Message};
use crate::view::question::Question;
use crate::view::{Id, PopupView, Property, Remembered, view};

#[derive(Default)]
pub(super) struct Drawn {
    view: RefCell<PopupView>,
    rows: list::DrawnRows,
}

impl Drawn {
    /// What the button with this number does. The buttons of all alerts are counted together.
    pub(super) fn action(&self, number: usize) -> Option<Action> {
        self.view.borrow().alerts.iter().flat_map(|alert| &alert.actions).nth(number).cloned()
    }
}

/// Draws what differs from what is shown: what is drawn anew would be announced again. Returns the texts of alerts that
/// were not shown before.
pub(super) fn draw(popup: &Popup, state: &State) -> Vec<Key> {
    let next = view(state);
    let last = popup.drawn.view.take();
    for item in next.properties.iter().filter(|item| !last.properties.contains(item)) {
        let (id, property) = item;
        apply(&dom::element(*id), property);
    }
    if next.alerts != last.alerts {
        draw_alerts(state, &next.alerts);
    }
    if next.outcomes != last.outcomes {
        draw_outcomes(&next.outcomes);
    }
    if next.lists.due != last.lists.due {
        reminder::draw_here(&next.lists.due);
    }
    if next.lists.due_elsewhere != last.lists.due_elsewhere {
        reminder::draw_elsewhere(&next.lists.due_elsewhere);
    }
    if next.lists.remembered != last.lists.remembered {
        draw_remembered(&next.lists.remembered);
    }
    if next.question != last.question {
        draw_question(next.question.as_ref());
    }
    let is_new = |alert: &&Alert| !last.alerts.contains(alert);
    let alerts = next.alerts.iter().filter(is_new).map(|alert| alert.what.key).collect();
    popup.drawn.view.replace(next);
    list::draw(popup, state);
    alerts
}

pub(super) fn apply(element: &Element, property: &Property) {
    match property {
        Property::Message(message) => i18n::set_or_clear(element, message.as_ref()),
        Property::TitledMessage(message) => {
            i18n::set_or_clear(element, message.as_ref());
            set(element, "title", &element.text_content().unwrap_or_default().into());
        }
        Property::Text(name, text) => set(element, name, &text.into()),
        Property::Flag(name, value) => set(element, name, &(*value).into()),
        Property::Attribute(name, value) => {
            dom::set_attribute(element, name, if *value { "true" } else { "false" });
        }
        Property::Class(name, value) => {
            let _ = element.class_list().toggle_with_force(name, *value);
        }
    }
}

/// Sets a property. One that is as it should be is left alone: a field would lose its cursor.
fn set(element: &Element, name: &str, value: &JsValue) {
    let name = JsValue::from(name);
    if Reflect::get(element, &name).as_ref() != Ok(value) {
        // Setting a property of an element cannot fail.
        let _ = Reflect::set(element, &name, value);
    }
}

fn draw_alerts(state: &State, alerts: &[Alert]) {
    let place: Element = dom::element(Id::Alerts);
    let had_focus = place.contains(dom::document().active_element().as_deref());
    place.set_text_content(None);
    let mut number = 0;
    for alert in alerts {
        let drawn = dom::copy_of(Id::AlertTemplate);
        i18n::set(&dom::part(&drawn, ".what"), &alert.what);
        i18n::set(&dom::part(&drawn, ".advice"), &alert.advice);
        let buttons: Element = dom::part(&drawn, ".buttons");
        for action in &alert.actions {
            let button = dom::copy_of(Id::AlertButtonTemplate);
            i18n::set(&button, &action.label());
            if action.leads_on() {
                dom::set_attribute(&button, "class", "primary");
            }
            dom::set_attribute(&button, "data-number", &number.to_string());
            number += 1;
            let _ = buttons.append_child(&button);
        }
        if let Some(section) = alert.more {
            let link: HtmlAnchorElement = dom::part(&drawn, ".more");
            link.set_href(&section.url());
            link.set_hidden(false);
        }
        let _ = place.append_child(&drawn);
    }
    // A button that was pressed and is gone does not take the keyboard with it.
    if had_focus {
        dom::focus(match state.view {
            View::Create => Id::Name,
            View::Tokens => Id::TabTokens,
        });
    }
}

fn draw_outcomes(outcomes: &[ListOutcome]) {
    let place: Element = dom::element(Id::Outcomes);
    place.set_text_content(None);
    for outcome in outcomes {
        let item = dom::create("li");
        i18n::set(&item, &crate::view::list::outcome(outcome));
        if !outcome.is_success() {
            item.set_class_name("trouble");
        }
        let _ = place.append_child(&item);
    }
}

pub(super) fn draw_remembered(controllers: &[Remembered]) {
    let place: Element = dom::element(Id::RememberedList);
    place.set_text_content(None);
    for Remembered { url, is_preset } in controllers {
        let item = dom::copy_of(Id::RememberedTemplate);
        let address = link_to_controller(&dom::part(&item, "a"), url);
        let forget: Element = dom::part(&item, "button");
        dom::set_attribute(&forget, "aria-label", &i18n::text(&Message::with(Key::ForgetName, &address)));
        dom::set_attribute(&forget, "data-url", url);
        // One of them goes: what the administrator has set cannot be forgotten.
        if *is_preset { forget } else { dom::part(&item, ".hint") }.remove();
        let _ = place.append_child(&item);
    }
}

/// Makes it a link to the controller of this root URL, and returns its text.
fn link_to_controller(link: &HtmlAnchorElement, url: &str) -> String {
    let address = ControllerUrl::parse(url).map_or_else(|_| url.to_owned(), |url| url.host_and_path());
    link.set_href(&format!("{url}/"));
    link.set_text_content(Some(&address));
    address
}

fn draw_question(question: Option<&Question>) {
    let dialog: HtmlDialogElement = dom::element(Id::Dialog);
    let Some(question) = question else {
        dialog.close();
        return;
    };
    let names: Element = dom::element(Id::DialogNames);
    names.set_text_content(None);
    for name in &question.names {
        let item = dom::create("li");
        let text = dom::create("bdi");
        text.set_text_content(Some(name));
        let _ = item.append_child(&text);
        let _ = names.append_child(&item);
    }
    dom::element::<Element>(Id::Script).set_text_content(question.script.as_deref());
    dom::set_hidden(Id::ShowScript, question.script.is_none());
    show_script(false);
    i18n::set(&dom::element(Id::DialogTitle), &question.title);
    i18n::set(&dom::element(Id::DialogText), &question.text);
    i18n::set(&dom::element(Id::DialogAccept), &Message::plain(question.accept));
    if !dialog.open() {
        let _ = dialog.show_modal();
    }
}

pub(super) fn show_script(shown: bool) {
    let button: HtmlElement = dom::element(Id::ShowScript);
    dom::set_attribute(&button, "aria-expanded", if shown { "true" } else { "false" });
    i18n::set(&button, &Message::plain(if shown { Key::HideScript } else { Key::ShowScript }));
    dom::set_hidden(Id::Script, !shown);
}
