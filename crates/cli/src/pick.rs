//! Finding the tokens that a person means.

use latchkey_core::{Listing, Owner, TokenRow};

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
    token: &str,
    connection: &Connection<'_>,
    owner: &Owner,
) -> Result<&'a TokenRow, Failure> {
    if let Some(row) = listing.tokens.iter().find(|row| row.uuid == token) {
        return Ok(row);
    }
    // A name whose controls were made visible in a list is found by what was shown, too.
    let named: Vec<&TokenRow> =
        listing.tokens.iter().filter(|row| row.name == token || harmless(&row.name) == token).collect();
    match named.as_slice() {
        [row] => Ok(row),
        [] => Err(Failure::NoSuchToken {
            token: token.to_owned(),
            look: connection.command("list", owner, &[]),
        }),
        rows => Err(Failure::Ambiguous {
            token: token.to_owned(),
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
