//! Finding the token that a person names.

use latchkey_core::{Listing, Owner, Secret, TokenRow, token};

use crate::error::{CliError, ExitCode};
use crate::session::Session;
use crate::terminal::escape::escape_unprintable;
use crate::warnings;

/// The one token with this UUID or, if there is none, with this name.
pub(crate) fn select<'a>(
    listing: &'a Listing,
    wanted: &str,
    session: &Session<'_>,
    owner: &Owner,
) -> Result<&'a TokenRow, CliError> {
    if let Some(row) = listing.tokens.iter().find(|row| row.uuid == wanted) {
        return Ok(row);
    }
    // A name with control characters is also found by the escaped name that a list shows.
    let is_named = |row: &&TokenRow| row.name == wanted || escape_unprintable(&row.name) == wanted;
    let named: Vec<&TokenRow> = listing.tokens.iter().filter(is_named).collect();
    match named.as_slice() {
        [row] => Ok(row),
        // Not repeated: errors are kept in logs.
        [] if token::is_shaped_like_token(&Secret::new(wanted)) => Err(CliError::usage(
            "That looks like the value of a token, which others can read in a command line",
        )
        .hint("Give the token's name or UUID. If it is the value of a token, revoke that token.")),
        [] => {
            let message = format!("There is no token with the name or UUID {wanted:?}");
            Err(CliError::new(ExitCode::NotFound, "unknown-token", message)
                .hint(format!("Look at the tokens with `{}`.", session.command("list", owner, &[]))))
        }
        rows => {
            let message = format!("Several tokens have the name {wanted:?}");
            let error = CliError::new(ExitCode::NotFound, "ambiguous-name", message)
                .hint("Give the UUID of one of these instead:");
            Err(rows.iter().fold(error, |error, row| error.hint(describe(row))))
        }
    }
}

/// One line that tells a token from others of its name.
pub(crate) fn describe(row: &TokenRow) -> String {
    let created = row.created.as_ref().map_or("creation date unknown", |created| created.text.as_str());
    let mut details = vec![created];
    for warning in row.warnings() {
        details.push(warnings::words(warning));
    }
    format!("  {}  {} ({})", row.uuid, row.name, details.join(", "))
}
