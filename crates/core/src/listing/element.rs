//! What this crate needs of an HTML parser.

/// One element of a parsed page, or the page as a whole.
///
/// A page may list a thousand tokens, with about a dozen calls for each. Every call may cross from
/// WebAssembly to the browser, so none should parse anything again.
pub trait Element: Sized {
    /// The first descendant that the CSS selector matches, in the order of the document.
    fn find(&self, selector: &str) -> Option<Self>;

    /// All descendants that the CSS selector matches, in the order of the document.
    fn find_all(&self, selector: &str) -> Vec<Self>;

    /// The value of an attribute, as the HTML has it.
    fn attribute(&self, name: &str) -> Option<String>;

    /// The text of the element and all its descendants, spaces as they are (`textContent`).
    fn text(&self) -> String;
}

/// The names in an element's `class`.
pub(super) struct Classes(String);

impl Classes {
    pub(super) fn of(element: &impl Element) -> Self {
        Self(element.attribute("class").unwrap_or_default())
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.split_ascii_whitespace().any(|class| class == name)
    }
}

/// A text for display. HTML's own spaces are collapsed; U+202F, which a date may contain, is kept.
pub(super) fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(word);
    }
    shown
}

/// An attribute for display; `None` if it is missing or blank.
pub(super) fn shown_attribute(element: &impl Element, name: &str) -> Option<String> {
    element.attribute(name).map(|value| shown(&value)).filter(|value| !value.is_empty())
}
