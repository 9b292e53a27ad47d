//! What is shown of the token on display.

use latchkey_core::Verification;
use latchkey_core::token::Lifetime;

use super::Properties;
use crate::model::held_token::{HeldToken, Shown};
use crate::model::journal::other_user;
use crate::model::state::State;
use crate::view::alerts::permission_name;
use crate::view::message::{Key, Message};
use crate::view::{Id, Property};

pub(super) fn properties(state: &State, properties: &mut Properties) {
    let shown = state.shown_token();
    let held = shown.map(|shown| &shown.held);
    properties.hidden(Id::Token, held.is_none());
    properties.text(Id::Value, "value", held.map_or("", |held| held.token.value.reveal()));
    let revealed = shown.is_some_and(|shown| shown.revealed);
    properties.set(Id::Value, Property::Class("masked", !revealed));
    let reveal = if revealed { Key::HideToken } else { Key::ShowToken };
    properties.message(Id::Reveal, Some(Message::plain(reveal)));
    let name = held.map_or("", |held| &held.token.name);
    properties.text(Id::TokenName, "textContent", name);
    properties.text(Id::TokenName, "title", name);
    let other = held.and_then(|held| other_user(&held.entry.owner));
    properties.message(Id::TokenFor, other.map(|user| Message::with(Key::TokenFor, user)));
    let old = held.and_then(|held| held.entry.replaces.as_ref()).map(|_| Message::plain(Key::OldUntil));
    properties.message(Id::TokenReplaces, old);
    properties.text(Id::CopyAs, "value", state.copy_as.identifier());
    properties.message(Id::TokenExpiry, held.map(expiry));
    properties.message(Id::TokenWorks, shown.and_then(verdict));
    let works = shown.is_some_and(|shown| matches!(shown.verification, Some(Verification::WorksAs(_))));
    properties.set(Id::TokenWorks, Property::Class("good", works));
}

fn expiry(held: &HeldToken) -> Message {
    match &held.token.lifetime {
        Lifetime::Until(date) => {
            Message::with(Key::ExpiresOn, date).because(held.last_day().map(Message::of_last_day))
        }
        Lifetime::Never | Lifetime::NotSupported => Message::plain(Key::NeverExpires),
    }
}

fn verdict(shown: &Shown) -> Option<Message> {
    match &shown.verification {
        // Its terminal verifies it.
        None if shown.held.entry.terminal.is_some() => None,
        None => Some(Message::plain(Key::Checking)),
        Some(Verification::WorksAs(user)) => Some(Message::with(Key::WorksAs, user)),
        Some(Verification::Unknown(_)) => Some(Message::plain(Key::NotVerified)),
        Some(Verification::WithoutRead { user, permission }) => {
            Some(Message::with(Key::WorksAsWithout, user).and(permission_name(permission.as_deref())))
        }
        // An alert says it.
        Some(Verification::Refused) => None,
    }
}
