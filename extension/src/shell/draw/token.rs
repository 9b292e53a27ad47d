//! A token just made.

use latchkey_core::Verification;
use latchkey_core::credential_format::CredentialFormat;
use latchkey_core::token::Lifetime;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlOptionElement, HtmlSelectElement};

use crate::model::held_token::HeldToken;
use crate::model::state::State;
use crate::shell::{dom, i18n};
use crate::view::message::{Key, Message};

pub(super) fn draw(state: &State) {
    let held = state.shown_token();
    dom::set_hidden("token", held.is_none());
    let value: HtmlInputElement = dom::element("value");
    value.set_value(held.map_or("", |held| held.token.value.reveal()));
    let _ = value.class_list().toggle_with_force("masked", !state.revealed);
    let reveal = if state.revealed { Key::HideToken } else { Key::ShowToken };
    i18n::set(&dom::element("reveal"), &Message::plain(reveal));
    let name: HtmlElement = dom::element("token-name");
    name.set_text_content(held.map(|held| held.token.name.as_str()));
    name.set_title(held.map_or("", |held| held.token.name.as_str()));
    let other = held.filter(|held| held.for_other).and_then(|held| held.user.as_ref());
    i18n::set_or_clear(
        &dom::element("token-for"),
        other.map(|user| Message::with(Key::TokenFor, user)).as_ref(),
    );
    let old = held.and_then(|held| held.replaces.as_ref()).map(|_| Message::plain(Key::OldUntil));
    i18n::set_or_clear(&dom::element("token-replaces"), old.as_ref());
    draw_copy_as(state.copy_as);
    i18n::set_or_clear(&dom::element("token-expiry"), held.map(expiry_in_words).as_ref());
    let works: Element = dom::element("token-works");
    i18n::set_or_clear(&works, held.and_then(|_| verdict(state)).as_ref());
    let good = matches!(state.verification, Some(Verification::WorksAs(_)));
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

fn verdict(state: &State) -> Option<Message> {
    match &state.verification {
        None => Some(Message::plain(Key::Checking)),
        Some(Verification::WorksAs(user)) => Some(Message::with(Key::WorksAs, user)),
        Some(Verification::Unknown(_)) => Some(Message::plain(Key::NotVerified)),
        Some(Verification::Refused) => None, // An alert says it.
    }
}
