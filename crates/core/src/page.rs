//! The signs by which a page shows that it is a page of Jenkins.

use crate::listing::Element;
use crate::{ControllerUrl, CoreVersion, Crumb, CrumbSource};

/// What the HTML of a page says about its controller. Any page can say it, so it is untrusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageSigns {
    /// `data-rooturl` of the head (since 2.129).
    pub root_url: Option<String>,
    /// `data-crumb-header` of the head (since 2.246).
    pub crumb_header: Option<String>,
    /// `data-crumb-value` of the head (since 2.246).
    pub crumb_value: Option<String>,
    /// `data-version` of the body (since 2.129).
    pub version: Option<String>,
}

/// A controller and what one of its pages says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControllerPage {
    /// The root.
    pub controller: ControllerUrl,
    /// The version, if the page or a reply names it.
    pub version: Option<CoreVersion>,
    /// Where a request from this page gets its crumb.
    pub crumb: CrumbSource,
}

/// What the signs of a page mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageKind {
    /// An ordinary page of Jenkins.
    Controller(ControllerPage),
    /// The HTML says nothing, but the path looks like one of Jenkins. Ask this root.
    PossibleRoot(ControllerUrl),
    /// The page says that it belongs to another address.
    ForeignRoot,
    /// There is no sign of Jenkins.
    NotJenkins,
}

impl PageSigns {
    /// Reads the signs of a parsed page.
    pub fn read(page: &impl Element) -> Self {
        let head = page.find("head[data-rooturl]");
        let of_head = |name| head.as_ref().and_then(|head| head.attribute(name));
        Self {
            root_url: of_head("data-rooturl"),
            crumb_header: of_head("data-crumb-header"),
            crumb_value: of_head("data-crumb-value"),
            version: page.find("body[data-version]").and_then(|body| body.attribute("data-version")),
        }
    }

    /// What the signs of a page at this origin and path mean.
    pub fn classify(&self, origin: &str, path: &str) -> PageKind {
        let Some(root) = &self.root_url else {
            return ControllerUrl::guess(origin, path).map_or(PageKind::NotJenkins, PageKind::PossibleRoot);
        };
        match ControllerUrl::new(origin, root) {
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

    fn signs(root_url: Option<&str>) -> PageSigns {
        PageSigns {
            root_url: root_url.map(str::to_owned),
            crumb_header: Some("Jenkins-Crumb".to_owned()),
            crumb_value: Some("c0ffee".to_owned()),
            version: Some("2.579".to_owned()),
        }
    }

    fn classify(signs: &PageSigns, path: &str) -> PageKind {
        signs.classify("http://ci:8080", path)
    }

    #[test]
    fn an_ordinary_page_gives_root_version_and_crumb() {
        let PageKind::Controller(page) = classify(&signs(Some("/jenkins")), "/jenkins/") else { panic!() };
        assert_eq!(page.controller.to_string(), "http://ci:8080/jenkins");
        assert_eq!(page.version.unwrap().to_string(), "2.579");
        assert_eq!(page.crumb, CrumbSource::Page(Crumb::new("Jenkins-Crumb", "c0ffee").unwrap()));
    }

    #[test]
    fn without_a_crumb_on_the_page_the_controller_is_asked_for_one() {
        let signs = PageSigns { crumb_value: None, version: None, ..signs(Some("")) };
        let PageKind::Controller(page) = classify(&signs, "/login") else { panic!() };
        assert_eq!((page.version, page.crumb), (None, CrumbSource::Controller));
    }

    #[test]
    fn a_page_cannot_name_a_root_on_another_origin() {
        for root in ["//evil.test", "https://evil.test", "\\\\evil.test", "/../x"] {
            assert_eq!(classify(&signs(Some(root)), "/"), PageKind::ForeignRoot);
        }
    }

    #[test]
    fn without_a_root_on_the_page_the_path_decides() {
        let PageKind::PossibleRoot(root) = classify(&signs(None), "/ci/job/a/1/consoleText") else {
            panic!()
        };
        assert_eq!(root.to_string(), "http://ci:8080/ci");
        assert_eq!(classify(&signs(None), "/news/today"), PageKind::NotJenkins);
    }
}
