//! `latchkey login`, on the side of the terminal: the browser brings a token to this computer.
//!
//! [`latchkey_core::login`] has the protocol. The [`listener`] speaks HTTP with the extension on the loopback interface,
//! [`recipient`] opens what was sealed for this command, [`conversation`] checks codes, [`delivery`] tries and saves the
//! token, and [`waiting`] brings them together with the terminal.

pub(crate) mod browser;
pub(crate) mod conversation;
pub(crate) mod delivery;
mod http;
pub(crate) mod listener;
pub(crate) mod recipient;
pub(crate) mod saved_before;
pub(crate) mod waiting;

/// Whether these IDs are of the same user: most security realms accept a user ID in any case, and answer with their own.
pub(crate) fn is_same_user(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}
