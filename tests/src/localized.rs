//! Finds texts and controls in a popup of any language by their English wording, which all tests use.

#[path = "../../extension/text_numbers.rs"]
mod text_numbers;

use std::cell::RefCell;
use std::path::Path;
use std::sync::LazyLock;

use latchkey_driver::{Element, Popup};
use serde_json::{Map, Value, json};

/// The English texts by key.
static ENGLISH: LazyLock<Map<String, Value>> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../extension/_locales/en/messages.json");
    let texts = std::fs::read_to_string(path).unwrap();
    serde_json::from_str(&texts).unwrap()
});

/// Placeholders that are counts, which each language writes with its own digits.
const COUNTS: &[&str] = &["count", "days", "done", "total"];

thread_local! {
    static LANGUAGE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The language that browsers are started in; `None` for English.
pub fn language() -> Option<String> {
    LANGUAGE.with_borrow(Clone::clone)
}

/// Runs `act` while browsers are started in another language.
pub fn in_language(language: &str, act: impl FnOnce()) {
    struct Restore;
    impl Drop for Restore {
        fn drop(&mut self) {
            LANGUAGE.set(None);
        }
    }
    let _restore = Restore;
    LANGUAGE.set(Some(language.to_owned()));
    act();
}

/// Texts of a popup by their English wording.
pub trait Localized {
    /// The whole text in the popup's language.
    fn localized(&self, english: &str) -> String;

    /// Of the shortest text that contains this part: the longest piece between its placeholders.
    fn localized_part(&self, english: &str) -> String;

    /// [`Popup::find`] by an English name.
    fn find_localized(&self, role: &str, english: &str) -> latchkey_driver::Result<Element>;

    /// [`Popup::wait_for_text`] by a part of an English text.
    fn wait_for_localized_text(&self, role: &str, english: &str) -> latchkey_driver::Result<String>;
}

impl Localized for Popup {
    fn localized(&self, english: &str) -> String {
        if is_english(self) {
            return english.to_owned();
        }
        let (key, values) =
            text_with_values(english).unwrap_or_else(|| panic!("no text of the popup is {english:?}"));
        in_popup(self, key, &values)
    }

    fn localized_part(&self, english: &str) -> String {
        if is_english(self) {
            return english.to_owned();
        }
        let holding = ENGLISH.iter().filter(|(_, text)| message(text).contains(english));
        let shortest = holding.min_by_key(|(_, text)| message(text).len());
        let (key, text) = shortest.unwrap_or_else(|| panic!("no text of the popup contains {english:?}"));
        let marks: Values =
            pieces(message(text)).1.into_iter().map(|name| (name, "\u{e000}".to_owned())).collect();
        let said = in_popup(self, key, &marks);
        said.split('\u{e000}').max_by_key(|piece| piece.len()).unwrap_or_default().trim().to_owned()
    }

    fn find_localized(&self, role: &str, english: &str) -> latchkey_driver::Result<Element> {
        self.find(role, &self.localized(english))
    }

    fn wait_for_localized_text(&self, role: &str, english: &str) -> latchkey_driver::Result<String> {
        self.wait_for_text(role, &self.localized_part(english))
    }
}

fn is_english(popup: &Popup) -> bool {
    language().is_none() || popup.evaluate("document.documentElement.lang").unwrap() == "en"
}

fn message(text: &Value) -> &str {
    text["message"].as_str().unwrap()
}

/// The names of placeholders with their values.
pub type Values = Vec<(String, String)>;

/// The pieces between the placeholders, and the names of the placeholders.
fn pieces(message: &str) -> (Vec<&str>, Vec<String>) {
    let parts: Vec<&str> = message.split('$').collect();
    let names = parts.iter().skip(1).step_by(2).map(|name| name.to_lowercase()).collect();
    (parts.into_iter().step_by(2).collect(), names)
}

/// The key and values of the English text that reads like this; of several, the one with the longest fixed part.
pub fn text_with_values(english: &str) -> Option<(&'static str, Values)> {
    let fitting = ENGLISH.iter().filter_map(|(key, text)| {
        let (pieces, names) = pieces(message(text));
        let values = values_between(english, &pieces)?;
        let own: usize = pieces.iter().map(|piece| piece.len()).sum();
        (own > 0).then(|| (own, key.as_str(), names.into_iter().zip(values).collect()))
    });
    fitting.max_by_key(|(own, ..)| *own).map(|(_, key, values)| (key, values))
}

fn values_between(text: &str, pieces: &[&str]) -> Option<Vec<String>> {
    let [first, between @ ..] = pieces else { return None };
    let mut rest = text.strip_prefix(first)?;
    let mut values = Vec::new();
    for (index, piece) in between.iter().enumerate() {
        let last = index + 1 == between.len();
        let (value, after) = if last { (rest.strip_suffix(piece)?, "") } else { rest.split_once(piece)? };
        values.push(value.to_owned());
        rest = after;
    }
    rest.is_empty().then_some(values)
}

/// The popup's text for this key, with the word order, digits and plurals of its language.
fn in_popup(popup: &Popup, key: &str, values: &[(String, String)]) -> String {
    let placeholders = &ENGLISH[key]["placeholders"];
    let mut ordered = vec![Value::Null; values.len()];
    for (name, value) in values {
        let place = placeholders[name]["content"].as_str().and_then(|content| content.strip_prefix('$'));
        let place: usize = place.unwrap().parse().unwrap();
        let count = value.parse::<u32>().ok().filter(|_| COUNTS.contains(&name.as_str()));
        ordered[place - 1] = count.map_or_else(|| json!(value), |count| json!(count));
    }
    let said = popup.evaluate(&format!(
        "((key, values) => {{
            const language = document.documentElement.lang;
            const plural = key.match(/^(.*)_(one|other)$/);
            if (plural) key = `${{plural[1]}}_${{new Intl.PluralRules(language).select(Number(values[0]) || 3)}}`;
            const written = (value) => typeof value === 'number' ? value.toLocaleString(language) : value;
            return chrome.i18n.getMessage(key, values.map(written));
        }})({}, {})",
        json!(text_numbers::number(key, &ENGLISH)),
        json!(ordered)
    ));
    said.unwrap().as_str().unwrap().to_owned()
}

/// Of the English text with this key, the longest piece between its placeholders.
pub fn longest_piece(key: &str) -> &'static str {
    let (pieces, _) = pieces(message(&ENGLISH[key]));
    pieces.into_iter().max_by_key(|piece| piece.len()).unwrap_or_default().trim()
}

/// All English texts, with their placeholders.
pub fn every_text() -> Vec<&'static str> {
    ENGLISH.values().map(message).collect()
}
