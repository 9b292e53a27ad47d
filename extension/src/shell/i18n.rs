//! Texts of the person's language in the document.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlTemplateElement, Node};

use super::{browser, dom, language};
use crate::view::message::{Argument, Key, Message};

/// Placeholder for a value while a text is split; of Unicode's private use area.
const MARK: char = '\u{e000}';

/// Ends a sentence in Chinese and Japanese, and holds the space after it.
const IDEOGRAPHIC_FULL_STOP: char = '。';

/// How many characters of a value are read out and shown amid a sentence. Names can have thousands.
const LONGEST_VALUE: usize = 300;

/// Fills in every text that `popup.html` names by `data-text` (with `data-count`, one that follows a count) and
/// `data-label`, in its templates too.
pub(super) fn fill_in() {
    fill_in_within(&dom::document());
    for template in dom::all("template") {
        fill_in_within(&template.unchecked_ref::<HtmlTemplateElement>().content());
    }
}

fn fill_in_within(root: &Node) {
    for element in dom::all_within(root, "[data-text]") {
        let mut key = element.get_attribute("data-text").unwrap_or_default();
        let arguments = Array::new();
        let count = element.get_attribute("data-count").and_then(|count| count.parse().ok());
        if let Some(count) = count {
            key = language::plural_key(&key, count);
            arguments.push(&JsValue::from(language::number(count)));
        }
        element.set_text_content(Some(&browser::get_message(&key, &arguments)));
    }
    for element in dom::all_within(root, "[data-label]") {
        let key = element.get_attribute("data-label").unwrap_or_default();
        dom::set_attribute(&element, "aria-label", &browser::get_message(&key, &JsValue::UNDEFINED));
    }
}

/// A message as one text, for accessible names and options.
pub(super) fn text(message: &Message) -> String {
    words(message, &message.arguments.iter().map(|argument| JsValue::from(value(argument))).collect())
}

/// The words of a message with these texts in the place of its values.
fn words(message: &Message, values: &Array) -> String {
    let mut key = number(message.key);
    if let Some(Argument::Count(count)) = message.arguments.first()
        && message.key.is_plural()
    {
        key = language::plural_key(&key, *count);
    }
    browser::get_message(&key, values)
}

/// The key of a text in a built extension, where `popup.html` has numbers as well.
pub(super) fn number(key: Key) -> String {
    (key as u16).to_string()
}

/// The text of this number without what is put into it.
pub(super) fn bare(number: u16) -> String {
    let (number, gap) = (number.to_string(), JsValue::from("…"));
    let gaps = Array::of3(&gap, &gap, &gap);
    let text = browser::get_message(&number, &gaps);
    if text.is_empty() { browser::get_message(&language::plural_key(&number, 2), &gaps) } else { text }
}

fn value(argument: &Argument) -> String {
    match argument {
        Argument::Text(text) => text.clone(),
        Argument::Count(count) => language::number(*count),
        Argument::Time(time) => language::time(*time),
        Argument::Day(day) => language::day(*day),
        Argument::DaysUntil(day) => language::days_until(*day),
    }
}

/// Shows a message as the element's whole content. Values are isolated from the direction of the text around them and
/// never parsed as HTML. A text that is already shown is left alone: screen readers would announce it again.
pub(super) fn set(element: &Element, message: &Message) {
    let drawn = dom::document().create_document_fragment();
    append_message(&drawn, message);
    if drawn.text_content() != element.text_content() {
        element.set_text_content(None);
        append(element, &drawn);
    }
}

fn append_message(element: &Node, message: &Message) {
    let marks: Array =
        (0..message.arguments.len()).map(|index| JsValue::from(format!("{MARK}{index}"))).collect();
    let text = words(message, &marks);
    let mut parts = text.split(MARK);
    append(element, &dom::document().create_text_node(parts.next().unwrap_or_default()));
    for part in parts {
        let Some((index, text)) = part.split_at_checked(1) else { continue };
        let argument = index.parse().ok().and_then(|index: usize| message.arguments.get(index));
        append(element, &isolated(&argument.map(value).unwrap_or_default()));
        append(element, &dom::document().create_text_node(text));
    }
    if let Some(reason) = &message.reason {
        if !text.ends_with(IDEOGRAPHIC_FULL_STOP) {
            append(element, &dom::document().create_text_node(" "));
        }
        append_message(element, reason);
    }
}

pub(super) fn set_or_clear(element: &Element, message: Option<&Message>) {
    match message {
        Some(message) => set(element, message),
        None => element.set_text_content(None),
    }
}

fn isolated(text: &str) -> Element {
    let bdi = dom::create("bdi");
    match text.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => {
            bdi.set_text_content(Some(&format!("{}…", text.get(..end).unwrap_or(text))));
            dom::set_attribute(&bdi, "title", text);
        }
        None => bdi.set_text_content(Some(text)),
    }
    bdi
}

fn append(element: &Node, node: &impl JsCast) {
    // Appending a fresh node to an element of this document cannot fail.
    let _ = element.append_child(node.unchecked_ref::<Node>());
}
