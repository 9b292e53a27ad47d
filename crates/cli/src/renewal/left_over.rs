//! Renewals that were interrupted, and whose token is no longer saved.

use std::path::Path;

use latchkey_core::Owner;

use super::journal::{self, place_of};
use crate::error::CliError;
use crate::suggest::{command_line, quoted};
use crate::token_store::{Inventory, TokenStore};

/// What to say about each renewal that was interrupted and cannot be finished, because its token is no longer in the keychain,
/// or its file is gone.
pub(crate) fn left_over() -> Result<Vec<String>, CliError> {
    let mut journals = journal::all()?;
    let keychain = place_of(&TokenStore::Keychain);
    journals.retain(|(_, journal)| journal.place == keychain || !Path::new(&journal.place).exists());
    if journals.is_empty() {
        return Ok(Vec::new());
    }
    let tokens = Inventory::of_keychain()?.tokens;
    journals.retain(|(_, journal)| {
        !tokens.iter().any(|kept| {
            kept.saved.controller == journal.controller
                && kept.saved.user == journal.user
                && journal.place == keychain
        })
    });
    Ok(journals
        .into_iter()
        .map(|(file, journal)| {
            let list = command_line("list", &journal.controller, &Owner::Me, Some(&journal.user), &[]);
            format!(
                "A renewal of the token of {} at {} was interrupted, and its token is no longer saved. It may have left \
                 the token {:?}: look with `{list}`, revoke it, and delete {}",
                journal.user,
                journal.controller,
                journal.name,
                quoted(&file.display().to_string())
            )
        })
        .collect())
}
