//! Pages of Jenkins, read by a parser.

use latchkey_core::listing::{self, Element, Listing, ListingError};
use latchkey_core::{ControllerUrl, CoreVersion, Crumb, CrumbSource};
use scraper::{ElementRef, Html, Selector};

/// A parsed page.
pub struct Page(Html);

/// One element of a page.
pub struct Parsed<'page>(ElementRef<'page>);

/// What an ordinary page of Jenkins says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrdinaryPage {
    /// The root, from `data-rooturl` (since 2.129).
    pub controller: ControllerUrl,
    /// The version, from `data-version` (since 2.129).
    pub version: CoreVersion,
    /// The page's crumb (since 2.246), or where to ask for one.
    pub crumb: CrumbSource,
}

impl Page {
    /// Parses HTML, which may be anything.
    pub fn parse(html: &str) -> Self {
        Self(Html::parse_document(html))
    }

    /// The page as a whole.
    pub fn root(&self) -> Parsed<'_> {
        Parsed(self.0.root_element())
    }

    /// What the page says of itself, where it is an ordinary page of the Jenkins on this origin.
    pub fn ordinary(&self, origin: &str) -> Option<OrdinaryPage> {
        let head = self.root().find("head[data-rooturl]")?;
        let body = self.root().find("body[data-version]")?;
        let crumb =
            || Crumb::new(&head.attribute("data-crumb-header")?, &head.attribute("data-crumb-value")?);
        Some(OrdinaryPage {
            controller: ControllerUrl::new(origin, &head.attribute("data-rooturl")?).ok()?,
            version: CoreVersion::parse(&body.attribute("data-version")?)?,
            crumb: crumb().map_or(CrumbSource::Controller, CrumbSource::Page),
        })
    }

    /// Reads the tokens page in this HTML.
    ///
    /// # Errors
    ///
    /// Those of [`listing::read_listing`].
    pub fn read_listing(html: &str) -> Result<Listing, ListingError> {
        listing::read_listing(&Self::parse(html).root())
    }
}

impl Parsed<'_> {
    fn select(&self, selector: &str) -> Vec<Self> {
        let selector = Selector::parse(selector).expect("selectors are written in these sources");
        self.0.select(&selector).map(Self).collect()
    }
}

impl Element for Parsed<'_> {
    fn find(&self, selector: &str) -> Option<Self> {
        self.select(selector).into_iter().next()
    }

    fn find_all(&self, selector: &str) -> Vec<Self> {
        self.select(selector)
    }

    fn attribute(&self, name: &str) -> Option<String> {
        self.0.attr(name).map(str::to_owned)
    }

    fn text(&self) -> String {
        self.0.text().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_page_gives_root_version_and_crumb() {
        let html = r#"<head data-rooturl="/ci" data-crumb-header="Jenkins-Crumb" data-crumb-value="c0ffee">
            </head><body data-version="2.579">"#;
        let page = Page::parse(html).ordinary("https://a.example").unwrap();
        assert_eq!(page.controller.to_string(), "https://a.example/ci");
        assert_eq!(page.version.to_string(), "2.579");
        assert_eq!(page.crumb, CrumbSource::Page(Crumb::new("Jenkins-Crumb", "c0ffee").unwrap()));
    }

    #[test]
    fn another_page_gives_nothing() {
        assert_eq!(Page::parse("<h1>502 Bad Gateway</h1>").ordinary("https://a.example"), None);
    }
}
