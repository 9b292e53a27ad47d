//! All saved tokens that can be found.

use super::{SavedToken, TokenStore, keychain};
use crate::error::CliError;

/// A saved token, and where it is.
#[derive(Clone)]
pub(crate) struct KeptToken {
    pub(crate) store: TokenStore,
    pub(crate) saved: SavedToken,
    /// Whether it is used if no user is given.
    pub(crate) is_default: bool,
}

/// An entry of the keychain in which there is no token of Latchkey's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnreadableEntry {
    pub(crate) name: String,
    pub(crate) reason: String,
}

/// What is saved.
#[derive(Default)]
pub(crate) struct Inventory {
    /// By controller and user.
    pub(crate) tokens: Vec<KeptToken>,
    pub(crate) unreadable: Vec<UnreadableEntry>,
}

impl Inventory {
    /// All that is in the keychain.
    pub(crate) fn of_keychain() -> Result<Self, CliError> {
        keychain::system().inventory().map_err(|error| TokenStore::Keychain.unusable(&error.reason()))
    }
}
