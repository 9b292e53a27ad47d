//! The requests that arrived, in the order of arrival.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::record::RecordedRequest;

#[derive(Default)]
struct Entries {
    arrivals: u64,
    requests: Vec<(u64, RecordedRequest)>,
}

/// The requests that arrived at one listener.
#[derive(Default)]
pub(crate) struct Log(Mutex<Entries>);

impl Log {
    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.entries().requests.iter().map(|(_, request)| request.clone()).collect()
    }

    pub(crate) fn clear(&self) {
        self.entries().requests.clear();
    }

    /// Notes a request down and returns the number under which its status will be added.
    pub(crate) fn note(&self, request: RecordedRequest) -> u64 {
        let mut entries = self.entries();
        entries.arrivals += 1;
        let number = entries.arrivals;
        entries.requests.push((number, request));
        number
    }

    pub(crate) fn note_status(&self, number: u64, status: u16) {
        if let Some((_, request)) = self.entries().requests.iter_mut().find(|(own, _)| *own == number) {
            request.status = status;
        }
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
