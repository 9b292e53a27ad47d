//! The language of the popup: the one whose `messages.json` the browser has chosen.
//!
//! It may differ from the language of the browser itself, which may be one that there are no texts in. So the
//! texts say themselves what language they are in and which way it is read.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{browser, dom, i18n};
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
}

thread_local! {
    // Kept, because making one takes the browser a millisecond, and opening the popup counts several times.
    static PLURAL_RULES: PluralRules = PluralRules::new(&tag());
    static NUMBER_FORMAT: NumberFormat = NumberFormat::new(&tag());
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

fn tag() -> String {
    text(Key::LanguageTag)
}

fn text(key: Key) -> String {
    browser::get_message(&i18n::number(key), &JsValue::UNDEFINED)
}
