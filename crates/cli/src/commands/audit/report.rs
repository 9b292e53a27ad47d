//! What a format of the result provides.

use super::entry::Entry;
use super::outcomes::{RevocationRow, Tally};
use crate::error::{CliError, ExitCode};

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
    /// Only if there may be several.
    pub(super) controllers: Option<Controllers>,
    pub(super) users: usize,
    pub(super) tokens: usize,
    /// The tokens that passed the filter.
    pub(super) listed: usize,
    pub(super) unreadable: usize,
    /// Only if tokens were to be revoked.
    pub(super) revocations: Option<Tally>,
}

/// How many controllers were to be audited, and how many of them could not be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Controllers {
    pub(super) all: usize,
    pub(super) failed: usize,
}

impl Count {
    /// The error for users who cannot be read, or for tokens that should not be there.
    pub(super) fn check(&self, fail_on_found: bool) -> Result<(), CliError> {
        if self.unreadable > 0 {
            let message = format!("The tokens of {} of {} users cannot be read", self.unreadable, self.users);
            return Err(CliError::partly_done(message)
                .hint("Check these users' records on the controller. The tokens of all others are listed."));
        }
        if fail_on_found && self.listed > 0 {
            let message = match self.listed {
                1 => "1 token was found".to_owned(),
                tokens => format!("{tokens} tokens were found"),
            };
            return Err(CliError::new(ExitCode::Found, "found", message)
                .hint("Revoke or replace what should not be there, and audit again."));
        }
        Ok(())
    }
}

/// A format of the result. All of its texts are escaped, and none ends its last line. A controller is given if there may be
/// several.
pub(super) trait Report {
    /// The first line.
    fn header(&self) -> Option<String> {
        None
    }

    /// The next lines; empty if nothing of them is shown.
    fn rows(&mut self, controller: Option<&str>, rows: &[Row<'_>]) -> String;

    /// The line about a controller that failed; `None` if a message names it.
    fn failure(&mut self, _controller: &str, _error: &CliError) -> Option<String> {
        None
    }

    /// The lines about revoked tokens; `None` if messages name them.
    fn revocations(&mut self, _controller: Option<&str>, _rows: &[RevocationRow<'_>]) -> Option<String> {
        None
    }

    /// The last line, unless the audit was interrupted.
    fn footer(&self, _: &Count) -> Option<String> {
        None
    }
}
