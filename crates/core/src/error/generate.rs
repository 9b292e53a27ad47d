//! How generating ends without a token.

use std::fmt;

use super::{ChangeError, Error};
use crate::TransportError;

/// How generating a token ended without one in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenerateError {
    /// What happened.
    pub cause: Error,
    /// Whether the controller may have made a token all the same. It cannot be recovered (Jenkins
    /// shows it once), but it should be looked for and revoked.
    pub may_have_been_created: bool,
}

impl GenerateError {
    /// The request never left, for this reason.
    pub fn not_sent(reason: &str) -> Self {
        Self::nothing_created(Error::Transport(TransportError::NotSent { reason: reason.to_owned() }))
    }

    /// An end at which it is certain that nothing was made.
    pub(crate) fn nothing_created(cause: Error) -> Self {
        Self { cause, may_have_been_created: false }
    }

    /// An end at which a token may exist that nobody has seen.
    pub(crate) fn uncertain(cause: Error) -> Self {
        Self { cause, may_have_been_created: true }
    }
}

impl fmt::Display for GenerateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(formatter)?;
        if self.may_have_been_created {
            formatter.write_str("; the token may have been created: look for its name among your tokens")?;
        }
        Ok(())
    }
}

impl std::error::Error for GenerateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

impl From<ChangeError> for GenerateError {
    fn from(error: ChangeError) -> Self {
        Self { cause: error.cause, may_have_been_created: error.may_have_been_carried_out }
    }
}
