//! The document of `popup.html`.

use js_sys::Date;
use latchkey_core::token::CalendarDate;
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{
    Document, Element, HtmlDetailsElement, HtmlElement, HtmlInputElement, HtmlSelectElement,
    HtmlTemplateElement, Node, Window,
};

use crate::model::draft::{Draft, ExpiresChoice};
use crate::model::form::Fields;

pub(super) fn window() -> Window {
    web_sys::window().expect_throw("a popup has a window")
}

pub(super) fn document() -> Document {
    window().document().expect_throw("a popup has a document")
}

/// The element of that id, which `popup.html` has.
pub(super) fn element<T: JsCast>(id: &str) -> T {
    document().get_element_by_id(id).expect_throw(id).unchecked_into()
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

/// The first element of that class below another, which `popup.html` has.
pub(super) fn part<T: JsCast>(root: &Element, selector: &str) -> T {
    root.query_selector(selector).ok().flatten().expect_throw(selector).unchecked_into()
}

/// A fresh copy of a template's one element.
pub(super) fn copy_of(template: &str) -> Element {
    let content = element::<HtmlTemplateElement>(template).content();
    let first = content.first_element_child().expect_throw(template);
    first.clone_node_with_deep(true).expect_throw(template).unchecked_into()
}

pub(super) fn set_attribute(element: &Element, name: &str, value: &str) {
    // Only names that are no names are refused.
    let _ = element.set_attribute(name, value);
}

pub(super) fn set_hidden(id: &str, hidden: bool) {
    element::<HtmlElement>(id).set_hidden(hidden);
}

pub(super) fn create(tag: &str) -> Element {
    document().create_element(tag).expect_throw(tag)
}

pub(super) fn focus(id: &str) {
    let _ = element::<HtmlElement>(id).focus();
}

/// What the popup hides. Whether an element lies in it is known without the layout, which would be made anew for the
/// question.
const HIDDEN: &str = "[hidden], details:not([open]) > :not(summary)";

/// What has the focus and can be seen.
pub(super) fn focused() -> Option<Element> {
    let active = document().active_element()?;
    let is_hidden = active.tag_name() == "BODY" || active.closest(HIDDEN).ok().flatten().is_some();
    (!is_hidden).then_some(active)
}

/// Gives a focus that was lost, because what had it is gone or hidden, to `Copy token` where a token is shown and to
/// the tab of the view otherwise.
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

/// Readies the form of a popup that just opened, without losing what was typed meanwhile.
pub(super) fn init_form() {
    if element::<HtmlInputElement>("name").value().is_empty() {
        suggest_name();
    }
    let today = date_of(&Date::new_0());
    let date = element::<HtmlInputElement>("date");
    date.set_min(&today);
    if let Some(today) = CalendarDate::parse(&today) {
        date.set_max(&today.one_year_later().to_string());
    }
}

/// Fills in a name that no other token has, and selects it for typing over.
pub(super) fn suggest_name() {
    let now = Date::new_0();
    let name = element::<HtmlInputElement>("name");
    let date = date_of(&now);
    let suggestion =
        format!("Latchkey {date} {:02}:{:02}:{:02}", now.get_hours(), now.get_minutes(), now.get_seconds());
    name.set_default_value(&suggestion);
    name.set_value(&suggestion);
    let _ = name.focus();
    name.select();
}

/// Fills in the name of the token that is to be replaced.
pub(super) fn fill_name(name: &str) {
    element::<HtmlInputElement>("name").set_value(name);
}

/// What stands in the form, as the document has it.
pub(super) fn fields() -> Fields {
    Fields {
        name: element::<HtmlInputElement>("name").value(),
        expires: element::<HtmlSelectElement>("expires").value(),
        date: element::<HtmlInputElement>("date").value(),
        for_user: other_user(),
    }
}

/// Fills in what stood in the form before somebody signed in. A name typed meanwhile stays.
pub(super) fn restore(fields: &Fields) {
    let name = element::<HtmlInputElement>("name");
    if name.value() == name.default_value() {
        name.set_value(&fields.name);
    }
    element::<HtmlSelectElement>("expires").set_value(&fields.expires);
    element::<HtmlInputElement>("date").set_value(&fields.date);
    show_date_field();
    if !fields.for_user.is_empty() {
        element::<HtmlInputElement>("for-user").set_value(&fields.for_user);
        element::<HtmlDetailsElement>("other").set_open(true);
    }
}

/// The other user that the token is for. What is folded away and cannot be seen does not count.
fn other_user() -> String {
    if element::<HtmlDetailsElement>("other").open() {
        element::<HtmlInputElement>("for-user").value()
    } else {
        String::new()
    }
}

/// What stands in the form.
pub(super) fn draft() -> Option<Draft> {
    Some(Draft {
        name: element::<HtmlInputElement>("name").value(),
        expires: ExpiresChoice::parse(&element::<HtmlSelectElement>("expires").value())?,
        date: element::<HtmlInputElement>("date").value(),
        for_user: other_user(),
        today: CalendarDate::parse(&date_of(&Date::new_0()))?,
    })
}

/// Shows `Expiry date` where the choice needs one.
pub(super) fn show_date_field() {
    set_hidden("date-field", element::<HtmlSelectElement>("expires").value() != "date");
}

/// The day where the person is, as `YYYY-MM-DD`.
fn date_of(date: &Date) -> String {
    format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date())
}
