//! HTML read by a parser.

use latchkey_core::ControllerUrl;
use latchkey_core::listing::{self, Element, Listing, ListingError};
use scraper::{ElementRef, Html, Selector};

/// One element of a parsed page.
struct Parsed<'page>(ElementRef<'page>);

/// Reads the tokens page in this HTML.
pub(crate) fn read_listing(html: &str) -> Result<Listing, ListingError> {
    let page = Html::parse_document(html);
    listing::read_listing(&Parsed(page.root_element()))
}

/// The root that a page of this origin names in `data-rooturl` (since 2.129).
pub(crate) fn root_named_by(html: &str, origin: &str) -> Option<ControllerUrl> {
    let page = Html::parse_document(html);
    let head = Parsed(page.root_element()).find("head[data-rooturl]")?;
    ControllerUrl::new(origin, &head.attribute("data-rooturl")?).ok()
}

impl Element for Parsed<'_> {
    fn find(&self, selector: &str) -> Option<Self> {
        self.0.select(&compile(selector)?).next().map(Self)
    }

    fn find_all(&self, selector: &str) -> Vec<Self> {
        compile(selector).map_or_else(Vec::new, |selector| self.0.select(&selector).map(Self).collect())
    }

    fn attribute(&self, name: &str) -> Option<String> {
        self.0.attr(name).map(str::to_owned)
    }

    fn text(&self) -> String {
        self.0.text().collect()
    }
}

/// All selectors are constants, of core and of this file.
fn compile(selector: &str) -> Option<Selector> {
    let compiled = Selector::parse(selector);
    debug_assert!(compiled.is_ok(), "{selector}");
    compiled.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_root() {
        let root = |html| root_named_by(html, "https://ci.example.org").map(|root| root.to_string());
        assert_eq!(
            root(r#"<head data-rooturl="/jenkins"></head>"#).as_deref(),
            Some("https://ci.example.org/jenkins")
        );
        assert_eq!(root(r#"<head data-rooturl="//elsewhere.example"></head>"#), None);
        assert_eq!(root("<h1>It works!</h1>"), None);
    }
}
