//! The requests that arrived, in the order of arrival.

use std::fmt;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A request that arrived.
///
/// Debug output leaves out credentials: authorization, cookies, crumbs, passwords.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordedRequest {
    /// The method.
    pub method: String,
    /// The path with its query, as sent.
    pub path: String,
    /// Lowercase names and values, in the order of arrival.
    pub headers: Vec<(String, String)>,
    /// The body. Invalid UTF-8 is replaced.
    pub body: String,
    /// The status of the reply; 0 as long as there is none.
    pub status: u16,
}

impl RecordedRequest {
    /// The first value of a header. Its name is not case-sensitive.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

const SECRET_HEADERS: [&str; 5] =
    ["authorization", "cookie", "jenkins-crumb", ".crumb", "proxy-authorization"];
const SECRET_FIELDS: [&str; 6] =
    ["Jenkins-Crumb=", ".crumb=", "j_password=", "password=", "ticket=", "code="];

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<(&str, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| {
                let secret = SECRET_HEADERS.iter().any(|secret| name.eq_ignore_ascii_case(secret));
                (name.as_str(), if secret { "[redacted]" } else { value.as_str() })
            })
            .collect();
        formatter
            .debug_struct("RecordedRequest")
            .field("method", &self.method)
            .field("path", &without_secret_fields(&self.path))
            .field("headers", &headers)
            .field("body", &without_secret_fields(&self.body))
            .field("status", &self.status)
            .finish()
    }
}

fn without_secret_fields(text: &str) -> String {
    let field = |field: &str| {
        let secret = SECRET_FIELDS.iter().find_map(|name| field.rfind(name).map(|start| start + name.len()));
        secret.map_or_else(|| field.to_owned(), |end| format!("{}[redacted]", &field[..end]))
    };
    text.split('&').map(field).collect::<Vec<_>>().join("&")
}

#[derive(Default)]
struct Entries {
    arrivals: u64,
    requests: Vec<(u64, RecordedRequest)>,
}

/// The requests that arrived at one listener.
#[derive(Default)]
pub(crate) struct Log {
    entries: Mutex<Entries>,
    arrival: Condvar,
}

impl Log {
    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.entries().requests.iter().map(|(_, request)| request.clone()).collect()
    }

    pub(crate) fn clear(&self) {
        self.entries().requests.clear();
    }

    /// Records a request and returns the number for [`Log::note_status`].
    pub(crate) fn note(&self, request: RecordedRequest) -> u64 {
        let mut entries = self.entries();
        entries.arrivals += 1;
        let number = entries.arrivals;
        entries.requests.push((number, request));
        self.arrival.notify_all();
        number
    }

    /// Waits until a request to a path that ends like this is in the log; returns whether one is.
    pub(crate) fn wait_for(&self, path_ends_with: &str, limit: Duration) -> bool {
        let is_missing = |entries: &mut Entries| {
            !entries.requests.iter().any(|(_, own)| own.path.ends_with(path_ends_with))
        };
        let waited = self.arrival.wait_timeout_while(self.entries(), limit, is_missing);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    pub(crate) fn note_status(&self, number: u64, status: u16) {
        if let Some((_, request)) = self.entries().requests.iter_mut().find(|(own, _)| *own == number) {
            request.status = status;
        }
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_holds_no_secret() {
        let request = RecordedRequest {
            method: "POST".to_owned(),
            path: "/generateNewToken?Jenkins-Crumb=feedbeef&a=1".to_owned(),
            headers: vec![
                ("authorization".to_owned(), "Basic feedbeef".to_owned()),
                ("cookie".to_owned(), "JSESSIONID.1=feedbeef".to_owned()),
                ("jenkins-crumb".to_owned(), "feedbeef".to_owned()),
                ("accept".to_owned(), "*/*".to_owned()),
            ],
            body: "newTokenName=x&Jenkins-Crumb=feedbeef&j_password=feedbeef&code=feedbeef".to_owned(),
            status: 200,
        };
        let shown = format!("{request:?}");
        assert!(!shown.contains("feedbeef"), "{shown}");
        assert!(shown.contains("newTokenName=x") && shown.contains("a=1") && shown.contains("*/*"));
    }

    #[test]
    fn a_header_is_found_whatever_its_case() {
        let request = RecordedRequest {
            method: "GET".to_owned(),
            path: "/".to_owned(),
            headers: vec![("origin".to_owned(), "http://localhost".to_owned())],
            body: String::new(),
            status: 0,
        };
        assert_eq!(request.header("Origin"), Some("http://localhost"));
        assert_eq!(request.header("referer"), None);
    }
}
