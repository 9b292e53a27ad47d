//! What failed, in words.

use latchkey_core::{Error, TransportError};

use super::{Alert, alert};
use crate::event::Action;
use crate::view::message::Message;

pub(super) fn signed_out() -> Alert {
    alert("signed_out", "signed_out_advice", &[Action::SignIn])
}

/// A failure after which certainly nothing was created.
pub(super) fn about_error(error: &Error) -> Alert {
    let (advice, actions): (&'static str, &[Action]) = match error {
        Error::Transport(TransportError::NotSent { .. } | TransportError::PageGone) => {
            ("open_ordinary_page", &[Action::TryAgain])
        }
        Error::Transport(_) => ("check_reachable", &[Action::TryAgain]),
        Error::SignedOut => return signed_out(),
        Error::SsoRequired => ("sign_in_advice", &[Action::SignIn]),
        Error::UserChanged { now, .. } => {
            return Alert {
                what: what_happened(error),
                advice: Message::plain("someone_else_advice"),
                actions: vec![Action::ContinueAs(now.clone())],
            };
        }
        Error::CrumbRefused => ("crumb_refused_advice", &[Action::TryAgain]),
        Error::CredentialsRefused => ("sign_in_advice", &[Action::SignIn]),
        Error::NotPermitted { .. } => ("ask_administrator", &[]),
        Error::OwnerOnly => ("owner_only_advice", &[]),
        Error::UnknownUser(_) => ("unknown_user_advice", &[]),
        Error::UnknownToken => ("unknown_token_advice", &[Action::TryAgain]),
        Error::ScriptConsoleOff | Error::ScriptConsoleBlocked { .. } => ("script_console_advice", &[]),
        Error::ScriptFailed { .. } => ("script_failed_advice", &[]),
        Error::Rejected { .. } => ("declined_advice", &[]),
        Error::Proxy { .. } | Error::ServerError { .. } | Error::UnexpectedReply | Error::NotFound => {
            ("try_later", &[Action::TryAgain])
        }
        _ => ("try_later", &[Action::TryAgain]),
    };
    Alert { what: what_happened(error), advice: Message::plain(advice), actions: actions.to_vec() }
}

/// The first sentence of every alert about a failure.
pub(crate) fn what_happened(error: &Error) -> Message {
    match error {
        Error::Transport(TransportError::NotSent { .. }) => Message::plain("not_sent"),
        Error::Transport(TransportError::TimedOut) => Message::plain("timed_out"),
        Error::Transport(TransportError::PageGone) => Message::plain("page_gone"),
        Error::Transport(_) => Message::plain("no_answer"),
        Error::SignedOut => Message::plain("signed_out"),
        Error::UserChanged { now, .. } => Message::with("someone_else", &now.id),
        Error::CrumbRefused => Message::plain("crumb_refused"),
        Error::CredentialsRefused => Message::plain("credentials_refused"),
        Error::NotPermitted { permission: Some(permission), .. } => {
            Message::with("permission_missing", permission)
        }
        Error::NotPermitted { permission: None, .. } => Message::plain("not_permitted"),
        Error::NotFound => Message::plain("not_found"),
        Error::OwnerOnly => Message::plain("owner_only"),
        Error::UnknownUser(user) => Message::with("unknown_user", user),
        Error::UnknownToken => Message::plain("unknown_token"),
        Error::ScriptConsoleOff => Message::plain("script_console_off"),
        Error::ScriptConsoleBlocked { status } => Message::with("script_console_blocked", status),
        Error::ScriptFailed { excerpt } if excerpt.is_empty() => Message::plain("script_failed"),
        Error::ScriptFailed { excerpt } => Message::with("script_failed_with", excerpt),
        Error::SsoRequired => Message::plain("sign_in_in_front"),
        Error::Proxy { status } => Message::with("proxy_answered", status),
        Error::Rejected { message } => Message::with("declined", message),
        Error::ServerError { status } => Message::with("broken", status),
        _ => Message::plain("unexpected_reply"),
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
