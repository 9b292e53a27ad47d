//! HTML pages, read by a parser.

use latchkey_core::ControllerUrl;
use latchkey_core::listing::{self, Element, Listing, ListingError};
use scraper::{ElementRef, Html, Selector};

/// A parsed page.
pub struct Page(Html);

/// One element of a parsed page.
pub struct PageElement<'page>(ElementRef<'page>);

impl Page {
    /// Parses any text as HTML.
    pub fn parse(html: &str) -> Self {
        Self(Html::parse_document(html))
    }

    /// The `<html>` element.
    pub fn root(&self) -> PageElement<'_> {
        PageElement(self.0.root_element())
    }
}

/// Reads the list of tokens in the HTML of a tokens page.
///
/// # Errors
///
/// Those of [`listing::read_listing`].
pub fn read_listing(html: &str) -> Result<Listing, ListingError> {
    listing::read_listing(&Page::parse(html).root())
}

/// The controller's root that a page of this origin names in `data-rooturl` (since 2.129).
pub fn root_named_by(html: &str, origin: &str) -> Option<ControllerUrl> {
    let head = Page::parse(html).root().find("head[data-rooturl]")?.attribute("data-rooturl")?;
    ControllerUrl::new(origin, &head).ok()
}

impl Element for PageElement<'_> {
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

/// All selectors are constants in this workspace, so none is invalid.
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
