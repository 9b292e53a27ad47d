//! Tokens that were to be revoked, and those that are still there.

use latchkey_core::{Error, Owner, TokenRow, Unconfirmed};

use super::{could_not_be_found_out, was_refused};
use crate::error::{CliError, ExitCode};
use crate::session::Session;
use crate::user_id::is_same_user;

/// For scripts: tokens may have been revoked.
const MAY_BE_REVOKED: &str = "may-have-been-done";

/// What became of tokens that were to be revoked.
#[derive(Debug)]
pub(crate) struct Revocation<'a> {
    /// These no longer exist.
    pub(crate) gone: Vec<&'a TokenRow>,
    /// How many of the others exist, or may exist, and why; `None` if all are gone.
    pub(crate) left: Option<CliError>,
    /// Whether Jenkins itself refused to revoke the first.
    pub(crate) was_refused: bool,
}

/// Why revoking ended early.
struct Failure {
    error: Unconfirmed,
    /// Whether nothing was sent before, which can have revoked something.
    is_first: bool,
    /// Whether all tokens can be revoked nevertheless.
    all_sent: bool,
}

/// Revokes one token after the other, up to the first failure, and lists them again: Jenkins gives the same answer
/// whether or not it revoked one.
pub(crate) fn revoke<'a>(
    session: &mut Session<'_>,
    owner: &Owner,
    tokens: &[&'a TokenRow],
) -> Revocation<'a> {
    let failed = one_by_one(session, owner, tokens);
    what_is_left(session, owner, tokens, failed)
}

/// Revokes all tokens of a user, which these are, with one request if possible, and lists them again.
pub(crate) fn revoke_all<'a>(
    session: &mut Session<'_>,
    owner: &Owner,
    tokens: &[&'a TokenRow],
) -> Revocation<'a> {
    // Jenkins would make a legacy token again when it starts.
    let (legacy, others): (Vec<&TokenRow>, Vec<&TokenRow>) = tokens.iter().partition(|token| token.legacy);
    let own = session.account().saved_token().map(|(_, uuid)| uuid);
    if legacy.iter().any(|token| Some(token.uuid.as_str()) == own) {
        return revoke(session, owner, tokens);
    }
    let mut failed =
        one_by_one(session, owner, &legacy).map(|failure| Failure { all_sent: false, ..failure });
    if failed.is_none() {
        failed = match session.revoke_all(owner) {
            Some(Ok(())) => None,
            Some(Err(error)) => {
                let (is_first, all_sent) = (legacy.is_empty(), !was_refused(&error));
                Some(Failure { error, is_first, all_sent })
            }
            None => one_by_one(session, owner, &others)
                .map(|failure| Failure { is_first: failure.is_first && legacy.is_empty(), ..failure }),
        };
    }
    what_is_left(session, owner, tokens, failed)
}

fn one_by_one(session: &mut Session<'_>, owner: &Owner, tokens: &[&TokenRow]) -> Option<Failure> {
    tokens.iter().enumerate().find_map(|(place, token)| {
        let error = session.revoke(owner, &token.uuid).err()?;
        // The last one may be what the command signs in with.
        let all_sent = place + 1 == tokens.len() && !was_refused(&error);
        Some(Failure { error, is_first: place == 0, all_sent })
    })
}

fn what_is_left<'a>(
    session: &mut Session<'_>,
    owner: &Owner,
    tokens: &[&'a TokenRow],
    failed: Option<Failure>,
) -> Revocation<'a> {
    let failure = failed.as_ref().map(|failed| session.change_error(&failed.error.cause));
    if let Some(failed) = &failed
        && failed.is_first
        && was_refused(&failed.error)
    {
        return Revocation { gone: Vec::new(), left: failure, was_refused: true };
    }
    let list = session.command("list", owner, &[]);
    let all_sent = failed.as_ref().is_none_or(|failed| failed.all_sent);
    let left: Vec<&TokenRow> = match session.tokens(owner) {
        Ok(now) => {
            let exists = |token: &&&TokenRow| now.tokens.iter().any(|row| row.uuid == token.uuid);
            tokens.iter().filter(exists).copied().collect()
        }
        Err(Error::CredentialsRefused) if is_own(session, owner) && all_sent => Vec::new(),
        Err(reason) => {
            let left = not_found_out(tokens, failure, &session.error(&reason), &list);
            return Revocation { gone: Vec::new(), left: Some(left), was_refused: false };
        }
    };
    let late = failed.is_some_and(|failed| failed.error.cause.may_be_carried_out_later());
    let is_gone = |token: &&&TokenRow| !left.iter().any(|other| other.uuid == token.uuid);
    Revocation {
        gone: tokens.iter().filter(is_gone).copied().collect(),
        left: still_there(tokens.len(), left.len(), failure, late, &list),
        was_refused: false,
    }
}

/// Whether the tokens are of the user who is signed in, even if the command line names that user like another.
fn is_own(session: &Session<'_>, owner: &Owner) -> bool {
    is_same_user(session.user_of(owner).as_str(), session.account().user().as_str())
}

/// The error for tokens that still exist; `None` if there are none.
fn still_there(
    all: usize,
    left: usize,
    failure: Option<CliError>,
    late: bool,
    list: &str,
) -> Option<CliError> {
    let count = match (all, left) {
        (_, 0) => return None,
        (1, _) => "The token was not revoked".to_owned(),
        (all, left) => format!("{left} of {all} tokens were not revoked"),
    };
    let error = match failure {
        Some(cause) if late => {
            let message = format!("{}. {count} so far, but may still be", cause.message);
            CliError::new(ExitCode::MayHaveBeenDone, MAY_BE_REVOKED, message)
                .hint(format!("Look again in ten minutes with `{list}`."))
        }
        Some(cause) if left == all => CliError { message: format!("{}. {count}", cause.message), ..cause },
        Some(cause) => CliError::partly_done(format!("{}. {count}", cause.message))
            .hint(format!("Look at the tokens with `{list}`.")),
        None => CliError::partly_done(format!("{count}, although Jenkins accepted the request"))
            .hint(format!("Look at the tokens with `{list}`.")),
    };
    Some(error)
}

fn not_found_out(tokens: &[&TokenRow], failure: Option<CliError>, reason: &CliError, list: &str) -> CliError {
    let question = match tokens {
        [token] => format!("the token {:?} was revoked", token.name),
        tokens => format!("the {} tokens were revoked", tokens.len()),
    };
    let error = match failure {
        Some(cause) => could_not_be_found_out(MAY_BE_REVOKED, &cause, &question, Some(reason)),
        None => {
            let message = format!(
                "Jenkins accepted the request, but whether {question} could not be found out: {}",
                reason.message
            );
            CliError::new(ExitCode::MayHaveBeenDone, MAY_BE_REVOKED, message)
        }
    };
    error.hint(format!("Look with `{list}`."))
}
