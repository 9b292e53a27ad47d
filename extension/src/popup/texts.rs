//! Texts of the person's language in the document.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlTemplateElement, Node};

use super::{browser, page};
use crate::message::Message;

/// Stands where a value goes while a text is taken apart; of Unicode's private use area.
const MARK: char = '\u{e000}';

/// How many characters of a value are read out and shown amid a sentence. Names can have thousands.
const LONGEST_VALUE: usize = 300;

/// Fills in every text that `popup.html` names by `data-text` and `data-label`, in its templates too.
pub(super) fn fill_in() {
    fill_in_within(&page::document());
    for template in page::all("template") {
        fill_in_within(&template.unchecked_ref::<HtmlTemplateElement>().content());
    }
}

fn fill_in_within(root: &Node) {
    for element in page::all_within(root, "[data-text]") {
        let argument = element.get_attribute("data-argument");
        let arguments: Array = argument.iter().map(JsValue::from).collect();
        let key = element.get_attribute("data-text").unwrap_or_default();
        element.set_text_content(Some(&browser::get_message(&key, &arguments)));
    }
    for element in page::all_within(root, "[data-label]") {
        let key = element.get_attribute("data-label").unwrap_or_default();
        page::set_attribute(&element, "aria-label", &browser::get_message(&key, &JsValue::UNDEFINED));
    }
}

/// A message as one text, for accessible names and options.
pub(super) fn text(message: &Message) -> String {
    let arguments: Array = message.arguments.iter().map(JsValue::from).collect();
    browser::get_message(message.key, &arguments)
}

/// Shows a message as the element's whole content. Values are isolated from the direction of the text
/// around them and never read as HTML. A text that stands there already is left alone: drawn anew, it would
/// be announced again.
pub(super) fn set(element: &Element, message: &Message) {
    let drawn = page::document().create_document_fragment();
    append_message(&drawn, message);
    if drawn.text_content() != element.text_content() {
        element.set_text_content(None);
        append(element, &drawn);
    }
}

fn append_message(element: &Node, message: &Message) {
    let marks: Array =
        (0..message.arguments.len()).map(|index| JsValue::from(format!("{MARK}{index}"))).collect();
    let text = browser::get_message(message.key, &marks);
    let mut parts = text.split(MARK);
    append(element, &page::document().create_text_node(parts.next().unwrap_or_default()));
    for part in parts {
        let Some((index, text)) = part.split_at_checked(1) else { continue };
        let value = index.parse().ok().and_then(|index: usize| message.arguments.get(index));
        append(element, &isolated(value.map_or("", String::as_str)));
        append(element, &page::document().create_text_node(text));
    }
    if let Some(reason) = &message.reason {
        append(element, &page::document().create_text_node(" "));
        append_message(element, reason);
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
    match text.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => {
            bdi.set_text_content(Some(&format!("{}…", &text[..end])));
            page::set_attribute(&bdi, "title", text);
        }
        None => bdi.set_text_content(Some(text)),
    }
    bdi
}

fn append(element: &Node, node: &impl JsCast) {
    // Appending a fresh node to an element of this document cannot fail.
    let _ = element.append_child(node.unchecked_ref::<Node>());
}
