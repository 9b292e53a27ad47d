//! The form and what is under way.

use latchkey_core::version::ExpirySupport;
use web_sys::{Element, HtmlDetailsElement, HtmlElement, HtmlSelectElement};

use super::list;
use crate::model::access::Route;
use crate::model::form::{ExpiresChoice, View};
use crate::model::journal::other_user;
use crate::model::state::{Announcement, Creation, Identity, State};
use crate::shell::{Popup, dom, i18n};
use crate::view::message::{Key, Message};

pub(super) fn draw(popup: &Popup, state: &State) {
    form(popup, state);
    dom::set_hidden("create", state.shown_token().is_some());
    let busy = state.creation != Creation::Idle || state.identity == Identity::SignedOut;
    let generate: HtmlElement = dom::element("generate");
    // Not `disabled`, which would drop the keyboard focus.
    dom::set_attribute(&generate, "aria-disabled", if busy { "true" } else { "false" });
    draw_expires(state);
    let note = state.replacing.as_ref().map(|replacing| match other_user(&replacing.owner) {
        Some(user) => Message::with(Key::ReplaceNoteFor, &replacing.token.name).and(user),
        None => Message::with(Key::ReplaceNote, &replacing.token.name),
    });
    // The new token is for whom the old one is.
    dom::set_hidden("other", note.is_some());
    i18n::set_or_clear(&dom::element("replace-text"), note.as_ref());
    dom::set_hidden("replace-note", note.is_none());
    let status = status(state);
    let element: Element = dom::element("status");
    i18n::set_or_clear(&element, status.as_ref());
    // The token itself stands there to be seen.
    let is_seen = status.is_some_and(|status| status.key == Key::TokenReady);
    let _ = element.class_list().toggle_with_force("spoken", is_seen);
}

fn draw_expires(state: &State) {
    let expires: HtmlSelectElement = dom::element("expires");
    let unsupported = state.expiry_support() == ExpirySupport::No;
    expires.set_disabled(unsupported);
    if unsupported {
        expires.set_value(&ExpiresChoice::Never.value());
    }
    dom::set_hidden("date-field", state.expires() != ExpiresChoice::OnDate);
    dom::set_hidden("expiry-hint", !unsupported);
}

/// Fills in the fields where the form has changed.
pub(in crate::shell) fn form(popup: &Popup, state: &State) {
    if popup.drawn.form.replace(state.form.clone()) == state.form {
        return;
    }
    dom::set_value("name", &state.form.name);
    dom::element::<HtmlSelectElement>("expires").set_value(&state.form.expires.value());
    dom::set_value("date", &state.form.date);
    if let Some(user) = &state.form.for_user {
        dom::element::<HtmlDetailsElement>("other").set_open(true);
        dom::set_value("for-user", user);
    }
}

fn status(state: &State) -> Option<Message> {
    let popup_waits = state.route == Route::Direct;
    match (&state.creation, state.announcement) {
        (Creation::Sending { slow: false, .. }, _) if popup_waits => {
            Some(Message::plain(Key::GeneratingKeepOpen))
        }
        (Creation::Sending { slow: true, .. }, _) if popup_waits => {
            Some(Message::plain(Key::StillWaitingKeepOpen))
        }
        (Creation::Queued(..) | Creation::Sending { slow: false, .. }, _) => {
            Some(Message::plain(Key::Generating))
        }
        (Creation::Sending { slow: true, .. } | Creation::Waiting { .. }, _) => {
            Some(Message::plain(Key::StillWaiting))
        }
        (Creation::Idle, _) if state.view == View::Tokens => None,
        (Creation::Idle, _) if state.list.revoking.is_some() => list::progress(&state.list),
        (Creation::Idle, Some(Announcement::Copied)) => Some(Message::plain(Key::Copied)),
        (Creation::Idle, Some(Announcement::OldRevoked)) => Some(Message::plain(Key::OldRevoked)),
        (Creation::Idle, Some(Announcement::NewRevoked)) => Some(Message::plain(Key::NewRevoked)),
        (Creation::Idle, None) => {
            state.shown_token().map(|shown| Message::with(Key::TokenReady, &shown.held.token.name))
        }
    }
}
