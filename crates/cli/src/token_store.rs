//! Saved tokens: in the operating system's keychain, or in a file that the person names.

mod file;
mod keychain;

use std::fmt;
use std::path::{Path, PathBuf};

use latchkey_core::{ControllerUrl, Secret};
use serde::Deserialize;

use crate::error::CliError;
use crate::shell::quoted;

/// Where a token is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TokenStore {
    /// The operating system's keychain, one token for each controller.
    Keychain,
    /// A file that only its owner can read, with one token.
    File(PathBuf),
}

impl TokenStore {
    /// The command that does something with what is saved there, with the option that names a file.
    pub(crate) fn command(&self, name: &str, option: &str) -> String {
        match self {
            Self::Keychain => format!("latchkey {name}"),
            Self::File(file) => format!("latchkey {name} {option} {}", quoted(&file.display().to_string())),
        }
    }
}

impl fmt::Display for TokenStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keychain => formatter.write_str("the keychain"),
            Self::File(file) => write!(formatter, "{}", file.display()),
        }
    }
}

/// A token as it is saved.
#[derive(Clone)]
pub(crate) struct SavedToken {
    /// The root of the controller.
    pub(crate) controller: String,
    pub(crate) user: String,
    pub(crate) token: Secret,
    /// By which it can be revoked, where that is known.
    pub(crate) uuid: Option<String>,
}

/// Why a saved token cannot be written, read or removed.
#[derive(Debug)]
pub(crate) enum StoreError {
    /// There is none for this controller.
    None,
    /// The keychain or the file cannot be used.
    Unusable(String),
}

/// Puts a token in its place; an older one there for the same controller is replaced.
///
/// # Errors
///
/// [`CliError::Saving`] with the reason.
pub(crate) fn write(place: &TokenStore, saved: &SavedToken) -> Result<(), CliError> {
    let text = saved.to_json();
    let written = match place {
        TokenStore::Keychain => keychain::write(&saved.controller, text.reveal()),
        TokenStore::File(file) => file::write(file, text.reveal()),
    };
    written.map_err(|reason| CliError::Saving { place: place.clone(), reason })
}

/// Makes sure, as far as that can be known, that a token can be saved there, before one is made.
///
/// # Errors
///
/// [`CliError::Saving`] with the reason.
pub(crate) fn check(place: &TokenStore) -> Result<(), CliError> {
    let checked = match place {
        TokenStore::Keychain => keychain::check(),
        TokenStore::File(file) => file::check(file),
    };
    checked.map_err(|reason| CliError::Saving { place: place.clone(), reason })
}

/// The token saved there for this controller.
///
/// # Errors
///
/// [`CliError::NothingSaved`] or [`CliError::Reading`]; also where the file's token is for another controller.
pub(crate) fn read(place: &TokenStore, root: &ControllerUrl) -> Result<SavedToken, CliError> {
    let saved = match place {
        TokenStore::Keychain => keychain::read(&root.to_string()),
        TokenStore::File(file) => file::read(file),
    };
    let saved = saved.and_then(|text| SavedToken::of_json(&text));
    let saved = saved.map_err(|error| error.at(place, root))?;
    if saved.controller != root.to_string() {
        return Err(CliError::SavedForAnother { place: place.clone(), controller: saved.controller });
    }
    Ok(saved)
}

/// The controller that the token in a file is for.
///
/// # Errors
///
/// [`CliError::Reading`] where there is none.
pub(crate) fn controller_of(file: &Path) -> Result<String, CliError> {
    let place = TokenStore::File(file.to_owned());
    let saved = file::read(file).and_then(|text| SavedToken::of_json(&text));
    saved.map(|saved| saved.controller).map_err(|error| match error {
        StoreError::None => CliError::Reading { place, reason: "there is no such file".to_owned() },
        StoreError::Unusable(reason) => CliError::Reading { place, reason },
    })
}

/// Removes the token saved there for this controller.
///
/// # Errors
///
/// [`CliError::NothingSaved`] or [`CliError::Reading`].
pub(crate) fn remove(place: &TokenStore, root: &ControllerUrl) -> Result<(), CliError> {
    let removed = match place {
        TokenStore::Keychain => keychain::remove(&root.to_string()),
        TokenStore::File(file) => file::remove(file),
    };
    removed.map_err(|error| error.at(place, root))
}

impl StoreError {
    fn at(self, place: &TokenStore, root: &ControllerUrl) -> CliError {
        match self {
            Self::None => CliError::NothingSaved { controller: root.to_string() },
            Self::Unusable(reason) => CliError::Reading { place: place.clone(), reason },
        }
    }
}

/// The form in which a token is saved.
#[derive(Deserialize)]
struct Stored {
    controller: String,
    user: String,
    token: String,
    #[serde(default)]
    uuid: Option<String>,
}

impl SavedToken {
    fn to_json(&self) -> Secret {
        let stored = serde_json::json!({
            "controller": self.controller, "user": self.user, "token": self.token.reveal(), "uuid": self.uuid,
        });
        Secret::new(stored.to_string())
    }

    fn of_json(text: &Secret) -> Result<Self, StoreError> {
        // The parser's own words may hold a part of the text.
        let stored: Stored = serde_json::from_str(text.reveal())
            .map_err(|_| StoreError::Unusable("what is saved there is no token of latchkey".to_owned()))?;
        let Stored { controller, user, token, uuid } = stored;
        Ok(Self { controller, user, token: Secret::new(token), uuid })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_is_read_again() {
        let saved = SavedToken {
            controller: "https://ci.example.org".to_owned(),
            user: "zoë \"z\"".to_owned(),
            token: Secret::new("11aa"),
            uuid: Some("u-1".to_owned()),
        };
        let read = SavedToken::of_json(&saved.to_json()).unwrap();
        assert_eq!((read.user, read.token.reveal(), read.uuid), (saved.user, "11aa", saved.uuid));
    }

    #[test]
    fn an_error_repeats_nothing_of_what_is_saved() {
        for text in ["11secret", "{\"token\":\"11secret\"", "{\"token\":11}"] {
            let Err(StoreError::Unusable(reason)) = SavedToken::of_json(&Secret::new(text)) else { panic!() };
            assert!(!reason.contains("11"), "{reason}");
        }
    }
}
