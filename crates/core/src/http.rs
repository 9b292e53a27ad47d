//! Requests and replies, and the way they travel.

use std::fmt;
use std::future::Future;

use base64ct::{Base64, Encoding as _};
use zeroize::Zeroize;

use crate::{Secret, UserId};

/// How a request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Changes something; the body is a form.
    Post,
}

impl Method {
    /// The method's name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// Whether the session's cookies go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookies {
    /// The request is the session's.
    Send,
    /// The request stands on its own credentials. A refused one would otherwise clear the
    /// "remember me" cookie of the person's session.
    Omit,
}

/// What a lost reply would cost; a transport chooses time limits and safe-keeping by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stakes {
    /// Nothing: the request can be sent again. It may be given up after a time.
    Repeatable,
    /// A token: its value is in this one reply. The request is never aborted.
    MakesToken,
}

/// One request to a controller.
///
/// `Debug` shows neither header values nor the body: they hold crumbs, credentials and names.
#[derive(Clone)]
pub struct Request {
    method: Method,
    url: String,
    headers: Vec<(String, String)>,
    form: Option<String>,
    cookies: Cookies,
    stakes: Stakes,
}

impl Request {
    /// A request that reads JSON with the session's cookies.
    pub fn get(url: String) -> Self {
        let headers = vec![("Accept".to_owned(), "application/json".to_owned())];
        Self {
            method: Method::Get,
            url,
            headers,
            form: None,
            cookies: Cookies::Send,
            stakes: Stakes::Repeatable,
        }
    }

    /// A request that reads a web page with the session's cookies.
    pub fn get_page(url: String) -> Self {
        Self {
            headers: vec![("Accept".to_owned(), "text/html".to_owned())],
            method: Method::Get,
            url,
            form: None,
            cookies: Cookies::Send,
            stakes: Stakes::Repeatable,
        }
    }

    /// A request that sends an encoded form with the session's cookies.
    ///
    /// Jenkins reads forms only: of a JSON or plain body it accepts the request and silently loses
    /// the fields.
    pub fn post_form(url: String, form: String, stakes: Stakes) -> Self {
        let headers = vec![
            ("Accept".to_owned(), "application/json".to_owned()),
            ("Content-Type".to_owned(), "application/x-www-form-urlencoded; charset=UTF-8".to_owned()),
        ];
        Self { method: Method::Post, url, headers, form: Some(form), cookies: Cookies::Send, stakes }
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Makes the request stand on HTTP Basic with an API token instead of the session.
    #[must_use]
    pub fn with_basic(mut self, user: &UserId, token: &Secret) -> Self {
        self.headers.push(("Authorization".to_owned(), basic(user, token).reveal().to_owned()));
        self.cookies = Cookies::Omit;
        self
    }

    /// GET or POST.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The whole URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Names and values of the headers.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The encoded form of a POST.
    pub fn form(&self) -> Option<&str> {
        self.form.as_deref()
    }

    /// Whether the session's cookies go along.
    pub fn cookies(&self) -> Cookies {
        self.cookies
    }

    /// What a lost reply would cost.
    pub fn stakes(&self) -> Stakes {
        self.stakes
    }
}

/// The value of the header `Authorization` for HTTP Basic.
pub(crate) fn basic(user: &UserId, token: &Secret) -> Secret {
    let credentials = Secret::new(format!("{user}:{}", token.reveal()));
    let encoded = Secret::new(Base64::encode_string(credentials.reveal().as_bytes()));
    Secret::new(format!("Basic {}", encoded.reveal()))
}

impl Drop for Request {
    fn drop(&mut self) {
        for (_, value) in &mut self.headers {
            value.zeroize();
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        formatter
            .debug_struct("Request")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("headers", &names)
            .field("form", &self.form.as_ref().map(String::len))
            .field("cookies", &self.cookies)
            .field("stakes", &self.stakes)
            .finish()
    }
}

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

/// Why there is no reply.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportError {
    /// The request never left: there is no way from here to the controller.
    NotSent {
        /// What stood in the way, in the words of the browser or the system.
        reason: String,
    },
    /// Nothing was sent: what answers there cannot prove that it is the host of the address.
    Untrusted {
        /// What is wrong with the certificate, in the words of the library that checked it.
        reason: String,
    },
    /// The connection could not be made or broke; whether the request arrived is not known.
    NoAnswer {
        /// What happened, in the words of the browser or the system.
        reason: String,
    },
    /// No answer within the time limit.
    TimedOut,
    /// The page that carried the request was closed or left before the answer came.
    PageGone,
}

impl TransportError {
    /// Whether the controller may have received and carried out the request.
    pub fn may_have_arrived(&self) -> bool {
        !matches!(self, Self::NotSent { .. } | Self::Untrusted { .. })
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent { reason } => write!(formatter, "the request could not be sent: {reason}"),
            Self::Untrusted { reason } => {
                write!(formatter, "the host cannot prove who it is, so nothing was sent: {reason}")
            }
            Self::NoAnswer { reason } => write!(formatter, "the controller gave no answer: {reason}"),
            Self::TimedOut => formatter.write_str("the controller gave no answer in time"),
            Self::PageGone => formatter.write_str("the page was closed or left before the answer came"),
        }
    }
}

impl std::error::Error for TransportError {}

/// Carries requests to a controller.
///
/// A transport does not follow redirects, does not send anything twice, and bounds the size of what it
/// takes back. It does not abort a request that [`Stakes::MakesToken`], or where nobody can wait for ever ends
/// it with [`TransportError::TimedOut`], which says that the token may have been made.
pub trait Transport {
    /// Sends one request and gives the reply, whatever its status.
    fn send(&self, request: Request) -> impl Future<Output = Result<Reply, TransportError>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_secret() {
        let request = Request::get("https://ci/me".to_owned())
            .with_basic(&UserId::new("alice"), &Secret::new("11secret"))
            .with_header("Jenkins-Crumb", "c0ffee");
        let reply = Reply::new(200, Vec::new(), "11secret".to_owned());
        let shown = format!("{request:?} {reply:?}");
        for secret in ["11secret", "c0ffee", "YWxpY2U6MTFzZWNyZXQ="] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    #[test]
    fn basic_credentials_are_utf_8_and_without_cookies() {
        let request =
            Request::get("https://ci/me".to_owned()).with_basic(&UserId::new("zoë"), &Secret::new("11"));
        assert_eq!(request.headers().last().unwrap().1, "Basic em/DqzoxMQ==");
        assert_eq!(request.cookies(), Cookies::Omit);
    }

    #[test]
    fn tells_redirects_from_answers() {
        assert!(Reply::opaque_redirect().is_redirect());
        assert!(Reply::new(302, Vec::new(), String::new()).is_redirect());
        assert!(!Reply::new(200, Vec::new(), String::new()).is_redirect());
        assert!(!Reply::opaque_redirect().is_success());
    }
}
