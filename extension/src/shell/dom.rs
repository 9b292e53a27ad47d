//! The document of `popup.html`.

use js_sys::Date;
use latchkey_core::token::CalendarDate;
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{
    Document, Element, HtmlDetailsElement, HtmlElement, HtmlInputElement, HtmlSelectElement,
    HtmlTemplateElement, Node, Window,
};

use super::browser;
use crate::model::form::{ExpiresChoice, Form};
use crate::model::journal::Stamp;
use crate::view::Id;

pub(super) fn window() -> Window {
    browser::WINDOW.with(Clone::clone)
}

pub(super) fn document() -> Document {
    browser::DOCUMENT.with(Clone::clone)
}

/// The element of that id, which `popup.html` has.
pub(super) fn element<T: JsCast>(id: Id) -> T {
    find(id).unchecked_into()
}

fn find(id: Id) -> Element {
    document().get_element_by_id(id.name()).expect_throw("an element of popup.html")
}

pub(super) fn all(selector: &str) -> Vec<Element> {
    all_within(&document(), selector)
}

/// The elements below a document, an element or a template's content.
pub(super) fn all_within(root: &Node, selector: &str) -> Vec<Element> {
    // All three have the method; web-sys knows it on each of them apart.
    let Ok(found) = root.unchecked_ref::<Element>().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)).map(JsCast::unchecked_into).collect()
}

pub(super) fn part<T: JsCast>(root: &Element, selector: &str) -> T {
    root.query_selector(selector).ok().flatten().expect_throw(selector).unchecked_into()
}

pub(super) fn copy_of(template: Id) -> Element {
    let content = element::<HtmlTemplateElement>(template).content();
    let first = content.first_element_child().expect_throw(template.name());
    first.clone_node_with_deep(true).expect_throw(template.name()).unchecked_into()
}

pub(super) fn set_attribute(element: &Element, name: &str, value: &str) {
    // Only invalid names are rejected.
    let _ = element.set_attribute(name, value);
}

pub(super) fn set_hidden(id: Id, hidden: bool) {
    element::<HtmlElement>(id).set_hidden(hidden);
}

pub(super) fn create(tag: &str) -> Element {
    document().create_element(tag).expect_throw(tag)
}

pub(super) fn focus(id: Id) {
    let _ = element::<HtmlElement>(id).focus();
}

/// What the popup hides. Matching a selector needs no layout, which the browser would have to compute first.
const HIDDEN: &str = "[hidden], details:not([open]) > :not(summary)";

/// What has the focus and can be seen.
pub(super) fn focused() -> Option<Element> {
    let active = document().active_element()?;
    let is_hidden = active.tag_name() == "BODY" || active.closest(HIDDEN).ok().flatten().is_some();
    (!is_hidden).then_some(active)
}

/// If the focused element is gone or hidden, moves the focus to `Copy token` where a token is shown and to the tab of
/// the view otherwise.
pub(super) fn restore_focus() {
    if focused().is_some() {
        return;
    }
    let [copy, tab] = ["#panel-create:not([hidden]) > #token:not([hidden]) .primary", "[aria-selected=true]"]
        .map(|selector| document().query_selector(selector).ok().flatten());
    if let Some(element) = copy.or(tab) {
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}

pub(super) fn form() -> Form {
    // What is folded away and cannot be seen does not count.
    let for_other = element::<HtmlDetailsElement>(Id::Other).open();
    Form {
        name: value(Id::Name),
        expires: ExpiresChoice::parse(&element::<HtmlSelectElement>(Id::Expires).value()).unwrap_or_default(),
        date: value(Id::Date),
        for_user: for_other.then(|| value(Id::ForUser)),
        code: value(Id::Code),
    }
}

/// Value of `User ID` on the tab `Tokens`; `None` while that part of it is folded.
pub(super) fn list_user() -> Option<String> {
    element::<HtmlDetailsElement>(Id::ListOther).open().then(|| value(Id::ListUser))
}

pub(super) fn value(id: Id) -> String {
    element::<HtmlInputElement>(id).value()
}

/// The present, with an id that was never used.
pub(super) fn stamp() -> Stamp {
    let now = Date::now();
    // What a clock where the person is would show, written as if it were UTC: `2027-01-31T12:00:00.000Z`.
    let local = Date::new_0();
    local.set_time(now - local.get_timezone_offset() * 60_000.0);
    let local = String::from(local.to_iso_string());
    let part = |range| local.get::<std::ops::Range<usize>>(range).unwrap_or_default();
    Stamp {
        now,
        today: CalendarDate::parse(part(0..10)).expect_throw(&local),
        time: part(11..19).to_owned(),
        fresh_id: window().crypto().map(|crypto| crypto.random_uuid()).unwrap_or_default(),
    }
}
