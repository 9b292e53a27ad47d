//! Saved tokens: in the operating system's keychain, or in a file that the person names.

mod file;
mod headers;
mod inventory;
mod keychain;
mod private_file;
mod saved_token;

use std::fmt;
use std::path::{Path, PathBuf};

use latchkey_core::ControllerUrl;

pub(crate) use self::inventory::{Inventory, KeptToken};
pub(crate) use self::saved_token::{RequestedExpiry, SavedToken, Successor};
use crate::error::{CliError, ExitCode};
use crate::suggest::quoted;

/// Where a token is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TokenStore {
    /// The operating system's keychain, with one token for each controller and user.
    Keychain,
    /// A file that only its owner can read, with one token.
    File(PathBuf),
}

/// Why a saved token cannot be read or removed.
#[derive(Debug)]
enum StoreError {
    /// There is none for this controller and user.
    None,
    /// No user was given, and these have one.
    SeveralUsers(Vec<String>),
    /// The keychain or the file cannot be used.
    Unusable(String),
}

impl TokenStore {
    /// The store that an option names: this file, or the keychain.
    pub(crate) fn named(file: Option<&PathBuf>) -> Self {
        file.cloned().map_or(Self::Keychain, Self::File)
    }

    /// Saves a token. An older one for the same controller and user is replaced; in a file, any other. Headers that are
    /// remembered for the controller's origin stay.
    ///
    /// # Errors
    ///
    /// The reason why it cannot be saved.
    pub(crate) fn write(&self, saved: &SavedToken) -> Result<(), String> {
        match self {
            Self::Keychain => keychain::system().write(saved).map_err(StoreError::reason),
            Self::File(file) => file::write(file, Self::with_headers_kept(file, &saved.to_json()).reveal()),
        }
    }

    /// Writes the record of a token that is saved here. Which one is used by default does not change.
    ///
    /// # Errors
    ///
    /// The reason why it cannot be written.
    pub(crate) fn update(&self, saved: &SavedToken) -> Result<(), String> {
        match self {
            Self::Keychain => keychain::system().update(saved).map_err(StoreError::reason),
            Self::File(_) => self.write(saved),
        }
    }

    /// The record of a token that was read before.
    pub(crate) fn read_again(&self, before: &SavedToken) -> Result<SavedToken, CliError> {
        let root = ControllerUrl::parse(&before.controller)
            .map_err(|_| self.unusable(&format!("{} is not the URL of a controller", before.controller)))?;
        let saved = self.read(&root, Some(&before.user))?;
        match saved.user == before.user {
            true => Ok(saved),
            false => Err(self.unusable("another command has just saved a token of another user there")),
        }
    }

    /// Checks, as far as that is possible, that a token can be saved here, before one is created.
    pub(crate) fn check(&self) -> Result<(), CliError> {
        let checked = match self {
            Self::Keychain => keychain::system().check(),
            Self::File(file) => file::check(file),
        };
        checked.map_err(|reason| self.cannot_save(&reason))
    }

    /// A token cannot be saved here.
    pub(crate) fn cannot_save(&self, reason: &str) -> CliError {
        let message = format!("No token can be saved in {self}: {reason}");
        CliError::new(ExitCode::Failed, "saving", message).hint(match self {
            Self::Keychain => "To save it in a file that only you can read, use --save-to FILE.",
            Self::File(_) => "Make the file writable for you alone, or choose another with --save-to.",
        })
    }

    /// The token saved here for this controller and user or, without a user, the one that is used by default. A file has
    /// only one.
    pub(crate) fn read(&self, root: &ControllerUrl, user: Option<&str>) -> Result<SavedToken, CliError> {
        let saved = match self {
            Self::Keychain => keychain::system().read(root, user),
            Self::File(file) => file::read(file).and_then(|text| SavedToken::from_json(&text)),
        };
        let saved = saved.map_err(|error| self.cannot_read(error, root, user))?;
        if saved.controller == root.to_string() {
            return Ok(saved);
        }
        let controller = saved.controller;
        Err(CliError::new(
            ExitCode::NoCredentials,
            "saved-for-another",
            format!("The token in {self} is for {controller} and is sent nowhere else"),
        )
        .hint(format!("To use it, give the URL {controller}. A URL that is given overrides JENKINS_URL.")))
    }

