//! Tokens that expire soon, of this controller and of others.

use web_sys::{Element, HtmlElement};

use super::link_to_controller;
use crate::shell::{dom, i18n};
use crate::view::Id;
use crate::view::message::{Key, Message};
use crate::view::reminder::{DueElsewhere, DueToken};

pub(super) fn draw_here(due: &[DueToken]) {
    let place: Element = dom::element(Id::ReminderList);
    place.set_text_content(None);
    for DueToken { token, text, can_change } in due {
        let item = dom::copy_of(Id::ReminderTemplate);
        dom::set_attribute(&item, "data-uuid", &token.uuid);
        i18n::set(&dom::part(&item, ".what"), text);
        for (selector, key) in
            [(".replace", Key::ReplaceName), (".revoke", Key::RevokeName), (".forget", Key::ForgetName)]
        {
            let button: HtmlElement = dom::part(&item, selector);
            let label = i18n::text(&Message::with(key, &token.name));
            dom::set_attribute(&button, "aria-label", &label);
            button.set_hidden(!can_change && key != Key::ForgetName);
        }
        let _ = place.append_child(&item);
    }
}

pub(super) fn draw_elsewhere(due: &[DueElsewhere]) {
    let place: Element = dom::element(Id::DueList);
    place.set_text_content(None);
    for DueElsewhere { url, count } in due {
        let item = dom::copy_of(Id::DueTemplate);
        link_to_controller(&dom::part(&item, "a"), url);
        i18n::set(&dom::part(&item, "span"), &Message::plain(Key::SummaryTokens).and_count(*count));
        let _ = place.append_child(&item);
    }
}
