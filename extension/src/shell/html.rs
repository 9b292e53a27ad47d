//! The browser's own HTML parser, for the tokens page.
//!
//! A page of a thousand tokens has more than three million characters. Its text stays in the browser's memory, where the
//! parser takes it piece by piece, so that the popup answers meanwhile. A document that is parsed here is inert, as one of
//! `DOMParser` is: it has no window, so its scripts do not run and nothing in it is loaded.

use js_sys::JsString;
use latchkey_core::listing::{Element, Listing, ListingError, read_listing};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Document;

use super::{dom, wait};

/// How many UTF-16 code units the parser takes at once: a few milliseconds' worth.
const PIECE: u32 = 256 << 10;

/// After how many milliseconds of parsing the browser may do something else. A task over 50 ms is one that people notice.
const SLICE: f64 = 16.0;

#[wasm_bindgen]
extern "C" {
    /// `web_sys::Document::write` would copy the text into WebAssembly memory and back.
    #[wasm_bindgen(extends = Document, extends = web_sys::Node, js_name = Document)]
    type WritableDocument;

    #[wasm_bindgen(method, catch)]
    fn write(this: &WritableDocument, text: &JsString) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    fn close(this: &WritableDocument) -> Result<(), JsValue>;
}

struct Parsed(web_sys::Element);

impl Element for Parsed {
    fn find(&self, selector: &str) -> Option<Self> {
        self.0.query_selector(selector).ok().flatten().map(Self)
    }

    fn find_all(&self, selector: &str) -> Vec<Self> {
        let Ok(found) = self.0.query_selector_all(selector) else { return Vec::new() };
        let nodes = (0..found.length()).filter_map(|index| found.item(index));
        nodes.map(|node| Self(node.unchecked_into())).collect()
    }

    fn attribute(&self, name: &str) -> Option<String> {
        self.0.get_attribute(name)
    }

    fn text(&self) -> String {
        self.0.text_content().unwrap_or_default()
    }
}

/// Reads the list of tokens in the text of a page.
///
/// # Errors
///
/// Those of [`read_listing`].
pub(super) async fn read(page: &JsString) -> Result<Listing, ListingError> {
    let document = parse(page).await.map_err(|_| ListingError::NoTokensPage)?;
    read_listing(&Parsed(document.document_element().ok_or(ListingError::NoTokensPage)?))
}

async fn parse(page: &JsString) -> Result<WritableDocument, JsValue> {
    let document = dom::document().implementation()?.create_html_document()?;
    let document: WritableDocument = document.unchecked_into();
    let (mut start, mut since) = (0, js_sys::Date::now());
    while start < page.length() {
        let end = end_of_piece(page, start);
        document.write(&page.substring(start, end))?;
        start = end;
        if js_sys::Date::now() - since > SLICE {
            wait::pause(0).await;
            since = js_sys::Date::now();
        }
    }
    document.close()?;
    Ok(document)
}

/// Where the piece that begins here ends: not within a character.
fn end_of_piece(page: &JsString, start: u32) -> u32 {
    let end = start.saturating_add(PIECE).min(page.length());
    let is_cut = end < page.length() && (0xdc00..0xe000).contains(&(page.char_code_at(end) as u32));
    if is_cut { end + 1 } else { end }
}

/// Whether the text of a page is complete. A proxy can cut it short without any sign.
pub(super) fn has_end(page: &JsString) -> bool {
    page.last_index_of("</html>", i32::MAX) >= 0
}
