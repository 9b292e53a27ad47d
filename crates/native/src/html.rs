//! HTML pages, read by a parser.

use latchkey_core::listing::{self, Element, Listing, ListingError};
use latchkey_core::{PageKind, PageSigns};
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

/// What a page at this origin and path says about its controller.
pub fn classify(html: &str, origin: &str, path: &str) -> PageKind {
    PageSigns::read(&Page::parse(html).root()).classify(origin, path)
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
    use latchkey_core::{Crumb, CrumbSource};

    use super::*;

    #[test]
    fn a_page_of_jenkins_gives_root_version_and_crumb() {
        let html = r#"<head data-rooturl="/ci" data-crumb-header="Jenkins-Crumb" data-crumb-value="c0ffee">
            </head><body data-version="2.579">"#;
        let PageKind::Controller(page) = classify(html, "https://a.example", "/ci/") else { panic!() };
        assert_eq!(page.controller.to_string(), "https://a.example/ci");
        assert_eq!(page.version.unwrap().to_string(), "2.579");
        assert_eq!(page.crumb, CrumbSource::Page(Crumb::new("Jenkins-Crumb", "c0ffee").unwrap()));
    }

    #[test]
    fn another_page_does_not_belong_to_a_controller() {
        let kind = |html| classify(html, "https://a.example", "/");
        assert_eq!(kind(r#"<head data-rooturl="//elsewhere.example"></head>"#), PageKind::ForeignRoot);
        assert_eq!(kind("<h1>502 Bad Gateway</h1>"), PageKind::NotJenkins);
    }
}