    /// All tokens saved here for this controller; in a file there may be one for another.
    pub(crate) fn all(&self, root: &ControllerUrl) -> Result<Vec<SavedToken>, CliError> {
        let all = match self {
            Self::Keychain => keychain::system().all(root),
            Self::File(file) => match file::read(file) {
                Ok(text) if text.reveal().trim().is_empty() => Ok(Vec::new()),
                text => text.and_then(|text| SavedToken::from_json(&text)).map(|saved| vec![saved]),
            },
        };
        match all {
            Err(StoreError::None) => Ok(Vec::new()),
            all => all.map_err(|error| self.cannot_save(&error.reason())),
        }
    }

    /// Removes the token saved here for this controller and user or, without a user, the one that is used by default.
    /// Returns its user.
    pub(crate) fn remove(&self, root: &ControllerUrl, user: Option<&str>) -> Result<String, CliError> {
        let removed = match self {
            Self::Keychain => keychain::system().remove(root, user),
            Self::File(file) => file::remove(file),
        };
        removed.map_err(|error| self.cannot_read(error, root, user))
    }

    /// The command line that does something with what is saved here; `option` takes the file.
    pub(crate) fn command(&self, name: &str, option: &str) -> String {
        match self {
            Self::Keychain => format!("latchkey {name}"),
            Self::File(file) => format!("latchkey {name} {option} {}", quoted(&file.display().to_string())),
        }
    }

    /// A command line that signs in with the token saved here: that of the keychain needs no option.
    pub(crate) fn with_source(&self, command: String) -> String {
        match self {
            Self::Keychain => command,
            Self::File(file) => format!("{command} --from {}", quoted(&file.display().to_string())),
        }
    }

    fn cannot_read(&self, error: StoreError, root: &ControllerUrl, user: Option<&str>) -> CliError {
        match error {
            StoreError::None => {
                let of_user = user.map(|user| format!(" of {user}")).unwrap_or_default();
                let message = format!("No token{of_user} is saved for {root}");
                CliError::new(ExitCode::NoCredentials, "nothing-saved", message)
                    .hint("Get one from the browser with `latchkey login`, or save one with `latchkey save`.")
            }
            StoreError::SeveralUsers(_) => {
                CliError::new(ExitCode::NoCredentials, "several-users", error.reason())
                    .hint("Choose one of them with --user.")
            }
            StoreError::Unusable(reason) => self.unusable(&reason),
        }
    }

    fn unusable(&self, reason: &str) -> CliError {
        let (name, hint) = match self {
            Self::Keychain => ("The keychain".to_owned(), "Use a token in a file, with --from FILE."),
            Self::File(file) => (file.display().to_string(), "Check the file given with --from."),
        };
        CliError::new(ExitCode::Failed, "reading", format!("{name} cannot be used: {reason}")).hint(hint)
    }
}

/// The token in the keychain for this controller and user or, without a user, the one that is used by default. `None` if
/// there is none; a keychain that cannot be opened counts as empty.
pub(crate) fn in_keychain(root: &ControllerUrl, user: Option<&str>) -> Result<Option<SavedToken>, CliError> {
    match keychain::system().read(root, user) {
        Ok(saved) => Ok(Some(saved)),
        Err(StoreError::None | StoreError::Unusable(_)) => Ok(None),
        Err(error @ StoreError::SeveralUsers(_)) => Err(TokenStore::Keychain.cannot_read(error, root, user)),
    }
}

impl StoreError {
    fn reason(self) -> String {
        match self {
            Self::None => "there is no such token".to_owned(),
            Self::SeveralUsers(users) => format!("Several users have saved tokens: {}", users.join(", ")),
            Self::Unusable(reason) => reason,
        }
    }
}

/// The controller that the token in a file is for.
pub(crate) fn controller_of(file: &Path) -> Result<String, CliError> {
    let store = TokenStore::File(file.to_owned());
    match file::read(file).and_then(|text| SavedToken::from_json(&text)) {
        Ok(saved) => Ok(saved.controller),
        Err(StoreError::None) => Err(store.unusable("there is no such file")),
        Err(error) => Err(store.unusable(&error.reason())),
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
