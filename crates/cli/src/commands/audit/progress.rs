//! The progress of an audit, on a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar on standard error; nothing if that is not a terminal.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Counts these. Nothing is shown before their number is known.
    pub(super) fn new(what: &str) -> Self {
        let style = ProgressStyle::with_template(&format!("{what} {{bar:30}} {{pos}} of {{len}}"));
        let bar = ProgressBar::new(0);
        Self(match style {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        })
    }

    /// Sets the number.
    pub(super) fn expect(&self, number: usize) {
        self.0.set_length(number as u64);
    }

    /// Counts this many more.
    pub(super) fn advance(&self, number: usize) {
        self.0.inc(number as u64);
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
