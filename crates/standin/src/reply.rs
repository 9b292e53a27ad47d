//! A reply, built up header by header.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use maud::Markup;

use crate::options::Options;

/// The headers that keep a page of Jenkins from being stored.
const NOT_STORED: &str = "no-cache,no-store,must-revalidate";

/// A reply that is not yet sent.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// Whether the container's error handling writes it: such replies are never announced as compressible.
    pub(crate) by_error_handling: bool,
    /// Whether the container answers before Jenkins is asked at all.
    pub(crate) before_jenkins: bool,
}

impl Reply {
    /// A status and nothing else.
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: String::new(),
            by_error_handling: false,
            before_jenkins: false,
        }
    }

    /// A reply with a content type, without the headers of a page.
    pub(crate) fn with_body(status: u16, content_type: &str, body: impl Into<String>) -> Self {
        Self { body: body.into(), ..Self::empty(status) }.header("Content-Type", content_type)
    }

    /// A static file. Its address changes with every start, so browsers may keep it for a year, as Jenkins says.
    pub(crate) fn resource(content_type: &str, body: &str) -> Self {
        Self::with_body(200, content_type, body).header("Cache-Control", "public, max-age=31536000")
    }

    /// HTML without the headers of a page of Jenkins.
    pub(crate) fn html(status: u16, options: &Options, markup: Markup) -> Self {
        let reply = Self::with_body(status, "text/html;charset=utf-8", markup.into_string());
        match &options.content_security_policy {
            Some(policy) => reply.header("Content-Security-Policy", policy),
            None => reply,
        }
    }

    /// A page outside the ordinary layout, such as the sign-in page.
    pub(crate) fn bare_page(status: u16, options: &Options, markup: Markup) -> Self {
        Self::html(status, options, markup)
            .header("Cache-Control", NOT_STORED)
            .header("X-Jenkins", options.core.version())
            .header("X-Frame-Options", "sameorigin")
    }

    /// A page in the ordinary layout.
    pub(crate) fn page(status: u16, options: &Options, markup: Markup) -> Self {
        let reply = Self::bare_page(status, options, markup);
        if !options.core.isolates_pages() {
            return reply;
        }
        reply.header("Referrer-Policy", "same-origin").header("Cross-Origin-Opener-Policy", "same-origin")
    }

    /// A reply of one of the interfaces under `/api`.
    pub(crate) fn interface(options: &Options, content_type: &str, body: impl Into<String>) -> Self {
        Self::with_body(200, content_type, body)
            .header("X-Jenkins", options.core.version())
            .header("X-Frame-Options", "deny")
    }

    /// JSON of one of the addresses of tokens, which carry no `X-Jenkins`.
    pub(crate) fn token_json(body: impl Into<String>) -> Self {
        Self::with_body(200, "application/json;charset=utf-8", body)
    }

    /// The same with one more header.
    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The media type, if there is one.
    pub(crate) fn content_type(&self) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|(name, _)| name.eq_ignore_ascii_case("content-type")).map(|(_, value)| value.as_str())
    }

    /// Says that the body is of another media type.
    pub(crate) fn set_content_type(&mut self, kind: &str) {
        self.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        self.headers.push(("Content-Type".to_owned(), kind.to_owned()));
    }

    /// The same, written by the container's error handling.
    pub(crate) fn by_error_handling(self) -> Self {
        Self { by_error_handling: true, ..self }
    }

    /// The reply as the server sends it. Header values that HTTP cannot carry are left out.
    pub(crate) fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in self.headers {
            let name = HeaderName::try_from(name);
            let value = HeaderValue::from_bytes(value.as_bytes());
            if let (Ok(name), Ok(value)) = (name, value) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}
