//! The points between two steps of a renewal, at which it may end.

/// A point between two steps. In a debug build, `LATCHKEY_KILL_AT=3` kills the command at the third one that it reaches, as
/// `kill -9` would: the tests interrupt a renewal at each of them.
#[cfg(all(debug_assertions, unix))]
pub(super) fn boundary() {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use rustix::process::{Signal, getpid, kill_process};

    static REACHED: AtomicUsize = AtomicUsize::new(0);
    let place = REACHED.fetch_add(1, Ordering::Relaxed) + 1;
    let wanted = std::env::var("LATCHKEY_KILL_AT").ok().and_then(|place| place.parse().ok());
    if wanted == Some(place) {
        // It does not return.
        let _ = kill_process(getpid(), Signal::KILL);
    }
}

/// A point between two steps.
#[cfg(not(all(debug_assertions, unix)))]
pub(super) fn boundary() {}
