//! The root URL of a controller, with its context path.

use std::fmt;

/// The root of a controller: an origin and a context path, `https://ci.example.org/jenkins`.
///
/// There is no slash at the end.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ControllerUrl {
    origin: String,
    context_path: String,
}

/// Why a text is not the root of a controller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControllerUrlError {
    /// The origin is not `http://host` or `https://host`, with or without a port.
    Origin,
    /// The context path is neither empty nor a plain path on the same origin. A page may name `//elsewhere`
    /// as its root, and must not be believed.
    ContextPath,
}

impl fmt::Display for ControllerUrlError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Origin => "not an address of the form http://host or https://host",
            Self::ContextPath => "not a path on the same host",
        })
    }
}

impl std::error::Error for ControllerUrlError {}

/// Path segments that suggest Jenkins where the HTML of a page says nothing.
const SEGMENTS_OF_JENKINS: [&str; 5] = ["job", "view", "user", "computer", "manage"];

/// Path endings that only Jenkins' remote API and logs have.
const ENDS_OF_JENKINS: [&str; 3] = ["/api/json", "/api/xml", "/consoleText"];

impl ControllerUrl {
    /// The longest accepted context path, in bytes.
    const MAXIMUM_PATH_LENGTH: usize = 1024;

    /// Joins an origin (`https://ci.example.org:8443`, as `URL.origin` gives it) and a context path
    /// (`""` or `/jenkins`, as `data-rooturl` of a page's head gives it). The default port of the scheme is left out.
    pub fn new(origin: &str, context_path: &str) -> Result<Self, ControllerUrlError> {
        if !is_origin(origin) {
            return Err(ControllerUrlError::Origin);
        }
        let context_path = context_path.strip_suffix('/').unwrap_or(context_path);
        if context_path.len() > Self::MAXIMUM_PATH_LENGTH || !is_plain_path(context_path) {
            return Err(ControllerUrlError::ContextPath);
        }
        let origin = without_default_port(&origin.to_ascii_lowercase()).to_owned();
        Ok(Self { origin, context_path: context_path.to_owned() })
    }

    /// Parses a root URL as a person or a setting gives it. It must not have a query or a fragment.
    pub fn parse(url: &str) -> Result<Self, ControllerUrlError> {
        let (_, rest) = split_scheme(url).ok_or(ControllerUrlError::Origin)?;
        let path = rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or_default();
        Self::new(url.strip_suffix(path).unwrap_or(url), path)
    }

    /// The root that the path of a page suggests: what precedes the first segment of Jenkins' own (`/job/`,
    /// `/view/`, …), or a final `/api/json`, `/api/xml` or `/consoleText`. `None` if the path shows no sign
    /// of Jenkins.
    pub fn guess(origin: &str, path: &str) -> Option<Self> {
        let by_segment = path.match_indices('/').find_map(|(slash, _)| {
            let segment = path.get(slash + 1..)?.split('/').next()?;
            SEGMENTS_OF_JENKINS.contains(&segment).then(|| path.get(..slash))?
        });
        let by_end = || {
            let path = path.strip_suffix('/').unwrap_or(path);
            ENDS_OF_JENKINS.iter().find_map(|end| path.strip_suffix(end))
        };
        Self::new(origin, by_segment.or_else(by_end)?).ok()
    }

    /// Every root that a path could belong to, the longest first, for pages that show no sign of Jenkins.
    pub fn candidates(origin: &str, path: &str) -> Vec<Self> {
        let folders: Vec<usize> = path.match_indices('/').map(|(slash, _)| slash).collect();
        folders.iter().rev().filter_map(|&slash| Self::new(origin, path.get(..slash)?).ok()).collect()
    }

    /// The roots to try if a page names this root and there is no Jenkins here: a proxy may publish Jenkins below a path
    /// that Jenkins does not know. They are the folders above the page and above the first segment of Jenkins' own in its
    /// path, at most three, the nearest first.
    pub fn others(&self, page_path: &str) -> Vec<Self> {
        const MAXIMUM: usize = 3;
        let candidates = match Self::guess(&self.origin, page_path) {
            Some(guess) => Self::candidates(&self.origin, &format!("{}/", guess.context_path)),
            None => Self::candidates(&self.origin, page_path),
        };
        candidates.into_iter().filter(|candidate| candidate != self).take(MAXIMUM).collect()
    }

