//! The URL that a person gives, and the root of the controller that it suggests.

use std::path::Path;

use latchkey_core::ControllerUrl;

use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::token_store::{self, TokenStore};

/// The URL of a page, without query and fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// The root of the site.
    pub(super) site: ControllerUrl,
    /// Empty, or with a slash at its beginning.
    pub(super) path: String,
}

impl Address {
    /// Reads a URL as a person gives it. Errors do not repeat it, because it may contain a password.
    pub(crate) fn parse(text: &str) -> Result<Self, CliError> {
        let text = text.trim();
        let end = text.find(['?', '#']).unwrap_or(text.len());
        let text = text.get(..end).unwrap_or(text);
        let host = text.find("://").map(|colon| colon + 3).ok_or_else(invalid)?;
        let rest = text.get(host..).unwrap_or_default();
        let path = rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or_default();
        let origin = text.strip_suffix(path).unwrap_or(text);
        let site = ControllerUrl::new(origin, "").map_err(|_| invalid())?;
        Ok(Self { site, path: path.to_owned() })
    }

    /// The root that the URL suggests: what comes before a path of Jenkins' own, or the whole URL.
    pub(crate) fn root(&self) -> Result<ControllerUrl, CliError> {
        match ControllerUrl::guess(self.site.origin(), &self.path) {
            Some(root) => Ok(root),
            None => ControllerUrl::new(self.site.origin(), &self.path).map_err(|_| invalid()),
        }
    }

    /// Whether it is the URL of a page below that root.
    pub(crate) fn is_below(&self, root: &ControllerUrl) -> bool {
        let page = format!("{}/", self.url().trim_end_matches('/'));
        page.starts_with(&root.join(""))
    }

    /// Whether credentials for this URL may be sent to that controller: it has the same origin, or another port of the same
    /// host with `https` where this has `http`; and this is one of its pages, or leads to it from above. Several controllers
    /// can be beside each other on one origin.
    pub(crate) fn covers(&self, root: &ControllerUrl) -> bool {
        let upgraded = self.scheme() == "http" && root.scheme() == "https" && self.site.host() == root.host();
        let path = format!("{}/", self.path.trim_end_matches('/'));
        let below_root = root.join("");
        let context = below_root.strip_prefix(root.origin()).unwrap_or_default();
        let is_related = path.starts_with(context) || context.starts_with(&path);
        (self.site.origin() == root.origin() || upgraded) && is_related
    }

    /// `http` or `https`.
    pub(crate) fn scheme(&self) -> &str {
        self.site.scheme()
    }

    pub(super) fn url(&self) -> String {
        if self.path.is_empty() { format!("{}/", self.site) } else { format!("{}{}", self.site, self.path) }
    }

    /// Where a redirect leads, if it may be followed: within the same origin, or from http to https on the same host.
    pub(super) fn redirected(&self, location: &str) -> Option<Self> {
        let target = match location {
            path if path.starts_with('/') && !path.starts_with("//") => {
                Self::parse(&format!("{}{path}", self.site)).ok()?
            }
            url => Self::parse(url).ok()?,
        };
        let upgraded = || {
            self.scheme() == "http" && target.scheme() == "https" && self.site.host() == target.site.host()
        };
        (target.site == self.site || upgraded()).then_some(target)
    }
}

/// The URL that a command is for: the given one, `JENKINS_URL`, or the one that the file of `--from` is for.
pub(super) fn resolve(given: Option<&str>, access: &Access) -> Result<Address, CliError> {
    if let Some(url) = given {
        return Address::parse(url);
    }
    if let Some(url) = std::env::var("JENKINS_URL").ok().filter(|url| !url.is_empty()) {
        return Address::parse(&url);
    }
    match &access.from {
        Some(file) => Address::parse(&token_store::controller_of(file)?),
        None => Err(CliError::new(ExitCode::Usage, "no-address", "No controller was given")
            .hint("Give the URL of the controller or of any of its pages, or set JENKINS_URL.")),
    }
}

/// Whether `JENKINS_URL` names a controller.
pub(crate) fn is_in_environment() -> bool {
    std::env::var_os("JENKINS_URL").is_some_and(|url| !url.is_empty())
}

/// The store of the saved token that a command is about, and the controller the token is for. Nothing is sent.
pub(crate) fn resolve_saved(
    given: Option<&str>,
    access: &Access,
) -> Result<(TokenStore, ControllerUrl), CliError> {
    match &access.from {
        None => Ok((TokenStore::Keychain, resolve(given, access)?.root()?)),
        Some(file) => {
            let address = given.map(Address::parse).transpose()?;
            Ok((TokenStore::File(file.clone()), root_of_saved(file, address.as_ref())?))
        }
    }
}

/// The root that the token in a file is for, unless the URL is of another controller.
pub(super) fn root_of_saved(file: &Path, address: Option<&Address>) -> Result<ControllerUrl, CliError> {
    let saved = ControllerUrl::parse(&token_store::controller_of(file)?).map_err(|_| invalid())?;
    match address {
        Some(address) if !address.is_below(&saved) => address.root(),
        _ => Ok(saved),
    }
}

fn invalid() -> CliError {
    CliError::new(ExitCode::Usage, "address", "Not a valid controller URL")
        .hint("Give it as https://host/path, without user and password; for those, use --user.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(text: &str) -> Option<String> {
        Address::parse(text).and_then(|address| address.root()).ok().map(|root| root.to_string())
    }

    #[test]
    fn a_root_url_is_taken_as_it_is() {
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
    fn an_invalid_url_is_refused() {
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
    fn credentials_are_for_one_of_several_controllers_on_a_host() {
        let covers =
            |url: &str, root: &str| Address::parse(url).unwrap().covers(&ControllerUrl::parse(root).unwrap());
        for url in ["https://ci/a", "https://ci/a/", "https://ci/a/job/x/", "https://ci", "http://ci:8080/a"]
        {
            assert!(covers(url, "https://ci/a"), "{url}");
        }
        for url in
            ["https://ci/b", "https://ci/ab", "https://ci:8443/a", "https://elsewhere/a", "https://ci/b/a"]
        {
            assert!(!covers(url, "https://ci/a"), "{url}");
        }
        assert!(!covers("https://ci/a", "http://ci/a"), "never down to http");
    }

    #[test]
    fn redirects_to_another_host_are_not_followed() {
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
