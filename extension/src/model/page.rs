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

/// Why there is no report of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LookFailure {
    /// It is too busy to run anything. Its report comes once it is not.
    Busy,
    /// An administrator has closed it to extensions. Only Chromium (156) says so: "This page cannot be scripted due to an
    /// ExtensionsSettings policy."
    ClosedByPolicy,
    /// The press on the toolbar button gave no access to it. In Chromium (156) that is so on blank pages, and where the URL
    /// holds a user name and a password, which also hides the URL: "Cannot access contents of the page. Extension manifest
    /// must request permission to access the respective host."
    NotGranted,
    /// The browser lets no extension look at it, for a reason of its own.
    Refused,
}

impl LookFailure {
    /// Reads the browser's reason, if it gave one.
    pub(crate) fn classify(reason: Option<&str>) -> Self {
        let says = |part| reason.is_some_and(|reason| text::contains(reason, part));
        if says("ExtensionsSettings policy") {
            Self::ClosedByPolicy
        } else if says("permission to access the respective host") {
            Self::NotGranted
        } else {
            Self::Refused
        }
    }
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
    fn the_browsers_reason_says_why_a_page_cannot_be_looked_at() {
        for (reason, failure) in [
            (
                "Error: This page cannot be scripted due to an ExtensionsSettings policy.",
                LookFailure::ClosedByPolicy,
            ),
            (
                "Error: Cannot access contents of the page. Extension manifest must request permission to access the \
                 respective host.",
                LookFailure::NotGranted,
            ),
            ("Error: Cannot access a chrome:// URL", LookFailure::Refused),
        ] {
            assert_eq!(LookFailure::classify(Some(reason)), failure);
        }
        assert_eq!(LookFailure::classify(None), LookFailure::Refused);
    }
}
