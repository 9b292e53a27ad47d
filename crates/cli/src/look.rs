//! The look after a change that no reply confirmed: the owner's tokens show whether it was made.

mod batch;
mod creation;
mod rename;
mod revocation;

use latchkey_core::{Error, Outcome, Unconfirmed};

pub(crate) use self::batch::{TokenOutcome, revoke_batch};
pub(crate) use self::creation::RequestedToken;
pub(crate) use self::rename::rename;
pub(crate) use self::revocation::{revoke, revoke_all};
use crate::error::{CliError, ExitCode};

/// Whether Jenkins itself refused the change. A user ID that a proxy refuses in a URL is guessed from its reply alone.
fn was_refused(error: &Unconfirmed) -> bool {
    error.outcome == Outcome::NotDone && !matches!(error.cause, Error::UserIdBlocked(_))
}

/// What became of the change could not be found out: `question` is the rest of a sentence that begins with "Whether".
fn could_not_be_found_out(
    kind: &'static str,
    cause: &CliError,
    question: &str,
    reason: Option<&CliError>,
) -> CliError {
    let reason = match reason {
        Some(reason) if reason.message == cause.message => " for the same reason".to_owned(),
        Some(reason) => format!(": {}", reason.message),
        None => String::new(),
    };
    let message = format!("{}. Whether {question} could not be found out{reason}", cause.message);
    CliError::new(ExitCode::MayHaveBeenDone, kind, message)
}
