//! Replies.

use std::fmt;

use zeroize::Zeroize;

/// The reply to a request. It may be a redirect, because redirects are not followed.
///
/// `Debug` does not show the body, which may contain a token.
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
    /// Creates a reply.
    pub fn new(status: u16, headers: Vec<(String, String)>, body: String) -> Self {
        Self { status: Status::Code(status), headers, body, truncated: false }
    }

    /// Creates a redirect whose status and target the browser hides.
    pub fn opaque_redirect() -> Self {
        Self { status: Status::OpaqueRedirect, headers: Vec::new(), body: String::new(), truncated: false }
    }

    /// Marks the body as incomplete: it exceeded the size limit or was cut short.
    #[must_use]
    pub fn truncated(mut self) -> Self {
        self.truncated = true;
        self
    }

    /// The status; `None` for a redirect whose status the browser hides.
    pub fn status(&self) -> Option<u16> {
        match self.status {
            Status::Code(code) => Some(code),
            Status::OpaqueRedirect => None,
        }
    }

    /// Whether the reply is a redirect.
    pub fn is_redirect(&self) -> bool {
        self.status().is_none_or(|code| (300..400).contains(&code))
    }

    /// Whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        self.status().is_some_and(|code| (200..300).contains(&code))
    }

    /// The first header of that name, in any case.
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

    /// The body, as far as it was received.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Whether part of the body is missing.
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
    fn recognizes_redirects() {
        assert!(Reply::opaque_redirect().is_redirect());
        assert!(Reply::new(302, Vec::new(), String::new()).is_redirect());
        assert!(!Reply::new(200, Vec::new(), String::new()).is_redirect());
        assert!(!Reply::opaque_redirect().is_success());
    }
}
