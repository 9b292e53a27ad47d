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
