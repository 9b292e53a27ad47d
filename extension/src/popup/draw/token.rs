//! A token just made.

use latchkey_core::Verification;
use latchkey_core::credential_format::CredentialFormat;
use latchkey_core::token::Lifetime;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlOptionElement, HtmlSelectElement};

use crate::message::Message;
use crate::popup::{page, texts};
use crate::record::KeptToken;
use crate::state::State;

pub(super) fn draw(state: &State) {
    let kept = state.shown_token();
    page::set_hidden("token", kept.is_none());
    let value: HtmlInputElement = page::element("value");
    value.set_value(kept.map_or("", |kept| kept.token.value.reveal()));
    let _ = value.class_list().toggle_with_force("masked", !state.revealed);
    let reveal = if state.revealed { "hide_token" } else { "show_token" };
    texts::set(&page::element("reveal"), &Message::plain(reveal));
    let name: HtmlElement = page::element("token-name");
    name.set_text_content(kept.map(|kept| kept.token.name.as_str()));
    name.set_title(kept.map_or("", |kept| kept.token.name.as_str()));
    let other = kept.filter(|kept| kept.for_other).and_then(|kept| kept.user.as_ref());
    texts::set_or_clear(
        &page::element("token-for"),
        other.map(|user| Message::with("token_for", user)).as_ref(),
    );
    let old = kept.and_then(|kept| kept.replaces.as_ref()).map(|_| Message::plain("old_until"));
    texts::set_or_clear(&page::element("token-replaces"), old.as_ref());
    draw_copy_as(state.copy_as);
    texts::set_or_clear(&page::element("token-expiry"), kept.map(expiry_in_words).as_ref());
    let works: Element = page::element("token-works");
    texts::set_or_clear(&works, kept.and_then(|_| verdict(state)).as_ref());
    let good = matches!(state.verification, Some(Verification::WorksAs(_)));
    let _ = works.class_list().toggle_with_force("good", good);
}

fn draw_copy_as(chosen: CredentialFormat) {
    let select: HtmlSelectElement = page::element("copy-as");
    if select.length() == 0 {
        for format in CredentialFormat::ALL {
            let option: HtmlOptionElement = page::create("option").unchecked_into();
            option.set_value(format.identifier());
            option.set_text(&texts::text(&Message::plain(name_of(format))));
            let _ = select.append_child(&option);
        }
    }
    select.set_value(chosen.identifier());
}

fn name_of(format: CredentialFormat) -> &'static str {
    match format {
        CredentialFormat::Token => "copy_as_token",
        CredentialFormat::UserToken => "copy_as_user_token",
        CredentialFormat::Curl => "copy_as_curl",
        CredentialFormat::Environment => "copy_as_env",
        CredentialFormat::Netrc => "copy_as_netrc",
        CredentialFormat::Header => "copy_as_header",
        CredentialFormat::Cli => "copy_as_cli",
    }
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
