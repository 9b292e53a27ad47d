//! About the terminal that asks for a token.

use latchkey_core::login::Refusal;

use super::{Alert, alert};
use crate::event::Action;
use crate::model::held_token::Shown;
use crate::model::state::State;
use crate::model::terminal::{CodeError, Delivery, ReadFailure, Terminal};
use crate::view::message::{Key, Message};

/// Why the terminal gets no token from this page.
pub(super) fn about_terminal(state: &State) -> Option<Alert> {
    let (what, advice, actions) = match (&state.terminal, state.user_mismatch()) {
        (Terminal::Waiting(..), Some((wanted, user))) => (
            Message::with(Key::TerminalOtherUser, wanted).and(user),
            Message::with(Key::TerminalOtherUserAdvice, wanted),
            vec![Action::SignIn],
        ),
        (Terminal::Elsewhere(asked), _) => {
            let here = &state.controller()?.controller;
            (
                Message::with(Key::TerminalElsewhere, asked.host_and_path()).and(here.host_and_path()),
                Message::with(Key::RunAdvice, format!("latchkey login {here}")),
                Vec::new(),
            )
        }
        (Terminal::Unread(ReadFailure::Unreadable), _) => {
            return Some(alert(Key::TerminalUnreadable, Key::TerminalUnreadableAdvice, &[]));
        }
        (
            Terminal::None
            | Terminal::Reading(_)
            | Terminal::Unread(ReadFailure::Off | ReadFailure::OutOfReach)
            | Terminal::Bypassed
            | Terminal::Waiting(..)
            | Terminal::Saved { .. },
            _,
        ) => return None,
    };
    Some(Alert { what, advice, actions, more: None })
}

/// Why no token was created for the terminal.
pub(super) fn about_code(error: CodeError) -> Alert {
    match error {
        CodeError::Malformed => alert(Key::CodeMalformed, Key::CodeMalformedAdvice, &[]),
        CodeError::Wrong { left: 0 } => alert(Key::CodeWrongLast, Key::LoginAgainAdvice, &[]),
        CodeError::Wrong { left } => Alert {
            advice: Message::plain(Key::CodeWrongAdvice).and_count(left.into()),
            ..alert(Key::CodeWrong, Key::CodeWrongAdvice, &[])
        },
        CodeError::Unanswered => {
            let advice = Message::plain(Key::TerminalUnansweredAdvice);
            Alert {
                advice: Message::plain(Key::NothingCreated).because(Some(advice)),
                ..alert(Key::TerminalUnanswered, Key::NothingCreated, &[Action::TryAgain])
            }
        }
        CodeError::NotAllowed => {
            alert(Key::TransmissionRefused, Key::TransmissionRefusedAdvice, &[Action::BypassTerminal])
        }
    }
}

/// Why the token on display is not at its terminal.
pub(super) fn about_delivery(shown: &Shown) -> Option<Alert> {
    let (what, advice) = match shown.delivery? {
        Delivery::UnderWay => return None,
        Delivery::Unanswered => (Key::TerminalUnanswered, Key::NotDeliveredAdvice),
        Delivery::Refused(refusal) => {
            let what = match refusal {
                Refusal::OtherController => Key::TerminalRefusedController,
                Refusal::TokenRejected => Key::TerminalRefusedToken,
                Refusal::OtherUser => Key::TerminalRefusedUser,
                Refusal::NotSaved => Key::TerminalRefusedStorage,
            };
            (what, Key::TerminalRefusedAdvice)
        }
    };
    Some(alert(what, advice, &[Action::SendAgain, Action::RevokeNew]))
}
