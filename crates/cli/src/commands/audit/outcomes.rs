//! What became of the tokens that were to be revoked.

use latchkey_core::UserId;

use crate::error::{CliError, ExitCode};
use crate::look::TokenOutcome;
use crate::terminal::output::Output;

/// What to do about tokens that are left.
pub(super) const AGAIN: &str =
    "Run the same command again: it lists what is left, and revoking twice does no harm.";

/// A token that the conditions select.
#[derive(Debug)]
pub(super) struct SelectedToken {
    pub(super) user: UserId,
    pub(super) name: String,
    pub(super) uuid: String,
}

/// What became of a token, for the report.
#[derive(Debug)]
pub(super) struct RevocationRow<'a> {
    pub(super) token: &'a SelectedToken,
    pub(super) outcome: &'a TokenOutcome,
}

impl RevocationRow<'_> {
    /// Says it to a person.
    pub(super) fn say(&self, output: &Output) {
        let SelectedToken { user, name, uuid } = self.token;
        let token = format!("{name:?} ({uuid}) of {user}");
        match self.outcome {
            TokenOutcome::Revoked => output.say(&format!("Revoked {token}")),
            TokenOutcome::AlreadyGone => output.say(&format!("{token} was already gone")),
            TokenOutcome::Failed(reason) => output.warn(&format!("{token} was not revoked: {reason}")),
            TokenOutcome::Unknown(reason) => {
                output.warn(&format!("Whether {token} is revoked is not known: {reason}"));
            }
            TokenOutcome::NotTried(_) => {
                output.warn(&format!("{token} was not revoked, because an earlier request failed"));
            }
        }
    }
}

/// How many tokens have which outcome.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Tally {
    pub(super) revoked: usize,
    pub(super) already_gone: usize,
    pub(super) failed: usize,
    pub(super) unknown: usize,
    pub(super) not_tried: usize,
}

impl Tally {
    pub(super) fn count(&mut self, outcome: &TokenOutcome) {
        *match outcome {
            TokenOutcome::Revoked => &mut self.revoked,
            TokenOutcome::AlreadyGone => &mut self.already_gone,
            TokenOutcome::Failed(_) => &mut self.failed,
            TokenOutcome::Unknown(_) => &mut self.unknown,
            TokenOutcome::NotTried(_) => &mut self.not_tried,
        } += 1;
    }

    pub(super) fn all(&self) -> usize {
        self.revoked + self.already_gone + self.left()
    }

    /// How many still exist, or may.
    pub(super) fn left(&self) -> usize {
        self.failed + self.unknown + self.not_tried
    }

    /// Adds what became of others.
    pub(super) fn add(&mut self, other: Self) {
        self.revoked += other.revoked;
        self.already_gone += other.already_gone;
        self.failed += other.failed;
        self.unknown += other.unknown;
        self.not_tried += other.not_tried;
    }

    /// Says how many are gone.
    pub(super) fn say(&self, output: &Output) {
        let (all, gone) = (self.all(), self.all() - self.left());
        output.say(&format!("Tokens to revoke: {all}, of which gone: {gone}"));
    }

    /// The error for tokens that are left, or may be; `failure` is that of a request.
    pub(super) fn check(&self, failure: Option<CliError>) -> Result<(), CliError> {
        if self.left() == 0 {
            return Ok(());
        }
        let cause = failure.as_ref().map(|cause| format!("{}. ", cause.message)).unwrap_or_default();
        if self.unknown > 0 {
            let message =
                format!("{cause}Whether {} of {} tokens are revoked is not known", self.unknown, self.all());
            return Err(CliError::new(ExitCode::MayHaveBeenDone, "may-have-been-done", message)
                .hint(format!("Wait ten minutes, in which it may still be done. {AGAIN}")));
        }
        match failure {
            Some(cause) if self.left() == self.all() => {
                Err(CliError { message: format!("{}. No token was revoked", cause.message), ..cause })
            }
            _ => {
                let message = format!("{cause}{} of {} tokens were not revoked", self.left(), self.all());
                Err(CliError::partly_done(message).hint(AGAIN))
            }
        }
    }
}
