//! The list of tokens.
//!
//! A list may hold a thousand tokens: its rows are drawn when they change and not otherwise, each as a copy
//! of a template, and one listener on the whole list hears all their buttons. A list that comes up is drawn a
//! few rows at a time, so that the first are there at once; one that stands is drawn anew as a whole, so that
//! it stays where the person has scrolled it.

use js_sys::JsString;
use latchkey_core::listing::{Created, RowExpiry, TokenRow, Usage};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use crate::model::form::View;
use crate::model::list::{FILTER_FROM, Rows, TokenList, TokenReference};
use crate::model::lowercase::lowercase;
use crate::model::state::State;
use crate::shell::{Popup, dom, i18n, wait};
use crate::view::message::{Key, Message};

/// How many rows are drawn at once: more than are in view.
const FIRST_ROWS: usize = 10;

/// How many rows are drawn without a pause after the first: a few milliseconds' worth.
const ROWS_AT_A_TIME: usize = 20;

pub(super) fn draw(popup: &Popup, state: &State) {
    if state.view != View::Tokens {
        return;
    }
    let list = &state.list;
    let other = list.user().map(|user| Message::with(Key::TokensOf, user));
    i18n::set_or_clear(&dom::element("list-owner"), other.as_ref());
    i18n::set_or_clear(&dom::element("list-state"), progress(list).as_ref());
    draw_outcomes(popup, list);
    let chosen = list.chosen.len();
    dom::set_hidden("revoke-chosen", chosen == 0);
    i18n::set(&dom::element("revoke-chosen"), &Message::plain(Key::RevokeChosen).and_count(chosen));
    let few = list.tokens().len() < FILTER_FROM;
    dom::set_hidden("filter-field", few);
    if few {
        // What cannot be seen must not hide anything.
        dom::element::<HtmlInputElement>("filter").set_value("");
    }
    if popup.drawn.list.replace(Some(list.revision)) != Some(list.revision) {
        draw_rows(state);
        let popup = popup.clone();
        let revision = list.revision;
        spawn_local(async move { draw_missing_rows(&popup, revision).await });
    }
}

pub(super) fn progress(list: &TokenList) -> Option<Message> {
    match (&list.revoking, &list.rows) {
        (Some(revoking), _) => {
            let progress = Message::plain(Key::Revoking).and_count(revoking.done);
            Some(progress.and_count(revoking.tokens.len()))
        }
        (None, Rows::Loading) => Some(Message::plain(Key::LoadingTokens)),
        (None, Rows::Listed(tokens)) if tokens.is_empty() => Some(Message::plain(Key::NoTokens)),
        _ => None,
    }
}

/// Only changed outcomes are drawn anew: what stands is not announced twice.
fn draw_outcomes(popup: &Popup, list: &TokenList) {
    if *popup.drawn.outcomes.borrow() == list.outcomes {
        return;
    }
    let place: Element = dom::element("outcomes");
    place.set_text_content(None);
    for outcome in &list.outcomes {
        let item = dom::create("li");
        i18n::set(&item, outcome);
        if !matches!(outcome.key, Key::Renamed | Key::Revoked) {
            item.set_class_name("trouble");
        }
        let _ = place.append_child(&item);
    }
    popup.drawn.outcomes.replace(list.outcomes.clone());
}

/// Draws the rows anew; those that are still missing afterwards follow.
fn draw_rows(state: &State) {
    let place: Element = dom::element("list");
    let stood = place.child_element_count() > 0;
    place.set_text_content(None);
    append_rows(state, if stood { usize::MAX } else { FIRST_ROWS });
}

/// Draws what is missing of a list that came up, unless it changes meanwhile and is drawn as a whole.
async fn draw_missing_rows(popup: &Popup, revision: u32) {
    loop {
        wait::pause(0).await;
        let unchanged = *popup.drawn.list.borrow() == Some(revision);
        if !unchanged || !append_rows(&popup.state.borrow(), ROWS_AT_A_TIME) {
            return;
        }
    }
}

/// Appends so many of the rows that are missing; whether there were any.
fn append_rows(state: &State, count: usize) -> bool {
    let place: Element = dom::element("list");
    let missing = state.list.tokens().get(place.child_element_count() as usize..).unwrap_or_default();
    let fragment = dom::document().create_document_fragment();
    let wanted = wanted();
    for token in missing.iter().take(count) {
        let row = drawn(state, token);
        show_if_wanted(&row, &wanted);
        let _ = fragment.append_child(&row);
    }
    place.append_child(&fragment).is_ok() && !missing.is_empty()
}

