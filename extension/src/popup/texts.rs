//! Texts of the person's language in the document.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Node};

use super::{browser, page};
use crate::message::Message;

/// Stands where a value goes while a text is taken apart; of Unicode's private use area.
const MARK: char = '\u{e000}';

/// Fills in every text that `popup.html` names by `data-text`.
pub(super) fn fill_in() {
    for element in page::all("[data-text]") {
        let key = element.get_attribute("data-text").unwrap_or_default();
        let argument = element.get_attribute("data-argument");
        let arguments: Array = argument.iter().map(JsValue::from).collect();
        element.set_text_content(Some(&browser::get_message(&key, &arguments)));
    }
}

/// Shows a message as the element's whole content. Values are isolated from the direction of the text
/// around them and never read as HTML.
pub(super) fn set(element: &Element, message: &Message) {
    let marks: Array =
        (0..message.arguments.len()).map(|index| JsValue::from(format!("{MARK}{index}"))).collect();
    let text = browser::get_message(message.key, &marks);
    element.set_text_content(None);
    for (position, part) in text.split(MARK).enumerate() {
        let text = if position == 0 { part } else { &part[1..] };
        if position > 0 {
            let index = part[..1].parse::<usize>().unwrap_or_default();
            append(element, &isolated(message.arguments.get(index).map_or("", String::as_str)));
        }
        append(element, &page::document().create_text_node(text));
    }
}

/// Shows a message where there is one, and nothing where there is none.
pub(super) fn set_or_clear(element: &Element, message: Option<&Message>) {
    match message {
        Some(message) => set(element, message),
        None => element.set_text_content(None),
    }
}

fn isolated(text: &str) -> Element {
    let bdi = page::create("bdi");
    bdi.set_text_content(Some(text));
    bdi
}

fn append(element: &Element, node: &impl JsCast) {
    // Appending a fresh node to an element of this document cannot fail.
    let _ = element.append_child(node.unchecked_ref::<Node>());
}
