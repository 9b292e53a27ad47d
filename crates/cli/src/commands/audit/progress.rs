//! The progress of an audit, on a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar on standard error; nothing if that is not a terminal.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Nothing is shown before the number of users is known.
    pub(super) fn new() -> Self {
        let style = ProgressStyle::with_template("Users {bar:30} {pos} of {len}");
        let bar = ProgressBar::new(0);
        Self(match style {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        })
    }

    /// Sets the number of users.
    pub(super) fn expect(&self, users: usize) {
        self.0.set_length(users as u64);
    }

    /// Counts this many more users.
    pub(super) fn advance(&self, users: usize) {
        self.0.inc(users as u64);
    }

    /// Runs `write`, without the bar among its lines.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.0.suspend(write)
    }

    /// Removes the bar.
    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }
}
