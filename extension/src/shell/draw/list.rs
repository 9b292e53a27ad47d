//! The rows of the list of tokens.
//!
//! A list may hold a thousand tokens: its rows are drawn when they change and not otherwise, each as a copy of a
//! template. A list that comes up is drawn a few rows at a time, so that the first are there at once; a list
//! already on screen is redrawn at once, so that it stays where the person has scrolled it.

use js_sys::JsString;
use latchkey_core::listing::TokenRow;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use crate::model::form::View;
use crate::model::list::FILTER_FROM;
use crate::model::lowercase;
use crate::model::state::State;
use crate::shell::{Popup, dom, i18n, spawn, wait};
use crate::view::Id;
use crate::view::list::{badges, facts};
use crate::view::message::{Key, Message};

/// How many rows are drawn at once: more than are in view.
const FIRST_ROWS: usize = 10;

/// How many rows are drawn without a pause after the first: a few milliseconds' worth.
const ROWS_AT_A_TIME: usize = 20;

pub(super) fn draw(popup: &Popup, state: &State) {
    let revision = state.list.revision();
    if state.view != View::Tokens || popup.drawn.rows.replace(Some(revision)) == Some(revision) {
        return;
    }
    if state.list.tokens().len() < FILTER_FROM {
        // What cannot be seen must not hide anything.
        dom::element::<HtmlInputElement>(Id::Filter).set_value("");
    }
    draw_rows(state);
    let popup = popup.clone();
    spawn(async move { draw_missing_rows(&popup, revision).await });
}

/// Draws the rows anew; those that are still missing afterwards follow.
fn draw_rows(state: &State) {
    let place: Element = dom::element(Id::List);
    let is_on_screen = place.child_element_count() > 0;
    place.set_text_content(None);
    append_rows(state, if is_on_screen { usize::MAX } else { FIRST_ROWS });
}

/// Draws what is missing of a list that came up, unless it changes meanwhile and is drawn as a whole.
async fn draw_missing_rows(popup: &Popup, revision: u32) {
    loop {
        wait::pause(0).await;
        let unchanged = *popup.drawn.rows.borrow() == Some(revision);
        if !unchanged || !append_rows(&popup.state.borrow(), ROWS_AT_A_TIME) {
            return;
        }
    }
}

/// Appends up to `count` missing rows; returns whether any were missing.
fn append_rows(state: &State, count: usize) -> bool {
    let place: Element = dom::element(Id::List);
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
    let row = dom::copy_of(Id::RowTemplate);
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
    if state.list.renaming() == Some(&token.uuid) {
        let form = dom::copy_of(Id::RenameTemplate);
        dom::part::<HtmlInputElement>(&form, "input").set_value(&token.name);
        let _ = name.replace_with_with_node_1(&form);
    } else {
        name.set_text_content(Some(&token.name));
        dom::set_attribute(&name, "title", &token.name);
    }
    for fact in facts(token) {
        let paragraph: HtmlElement = dom::part(&row, fact.class);
        paragraph.set_text_content(Some(fact.text));
        if let Some(exact) = fact.exact {
            paragraph.set_title(exact);
        }
    }
    let place: Element = dom::part(&row, ".badges");
    for badge in badges(state, token) {
        let drawn = dom::create("span");
        drawn.set_class_name(badge.class);
        i18n::set(&drawn, &Message::plain(badge.text));
        let _ = place.append_child(&drawn);
    }
    row
}

/// Shows only the rows whose name contains the filter text, ignoring case, and the one that is being renamed.
pub(in crate::shell) fn filter() {
    let wanted = wanted();
    for row in dom::all("#list > li") {
        show_if_wanted(&row, &wanted);
    }
}

fn wanted() -> String {
    lowercase(&dom::element::<HtmlInputElement>(Id::Filter).value())
}

fn show_if_wanted(row: &Element, wanted: &str) {
    let name = row.query_selector(".name").ok().flatten().and_then(|name| name.text_content());
    let shown = name.is_none_or(|name| JsString::from(name).to_lower_case().includes(wanted, 0));
    row.unchecked_ref::<HtmlElement>().set_hidden(!shown);
}
