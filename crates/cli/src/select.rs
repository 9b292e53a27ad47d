//! Finding the tokens that a person means.

use latchkey_core::{Listing, Owner, Secret, TokenRow, token};

use crate::error::CliError;
use crate::session::Session;
use crate::terminal::escape::escape_unprintable;
use crate::warnings;

/// The one token with this uuid or, where there is none, with this name.
///
/// # Errors
///
/// [`CliError::NoSuchToken`], or [`CliError::Ambiguous`] with all that have the name.
pub(crate) fn select<'a>(
    listing: &'a Listing,
    wanted: &str,
    session: &Session<'_>,
    owner: &Owner,
) -> Result<&'a TokenRow, CliError> {
    if let Some(row) = listing.tokens.iter().find(|row| row.uuid == wanted) {
        return Ok(row);
    }
    // A name whose controls were made visible in a list is found by what was shown, too.
    let named: Vec<&TokenRow> = listing
        .tokens
        .iter()
        .filter(|row| row.name == wanted || escape_unprintable(&row.name) == wanted)
        .collect();
    match named.as_slice() {
        [row] => Ok(row),
        // The error would go to where errors are kept.
        [] if token::is_shaped_like_token(&Secret::new(wanted)) => Err(CliError::Usage(
            "That looks like the value of a token, which others can read in a command line: revoke it, and give \
             its name or uuid"
                .to_owned(),
        )),
        [] => Err(CliError::NoSuchToken {
            token: wanted.to_owned(),
            look: session.command("list", owner, &[]),
        }),
        rows => Err(CliError::Ambiguous {
            token: wanted.to_owned(),
            candidates: rows.iter().map(|row| describe(row)).collect(),
        }),
    }
}

/// One line that tells a token from others of its name.
pub(crate) fn describe(row: &TokenRow) -> String {
    let created = row.created.as_ref().map_or("creation date unknown", |created| created.text.as_str());
    let mut told = vec![escape_unprintable(created)];
    told.extend(warnings::of(row).iter().map(|warning| warning.words().to_owned()));
    format!("  {}  {} ({})", escape_unprintable(&row.uuid), escape_unprintable(&row.name), told.join(", "))
}