fn drawn(state: &State, token: &TokenRow) -> Element {
    let row = dom::copy_of("row-template");
    dom::set_attribute(&row, "data-uuid", &token.uuid);
    let name: Element = dom::part(&row, ".name");
    let choose: HtmlInputElement = dom::part(&row, ".choose");
    choose.set_checked(state.list.chosen.contains(&token.uuid));
    for (selector, key) in [
        (".choose", Key::ChooseName),
        (".rename", Key::RenameName),
        (".replace", Key::ReplaceName),
        (".revoke", Key::RevokeName),
    ] {
        let label = i18n::text(&Message::with(key, &token.name));
        dom::set_attribute(&dom::part(&row, selector), "aria-label", &label);
    }
    if state.list.renaming.as_deref() == Some(&token.uuid) {
        let form = dom::copy_of("rename-template");
        dom::part::<HtmlInputElement>(&form, "input").set_value(&token.name);
        let _ = name.replace_with_with_node_1(&form);
    } else {
        name.set_text_content(Some(&token.name));
        dom::set_attribute(&name, "title", &token.name);
    }
    draw_facts(&row, token);
    let badges: Element = dom::part(&row, ".badges");
    for (key, class) in badges_of(state, token) {
        let badge = dom::create("span");
        badge.set_class_name(class);
        badge.set_text_content(Some(&i18n::text(&Message::plain(key))));
        let _ = badges.append_child(&badge);
    }
    row
}

/// What Jenkins says of a token. What a badge says already is left out; its paragraph stays empty and unseen.
fn draw_facts(row: &Element, token: &TokenRow) {
    let show = |selector: &str, text: &str, exact: Option<&String>| {
        let fact: HtmlElement = dom::part(row, selector);
        fact.set_text_content(Some(text));
        if let Some(exact) = exact {
            fact.set_title(exact);
        }
    };
    if let Some(Created { text, exact }) = &token.created {
        show(".created", text, exact.as_ref());
    }
    match &token.usage {
        Usage::Times { text, exact, .. } => show(".used", text, exact.as_ref()),
        Usage::NoStatistics { text } => show(".used", text, None),
        Usage::Never { .. } => {}
    }
    match &token.expiry {
        RowExpiry::AboutToExpire(text) | RowExpiry::On(text) => show(".expiry", text, None),
        RowExpiry::Expired(_) | RowExpiry::Never(_) | RowExpiry::NotSupported => {}
    }
}

/// Warnings, by words and a sign and not by colour alone.
fn badges_of(state: &State, token: &TokenRow) -> Vec<(Key, &'static str)> {
    let owner = &state.list.owner;
    let reference = TokenReference::to(token);
    let unconfirmed = state.unconfirmed.iter().any(|unconfirmed| unconfirmed.may_be(owner, &reference));
    let replaced = state.unconfirmed.iter().any(|unconfirmed| unconfirmed.was_to_replace(owner, &token.uuid));
    let expiry = match token.expiry {
        RowExpiry::Expired(_) => Some((Key::BadgeExpired, "badge trouble")),
        RowExpiry::AboutToExpire(_) => Some((Key::BadgeExpiresSoon, "badge warning")),
        RowExpiry::Never(_) => Some((Key::BadgeNeverExpires, "badge")),
        RowExpiry::On(_) | RowExpiry::NotSupported => None,
    };
    let never_used = matches!(token.usage, Usage::Never { .. }).then_some((Key::BadgeNeverUsed, "badge"));
    let legacy = token.legacy.then_some((Key::BadgeLegacy, "badge warning"));
    let unconfirmed = unconfirmed.then_some((Key::BadgeUnconfirmed, "badge trouble"));
    let replaced = replaced.then_some((Key::BadgeToReplace, "badge warning"));
    [unconfirmed, replaced, expiry, never_used, legacy].into_iter().flatten().collect()
}

/// Shows only the rows whose name holds what stands in the filter, whatever the case, and the one that is
/// being renamed.
pub(in crate::shell) fn filter() {
    let wanted = wanted();
    for row in dom::all("#list > li") {
        show_if_wanted(&row, &wanted);
    }
}

fn wanted() -> String {
    lowercase(&dom::element::<HtmlInputElement>("filter").value())
}

fn show_if_wanted(row: &Element, wanted: &str) {
    let name = row.query_selector(".name").ok().flatten().and_then(|name| name.text_content());
    let shown = name.is_none_or(|name| JsString::from(name).to_lower_case().includes(wanted, 0));
    row.unchecked_ref::<HtmlElement>().set_hidden(!shown);
}
