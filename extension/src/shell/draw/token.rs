//! A token just made.

use latchkey_core::Verification;
use latchkey_core::credential_format::CredentialFormat;
use latchkey_core::token::Lifetime;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlOptionElement, HtmlSelectElement};

use crate::model::held_token::{HeldToken, Shown};
use crate::model::journal::other_user;
use crate::model::state::State;
use crate::shell::{dom, i18n};
use crate::view::message::{Key, Message};

pub(super) fn draw(state: &State) {
    let shown = state.shown_token();
    let held = shown.map(|shown| &shown.held);
    dom::set_hidden("token", held.is_none());
    let revealed = shown.is_some_and(|shown| shown.revealed);
    let value: HtmlInputElement = dom::element("value");
    value.set_value(held.map_or("", |held| held.token.value.reveal()));
    let _ = value.class_list().toggle_with_force("masked", !revealed);
    let reveal = if revealed { Key::HideToken } else { Key::ShowToken };
    i18n::set(&dom::element("reveal"), &Message::plain(reveal));
    let name: HtmlElement = dom::element("token-name");
    name.set_text_content(held.map(|held| held.token.name.as_str()));
    name.set_title(held.map_or("", |held| held.token.name.as_str()));
    let other = held.and_then(|held| other_user(&held.entry.owner));
    i18n::set_or_clear(
        &dom::element("token-for"),
        other.map(|user| Message::with(Key::TokenFor, user)).as_ref(),
    );
    let old = held.and_then(|held| held.entry.replaces.as_ref()).map(|_| Message::plain(Key::OldUntil));
    i18n::set_or_clear(&dom::element("token-replaces"), old.as_ref());
    draw_copy_as(state.copy_as);
    i18n::set_or_clear(&dom::element("token-expiry"), held.map(expiry_in_words).as_ref());
    let works: Element = dom::element("token-works");
    i18n::set_or_clear(&works, shown.and_then(verdict).as_ref());
    let good = shown.is_some_and(|shown| matches!(shown.verification, Some(Verification::WorksAs(_))));
    let _ = works.class_list().toggle_with_force("good", good);
}

fn draw_copy_as(chosen: CredentialFormat) {
    let select: HtmlSelectElement = dom::element("copy-as");
    if select.length() == 0 {
        for format in CredentialFormat::ALL {
            let option: HtmlOptionElement = dom::create("option").unchecked_into();
            option.set_value(format.identifier());
            option.set_text(&i18n::text(&Message::plain(name_of(format))));
            let _ = select.append_child(&option);
        }
    }
    select.set_value(chosen.identifier());
}

fn name_of(format: CredentialFormat) -> Key {
    match format {
        CredentialFormat::Token => Key::CopyAsToken,
        CredentialFormat::UserToken => Key::CopyAsUserToken,
        CredentialFormat::Curl => Key::CopyAsCurl,
        CredentialFormat::Environment => Key::CopyAsEnv,
        CredentialFormat::Netrc => Key::CopyAsNetrc,
        CredentialFormat::Header => Key::CopyAsHeader,
        CredentialFormat::Cli => Key::CopyAsCli,
    }
}

fn expiry_in_words(held: &HeldToken) -> Message {
    match &held.token.lifetime {
        Lifetime::Until(date) => Message::with(Key::ExpiresOn, date),
        Lifetime::Never | Lifetime::NotSupported => Message::plain(Key::NeverExpires),
    }
}

fn verdict(shown: &Shown) -> Option<Message> {
    match &shown.verification {
        None => Some(Message::plain(Key::Checking)),
        Some(Verification::WorksAs(user)) => Some(Message::with(Key::WorksAs, user)),
        Some(Verification::Unknown(_)) => Some(Message::plain(Key::NotVerified)),
        Some(Verification::Refused) => None, // An alert says it.
    }
}
