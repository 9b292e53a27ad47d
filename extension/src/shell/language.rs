//! The language of the popup: the one whose `messages.json` the browser has chosen.
//!
//! It may differ from the language of the browser itself, which may be one that there are no texts in. So the
//! texts say themselves what language they are in and which way it is read.

use latchkey_core::token::CalendarDate;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{browser, dom, i18n, js_object};
use crate::view::message::Key;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type PluralRules;

    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(language: &str) -> PluralRules;

    #[wasm_bindgen(method)]
    fn select(this: &PluralRules, count: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type NumberFormat;

    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(language: &str) -> NumberFormat;

    #[wasm_bindgen(method)]
    fn format(this: &NumberFormat, number: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;

    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(language: &str, options: &JsValue) -> DateTimeFormat;

    #[wasm_bindgen(method)]
    fn format(this: &DateTimeFormat, milliseconds: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type RelativeTimeFormat;

    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(language: &str, options: &JsValue) -> RelativeTimeFormat;

    #[wasm_bindgen(method)]
    fn format(this: &RelativeTimeFormat, number: f64, unit: &str) -> String;
}

thread_local! {
    // Kept, because making one takes the browser a millisecond, and opening the popup counts several times.
    static PLURAL_RULES: PluralRules = PluralRules::new(&tag());
    static NUMBER_FORMAT: NumberFormat = NumberFormat::new(&tag());
    static DAY_FORMAT: DateTimeFormat = day_format(JsValue::UNDEFINED);
    static DAY_AND_YEAR_FORMAT: DateTimeFormat = day_format("numeric".into());
    static RELATIVE_TIME_FORMAT: RelativeTimeFormat =
        RelativeTimeFormat::new(&tag(), &js_object::object([("numeric", "auto".into())]));
}

fn day_format(year: JsValue) -> DateTimeFormat {
    let options = [
        ("year", year),
        ("month", "long".into()),
        ("day", "numeric".into()),
        // Days have no time zone; they are counted in this one.
        ("timeZone", "UTC".into()),
    ];
    DateTimeFormat::new(&tag(), &js_object::object(options))
}

/// Tells the document, and with it assistive technology, fonts and layout.
pub(super) fn declare() {
    if let Some(root) = dom::document().document_element() {
        dom::set_attribute(&root, "lang", &tag());
        dom::set_attribute(&root, "dir", &text(Key::TextDirection));
    }
}

pub(super) fn plural_key(key: &str, count: usize) -> String {
    let category = PLURAL_RULES.with(|rules| rules.select(count as f64));
    format!("{key}_{category}")
}

pub(super) fn number(number: usize) -> String {
    NUMBER_FORMAT.with(|format| format.format(number as f64))
}

/// The time as the language writes it, in the person's time zone.
pub(super) fn time(milliseconds: f64) -> String {
    js_sys::Date::new(&milliseconds.into()).to_locale_string(&tag(), &JsValue::UNDEFINED).into()
}

/// A day as the language writes it, with the year if it is not the present one.
pub(super) fn day(day: CalendarDate) -> String {
    let format = if day.year() == dom::stamp().today.year() { &DAY_FORMAT } else { &DAY_AND_YEAR_FORMAT };
    format.with(|format| format.format(milliseconds(day)))
}

/// How far a day is away from the person's own.
pub(super) fn days_until(day: CalendarDate) -> String {
    const DAY: f64 = 86_400_000.0;
    let days = (milliseconds(day) - milliseconds(dom::stamp().today)) / DAY;
    RELATIVE_TIME_FORMAT.with(|format| format.format(days, "day"))
}

/// When the day begins in UTC, in milliseconds since 1970.
fn milliseconds(day: CalendarDate) -> f64 {
    js_sys::Date::parse(&day.to_string())
}

pub(super) fn tag() -> String {
    text(Key::LanguageTag)
}

fn text(key: Key) -> String {
    browser::get_message(&i18n::number(key), &JsValue::UNDEFINED)
}
