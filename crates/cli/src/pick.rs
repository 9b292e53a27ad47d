//! Finding the tokens that a person means.

use latchkey_core::{Listing, Owner, Secret, TokenRow, token};

use crate::connection::Connection;
use crate::failure::Failure;
use crate::harmless::harmless;
use crate::warnings;

/// The one token with this uuid or, where there is none, with this name.
///
/// # Errors
///
/// [`Failure::NoSuchToken`], or [`Failure::Ambiguous`] with all that have the name.
pub(crate) fn pick<'a>(
    listing: &'a Listing,
    wanted: &str,
    connection: &Connection<'_>,
    owner: &Owner,
) -> Result<&'a TokenRow, Failure> {
    if let Some(row) = listing.tokens.iter().find(|row| row.uuid == wanted) {
        return Ok(row);
    }
    // A name whose controls were made visible in a list is found by what was shown, too.
    let named: Vec<&TokenRow> =
        listing.tokens.iter().filter(|row| row.name == wanted || harmless(&row.name) == wanted).collect();
    match named.as_slice() {
        [row] => Ok(row),
        // The error would go to where errors are kept.
        [] if token::is_shaped_like_token(&Secret::new(wanted)) => Err(Failure::Usage(
            "That looks like the value of a token, which others can read in a command line: revoke it, and give \
             its name or uuid"
                .to_owned(),
        )),
        [] => Err(Failure::NoSuchToken {
            token: wanted.to_owned(),
            look: connection.command("list", owner, &[]),
        }),
        rows => Err(Failure::Ambiguous {
            token: wanted.to_owned(),
            candidates: rows.iter().map(|row| candidate(row)).collect(),
        }),
    }
}

/// One line that tells a token from others of its name.
pub(crate) fn candidate(row: &TokenRow) -> String {
    let created = row.created.as_ref().map_or("creation date unknown", |created| created.text.as_str());
    let mut told = vec![harmless(created)];
    told.extend(warnings::of(row).iter().map(|warning| warning.words().to_owned()));
    format!("  {}  {} ({})", harmless(&row.uuid), harmless(&row.name), told.join(", "))
}
