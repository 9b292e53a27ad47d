//! What the page in the tab says of itself, and what of it is believed.

use latchkey_core::{ControllerUrl, CoreVersion, Crumb, CrumbSource};

use crate::model::object::Object;

/// What was read from the page: by `relay.js`, hostile until proven.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageReport {
    /// Origin of the document, as the browser gives it; "null" for a page in a sandbox of its own.
    pub origin: String,
    /// Path of the document.
    pub path: String,
    /// Path and query, for coming back after signing in.
    pub path_and_query: String,
    /// `data-rooturl` of the head (since 2.129).
    pub root_url: Option<String>,
    /// `data-crumb-header` of the head (since 2.246).
    pub crumb_header: Option<String>,
    /// `data-crumb-value` of the head (since 2.246).
    pub crumb_value: Option<String>,
    /// `data-version` of the body (since 2.129).
    pub version: Option<String>,
}

/// Whether an administrator has closed the page to extensions, by why it could not be looked at. Chromium (156) says "This
/// page cannot be scripted due to an ExtensionsSettings policy."; Firefox (153) names no reason of its own.
pub fn is_closed_by_policy(failure: &str) -> bool {
    failure.contains("ExtensionsSettings policy")
}

/// A controller and what its page gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControllerPage {
    /// The root.
    pub controller: ControllerUrl,
    /// The version, where the page or a reply says it.
    pub version: Option<CoreVersion>,
    /// Where crumbs come from on this page.
    pub crumb: CrumbSource,
}

/// What a report means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageKind {
    /// An ordinary page of Jenkins.
    Controller(ControllerPage),
    /// The path is one of Jenkins' although the HTML says nothing: this one root is asked.
    PossibleRoot(ControllerUrl),
    /// The page says that it belongs to another address. Nothing is sent.
    ForeignRoot,
    /// No sign of Jenkins. Nothing is sent.
    NotJenkins,
}

impl PageReport {
    /// Takes what `relay.js` read.
    pub fn read(object: &impl Object) -> Self {
        let text = |name| object.text(name).unwrap_or_default();
        Self {
            origin: text("origin"),
            path: text("path"),
            path_and_query: text("pathAndQuery"),
            root_url: object.text("rootUrl"),
            crumb_header: object.text("crumbHeader"),
            crumb_value: object.text("crumbValue"),
            version: object.text("version"),
        }
    }

    /// What the tab's address alone says, where the page cannot be looked at.
    pub fn of_address(origin: String, path: String, query: &str) -> Self {
        Self { path_and_query: format!("{path}{query}"), origin, path, ..Self::default() }
    }

    /// Judges the page.
    pub fn classify(&self) -> PageKind {
        let Some(root) = &self.root_url else {
            return ControllerUrl::guess(&self.origin, &self.path)
                .map_or(PageKind::NotJenkins, PageKind::PossibleRoot);
        };
        match ControllerUrl::new(&self.origin, root) {
            Ok(controller) => PageKind::Controller(ControllerPage {
                controller,
                version: self.version.as_deref().and_then(CoreVersion::parse),
                crumb: self.crumb().map_or(CrumbSource::Controller, CrumbSource::Page),
            }),
            Err(_) => PageKind::ForeignRoot,
        }
    }

    fn crumb(&self) -> Option<Crumb> {
        Crumb::new(self.crumb_header.as_deref()?, self.crumb_value.as_deref()?)
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

    fn report(path: &str, root_url: Option<&str>) -> PageReport {
        PageReport {
            origin: "http://ci:8080".to_owned(),
            path: path.to_owned(),
            root_url: root_url.map(str::to_owned),
            crumb_header: Some("Jenkins-Crumb".to_owned()),
            crumb_value: Some("c0ffee".to_owned()),
            version: Some("2.579".to_owned()),
            ..PageReport::default()
        }
    }

    #[test]
    fn an_ordinary_page_gives_everything() {
        let PageKind::Controller(page) = report("/jenkins/", Some("/jenkins")).classify() else { panic!() };
        assert_eq!(page.controller.to_string(), "http://ci:8080/jenkins");
        assert_eq!(page.version.unwrap().to_string(), "2.579");
        assert!(matches!(page.crumb, CrumbSource::Page(_)));
    }

    #[test]
    fn a_page_without_crumb_asks_the_controller() {
        let page = PageReport { crumb_value: None, version: None, ..report("/login", Some("")) };
        let PageKind::Controller(page) = page.classify() else { panic!() };
        assert_eq!((page.version, page.crumb), (None, CrumbSource::Controller));
    }

    #[test]
    fn a_root_elsewhere_is_a_lie() {
        for root in ["//evil.test", "https://evil.test", "\\\\evil.test", "/../x"] {
            assert_eq!(report("/", Some(root)).classify(), PageKind::ForeignRoot);
        }
    }

    #[test]
    fn without_the_attribute_only_paths_of_jenkins_are_asked() {
        let PageKind::PossibleRoot(root) = report("/ci/job/a/1/consoleText", None).classify() else {
            panic!()
        };
        assert_eq!(root.to_string(), "http://ci:8080/ci");
        assert_eq!(report("/news/today", None).classify(), PageKind::NotJenkins);
    }
}
