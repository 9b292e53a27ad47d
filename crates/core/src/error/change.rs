//! How a change ends without a reply that is believed.

use std::fmt;

use super::Error;

/// How renaming, revoking or a script ended without a reply that says that it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeError {
    /// What happened.
    pub cause: Error,
    /// Whether the controller may have done it all the same. Renaming and revoking can be tried again.
    pub may_have_been_carried_out: bool,
}

impl ChangeError {
    /// An end at which it is certain that nothing was done.
    pub(crate) fn nothing_done(cause: Error) -> Self {
        Self { cause, may_have_been_carried_out: false }
    }

    /// An end at which it may have been done.
    pub(crate) fn uncertain(cause: Error) -> Self {
        Self { cause, may_have_been_carried_out: true }
    }
}

impl fmt::Display for ChangeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(formatter)?;
        if self.may_have_been_carried_out {
            formatter.write_str("; it may have been done all the same: look at the list, or try again")?;
        }
        Ok(())
    }
}

impl std::error::Error for ChangeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}
