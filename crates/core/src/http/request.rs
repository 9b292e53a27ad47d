//! Requests.

use std::fmt;

use base64ct::{Base64, Encoding as _};
use zeroize::Zeroize;

use crate::{Secret, UserId};

/// The HTTP method.
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

/// Whether a request carries the session's cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookies {
    /// It does.
    Send,
    /// It carries credentials instead. Were the cookies sent, a refusal would clear the session's "remember
    /// me" cookie.
    Omit,
}

/// Whether a request may be sent again after its reply was lost. Transports use it to choose time limits, and
/// store the replies to those that may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// It may, so that it can also be given up after a time.
    Safe,
    /// It must not: only this reply contains the value of the token. The request is never aborted.
    Never,
}

/// One request to a controller.
///
/// `Debug` shows neither header values nor the body: they contain crumbs, credentials and names.
#[derive(Clone)]
pub struct Request {
    method: Method,
    url: String,
    headers: Vec<(String, String)>,
    form: Option<String>,
    cookies: Cookies,
    retry: Retry,
}

impl Request {
    /// A request that reads JSON with the session's cookies.
    pub fn get(url: String) -> Self {
        Self::reading(url, "application/json")
    }

    /// A request that reads a web page with the session's cookies.
    pub fn get_page(url: String) -> Self {
        Self::reading(url, "text/html")
    }

    fn reading(url: String, accept: &str) -> Self {
        let headers = vec![("Accept".to_owned(), accept.to_owned())];
        Self { method: Method::Get, url, headers, form: None, cookies: Cookies::Send, retry: Retry::Safe }
    }

    /// A request that sends an encoded form with the session's cookies.
    ///
    /// Jenkins reads nothing but forms: it accepts a request with JSON and silently ignores the fields.
    pub fn post_form(url: String, form: String, retry: Retry) -> Self {
        let headers = vec![
            ("Accept".to_owned(), "application/json".to_owned()),
            ("Content-Type".to_owned(), "application/x-www-form-urlencoded; charset=UTF-8".to_owned()),
        ];
        Self { method: Method::Post, url, headers, form: Some(form), cookies: Cookies::Send, retry }
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Authenticates the request by HTTP Basic with an API token instead of the session.
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

    /// Whether the request carries the session's cookies.
    pub fn cookies(&self) -> Cookies {
        self.cookies
    }

    /// Whether the request may be sent again after its reply was lost.
    pub fn retry(&self) -> Retry {
        self.retry
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
            .field("retry", &self.retry)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_credentials_are_utf_8_and_without_cookies() {
        let request =
            Request::get("https://ci/me".to_owned()).with_basic(&UserId::new("zoë"), &Secret::new("11"));
        assert_eq!(request.headers().last().unwrap().1, "Basic em/DqzoxMQ==");
        assert_eq!(request.cookies(), Cookies::Omit);
    }
}