    /// The URL of `path` (without a slash at its beginning) below the root.
    pub fn join(&self, path: &str) -> String {
        format!("{}{}/{path}", self.origin, self.context_path)
    }

    /// Scheme, host and port, as a browser's `URL.origin` has them.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// `http` or `https`.
    pub fn scheme(&self) -> &str {
        split_origin(&self.origin).map_or("", |(scheme, ..)| scheme)
    }

    /// The host alone; an IPv6 address is in brackets.
    pub fn host(&self) -> &str {
        split_origin(&self.origin).map_or("", |(_, host, _)| host)
    }

    /// The port; `None` if it is the default of the scheme.
    pub fn port(&self) -> Option<u16> {
        let (scheme, _, port) = split_origin(&self.origin)?;
        port.filter(|port| *port != if scheme == "https" { 443 } else { 80 })
    }

    /// Host, port and context path for display: `ci.example.org/jenkins`.
    pub fn host_and_path(&self) -> String {
        let host = split_scheme(&self.origin).map_or("", |(_, host)| host);
        format!("{host}{}", self.context_path)
    }
}

impl fmt::Display for ControllerUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.origin, self.context_path)
    }
}

/// The scheme of a URL, and what follows `://`.
fn split_scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    Some((scheme, rest.strip_prefix("//")?))
}

/// Scheme, host and port of an origin. `None` unless the host is followed by nothing or a valid port: HTTP
/// libraries may read any other text as the default port, and send the request there.
fn split_origin(origin: &str) -> Option<(&str, &str, Option<u16>)> {
    let (scheme, authority) = split_scheme(origin)?;
    let end = match authority.starts_with('[') {
        true => authority.find(']')? + 1,
        false => authority.find(':').unwrap_or(authority.len()),
    };
    let (host, behind) = authority.split_at_checked(end)?;
    let port = match behind.strip_prefix(':') {
        Some(port) => Some(port.parse().ok().filter(|port| *port > 0)?),
        None if behind.is_empty() => None,
        None => return None,
    };
    Some((scheme, host, port))
}

/// The origin as browsers write it, without the default port of its scheme.
fn without_default_port(origin: &str) -> &str {
    match split_origin(origin) {
        Some(("https", _, Some(443))) | Some(("http", _, Some(80))) => {
            origin.rsplit_once(':').map_or(origin, |(origin, _)| origin)
        }
        _ => origin,
    }
}

fn is_origin(origin: &str) -> bool {
    let Some((scheme, authority)) = split_scheme(origin) else {
        return false;
    };
    let known = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let has_host = split_origin(origin).is_some_and(|(_, host, _)| !host.is_empty());
    known && has_host && authority.chars().all(is_host_character)
}

/// Letters, digits and what names, ports and IPv6 literals need; no user information, no path. Letters beyond
/// ASCII are left to name resolution; browsers send none.
fn is_host_character(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '.' | '-' | '_' | ':' | '[' | ']')
        || !(c.is_ascii() || c.is_whitespace() || c.is_control())
}

/// Whether `path` is empty or made of ordinary segments, each after one slash.
fn is_plain_path(path: &str) -> bool {
    if path.is_empty() {
        return true;
    }
    let Some(segments) = path.strip_prefix('/') else {
        return false;
    };
    segments
        .split('/')
        .all(|segment| !segment.is_empty() && !is_dots(segment) && !segment.contains(is_out_of_place))
}

/// Whether a segment stands for its own folder or the one above: `.` and `..`, also percent-encoded, as browsers' URL
/// standard reads them (<https://url.spec.whatwg.org/#double-dot-path-segment>).
fn is_dots(segment: &str) -> bool {
    let mut rest = segment;
    let mut dots = 0;
    while let Some(after) = [".", "%2e", "%2E"].iter().find_map(|dot| rest.strip_prefix(dot)) {
        (rest, dots) = (after, dots + 1);
    }
    rest.is_empty() && dots <= 2
}

fn is_out_of_place(c: char) -> bool {
    c.is_control() || c.is_whitespace() || matches!(c, '\\' | '?' | '#' | '<' | '>' | '"')
}

#[cfg(test)]
mod tests;
