//! What the page in the tab says of itself, and which parts are trusted.

use latchkey_core::page::{PageKind, PageSigns};
use latchkey_core::text;

use crate::model::object::Object;

/// What `relay.js` read from the page. It is untrusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PageReport {
    /// Origin of the document, as the browser gives it; "null" for a page in a sandbox of its own.
    pub(crate) origin: String,
    pub(crate) path: String,
    /// Path and query, for coming back after signing in.
    pub(crate) path_and_query: String,
    /// What its HTML says about its controller.
    pub(crate) signs: PageSigns,
}

/// Whether an administrator has closed the page to extensions, by why it could not be looked at. Chromium (156) says
/// "This page cannot be scripted due to an ExtensionsSettings policy."; Firefox (153) names no reason of its own.
pub(crate) fn is_closed_by_policy(failure: &str) -> bool {
    text::contains(failure, "ExtensionsSettings policy")
}

impl PageReport {
    /// Reads the object that `relay.js` sent.
    pub(crate) fn read(object: &impl Object) -> Self {
        let text = |name| object.text(name).unwrap_or_default();
        Self {
            origin: text("origin"),
            path: text("path"),
            path_and_query: text("pathAndQuery"),
            signs: PageSigns {
                root_url: object.text("rootUrl"),
                crumb_header: object.text("crumbHeader"),
                crumb_value: object.text("crumbValue"),
                version: object.text("version"),
            },
        }
    }

    /// What the tab's address alone says, where the page cannot be looked at.
    pub(crate) fn of_address(origin: String, path: String, query: &str) -> Self {
        Self { path_and_query: format!("{path}{query}"), origin, path, ..Self::default() }
    }

    pub(crate) fn classify(&self) -> PageKind {
        self.signs.classify(&self.origin, &self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_policy_closes_a_page() {
        assert!(is_closed_by_policy(
            "Error: This page cannot be scripted due to an ExtensionsSettings policy."
        ));
        assert!(!is_closed_by_policy("Error: Cannot access contents of the page."));
    }
}
