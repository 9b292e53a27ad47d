//! Requests that wait until their clients give up.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How many requests wait for their clients to give up.
#[derive(Default)]
pub(crate) struct AbandonedRequests {
    waiting: Mutex<usize>,
    changed: Condvar,
}

impl AbandonedRequests {
    /// Waits until no request is left; `false` if that took longer than `limit`.
    pub(crate) fn wait(&self, limit: Duration) -> bool {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let ended = self.changed.wait_timeout_while(waiting, limit, |waiting| *waiting > 0);
        *ended.unwrap_or_else(PoisonError::into_inner).0 == 0
    }

    fn add(&self, change: isize) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        *waiting = waiting.saturating_add_signed(change);
        self.changed.notify_all();
    }
}

/// A request that waits. The server drops it when the client disconnects.
pub(crate) struct PendingRequest<F: FnOnce()> {
    abandoned: Arc<AbandonedRequests>,
    then: Option<F>,
}

impl<F: FnOnce()> PendingRequest<F> {
    /// Waits, and calls `then` when the client disconnects.
    pub(crate) fn new(abandoned: Arc<AbandonedRequests>, then: F) -> Self {
        abandoned.add(1);
        Self { abandoned, then: Some(then) }
    }
}

impl<F: FnOnce()> Drop for PendingRequest<F> {
    fn drop(&mut self) {
        if let Some(then) = self.then.take() {
            then();
        }
        self.abandoned.add(-1);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn what_waits_is_done_once_it_is_dropped() {
        let (abandoned, done) = (Arc::<AbandonedRequests>::default(), Cell::new(false));
        let waiting = PendingRequest::new(Arc::clone(&abandoned), || done.set(true));
        assert!(!abandoned.wait(Duration::ZERO) && !done.get());
        drop(waiting);
        assert!(abandoned.wait(Duration::ZERO) && done.get());
    }
}
