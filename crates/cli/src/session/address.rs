//! Addresses as people give them, and the root of the controller behind them.

use latchkey_core::{Client, ControllerUrl, Reply, Request, Transport as _};
use latchkey_native::{HttpTransport, block_on, html};
use ureq::Agent;

use crate::error::CliError;

/// So many redirects are followed on the way to a page of Jenkins.
const MAXIMUM_REDIRECTS: usize = 5;

/// At so many roots above a page Jenkins is looked for.
const MAXIMUM_CANDIDATES: usize = 6;

/// The address of a page, without query and fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Scheme, host and port.
    origin: String,
    /// Empty, or with a slash at its beginning.
    path: String,
}

impl Address {
    /// Reads an address as a person gives it.
    ///
    /// # Errors
    ///
    /// [`CliError::Address`], which does not repeat the text: it may hold a password.
    pub(crate) fn parse(text: &str) -> Result<Self, CliError> {
        let text = text.trim();
        let end = text.find(['?', '#']).unwrap_or(text.len());
        let text = text.get(..end).unwrap_or(text);
        let host = text.find("://").map(|colon| colon + 3).ok_or(CliError::Address)?;
        let rest = text.get(host..).unwrap_or_default();
        let path = rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or_default();
        let origin = text.strip_suffix(path).unwrap_or(text);
        if !has_sound_port(origin) {
            return Err(CliError::Address);
        }
        let origin = ControllerUrl::new(origin, "").map_err(|_| CliError::Address)?;
        Ok(Self { origin: origin.origin().to_owned(), path: path.to_owned() })
    }

    /// Whether a text looks like an address and not like a token's name.
    pub(crate) fn is_meant(text: &str) -> bool {
        let start = text.get(..8).unwrap_or(text).to_ascii_lowercase();
        start.starts_with("http://") || start.starts_with("https://")
    }

    /// The root that the address suggests: what stands before a path of Jenkins' own, or the address itself.
    ///
    /// # Errors
    ///
    /// [`CliError::Address`] where the path is none that a root could have.
    pub(crate) fn root(&self) -> Result<ControllerUrl, CliError> {
        match ControllerUrl::guess(&self.origin, &self.path) {
            Some(root) => Ok(root),
            None => ControllerUrl::new(&self.origin, &self.path).map_err(|_| CliError::Address),
        }
    }

    /// Whether it is of a page below that root.
    pub(crate) fn is_below(&self, root: &ControllerUrl) -> bool {
        let page = format!("{}/", self.url().trim_end_matches('/'));
        page.starts_with(&root.join(""))
    }

    /// Whether what is for this address may go to that controller: it is on the same host, whatever the port, and
    /// no less protected on its way.
    pub(crate) fn covers(&self, root: &ControllerUrl) -> bool {
        let same_host = host(&self.origin) == host(root.origin());
        same_host && (self.scheme() == "http" || root.origin().starts_with("https:"))
    }

    /// `http` or `https`.
    pub(crate) fn scheme(&self) -> &str {
        self.origin.split(':').next().unwrap_or_default()
    }

    fn url(&self) -> String {
        if self.path.is_empty() {
            format!("{}/", self.origin)
        } else {
            format!("{}{}", self.origin, self.path)
        }
    }

    /// Where a redirect leads, if it may be followed: on the same origin, or from http to https on the same
    /// host.
    fn redirected(&self, location: &str) -> Option<Self> {
        let target = match location {
            path if path.starts_with('/') && !path.starts_with("//") => {
                Self::parse(&format!("{}{path}", self.origin)).ok()?
            }
            url => Self::parse(url).ok()?,
        };
        let upgraded = || {
            self.origin.starts_with("http://")
                && target.origin.starts_with("https://")
                && host(&self.origin) == host(&target.origin)
        };
        (target.origin == self.origin || upgraded()).then_some(target)
    }
}

/// Whether what stands behind the host is a port, or nothing. The library below would take any other text for the
/// port of the scheme, and so send to a port that nobody wrote.
fn has_sound_port(origin: &str) -> bool {
    let authority = origin.split_once("://").map_or(origin, |(_, authority)| authority);
    let port = match authority.strip_prefix('[').map(|address| address.split_once(']')) {
        Some(Some((_, ""))) => None,
        Some(None) => Some(""),
        Some(Some((_, behind))) => Some(behind.strip_prefix(':').unwrap_or_default()),
        None => authority.split_once(':').map(|(_, port)| port),
    };
    port.is_none_or(|port| {
        port.bytes().all(|c| c.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
    })
}

/// The host of an origin, without its port.
pub(crate) fn host(origin: &str) -> &str {
    let authority = origin.split_once("://").map_or(origin, |(_, authority)| authority);
    match authority.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or(address),
        None => authority.split(':').next().unwrap_or(authority),
    }
}

