//! Headers for whatever is in front of Jenkins.

use std::fmt;

use ureq::http::{self, HeaderName, HeaderValue, Uri};
use ureq::middleware::{Middleware, MiddlewareNext};
use ureq::{Body, SendBody};

/// Headers that every request to one origin carries: what a gate such as Cloudflare Access or Google's Identity-Aware
/// Proxy asks of programs. Their values are secrets.
#[derive(Clone)]
pub struct ExtraHeaders {
    origin: String,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// Why a text is not a list of headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExtraHeadersError {
    /// This line, counted from 1, is not `Name: value`.
    Malformed {
        /// The number of the line.
        line: usize,
    },
    /// The header on this line is one that Latchkey sets itself.
    Reserved {
        /// The number of the line.
        line: usize,
    },
    /// There are no headers.
    None,
}

/// Headers that Latchkey sets itself, and those that frame a message.
const RESERVED: [&str; 10] = [
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "te",
    "transfer-encoding",
    "upgrade",
];

impl ExtraHeaders {
    /// Reads a header from each line, `Name: value`, as curl does with `--header @FILE`. Blank lines and those that begin
    /// with `#` are ignored. They are sent only to this origin.
    ///
    /// # Errors
    ///
    /// [`ExtraHeadersError`] names the line that is not a header, never its contents.
    pub fn parse(origin: &str, text: &str) -> Result<Self, ExtraHeadersError> {
        let mut headers = Vec::new();
        for (line, number) in text.lines().zip(1..) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let malformed = ExtraHeadersError::Malformed { line: number };
            let (name, value) = line.split_once(':').ok_or(malformed)?;
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| malformed)?;
            if RESERVED.contains(&name.as_str()) {
                return Err(ExtraHeadersError::Reserved { line: number });
            }
            let mut value = HeaderValue::from_str(value.trim()).map_err(|_| malformed)?;
            value.set_sensitive(true);
            headers.push((name, value));
        }
        if headers.is_empty() {
            return Err(ExtraHeadersError::None);
        }
        Ok(Self { origin: origin.to_owned(), headers })
    }

    fn are_for(&self, uri: &Uri) -> bool {
        let origin = uri.scheme_str().zip(uri.authority());
        origin.is_some_and(|(scheme, authority)| self.origin == format!("{scheme}://{authority}"))
    }
}

impl Middleware for ExtraHeaders {
    fn handle(
        &self,
        mut request: http::Request<SendBody<'_>>,
        next: MiddlewareNext<'_>,
    ) -> Result<http::Response<Body>, ureq::Error> {
        if self.are_for(request.uri()) {
            for (name, value) in &self.headers {
                request.headers_mut().append(name.clone(), value.clone());
            }
        }
        next.handle(request)
    }
}

/// Shows the names only.
impl fmt::Debug for ExtraHeaders {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.headers.iter().map(|(name, _)| name.as_str());
        formatter.debug_list().entries(names).finish()
    }
}

impl fmt::Display for ExtraHeadersError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { line } => {
                write!(formatter, "line {line} is not a header of the form Name: value")
            }
            Self::Reserved { line } => {
                write!(formatter, "the header on line {line} is one that Latchkey sets itself")
            }
            Self::None => formatter.write_str("it contains no header"),
        }
    }
}

impl std::error::Error for ExtraHeadersError {}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://ci.example.org:8443";

    #[test]
    fn each_line_is_a_header() {
        let text =
            "# Cloudflare Access\nCF-Access-Client-Id: 7.access\r\n\n  Proxy-Authorization: Bearer a:b \n";
        let headers = ExtraHeaders::parse(ORIGIN, text).unwrap();
        let read: Vec<_> =
            headers.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
        assert_eq!(read, [("cf-access-client-id", "7.access"), ("proxy-authorization", "Bearer a:b")]);
        assert_eq!(format!("{headers:?}"), r#"["cf-access-client-id", "proxy-authorization"]"#);
    }

    #[test]
    fn what_is_wrong_is_named_by_its_line() {
        let error = |text| ExtraHeaders::parse(ORIGIN, text).unwrap_err();
        for text in ["a: b\nsecret", "a: b\nna me: secret", "a: b\n: secret", "a: b\nc: sec\u{1}ret"] {
            assert_eq!(error(text), ExtraHeadersError::Malformed { line: 2 }, "{text}");
        }
        assert_eq!(error("authorization: Basic x"), ExtraHeadersError::Reserved { line: 1 });
        assert_eq!(error("\n# none\n"), ExtraHeadersError::None);
    }

    #[test]
    fn they_are_for_one_origin() {
        let headers = ExtraHeaders::parse(ORIGIN, "a: b").unwrap();
        let are_for = |uri: &'static str| headers.are_for(&Uri::from_static(uri));
        assert!(are_for("https://ci.example.org:8443/jenkins/me"));
        for other in
            ["http://ci.example.org:8443/", "https://ci.example.org/", "https://a@ci.example.org:8443/", "/"]
        {
            assert!(!are_for(other), "{other}");
        }
    }
}
