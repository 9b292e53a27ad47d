//! What failed, in words.

use latchkey_core::{Error, TransportError};

use super::{Alert, alert};
use crate::event::Action;
use crate::view::message::{Key, Message};

pub(super) fn signed_out() -> Alert {
    alert(Key::SignedOut, Key::SignedOutAdvice, &[Action::SignIn])
}

/// A failure after which certainly nothing was created.
pub(super) fn about_error(error: &Error) -> Alert {
    let (advice, actions): (Key, &[Action]) = match error {
        Error::Transport(TransportError::NotSent { .. } | TransportError::PageGone) => {
            (Key::OpenOrdinaryPage, &[Action::TryAgain])
        }
        Error::Transport(
            TransportError::Untrusted { .. } | TransportError::NoAnswer { .. } | TransportError::TimedOut,
        ) => (Key::CheckReachable, &[Action::TryAgain]),
        Error::SignedOut => return signed_out(),
        Error::SsoRequired => (Key::SignInAdvice, &[Action::SignIn]),
        Error::UserChanged { now, .. } => {
            return Alert {
                what: what_happened(error),
                advice: Message::plain(Key::SomeoneElseAdvice),
                actions: vec![Action::ContinueAs(now.clone())],
            };
        }
        Error::CrumbRefused => (Key::CrumbRefusedAdvice, &[Action::TryAgain]),
        Error::CredentialsRefused => (Key::SignInAdvice, &[Action::SignIn]),
        Error::NotPermitted { .. } => (Key::AskAdministrator, &[]),
        Error::OwnerOnly => (Key::OwnerOnlyAdvice, &[]),
        Error::UnknownUser(_) => (Key::UnknownUserAdvice, &[]),
        Error::UnknownToken => (Key::UnknownTokenAdvice, &[Action::TryAgain]),
        Error::ScriptConsoleOff | Error::ScriptConsoleBlocked { .. } => (Key::ScriptConsoleAdvice, &[]),
        Error::ScriptFailed { .. } => (Key::ScriptFailedAdvice, &[]),
        Error::Rejected { .. } => (Key::DeclinedAdvice, &[]),
        Error::Proxy { .. }
        | Error::ServerError { .. }
        | Error::UnexpectedReply
        | Error::UnusableToken
        | Error::NotFound
        | Error::NotJenkins => (Key::TryLater, &[Action::TryAgain]),
        Error::ColonInUserId => (Key::ColonInUserIdAdvice, &[]),
    };
    Alert { what: what_happened(error), advice: Message::plain(advice), actions: actions.to_vec() }
}

/// The first sentence of every alert about a failure.
pub(crate) fn what_happened(error: &Error) -> Message {
    match error {
        Error::Transport(TransportError::NotSent { .. }) => Message::plain(Key::NotSent),
        Error::Transport(TransportError::TimedOut) => Message::plain(Key::TimedOut),
        Error::Transport(TransportError::PageGone) => Message::plain(Key::PageGone),
        Error::Transport(TransportError::Untrusted { .. } | TransportError::NoAnswer { .. }) => {
            Message::plain(Key::NoAnswer)
        }
        Error::SignedOut => Message::plain(Key::SignedOut),
        Error::UserChanged { now, .. } => Message::with(Key::SomeoneElse, &now.id),
        Error::CrumbRefused => Message::plain(Key::CrumbRefused),
        Error::CredentialsRefused => Message::plain(Key::CredentialsRefused),
        Error::NotPermitted { permission: Some(permission), .. } => {
            Message::with(Key::PermissionMissing, permission)
        }
        Error::NotPermitted { permission: None, .. } => Message::plain(Key::NotPermitted),
        Error::NotFound => Message::plain(Key::NotFound),
        Error::OwnerOnly => Message::plain(Key::OwnerOnly),
        Error::UnknownUser(user) => Message::with(Key::UnknownUser, user),
        Error::UnknownToken => Message::plain(Key::UnknownToken),
        Error::ScriptConsoleOff => Message::plain(Key::ScriptConsoleOff),
        Error::ScriptConsoleBlocked { status } => Message::with(Key::ScriptConsoleBlocked, status),
        Error::ScriptFailed { excerpt } if excerpt.is_empty() => Message::plain(Key::ScriptFailed),
        Error::ScriptFailed { excerpt } => Message::with(Key::ScriptFailedWith, excerpt),
        Error::SsoRequired => Message::plain(Key::SignInInFront),
        Error::Proxy { status } => Message::with(Key::ProxyAnswered, status),
        Error::Rejected { message } => Message::with(Key::Declined, message),
        Error::ServerError { status } => Message::with(Key::Broken, status),
        Error::ColonInUserId => Message::plain(Key::ColonInUserId),
        Error::NotJenkins | Error::UnexpectedReply | Error::UnusableToken => {
            Message::plain(Key::UnexpectedReply)
        }
    }
}

#[cfg(test)]
mod tests {
    use latchkey_core::{User, UserId};

    use super::*;

    #[test]
    fn every_error_says_what_happened_and_what_to_do() {
        let bob = User { id: UserId::new("bob"), full_name: "Bob".to_owned() };
        let errors = [
            Error::Transport(TransportError::TimedOut),
            Error::SignedOut,
            Error::UserChanged { expected: None, now: bob.clone() },
            Error::CrumbRefused,
            Error::NotPermitted { user: None, permission: None },
            Error::SsoRequired,
            Error::Proxy { status: 502 },
            Error::Rejected { message: "no".to_owned() },
            Error::ServerError { status: 500 },
            Error::UnexpectedReply,
        ];
        let mut told: Vec<_> = errors.iter().map(|error| about_error(error).what.key).collect();
        told.dedup();
        assert_eq!(told.len(), errors.len(), "each cause has its own sentence: {told:?}");
        assert_eq!(about_error(&errors[2]).actions, [Action::ContinueAs(bob)]);
    }
}