/// Looks for the root of the controller that a page belongs to: by what the page says of itself, else by asking
/// each root above it who the person is. Nobody's credentials go along.
///
/// `None` where there is no Jenkins.
pub(crate) fn find_root(agent: &Agent, address: &Address) -> Option<ControllerUrl> {
    let mut address = address.clone();
    for _ in 0..MAXIMUM_REDIRECTS {
        let Some(reply) = open(agent, &address) else { break };
        match reply.header("Location").filter(|_| reply.is_redirect()) {
            Some(location) => match address.redirected(location) {
                Some(target) => address = target,
                None => break,
            },
            None => match html::root_named_by(reply.body(), &address.origin) {
                Some(root) => return Some(root),
                None => break,
            },
        }
    }
    let path = format!("{}/", address.path.trim_end_matches('/'));
    let candidates = ControllerUrl::candidates(&address.origin, &path).into_iter().take(MAXIMUM_CANDIDATES);
    candidates.into_iter().find(|root| {
        let client = Client::new(root.clone(), HttpTransport::new(agent, root.origin(), None));
        block_on(client.whoami()).is_ok()
    })
}

fn open(agent: &Agent, address: &Address) -> Option<Reply> {
    let wire = HttpTransport::new(agent, &address.origin, None);
    block_on(wire.send(Request::get_page(address.url()))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(text: &str) -> Option<String> {
        Address::parse(text).and_then(|address| address.root()).ok().map(|root| root.to_string())
    }

    #[test]
    fn a_root_is_taken_as_it_is() {
        for text in ["https://ci.example.org", "https://ci.example.org/", " https://CI.example.org/?x=1#y"] {
            assert_eq!(root(text).as_deref(), Some("https://ci.example.org"), "{text}");
        }
        assert_eq!(root("http://h:8080/jenkins/").as_deref(), Some("http://h:8080/jenkins"));
    }

    #[test]
    fn a_page_suggests_its_root() {
        for text in [
            "http://h/ci/job/a%20b/1/console",
            "http://h/ci/user/bob/",
            "http://h/ci/api/json?pretty",
            "http://h/ci/manage",
        ] {
            assert_eq!(root(text).as_deref(), Some("http://h/ci"), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["", "ci.example.org", "ftp://ci", "https://", "https://alice:secret@ci/", "http://h//x"]
        {
            assert_eq!(root(text), None, "{text}");
        }
        for authority in
            ["h:", "h:0", "h:99999", "h:+80", "h:evil.example", "h:1:2", "[::1]evil", "[::1]:x", "::1"]
        {
            assert_eq!(root(&format!("http://{authority}/")), None, "{authority}");
        }
        for authority in ["h:8080", "[::1]", "[::1]:8080"] {
            assert!(root(&format!("http://{authority}/")).is_some(), "{authority}");
        }
    }

    #[test]
    fn pages_are_below_their_root() {
        let below = |page: &str, root: &str| {
            Address::parse(page).unwrap().is_below(&ControllerUrl::parse(root).unwrap())
        };
        assert!(below("http://h/ci", "http://h/ci") && below("http://h/ci/x?y", "http://h/ci"));
        assert!(below("http://h", "http://h"));
        assert!(!below("http://h/cia", "http://h/ci") && !below("http://h.elsewhere/", "http://h"));
    }

    #[test]
    fn redirects_stay_on_the_host() {
        let target = |from: &str, to: &str| Some(Address::parse(from).ok()?.redirected(to)?.url());
        assert_eq!(target("http://ci/j", "/j/").as_deref(), Some("http://ci/j/"));
        assert_eq!(target("http://ci/j", "https://ci/j/").as_deref(), Some("https://ci/j/"));
        assert_eq!(target("http://ci:8080/", "https://ci:8443/").as_deref(), Some("https://ci:8443/"));
        for to in
            ["https://elsewhere/", "//elsewhere/", "http://ci:81/", "https://ci.elsewhere/", "javascript:x"]
        {
            assert_eq!(target("http://ci/", to), None, "{to}");
        }
        assert_eq!(target("https://ci/", "http://ci/"), None, "never down to http");
    }
}
