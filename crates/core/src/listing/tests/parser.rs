//! [`Element`] over a parser that runs everywhere.

use scraper::{ElementRef, Html, Selector};

use crate::listing::Element;

/// A parsed page.
pub(crate) struct Page(Html);

impl Page {
    pub(crate) fn parse(html: &str) -> Self {
        Self(Html::parse_document(html))
    }

    pub(crate) fn root(&self) -> Parsed<'_> {
        Parsed(self.0.root_element())
    }
}

/// One element of it.
pub(crate) struct Parsed<'page>(ElementRef<'page>);

impl Element for Parsed<'_> {
    fn find(&self, selector: &str) -> Option<Self> {
        self.0.select(&Selector::parse(selector).unwrap()).next().map(Self)
    }

    fn find_all(&self, selector: &str) -> Vec<Self> {
        self.0.select(&Selector::parse(selector).unwrap()).map(Self).collect()
    }

    fn attribute(&self, name: &str) -> Option<String> {
        self.0.attr(name).map(str::to_owned)
    }

    fn text(&self) -> String {
        self.0.text().collect()
    }
}
