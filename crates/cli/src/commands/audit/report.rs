//! What a format of the result provides.

use super::entry::Entry;
use super::outcomes::{RevocationRow, Tally};

/// One line of the result.
#[derive(Debug)]
pub(super) enum Row<'a> {
    Token(Entry<'a>),
    /// A user whose tokens cannot be read.
    Unreadable {
        user: &'a str,
        reason: &'a str,
    },
}

/// How many users and tokens were read.
#[derive(Debug, Default)]
pub(super) struct Count {
    pub(super) users: usize,
    pub(super) tokens: usize,
    /// The tokens that passed the filter.
    pub(super) listed: usize,
    pub(super) unreadable: usize,
    /// Only if tokens were to be revoked.
    pub(super) revocations: Option<Tally>,
}

/// A format of the result. All of its texts are escaped, and none ends its last line.
pub(super) trait Report {
    /// The first line.
    fn header(&self) -> Option<String> {
        None
    }

    /// The next lines; empty if nothing of them is shown.
    fn rows(&mut self, rows: &[Row<'_>]) -> String;

    /// The lines about revoked tokens; `None` if messages name them.
    fn revocations(&mut self, _: &[RevocationRow<'_>]) -> Option<String> {
        None
    }

    /// The last line, unless the audit was interrupted.
    fn footer(&self, _: &Count) -> Option<String> {
        None
    }
}
