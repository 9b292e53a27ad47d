//! Entries in the operating system's keychain: Keychain Services, Credential Manager, or the Secret Service that GNOME
//! Keyring, KWallet and KeePassXC offer by D-Bus. It is opened only when it is needed.

use std::collections::HashMap;

use keyring::{Entry, Error};
use latchkey_core::Secret;

use super::super::StoreError;
use super::Entries;

/// The service name of the entries.
const SERVICE: &str = "latchkey";

/// What finds the entries of this service: a text that the name of an entry contains in Windows' keychain, whose search
/// takes a regular expression, and the service elsewhere.
const SEARCH: (&str, &str) = if cfg!(windows) { ("pattern", SERVICE) } else { ("service", SERVICE) };

/// The keychain of the person who runs the command.
pub(in super::super) struct SystemEntries;

impl Entries for SystemEntries {
    fn check(&self) -> Result<(), String> {
        Entry::store_status().as_ref().map_err(in_words).copied()
    }

    fn read(&self, name: &str) -> Result<Secret, StoreError> {
        self.entry(name)?.get_password().map(Secret::new).map_err(|error| missing(&error))
    }

    fn write(&self, name: &str, text: &Secret) -> Result<(), StoreError> {
        self.entry(name)?.set_password(text.reveal()).map_err(|error| missing(&error))
    }

    fn remove(&self, name: &str) -> Result<(), StoreError> {
        self.entry(name)?.delete_credential().map_err(|error| missing(&error))
    }

    fn names(&self) -> Result<Vec<String>, StoreError> {
        self.check().map_err(StoreError::Unusable)?;
        let found = keyring_core::Entry::search(&HashMap::from([SEARCH])).map_err(|error| missing(&error))?;
        let names = found.iter().filter_map(keyring_core::Entry::get_specifiers);
        Ok(names.filter(|(service, _)| service == SERVICE).map(|(_, name)| name).collect())
    }
}

impl SystemEntries {
    fn entry(&self, name: &str) -> Result<Entry, StoreError> {
        self.check().map_err(StoreError::Unusable)?;
        Entry::new(SERVICE, name).map_err(|error| missing(&error))
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
        Error::BadEncoding(_) => "the keychain's entry is not text".to_owned(),
        error => error.to_string(),
    }
}
