//! A request as it arrived.

use axum::http::HeaderMap;

use crate::form::Parameters;

/// A request as the controller sees it.
#[derive(Clone)]
pub(crate) struct Incoming {
    pub(crate) method: String,
    /// The path, still encoded, without its query.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) parameters: Parameters,
}

impl Incoming {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Whether the `Accept` header lists this media type. `*/*` in the first place stands for HTML.
    pub(crate) fn accepts(&self, media_type: &str) -> bool {
        let accepted = self.header("accept").unwrap_or_default();
        let essence = |range: &str| range.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let anything = media_type == "text/html" && accepted.starts_with("*/*");
        anything || accepted.split(',').any(|range| essence(range) == media_type)
    }

    /// Names and values of all cookies.
    pub(crate) fn cookies(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.headers.get_all("cookie").iter().filter_map(|value| value.to_str().ok());
        headers.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='))
    }

    /// Scheme, host, and port from the `Host` header.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.header("host").unwrap_or("127.0.0.1"))
    }

    /// The path with its query.
    pub(crate) fn path_and_query(&self) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{}{mark}{}", self.path, self.query)
    }
}
