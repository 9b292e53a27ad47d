//! Tokens of several users that were to be revoked by one script.

use std::collections::HashMap;

use latchkey_core::script::{Revocation, UserTokens};
use latchkey_core::{Error, UserId};

use super::{could_not_be_found_out, was_refused};
use crate::error::CliError;
use crate::session::Session;

/// What became of a token that was to be revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TokenOutcome {
    /// It is revoked.
    Revoked,
    /// It was gone before.
    AlreadyGone,
    /// It was not revoked, for this reason.
    Failed(String),
    /// It may be revoked, or may still be.
    Unknown(String),
    /// No request was sent for it, because an earlier one failed like this.
    NotTried(String),
}

impl TokenOutcome {
    /// The outcome for programs, and the reason why the token is left or may be.
    pub(crate) fn in_words(&self) -> (&'static str, Option<&str>) {
        match self {
            Self::Revoked => ("revoked", None),
            Self::AlreadyGone => ("already-gone", None),
            Self::Failed(reason) => ("failed", Some(reason)),
            Self::Unknown(reason) => ("unknown", Some(reason)),
            Self::NotTried(reason) => ("not-tried", Some(reason)),
        }
    }
}

/// What became of the tokens of a batch.
#[derive(Debug)]
pub(crate) struct Batch {
    /// For each of the tokens, in their order.
    pub(crate) outcomes: Vec<TokenOutcome>,
    /// Why no other batch should be sent.
    pub(crate) failure: Option<CliError>,
}

impl Batch {
    fn all(outcome: &TokenOutcome, tokens: usize, failure: Option<CliError>) -> Self {
        Self { outcomes: vec![outcome.clone(); tokens], failure }
    }
}

/// Revokes these tokens, each given by user and UUID, with one script. If no reply confirms it, lists their users' tokens.
/// `with_own` says that the token in use is among them.
pub(crate) fn revoke_batch(session: &mut Session<'_>, tokens: &[(&UserId, &str)], with_own: bool) -> Batch {
    let error = match session.revoke_several(tokens) {
        Ok(answers) => return confirmed(session, tokens, answers),
        Err(error) => error,
    };
    let cause = session.change_error(&error.cause);
    if was_refused(&error) {
        return Batch::all(&TokenOutcome::Failed(cause.message.clone()), tokens.len(), Some(cause));
    }
    let left = match left_of(session, tokens) {
        Ok(left) => left,
        // They went with the token that the command signs in with.
        Err(Error::CredentialsRefused) if with_own => {
            return Batch::all(&TokenOutcome::Revoked, tokens.len(), None);
        }
        Err(reason) => {
            let reason = session.error(&reason);
            let unknown =
                could_not_be_found_out("may-have-been-done", &cause, "it was revoked", Some(&reason));
            return Batch::all(&TokenOutcome::Unknown(unknown.message.clone()), tokens.len(), Some(cause));
        }
    };
    let late = error.cause.may_be_carried_out_later();
    let outcomes: Vec<TokenOutcome> = left
        .into_iter()
        .map(|left| match left {
            Left::No => TokenOutcome::Revoked,
            Left::Yes if late => TokenOutcome::Unknown(format!(
                "{}. It was not revoked so far, but may still be",
                cause.message
            )),
            Left::Yes => TokenOutcome::Failed(cause.message.clone()),
            Left::Unreadable(reason) => {
                TokenOutcome::Unknown(format!("{}, and then: {reason}", cause.message))
            }
        })
        .collect();
    let all_gone = outcomes.iter().all(|outcome| *outcome == TokenOutcome::Revoked);
    Batch { outcomes, failure: (!all_gone).then_some(cause) }
}

/// The outcomes as Jenkins says them. After an exception, the token may nevertheless be gone from the controller's memory.
fn confirmed(session: &mut Session<'_>, tokens: &[(&UserId, &str)], answers: Vec<Revocation>) -> Batch {
    let has_failed = |answer: &Revocation| matches!(answer, Revocation::Failed { .. });
    let failed: Vec<(&UserId, &str)> = tokens
        .iter()
        .zip(&answers)
        .filter(|(_, answer)| has_failed(answer))
        .map(|(token, _)| *token)
        .collect();
    let left = if failed.is_empty() { Vec::new() } else { left_of(session, &failed).unwrap_or_default() };
    let mut left = left.into_iter();
    let outcomes = answers.into_iter().map(|answer| match answer {
        Revocation::Revoked => TokenOutcome::Revoked,
        Revocation::Gone => TokenOutcome::AlreadyGone,
        Revocation::Failed { reason } => TokenOutcome::Failed(match left.next() {
            Some(Left::No) => {
                format!("{reason}. Jenkins no longer lists it, but may again after a restart")
            }
            Some(Left::Yes | Left::Unreadable(_)) | None => reason,
        }),
    });
    Batch { outcomes: outcomes.collect(), failure: None }
}

/// Whether a token is still there.
enum Left {
    Yes,
    No,
    Unreadable(String),
}

/// Whether each of these tokens is still there, in their order.
fn left_of(session: &mut Session<'_>, tokens: &[(&UserId, &str)]) -> Result<Vec<Left>, Error> {
    let mut users: Vec<UserId> = Vec::new();
    for (user, _) in tokens {
        if !users.contains(user) {
            users.push((*user).clone());
        }
    }
    let listed = session.tokens_of(&users)?;
    if listed.len() != users.len() {
        return Err(Error::UnexpectedReply);
    }
    let by_user: HashMap<&UserId, &UserTokens> = users.iter().zip(&listed).collect();
    let left = |(user, uuid): &(&UserId, &str)| match by_user.get(user) {
        Some(UserTokens::Tokens { tokens, .. }) if tokens.iter().any(|token| token.uuid == *uuid) => {
            Left::Yes
        }
        Some(UserTokens::Unreadable { reason, .. }) => Left::Unreadable(reason.clone()),
        Some(UserTokens::Tokens { .. } | UserTokens::UnknownUser(_)) | None => Left::No,
    };
    Ok(tokens.iter().map(left).collect())
}
