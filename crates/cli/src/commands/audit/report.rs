//! What a form of the result has to be able to do.

use super::entry::Entry;

/// One line of the result.
#[derive(Debug)]
pub(super) enum Row<'a> {
    Token(Entry<'a>),
    /// Somebody whose tokens cannot be read.
    Unreadable {
        user: &'a str,
        reason: &'a str,
    },
}

/// How much was looked at.
#[derive(Debug, Default)]
pub(super) struct Count {
    pub(super) users: usize,
    pub(super) tokens: usize,
    /// Those of the tokens that were asked for.
    pub(super) listed: usize,
    pub(super) unreadable: usize,
}

/// A form of the result. All of its texts are harmless, and none ends its last line.
pub(super) trait Report {
    /// What stands above everything.
    fn header(&self) -> Option<String> {
        None
    }

    /// The next lines; empty where there is nothing to be shown of them.
    fn rows(&mut self, rows: &[Row<'_>]) -> String;

    /// What stands at the end of an audit that came to its end.
    fn footer(&self, _: &Count) -> Option<String> {
        None
    }
}
