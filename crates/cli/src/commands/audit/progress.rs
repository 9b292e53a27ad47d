//! How far it is, on a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar on standard error; nothing at all where that is no terminal.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Nothing is shown before it is known how many users there are.
    pub(super) fn new() -> Self {
        let style = ProgressStyle::with_template("Users {bar:30} {pos} of {len}");
        let bar = ProgressBar::new(0);
        Self(match style {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        })
    }

    /// So many users there are.
    pub(super) fn expect(&self, users: usize) {
        self.0.set_length(users as u64);
    }

    /// So many more were looked at.
    pub(super) fn advance(&self, users: usize) {
        self.0.inc(users as u64);
    }

    /// Writes something that is to stay, without the bar in between.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.0.suspend(write)
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }
}
