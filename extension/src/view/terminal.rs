//! What is shown of the terminal that asks for a token.

use latchkey_core::Expiry;
use latchkey_core::login::SavedIn;
use latchkey_core::version::ExpirySupport;

use crate::model::form::ExpiresChoice;
use crate::model::state::State;
use crate::model::terminal::{ReadFailure, Terminal};
use crate::view::message::{Key, Message};

/// The line about a terminal that needs no alert, and whether it is good news.
pub(super) fn note(terminal: &Terminal) -> (Option<Message>, bool) {
    let paste = || Some(Message::plain(Key::PasteInstead));
    match terminal {
        Terminal::Saved { name, user, location } => {
            let key = match location {
                SavedIn::Keychain => Key::SavedInKeychain,
                SavedIn::File => Key::SavedInFile,
            };
            (Some(Message::with(key, name).and(user)), true)
        }
        Terminal::Unread(ReadFailure::OutOfReach) => {
            (Some(Message::plain(Key::TerminalNotReached).because(paste())), false)
        }
        Terminal::Unread(ReadFailure::Off) => {
            (Some(Message::plain(Key::TerminalOff).because(paste())), false)
        }
        Terminal::Bypassed => (paste(), false),
        Terminal::None
        | Terminal::Reading(_)
        | Terminal::Unread(ReadFailure::Unreadable)
        | Terminal::Elsewhere(_)
        | Terminal::Waiting(..) => (None, false),
    }
}

/// What is said about the choice of `Expires`.
pub(super) fn expiry_hint(state: &State) -> Option<Message> {
    let asked = state.terminal.request().map(|request| request.expires);
    match (state.expiry_support(), asked) {
        (ExpirySupport::No, _) => Some(Message::plain(Key::ExpiryUnsupported)),
        (ExpirySupport::Yes | ExpirySupport::Unknown, Some(Expiry::Never))
            if state.expires() != ExpiresChoice::Never =>
        {
            Some(Message::plain(Key::TerminalNever))
        }
        (ExpirySupport::Yes | ExpirySupport::Unknown, _) => None,
    }
}
