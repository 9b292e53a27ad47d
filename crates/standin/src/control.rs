//! What a test can change in a running stand-in.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::fault::Faults;

/// A reply given once instead of the real one, like that of a proxy, a sign-in page, or a failing server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CannedAnswer {
    /// The status.
    pub status: u16,
    /// Names and values of headers. Nothing is added, not even `X-Jenkins`.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl CannedAnswer {
    /// A reply with a status and a body, without headers.
    #[must_use]
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }
    }

    /// The same with one more header.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

/// A reply that is held back although its request was executed: a token exists, and its client does not know.
///
/// Dropping it sends the reply, as [`release`](Self::release) does.
pub struct HeldReply {
    arrival: Arc<Arrival>,
    release: oneshot::Sender<()>,
}

impl HeldReply {
    /// Waits until the request was executed and its reply is being kept back; `false` when that took longer than
    /// `limit`.
    #[must_use]
    pub fn wait_for_arrival(&self, limit: Duration) -> bool {
        let seen = self.arrival.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let (seen, _) = self
            .arrival
            .changed
            .wait_timeout_while(seen, limit, |seen| !*seen)
            .unwrap_or_else(PoisonError::into_inner);
        *seen
    }

    /// Sends the reply.
    pub fn release(self) {
        // It fails if no request came or its client went away. Then there is nothing to send.
        let _ = self.release.send(());
    }
}

impl fmt::Debug for HeldReply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("HeldReply").finish_non_exhaustive()
    }
}

#[derive(Default)]
struct Arrival {
    seen: Mutex<bool>,
    changed: Condvar,
}

/// The server's end of a [`HeldReply`].
pub(crate) struct Hold {
    arrival: Arc<Arrival>,
    released: oneshot::Receiver<()>,
}

impl Hold {
    pub(crate) fn pair() -> (Self, HeldReply) {
        let arrival = Arc::new(Arrival::default());
        let (release, released) = oneshot::channel();
        (Self { arrival: Arc::clone(&arrival), released }, HeldReply { arrival, release })
    }

    /// Reports the arrival, then waits for the release.
    pub(crate) async fn keep(self) {
        *self.arrival.seen.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.arrival.changed.notify_all();
        // An error means that the other end was dropped, which also sends the reply.
        let _ = self.released.await;
    }
}

/// Everything a test asked for that has not happened yet.
#[derive(Default)]
pub(crate) struct Control {
    pub(crate) crumbs_to_refuse: usize,
    pub(crate) faults: Faults,
    pub(crate) holds: VecDeque<Hold>,
    holds_by_path: Vec<(String, Hold)>,
    canned: Vec<(String, CannedAnswer)>,
}

impl Control {
    pub(crate) fn add_canned(&mut self, path_ends_with: &str, answer: CannedAnswer) {
        self.canned.push((path_ends_with.to_owned(), answer));
    }

    pub(crate) fn add_hold(&mut self, path_ends_with: &str, hold: Hold) {
        self.holds_by_path.push((path_ends_with.to_owned(), hold));
    }

    /// Takes the hold for a path without its query, if there is one.
    pub(crate) fn take_hold(&mut self, path: &str) -> Option<Hold> {
        let index = self.holds_by_path.iter().position(|(end, _)| path.ends_with(end.as_str()))?;
        Some(self.holds_by_path.remove(index).1)
    }

    /// Takes the canned answer for a path without its query, if there is one.
    pub(crate) fn take_canned(&mut self, path: &str) -> Option<CannedAnswer> {
        let index = self.canned.iter().position(|(end, _)| path.ends_with(end.as_str()))?;
        Some(self.canned.remove(index).1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_canned_answer_is_given_once_and_in_order() {
        let mut control = Control::default();
        control.add_canned("/me/api/json", CannedAnswer::new(502, "first"));
        control.add_canned("/me/api/json", CannedAnswer::new(503, "second"));
        assert_eq!(control.take_canned("/whoAmI/api/json"), None);
        assert_eq!(control.take_canned("/jenkins/me/api/json").map(|answer| answer.status), Some(502));
        assert_eq!(control.take_canned("/me/api/json").map(|answer| answer.status), Some(503));
        assert_eq!(control.take_canned("/me/api/json"), None);
    }

    #[test]
    fn nothing_arrives_where_nothing_was_sent() {
        let (_hold, held) = Hold::pair();
        assert!(!held.wait_for_arrival(Duration::ZERO));
    }
}
