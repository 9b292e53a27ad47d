//! Entries in the operating system's keychain: Keychain Services, Credential Manager, or the Secret Service that GNOME
//! Keyring, KWallet and KeePassXC offer by D-Bus. It is opened only when it is needed.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use keyring::{Entry, Error};
use latchkey_core::Secret;

use super::super::StoreError;
use super::Entries;

/// The attribute by which the entries of a service are found. Windows' keychain searches the names of entries for a regular
/// expression; the others search by service.
const SEARCH_BY: &str = if cfg!(windows) { "pattern" } else { "service" };

/// The entries of one service in the keychain of the person who runs the command.
pub(in super::super) struct SystemEntries {
    pub(super) service: &'static str,
}

/// Held while the keychain is used. Commands use it from several threads; Windows does not promise the order of what
/// several threads do, and elsewhere each might ask the person to open the keychain.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn exclusive() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Entries for SystemEntries {
    fn check(&self) -> Result<(), String> {
        let _guard = exclusive();
        usable()
    }

    fn read(&self, name: &str) -> Result<Secret, StoreError> {
        let _guard = exclusive();
        self.entry(name)?.get_password().map(Secret::new).map_err(|error| missing(&error))
    }

    fn write(&self, name: &str, text: &Secret) -> Result<(), StoreError> {
        let _guard = exclusive();
        self.entry(name)?.set_password(text.reveal()).map_err(|error| missing(&error))
    }

    fn remove(&self, name: &str) -> Result<(), StoreError> {
        let _guard = exclusive();
        self.entry(name)?.delete_credential().map_err(|error| missing(&error))
    }

    fn names(&self) -> Result<Vec<String>, StoreError> {
        let _guard = exclusive();
        usable().map_err(StoreError::Unusable)?;
        let found = keyring_core::Entry::search(&HashMap::from([(SEARCH_BY, self.service)]))
            .map_err(|error| missing(&error))?;
        let names = found.iter().filter_map(keyring_core::Entry::get_specifiers);
        Ok(names.filter(|(service, _)| service == self.service).map(|(_, name)| name).collect())
    }
}

fn usable() -> Result<(), String> {
    Entry::store_status().as_ref().map_err(in_words).copied()
}

impl SystemEntries {
    fn entry(&self, name: &str) -> Result<Entry, StoreError> {
        usable().map_err(StoreError::Unusable)?;
        Entry::new(self.service, name).map_err(|error| missing(&error))
    }
}

fn missing(error: &Error) -> StoreError {
    match error {
        Error::NoEntry => StoreError::None,
        error => StoreError::Unusable(in_words(error)),
    }
}

/// The system's words, never what is stored.
fn in_words(error: &Error) -> String {
    match error {
        Error::PlatformFailure(cause) => format!("no keychain service answers: {cause}"),
        Error::NoStorageAccess(cause) => format!("the keychain cannot be opened: {cause}"),
        Error::Ambiguous(_) => "the keychain has several entries for this controller and user".to_owned(),
        // Windows' keychain has one, of 2,560 bytes: half as many characters.
        Error::TooLong(_, limit) => {
            format!(
                "it takes at most {limit} bytes in UTF-16, which is too little. Use a file, with --save-to and --from"
            )
        }
        Error::BadEncoding(_) => "the keychain's entry is not text".to_owned(),
        error => error.to_string(),
    }
}
