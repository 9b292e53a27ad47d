//! Replies and their headers.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};

/// A reply that is not yet sent.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// Whether Jetty's error handling writes it. Such replies have no `Vary` header.
    pub(crate) by_error_handling: bool,
    /// Whether Jetty answers without asking Jenkins.
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

    /// A static file. Its URL changes with every start, so browsers may cache it for a year.
    pub(crate) fn resource(content_type: &str, body: &str) -> Self {
        Self::with_body(200, content_type, body).header("Cache-Control", "public, max-age=31536000")
    }

    /// JSON of an action on tokens, which has no `X-Jenkins`.
    pub(crate) fn token_json(body: impl Into<String>) -> Self {
        Self::with_body(200, "application/json;charset=utf-8", body)
    }

    /// The same with one more header.
    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Leaves a header out.
    pub(crate) fn remove_header(&mut self, name: &str) {
        self.headers.retain(|(own, _)| !own.eq_ignore_ascii_case(name));
    }

    /// The media type, if there is one.
    pub(crate) fn content_type(&self) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|(name, _)| name.eq_ignore_ascii_case("content-type")).map(|(_, value)| value.as_str())
    }

    /// Changes the media type.
    pub(crate) fn set_content_type(&mut self, kind: &str) {
        self.remove_header("Content-Type");
        self.headers.push(("Content-Type".to_owned(), kind.to_owned()));
    }

    /// The same, written by Jetty's error handling.
    pub(crate) fn by_error_handling(self) -> Self {
        Self { by_error_handling: true, ..self }
    }

    /// The reply for the server. Headers that HTTP cannot carry are left out.
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
