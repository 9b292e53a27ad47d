//! Headers for a gate in front of Jenkins.

use std::fmt;

use latchkey_core::Secret;
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

    /// The origin they are sent to.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Their names, in lower case.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.headers.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// These headers and others for the same origin. The others replace those of the same name.
    #[must_use]
    pub fn overridden_by(mut self, others: Self) -> Self {
        self.headers.retain(|(name, _)| others.headers.iter().all(|(other, _)| name != other));
        self.headers.extend(others.headers);
        self
    }

    /// The text that [`ExtraHeaders::parse`] reads them from.
    #[must_use]
    pub fn to_text(&self) -> Secret {
        let mut text = String::new();
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes())));
        }
        Secret::new(text)
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
    fn others_replace_those_of_the_same_name() {
        let headers = ExtraHeaders::parse(ORIGIN, "a: 1\nb: 2\na: 3").unwrap();
        let headers = headers.overridden_by(ExtraHeaders::parse(ORIGIN, "A: 4\nc: 5").unwrap());
        assert_eq!(headers.to_text().reveal(), "b: 2\na: 4\nc: 5\n");
        assert_eq!(headers.names(), ["b", "a", "c"]);
    }

    #[test]
    fn the_text_is_read_again() {
        for value in ["", "Bearer a:b", "tab\tand space", "~!#", "zo\u{eb}"] {
            let headers = ExtraHeaders::parse(ORIGIN, &format!("a: {value}")).unwrap();
            let again = ExtraHeaders::parse(ORIGIN, headers.to_text().reveal()).unwrap();
            assert_eq!(again.headers[0].1.as_bytes(), value.as_bytes());
        }
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
