//! Draws the state. Nothing here decides anything.

use latchkey_core::Verification;
use latchkey_core::token::Lifetime;
use latchkey_core::version::ExpirySupport;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlButtonElement, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTemplateElement,
};

use super::listeners::{listen, moment};
use super::{Popup, page, texts};
use crate::alert::{Alert, alerts};
use crate::event::Event;
use crate::message::Message;
use crate::record::KeptToken;
use crate::state::{Announcement, Creation, Identity, Page, State};

/// Brings the document in line with the state.
pub(super) fn draw(popup: &Popup, state: &State) {
    draw_header(state);
    draw_alerts(popup, alerts(state));
    draw_form(state);
    draw_token(state);
    draw_status(state);
}

fn draw_header(state: &State) {
    let address: Element = page::element("controller-address");
    match &state.page {
        Page::Looking => texts::set(&address, &Message::plain("looking")),
        Page::Controller(controller) => {
            address.set_text_content(Some(&controller.controller.host_and_path()))
        }
        Page::NotJenkins { .. } | Page::LyingRoot | Page::OutOfReach => {
            texts::set(&address, &Message::plain("extension_name"));
        }
    }
    let version = state.version().map(|version| Message::with("version", version));
    texts::set_or_clear(&page::element("controller-version"), version.as_ref());
    let identity = state.user().map(|user| Message::with("signed_in_as", &user.full_name).and(&user.id));
    let line: HtmlElement = page::element("identity");
    texts::set_or_clear(&line, identity.as_ref());
    line.set_title(&line.text_content().unwrap_or_default());
}

/// Only a changed set of alerts is drawn anew: what stands is not announced twice.
fn draw_alerts(popup: &Popup, alerts: Vec<Alert>) {
    if *popup.alerts_drawn.borrow() == alerts {
        return;
    }
    let place: Element = page::element("alerts");
    place.set_text_content(None);
    for alert in &alerts {
        if let Some(drawn) = draw_alert(popup, alert) {
            let _ = place.append_child(&drawn);
        }
    }
    popup.alerts_drawn.replace(alerts);
}

fn draw_alert(popup: &Popup, alert: &Alert) -> Option<Element> {
    let template = page::element::<HtmlTemplateElement>("alert-template").content();
    let drawn: Element = template.first_element_child()?.clone_node_with_deep(true).ok()?.unchecked_into();
    let part = |class: &str| drawn.query_selector(class).ok().flatten();
    texts::set(&part(".what")?, &alert.what);
    texts::set(&part(".advice")?, &alert.advice);
    let buttons = part(".buttons")?;
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
    Some(drawn)
}

fn draw_form(state: &State) {
    let usable = matches!(state.page, Page::Looking | Page::Controller(_));
    page::element::<HtmlElement>("create").set_hidden(!usable || !state.kept.is_empty());
    let busy = !matches!(state.creation, Creation::Idle) || state.identity == Identity::SignedOut;
    let generate: HtmlElement = page::element("generate");
    // Not `disabled`, which would drop the keyboard focus.
    let _ = generate.set_attribute("aria-disabled", if busy { "true" } else { "false" });
    let expires: HtmlSelectElement = page::element("expires");
    let unsupported = state.expiry_support() == ExpirySupport::No;
    expires.set_disabled(unsupported);
    if unsupported {
        expires.set_value("never");
        page::show_date_field();
    }
    page::element::<HtmlElement>("expiry-hint").set_hidden(!unsupported);
}

fn draw_token(state: &State) {
    let kept = state.kept.first();
    page::element::<HtmlElement>("token").set_hidden(kept.is_none());
    let value: HtmlInputElement = page::element("value");
    value.set_value(kept.map_or("", |kept| kept.token.value.reveal()));
    let _ = value.class_list().toggle_with_force("masked", !state.revealed);
    let reveal = if state.revealed { "hide_token" } else { "show_token" };
    texts::set(&page::element("reveal"), &Message::plain(reveal));
    let name: HtmlElement = page::element("token-name");
    name.set_text_content(kept.map(|kept| kept.token.name.as_str()));
    name.set_title(kept.map_or("", |kept| kept.token.name.as_str()));
    texts::set_or_clear(&page::element("token-expiry"), kept.map(expiry_in_words).as_ref());
    let works: Element = page::element("token-works");
    texts::set_or_clear(&works, kept.and_then(|_| verdict(state)).as_ref());
    let good = matches!(state.verification, Some(Verification::WorksAs(_)));
    let _ = works.class_list().toggle_with_force("good", good);
}

fn expiry_in_words(kept: &KeptToken) -> Message {
    match &kept.token.lifetime {
        Lifetime::Until(date) => Message::with("expires_on", date),
        Lifetime::Never | Lifetime::NotSupported => Message::plain("never_expires"),
    }
}

fn verdict(state: &State) -> Option<Message> {
    match &state.verification {
        None => Some(Message::plain("checking")),
        Some(Verification::WorksAs(user)) => Some(Message::with("works_as", user)),
        Some(Verification::Unknown(_)) => Some(Message::plain("not_verified")),
        Some(Verification::Refused) => None, // An alert says it.
    }
}

fn draw_status(state: &State) {
    let status = match (&state.creation, state.announcement) {
        (Creation::Queued(..) | Creation::Sending { slow: false, .. }, _) => {
            Some(Message::plain("generating"))
        }
        (Creation::Sending { slow: true, .. } | Creation::Waiting { .. }, _) => {
            Some(Message::plain("still_waiting"))
        }
        (Creation::Idle, Some(Announcement::Copied)) => Some(Message::plain("copied")),
        (Creation::Idle, None) => {
            state.kept.first().map(|kept| Message::with("token_ready", &kept.token.name))
        }
    };
    texts::set_or_clear(&page::element("status"), status.as_ref());
}
