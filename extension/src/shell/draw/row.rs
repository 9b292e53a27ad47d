//! One row of the list of tokens, a copy of a template.

use latchkey_core::listing::TokenRow;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use crate::model::state::State;
use crate::shell::{dom, i18n};
use crate::view::Id;
use crate::view::list::{Fact, details, facts};
use crate::view::message::{Key, Message};

/// The row of the token at this place, counted from 0, of a list of this length.
pub(super) fn drawn(state: &State, token: &TokenRow, place: usize, count: usize) -> Element {
    let row = dom::copy_of(Id::RowTemplate);
    dom::set_attribute(&row, "data-uuid", &token.uuid);
    // Most rows are not in the document.
    dom::set_attribute(&row, "aria-posinset", &(place + 1).to_string());
    dom::set_attribute(&row, "aria-setsize", &count.to_string());
    let choose: HtmlInputElement = dom::part(&row, ".choose");
    choose.set_checked(state.list.chosen.contains(&token.uuid));
    for (selector, key) in [
        (".choose", Key::ChooseName),
        (".rename", Key::RenameName),
        (".replace", Key::ReplaceName),
        (".revoke", Key::RevokeName),
    ] {
        let label = i18n::text(&Message::with(key, &token.name));
        let control = dom::part(&row, selector);
        dom::set_attribute(&control, "aria-label", &label);
        dom::set_attribute(&control, "title", &label);
    }
    let name: Element = dom::part(&row, ".name");
    if let Some(renaming) = state.list.renaming().filter(|renaming| renaming.uuid == token.uuid) {
        let form = dom::copy_of(Id::RenameTemplate);
        dom::part::<HtmlInputElement>(&form, "input").set_value(&renaming.new_name);
        let _ = name.replace_with_with_node_1(&form);
    } else {
        name.set_text_content(Some(&token.name));
        dom::set_attribute(&name, "title", &token.name);
    }
    let place: HtmlElement = dom::part(&row, ".facts");
    place.set_title(&details(token));
    for fact in facts(state, token) {
        let _ = place.append_child(&drawn_fact(&fact));
    }
    row
}

fn drawn_fact(fact: &Fact<'_>) -> Element {
    let (tag, class) = match fact {
        Fact::Badge(badge) => ("span", badge.class),
        // In the language of the controller, which may be one of the other direction.
        Fact::Text(_) => ("bdi", "fact"),
        Fact::Day(_) => ("span", "fact day"),
        Fact::Spoken(_) => ("bdi", "spoken"),
    };
    let drawn = dom::create(tag);
    drawn.set_class_name(class);
    match fact {
        Fact::Badge(badge) => i18n::set(&drawn, &Message::plain(badge.text)),
        Fact::Day(message) => i18n::set(&drawn, message),
        Fact::Text(text) | Fact::Spoken(text) => drawn.set_text_content(Some(text)),
    }
    drawn
}

/// Lets a name that has no room beside the buttons take the whole line, as long as nobody uses them.
pub(super) fn make_room_for_name(row: &Element) {
    let name = row.query_selector(".name").ok().flatten();
    if name.is_some_and(|name| name.scroll_width() > name.client_width()) {
        let _ = row.class_list().add_1("long");
    }
}

/// The token of the row that has the focus, and the class of the control there that has it.
pub(super) fn focused() -> Option<(String, String)> {
    let control = dom::document().active_element()?;
    let row = control.closest("#list > li").ok()??;
    Some((row.get_attribute("data-uuid")?, class_of(&control)))
}

fn class_of(control: &Element) -> String {
    control.class_list().item(0).unwrap_or_default()
}

/// Moves the focus to the control of this class in the row of this token, if both are there.
pub(in crate::shell) fn focus(uuid: &str, class: &str) -> bool {
    let of_token = |row: &Element| row.get_attribute("data-uuid").as_deref() == Some(uuid);
    let row = dom::all("#list > li").into_iter().find(of_token);
    row.is_some_and(|row| focus_in(&row, class))
}

fn focus_in(row: &Element, class: &str) -> bool {
    let control =
        (!class.is_empty()).then(|| row.query_selector(&format!(".{class}")).ok().flatten()).flatten();
    control.is_some_and(|control| control.unchecked_into::<HtmlElement>().focus().is_ok())
}

/// Moves the focus to the same control of another row: the next or previous one, the first or the last. They are always in
/// the document. Returns whether the key is one of those.
pub(in crate::shell) fn focus_by_key(control: &Element, key: &str) -> bool {
    let Some(row) = control.closest("#list > li").ok().flatten() else { return false };
    let list = row.parent_element();
    let other = match key {
        "ArrowDown" => row.next_element_sibling(),
        "ArrowUp" => row.previous_element_sibling(),
        "Home" => list.and_then(|list| list.first_element_child()),
        "End" => list.and_then(|list| list.last_element_child()),
        _ => return false,
    };
    let class = class_of(control);
    other.is_none_or(|other| focus_in(&other, &class) || focus_in(&other, "choose"))
}
