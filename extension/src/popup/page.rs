//! The document of `popup.html`.

use js_sys::Date;
use latchkey_core::token::CalendarDate;
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, HtmlSelectElement, Window};

use crate::draft::{Draft, ExpiresChoice};

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
    let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)).map(JsCast::unchecked_into).collect()
}

pub(super) fn create(tag: &str) -> Element {
    document().create_element(tag).expect_throw(tag)
}

pub(super) fn focus(id: &str) {
    let _ = element::<HtmlElement>(id).focus();
}

/// Readies the form of a popup that just opened, without losing what was typed meanwhile.
pub(super) fn ready_form() {
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
    name.set_value(&format!(
        "Latchkey {date} {:02}:{:02}:{:02}",
        now.get_hours(),
        now.get_minutes(),
        now.get_seconds()
    ));
    let _ = name.focus();
    name.select();
}

/// What stands in the form.
pub(super) fn draft() -> Option<Draft> {
    Some(Draft {
        name: element::<HtmlInputElement>("name").value(),
        expires: ExpiresChoice::parse(&element::<HtmlSelectElement>("expires").value())?,
        date: element::<HtmlInputElement>("date").value(),
        today: CalendarDate::parse(&date_of(&Date::new_0()))?,
    })
}

/// Shows `Expiry date` where the choice needs one.
pub(super) fn show_date_field() {
    let on_date = element::<HtmlSelectElement>("expires").value() == "date";
    element::<HtmlElement>("date-field").set_hidden(!on_date);
}

/// The day where the person is, as `YYYY-MM-DD`.
fn date_of(date: &Date) -> String {
    format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date())
}
