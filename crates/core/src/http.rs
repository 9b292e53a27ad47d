//! Requests, replies and their transport.

mod body;
mod error;
mod reply;
mod request;

use std::future::Future;

pub use body::decode_body;
pub use error::TransportError;
pub use reply::Reply;
pub(crate) use request::basic;
pub use request::{Cookies, Method, Request, Retry};

/// Carries requests to a controller.
///
/// A transport does not follow redirects, does not send anything twice, and limits the size of a reply. It
/// does not abort a request with [`Retry::Never`]; if it must end one, it returns
/// [`TransportError::TimedOut`], after which the outcome is unknown.
///
/// The futures of a transport need not be `Send`, because those of browsers are not, so neither are the flows of
/// [`Client`](crate::Client).
pub trait Transport {
    /// Sends one request and returns the reply, whatever its status.
    fn send(&self, request: Request) -> impl Future<Output = Result<Reply, TransportError>>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Secret, UserId};

    #[test]
    fn debug_output_contains_no_secret() {
        let request = Request::get("https://ci/me".to_owned())
            .with_basic(&UserId::new("alice"), &Secret::new("11secret"))
            .with_header("Jenkins-Crumb", "c0ffee");
        let reply = Reply::new(200, Vec::new(), "11secret".to_owned());
        let shown = format!("{request:?} {reply:?}");
        for secret in ["11secret", "c0ffee", "YWxpY2U6MTFzZWNyZXQ="] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
