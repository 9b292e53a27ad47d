//! The browser's own HTML parser, for the tokens page.
//!
//! A parsed page is inert: its scripts do not run and nothing in it is loaded.

use latchkey_core::listing::{Element, Listing, ListingError, read_listing};
use wasm_bindgen::JsCast;
use web_sys::{DomParser, SupportedType};

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

pub(super) fn read(page: &str) -> Result<Listing, ListingError> {
    let parsed = DomParser::new().and_then(|parser| parser.parse_from_string(page, SupportedType::TextHtml));
    let root = parsed.ok().and_then(|document| document.document_element());
    read_listing(&Parsed(root.ok_or(ListingError::NoTokensPage)?))
}
