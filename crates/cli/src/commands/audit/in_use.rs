//! The token that the command signs in with.

use super::entry::{Entry, Now};
use crate::error::CliError;
use crate::session::Session;

/// The token that the command signs in with, as far as that is known.
#[derive(Debug)]
pub(super) enum TokenInUse {
    /// There is none: it signs in with a password.
    None,
    /// It was saved with its UUID.
    Known { uuid: String },
    /// It is one of the tokens of this user.
    OneOf { user: String },
}

impl TokenInUse {
    /// Asks Jenkins for the ID of the user, if the token was given without its UUID.
    pub(super) fn of(session: &mut Session<'_>) -> Result<Self, CliError> {
        if let Some((_, uuid)) = session.account().saved_token() {
            return Ok(Self::Known { uuid: uuid.to_owned() });
        }
        if !session.account().has_token() {
            return Ok(Self::None);
        }
        let (user, _) = session.whoami()?;
        Ok(Self::OneOf { user: user.id.as_str().to_owned() })
    }

    /// Whether this can be the token. It works, and Jenkins counted its use before it listed the tokens.
    pub(super) fn may_be(&self, entry: &Entry<'_>, now: Now) -> bool {
        match self {
            Self::None => false,
            Self::Known { uuid } => entry.token.uuid == *uuid,
            Self::OneOf { user } => {
                entry.user == user && !entry.was_never_used() && !entry.has_surely_expired(now)
            }
        }
    }
}
