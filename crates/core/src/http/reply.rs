//! Replies.

use std::fmt;

use zeroize::Zeroize;

/// What came back. Redirects are never followed: they arrive as they are.
///
/// `Debug` does not show the body, which may hold a token.
#[derive(Clone)]
pub struct Reply {
    status: Status,
    headers: Vec<(String, String)>,
    body: String,
    truncated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Code(u16),
    OpaqueRedirect,
}

impl Reply {
    /// A reply with its status, headers and body.
    pub fn new(status: u16, headers: Vec<(String, String)>, body: String) -> Self {
        Self { status: Status::Code(status), headers, body, truncated: false }
    }

    /// A redirect of which a browser shows neither status nor target.
    pub fn opaque_redirect() -> Self {
        Self { status: Status::OpaqueRedirect, headers: Vec::new(), body: String::new(), truncated: false }
    }

    /// Says that the body was longer than the transport takes, or ended before its time.
    #[must_use]
    pub fn truncated(mut self) -> Self {
        self.truncated = true;
        self
    }

    /// The status; `None` for a redirect of which the browser shows none.
    pub fn status(&self) -> Option<u16> {
        match self.status {
            Status::Code(code) => Some(code),
            Status::OpaqueRedirect => None,
        }
    }

    /// Whether the reply sends its reader elsewhere.
    pub fn is_redirect(&self) -> bool {
        self.status().is_none_or(|code| (300..400).contains(&code))
    }

    /// Whether the status says that all went well.
    pub fn is_success(&self) -> bool {
        self.status().is_some_and(|code| (200..300).contains(&code))
    }

    /// The first header of that name, in whatever case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Whether the body is declared to be HTML.
    pub fn is_html(&self) -> bool {
        self.header("Content-Type")
            .is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("text/html"))
    }

    /// The body, as far as it was taken.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Whether a part of the body is missing.
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        self.body.zeroize();
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Reply")
            .field("status", &self.status)
            .field("content_type", &self.header("Content-Type"))
            .field("body", &self.body.len())
            .field("truncated", &self.truncated)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_redirects_from_answers() {
        assert!(Reply::opaque_redirect().is_redirect());
        assert!(Reply::new(302, Vec::new(), String::new()).is_redirect());
        assert!(!Reply::new(200, Vec::new(), String::new()).is_redirect());
        assert!(!Reply::opaque_redirect().is_success());
    }
}
