//! All saved tokens that can be found.

use latchkey_core::ControllerUrl;
use latchkey_native::ExtraHeaders;

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

impl KeptToken {
    /// The names of the headers that are remembered with it; of those that cannot be read, there are none.
    pub(crate) fn header_names(&self) -> Vec<String> {
        let root = ControllerUrl::parse(&self.saved.controller).ok();
        let headers = root.and_then(|root| self.store.headers(root.origin()).ok().flatten());
        let names = headers.iter().flat_map(ExtraHeaders::names);
        names.map(str::to_owned).collect()
    }
}

impl Inventory {
    /// All that is in the keychain.
    pub(crate) fn of_keychain() -> Result<Self, CliError> {
        keychain::system().inventory().map_err(|error| TokenStore::Keychain.unusable(&error.reason()))
    }
}
