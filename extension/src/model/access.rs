//! The way that requests take to the controller.
//!
//! The page in the tab carries them, with its own session. Some pages cannot: then the popup may send them
//! itself, but only where its own cookies are those of the tab. From a container or a private window they
//! would go out as somebody else.

use std::fmt;

use latchkey_core::ControllerUrl;

use crate::model::page::PageReport;
use crate::model::session::CookieStore;

/// How requests leave.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Route {
    /// Through the page in the tab.
    #[default]
    Page,
    /// Straight from the popup, whose closing loses the reply.
    Direct,
}

/// Whether the popup may send requests itself, for the tab it was opened on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DirectAccess {
    /// It may: the press on the toolbar button allows it (Chromium).
    Allowed,
    /// It may: the person has allowed this host (Firefox).
    Granted,
    /// It may once the person has allowed this host (Firefox).
    NeedsPermission(Host),
    Blocked(BlockReason),
}

/// Why the popup's cookies are not those of the tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockReason {
    Container,
    /// The tab is in a private window, and the popup is not of it.
    PrivateWindow,
    /// The tab shows no web page, or its address is hidden from the popup.
    NoAddress,
}

/// A host that the person can allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Host {
    scheme: String,
    name: String,
}

/// The name of Firefox's store of cookies outside containers.
const NO_CONTAINER: [&str; 2] = ["firefox-default", "firefox-private"];

impl DirectAccess {
    /// Decides whether the popup, of a private window or not, may send requests to the host of a tab with these cookies.
    /// Where hosts have to be allowed one by one, `granted` says whether this one has been.
    pub(crate) fn classify(store: &CookieStore, host: Host, private: bool, granted: Option<bool>) -> Self {
        if store.container.as_deref().is_some_and(|name| !NO_CONTAINER.contains(&name)) {
            return Self::Blocked(BlockReason::Container);
        }
        if store.private != private {
            return Self::Blocked(BlockReason::PrivateWindow);
        }
        match granted {
            None => Self::Allowed,
            Some(true) => Self::Granted,
            Some(false) => Self::NeedsPermission(host),
        }
    }
}

impl Host {
    pub(crate) fn of(address: &PageReport) -> Option<Self> {
        let site = ControllerUrl::new(&address.origin, "").ok()?;
        Some(Self { scheme: site.scheme().to_owned(), name: site.host().to_owned() })
    }

    /// The match pattern of the permission. It has no port: Firefox grants a pattern that has one and
    /// never matches it.
    pub(crate) fn pattern(&self) -> String {
        format!("{}://{}/*", self.scheme, self.name)
    }
}

impl fmt::Display for Host {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(origin: &str) -> Host {
        Host::of(&PageReport { origin: origin.to_owned(), ..PageReport::default() }).unwrap()
    }

    fn store(private: bool, container: Option<&str>) -> CookieStore {
        CookieStore { private, container: container.map(str::to_owned) }
    }

    #[test]
    fn a_pattern_has_no_port() {
        for (origin, pattern) in [
            ("http://ci.example:8080", "http://ci.example/*"),
            ("https://ci.example", "https://ci.example/*"),
            ("http://[::1]:8080", "http://[::1]/*"),
            ("http://[::1]", "http://[::1]/*"),
        ] {
            assert_eq!(host(origin).pattern(), pattern);
        }
        assert_eq!(host("http://ci.example:8080").to_string(), "ci.example");
    }

    #[test]
    fn chromium_bars_private_windows_only() {
        let classify =
            |private| DirectAccess::classify(&store(private, None), host("http://ci"), false, None);
        assert_eq!(classify(false), DirectAccess::Allowed);
        assert_eq!(classify(true), DirectAccess::Blocked(BlockReason::PrivateWindow));
    }

    #[test]
    fn firefox_bars_containers_and_asks_first() {
        let classify = |container, private, granted| {
            let store = store(private, Some(container));
            DirectAccess::classify(&store, host("http://ci"), private, Some(granted))
        };
        let in_container = DirectAccess::Blocked(BlockReason::Container);
        assert_eq!(classify("firefox-default", false, true), DirectAccess::Granted);
        assert_eq!(classify("firefox-private", true, true), DirectAccess::Granted);
        assert_eq!(classify("firefox-container-1", false, true), in_container);
        let not_yet = DirectAccess::NeedsPermission(host("http://ci"));
        assert_eq!(classify("firefox-default", false, false), not_yet);
        assert_eq!(classify("firefox-container-1", false, false), in_container);
    }
}
