//! Tokens in the operating system's keychain: Keychain Services, Credential Manager, or the Secret Service that
//! GNOME Keyring, KWallet and KeePassXC offer by D-Bus. It is opened only when it is needed.

use keyring::{Entry, Error};
use latchkey_core::Secret;

use super::StoreError;

/// The service name of the entries; the user of an entry is the root of its controller.
const SERVICE: &str = "latchkey";

pub(super) fn check() -> Result<(), String> {
    match Entry::store_status() {
        Ok(()) => Ok(()),
        Err(error) => Err(in_words(error)),
    }
}

pub(super) fn write(controller: &str, text: &str) -> Result<(), String> {
    check()?;
    let entry = Entry::new(SERVICE, controller).map_err(|error| in_words(&error))?;
    entry.set_password(text).map_err(|error| in_words(&error))
}

pub(super) fn read(controller: &str) -> Result<Secret, StoreError> {
    check().map_err(StoreError::Unusable)?;
    let entry = Entry::new(SERVICE, controller).map_err(|error| missing(&error))?;
    entry.get_password().map(Secret::new).map_err(|error| missing(&error))
}

pub(super) fn remove(controller: &str) -> Result<(), StoreError> {
    check().map_err(StoreError::Unusable)?;
    let entry = Entry::new(SERVICE, controller).map_err(|error| missing(&error))?;
    entry.delete_credential().map_err(|error| missing(&error))
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
        Error::Ambiguous(_) => "the keychain has several entries for this controller".to_owned(),
        Error::BadEncoding(_) => "the keychain's entry is not text".to_owned(),
        error => error.to_string(),
    }
}
