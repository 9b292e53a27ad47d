//! A new name that may or may not have been given.

use latchkey_core::{Owner, TokenName, TokenRow};

use super::{could_not_be_found_out, was_refused};
use crate::error::{CliError, ExitCode};
use crate::session::Session;

/// For scripts: it may have been renamed.
const MAY_BE_RENAMED: &str = "may-have-been-done";

/// Renames a token. If no reply confirms it, finds out whether it was renamed.
pub(crate) fn rename(
    session: &mut Session<'_>,
    owner: &Owner,
    token: &TokenRow,
    name: &TokenName,
) -> Result<(), CliError> {
    let Err(error) = session.rename(owner, &token.uuid, name) else { return Ok(()) };
    let cause = session.change_error(&error.cause).with_plainer_name(&error.cause, name.as_str());
    if was_refused(&error) {
        return Err(cause);
    }
    let list = session.command("list", owner, &[]);
    let listing = session.tokens(owner).map_err(|reason| {
        let question = format!("the token {:?} was renamed", token.name);
        could_not_be_found_out(MAY_BE_RENAMED, &cause, &question, Some(&session.error(&reason)))
            .hint(format!("Look at its name with `{list}`."))
    })?;
    match listing.tokens.iter().find(|row| row.uuid == token.uuid) {
        Some(row) if row.name == name.as_str() => Ok(()),
        Some(_) if error.cause.may_be_carried_out_later() => {
            let message = format!(
                "{}. The token {:?} was not renamed so far, but may still be",
                cause.message, token.name
            );
            Err(CliError::new(ExitCode::MayHaveBeenDone, MAY_BE_RENAMED, message)
                .hint(format!("Look at its name in ten minutes with `{list}`.")))
        }
        Some(_) => {
            let message = format!("{}. The token {:?} was not renamed", cause.message, token.name);
            Err(CliError { message, ..cause })
        }
        None => {
            let message = format!("{}. The token {:?} no longer exists", cause.message, token.name);
            Err(CliError { message, ..cause })
        }
    }
}
