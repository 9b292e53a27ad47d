//! A renewal that was interrupted, for the commands that remove its saved token.

use std::path::PathBuf;

use latchkey_core::{Owner, TokenRow};

use super::creation::is_name_of;
use super::journal::{Journal, JournalPlace};
use crate::error::CliError;
use crate::suggest::{command_line, quoted};
use crate::token_store::{SavedToken, TokenStore};

/// A saved token that no other command renews while this exists.
pub(crate) struct LockedToken {
    pub(crate) saved: SavedToken,
    /// Its renewal, if one was interrupted.
    pub(crate) unfinished: Option<UnfinishedRenewal>,
    /// `None` if no token was ever renewed here.
    place: Option<JournalPlace>,
}

/// A renewal that was interrupted.
pub(crate) struct UnfinishedRenewal {
    journal: Journal,
    /// The UUID of the new token, if it is saved next to the old one.
    successor: Option<String>,
    /// Whether the new token is the saved one.
    is_saved: bool,
    /// The file of the journal, if it is there.
    file: Option<PathBuf>,
}

impl LockedToken {
    /// Keeps other commands from renewing a saved token.
    ///
    /// # Errors
    ///
    /// If another command is renewing it, or its journal cannot be read.
    pub(crate) fn lock(store: &TokenStore, saved: SavedToken) -> Result<Self, CliError> {
        let place = JournalPlace::lock_existing(store, &saved)?;
        // Another command may just have renewed it.
        let saved = if place.is_some() { store.read_again(&saved)? } else { saved };
        let (journal, file) = match &place {
            Some(place) => (place.read()?, Some(place.file().to_owned())),
            None => (None, None),
        };
        let file = file.filter(|_| journal.is_some());
        let journal = journal.or_else(|| Journal::of_successor(store, &saved));
        let unfinished = journal.map(|journal| UnfinishedRenewal {
            successor: saved.successor.as_ref().map(|successor| successor.uuid.clone()),
            is_saved: saved.name.as_ref() == Some(&journal.name),
            journal,
            file,
        });
        Ok(Self { saved, unfinished, place })
    }

    /// Removes the journal, once all tokens of the renewal are revoked.
    pub(crate) fn remove_journal(&self) -> Result<(), CliError> {
        self.place.as_ref().map_or(Ok(()), JournalPlace::remove)
    }
}

impl UnfinishedRenewal {
    /// Whether this token is one of the renewal's: the new one or, if that is saved already, the old one.
    pub(crate) fn includes(&self, token: &TokenRow) -> bool {
        let Journal { name, before, old_uuid, .. } = &self.journal;
        if self.is_saved {
            return old_uuid.as_ref() == Some(&token.uuid);
        }
        let is_new = is_name_of(&token.name, name) && !before.contains(&token.uuid);
        is_new || self.successor.as_ref() == Some(&token.uuid)
    }

    /// What may be left of the renewal once its saved token is removed, and what to do about it.
    pub(crate) fn warning(&self) -> String {
        let Journal { controller, user, name, old_uuid, .. } = &self.journal;
        let left = match (self.is_saved, &self.successor, old_uuid) {
            (true, _, Some(old)) => format!("The token that it replaced ({old}) may still work"),
            (true, _, None) => "The token that it replaced may still work".to_owned(),
            (false, Some(uuid), _) => {
                format!("Its new token, {name:?} ({uuid}), is removed, too, and still works")
            }
            (false, None, _) => format!("It may have created the token {name:?}, whose value was not saved"),
        };
        let list = command_line("list", controller, &Owner::Me, Some(user), &[]);
        let then = match &self.file {
            Some(file) => format!("revoke it, and delete {}", quoted(&file.display().to_string())),
            None => "and revoke it".to_owned(),
        };
        format!("A renewal of the token was interrupted. {left}: look for it with `{list}`, {then}")
    }
}
