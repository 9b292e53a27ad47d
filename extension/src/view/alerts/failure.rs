//! What failed, in words.

use latchkey_core::{Error, Owner, TransportError};

use super::{Alert, Section, alert, status};
use crate::event::Action;
use crate::view::message::{Key, Message};

pub(super) fn signed_out() -> Alert {
    alert(Key::SignedOut, Key::SignedOutAdvice, &[Action::SignIn])
}

/// A failure of any request that did not create, or change, anything.
pub(super) fn about_error(error: &Error) -> Alert {
    let (advice, actions): (Key, &[Action]) = match error {
        Error::Transport(TransportError::NotRecorded) => (Key::StorageUnwritableAdvice, &[Action::TryAgain]),
        Error::Transport(TransportError::NotSent { .. } | TransportError::PageGone) | Error::NotJenkins => {
            (Key::OpenDashboard, &[Action::TryAgain])
        }
        Error::Transport(
            TransportError::Untrusted { .. } | TransportError::NoAnswer { .. } | TransportError::TimedOut,
        ) => (Key::CheckReachable, &[Action::TryAgain]),
        Error::SignedOut { .. } => return signed_out(),
        Error::NoUsers => (Key::NoUsersAdvice, &[]),
        Error::SsoRequired => (Key::SignInAdvice, &[Action::SignIn]),
        Error::GateCredentials => (Key::GateCredentialsAdvice, &[]),
        Error::WebPage => (Key::OpenPageAgainAdvice, &[Action::OpenPageAgain]),
        Error::UserChanged { now, .. } => {
            return Alert {
                what: what_happened(error),
                advice: Message::plain(Key::UserChangedAdvice),
                actions: vec![Action::ContinueAs(now.clone())],
                more: None,
            };
        }
        Error::CrumbRefused => (Key::CrumbRefusedAdvice, &[Action::OpenPageAgain]),
        Error::CredentialsRefused => (Key::SignInAdvice, &[Action::SignIn]),
        Error::CredentialsRemoved => (Key::CredentialsRemovedAdvice, &[]),
        Error::SignOnSessionRequired => (Key::SignOnSessionRequiredAdvice, &[]),
        Error::NotPermitted { .. } => (Key::AskAdministrator, &[]),
        Error::OwnerOnly => (Key::OwnerOnlyAdvice, &[]),
        Error::UnknownUser(_) => (Key::UnknownUserAdvice, &[]),
        Error::UserIdBlocked(_) => (Key::UserIdBlockedAdvice, &[Action::TryAgain]),
        Error::UnknownToken => (Key::UnknownTokenAdvice, &[Action::TryAgain]),
        Error::ScriptConsoleOff => (Key::ScriptConsoleAdvice, &[]),
        Error::ScriptConsoleBlocked { .. } => (Key::ScriptConsoleBlockedAdvice, &[Action::TryAgain]),
        Error::ScriptFailed { .. } => (Key::ScriptFailedAdvice, &[]),
        Error::Rejected { .. } => (Key::RejectedAdvice, &[]),
        Error::UnusableToken => (Key::UnknownTokenAdvice, &[Action::ShowTokens(Owner::Me)]),
        Error::Proxy { status } | Error::ServerError { status: status @ 503 } => {
            let cause = status::cause(*status);
            (cause.advice, cause.actions)
        }
        Error::ServerError { .. } | Error::UnexpectedReply | Error::NotFound => {
            (Key::TryLater, &[Action::TryAgain])
        }
        Error::ColonInUserId => (Key::ColonInUserIdAdvice, &[]),
    };
    Alert {
        what: what_happened(error),
        advice: Message::plain(advice),
        actions: actions.to_vec(),
        more: Section::of_error(error),
    }
}

/// A failure to create a token, after which certainly none was created: Jenkins refused, or the list of tokens shows that
/// there is none. If neither what happened nor the advice implies that, the alert says it.
pub(super) fn about_generating(error: &Error) -> Alert {
    let alert = about_error(error);
    match error {
        Error::Transport(
            TransportError::Untrusted { .. }
            | TransportError::NoAnswer { .. }
            | TransportError::TimedOut
            | TransportError::PageGone,
        )
        | Error::SsoRequired
        | Error::GateCredentials
        | Error::WebPage
        | Error::Proxy { .. }
        | Error::NotJenkins
        | Error::ServerError { .. }
        | Error::UnexpectedReply
        | Error::NotPermitted { user: None, .. }
        | Error::ScriptConsoleBlocked { .. }
        | Error::ScriptFailed { .. }
        | Error::NotFound
        | Error::CrumbRefused
        | Error::UserIdBlocked(_)
        | Error::UnknownUser(_) => {
            Alert { advice: Message::plain(Key::NothingCreated).because(Some(alert.advice)), ..alert }
        }
        Error::Transport(TransportError::NotSent { .. } | TransportError::NotRecorded)
        | Error::SignedOut { .. }
        | Error::NoUsers
        | Error::UserChanged { .. }
        | Error::CredentialsRefused
        | Error::CredentialsRemoved
        | Error::SignOnSessionRequired
        | Error::NotPermitted { user: Some(_), .. }
        | Error::OwnerOnly
        | Error::UnknownToken
        | Error::ScriptConsoleOff
        | Error::Rejected { .. }
        | Error::UnusableToken
        | Error::ColonInUserId => alert,
    }
}

/// The first sentence of every alert about a failure.
pub(crate) fn what_happened(error: &Error) -> Message {
    match error {
        Error::Transport(TransportError::NotRecorded) => Message::plain(Key::StorageUnwritable),
        Error::Transport(TransportError::NotSent { .. }) => Message::plain(Key::NotSent),
        Error::Transport(TransportError::TimedOut) => Message::plain(Key::TimedOut),
        Error::Transport(TransportError::PageGone) => Message::plain(Key::PageGone),
        Error::Transport(TransportError::Untrusted { .. }) => Message::plain(Key::Untrusted),
        Error::Transport(TransportError::NoAnswer { .. }) => Message::plain(Key::NoAnswer),
        Error::SignedOut { .. } => Message::plain(Key::SignedOut),
        Error::NoUsers => Message::plain(Key::NoUsers),
        Error::UserChanged { now, .. } => Message::with(Key::UserChanged, &now.id),
        Error::CrumbRefused => Message::plain(Key::CrumbRefused),
        Error::CredentialsRefused => Message::plain(Key::CredentialsRefused),
        Error::CredentialsRemoved => Message::plain(Key::CredentialsRemoved),
        Error::SignOnSessionRequired => Message::plain(Key::SignOnSessionRequired),
        Error::NotPermitted { permission: Some(permission), .. } => {
            Message::with(Key::PermissionMissing, permission)
        }
        Error::NotPermitted { permission: None, .. } => Message::plain(Key::NotPermitted),
        Error::NotFound => Message::plain(Key::NotFound),
        Error::OwnerOnly => Message::plain(Key::OwnerOnly),
        Error::UnknownUser(user) => Message::with(Key::UnknownUser, user),
        Error::UserIdBlocked(user) => Message::with(Key::UserIdBlocked, user),
        Error::UnknownToken => Message::plain(Key::UnknownToken),
        Error::ScriptConsoleOff => Message::plain(Key::ScriptConsoleOff),
        Error::ScriptConsoleBlocked { status } => Message::with(Key::ScriptConsoleBlocked, status),
        Error::ScriptFailed { excerpt } if excerpt.is_empty() => Message::plain(Key::ScriptFailed),
        Error::ScriptFailed { excerpt } => Message::with(Key::ScriptFailedWith, excerpt),
        Error::SsoRequired => Message::plain(Key::SsoRequired),
        Error::GateCredentials => Message::plain(Key::GateCredentials),
        Error::WebPage => Message::plain(Key::WebPage),
        Error::Proxy { status } | Error::ServerError { status: status @ 503 } => {
            Message::with(status::cause(*status).what, status)
        }
        Error::Rejected { message } => Message::with(Key::Rejected, message),
        Error::ServerError { status } => Message::with(Key::ServerError, status),
        Error::ColonInUserId => Message::plain(Key::ColonInUserId),
        Error::NotJenkins => Message::plain(Key::NotJenkinsAnswered),
        Error::UnexpectedReply => Message::plain(Key::UnexpectedReply),
        Error::UnusableToken => Message::plain(Key::UnusableToken),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::iter;

    use latchkey_core::{User, UserId};

    use super::*;

    fn bob() -> User {
        User { id: UserId::new("bob"), full_name: "Bob".to_owned() }
    }

    /// One error after the other. The match is what makes sure that none is missing.
    fn after(error: &Error) -> Option<Error> {
        let reason = || "reason".to_owned();
        Some(match error {
            Error::Transport(TransportError::NotSent { .. }) => Error::Transport(TransportError::NotRecorded),
            Error::Transport(TransportError::NotRecorded) => {
                Error::Transport(TransportError::Untrusted { reason: reason() })
            }
            Error::Transport(TransportError::Untrusted { .. }) => {
                Error::Transport(TransportError::NoAnswer { reason: reason() })
            }
            Error::Transport(TransportError::NoAnswer { .. }) => Error::Transport(TransportError::TimedOut),
            Error::Transport(TransportError::TimedOut) => Error::Transport(TransportError::PageGone),
            Error::Transport(TransportError::PageGone) => Error::SignedOut { sign_in: None },
            Error::SignedOut { .. } => Error::NoUsers,
            Error::NoUsers => Error::UserChanged { expected: None, now: bob() },
            Error::UserChanged { .. } => Error::CrumbRefused,
            Error::CrumbRefused => Error::CredentialsRefused,
            Error::CredentialsRefused => Error::CredentialsRemoved,
            Error::CredentialsRemoved => Error::SignOnSessionRequired,
            Error::SignOnSessionRequired => Error::NotPermitted { user: None, permission: Some(reason()) },
            Error::NotPermitted { permission: Some(_), .. } => {
                Error::NotPermitted { user: None, permission: None }
            }
            Error::NotPermitted { permission: None, .. } => Error::OwnerOnly,
            Error::OwnerOnly => Error::NotFound,
            Error::NotFound => Error::UnknownUser(bob().id),
            Error::UnknownUser(_) => Error::UserIdBlocked(bob().id),
            Error::UserIdBlocked(_) => Error::UnknownToken,
            Error::UnknownToken => Error::ScriptConsoleOff,
            Error::ScriptConsoleOff => Error::ScriptConsoleBlocked { status: 403 },
            Error::ScriptConsoleBlocked { .. } => Error::ScriptFailed { excerpt: String::new() },
            Error::ScriptFailed { excerpt } if excerpt.is_empty() => {
                Error::ScriptFailed { excerpt: reason() }
            }
            Error::ScriptFailed { .. } => Error::SsoRequired,
            Error::SsoRequired => Error::GateCredentials,
            Error::GateCredentials => Error::WebPage,
            Error::WebPage => Error::Proxy { status: 502 },
            Error::Proxy { .. } => Error::NotJenkins,
            Error::NotJenkins => Error::Rejected { message: reason() },
            Error::Rejected { .. } => Error::ServerError { status: 500 },
            Error::ServerError { .. } => Error::UnexpectedReply,
            Error::UnexpectedReply => Error::UnusableToken,
            Error::UnusableToken => Error::ColonInUserId,
            Error::ColonInUserId => return None,
        })
    }

    fn errors() -> Vec<Error> {
        let first = Error::Transport(TransportError::NotSent { reason: String::new() });
        iter::successors(Some(first), after).collect()
    }

    #[test]
    fn every_error_has_a_sentence_of_its_own() {
        let errors = errors();
        assert_eq!(errors.len(), 34);
        let sentences: BTreeSet<Key> = errors.iter().map(|error| about_error(error).what.key).collect();
        assert_eq!(sentences.len(), errors.len(), "two errors share a sentence: {sentences:?}");
    }

    /// Every status of which alerts know the cause.
    const STATUSES: [u16; 10] = [400, 403, 405, 406, 413, 429, 431, 502, 503, 504];

    #[test]
    fn a_status_stands_behind_the_words_for_its_cause() {
        let texts: BTreeMap<String, serde_json::Value> =
            serde_json::from_str(include_str!("../../../_locales/en/messages.json")).unwrap();
        let mut statuses: Vec<Error> = STATUSES.map(|status| Error::Proxy { status }).into();
        statuses.extend([Error::Proxy { status: 418 }, Error::ServerError { status: 500 }]);
        for error in statuses {
            let alert = about_error(&error);
            let text = &texts[alert.what.key.name()]["message"];
            assert!(text.as_str().unwrap().ends_with(" (HTTP status $STATUS$)."), "{text}");
            assert!(!alert.actions.is_empty(), "{error} has no way out");
        }
    }

    /// An alert about any of them can be without a button: the page of an earlier request may be gone.
    #[test]
    fn every_error_has_a_section() {
        let statuses = STATUSES.map(|status| Error::Proxy { status });
        for error in errors().into_iter().chain(statuses) {
            assert!(Section::about(what_happened(&error).key).is_some(), "{error}");
        }
    }

    #[test]
    fn only_a_failure_to_create_a_token_says_that_nothing_was_created() {
        for error in [Error::Proxy { status: 502 }, Error::CrumbRefused, Error::UnknownUser(bob().id)] {
            let (any, generating) = (about_error(&error), about_generating(&error));
            assert_eq!(
                generating.advice,
                Message::plain(Key::NothingCreated).because(Some(any.advice.clone()))
            );
            assert_eq!((generating.what, generating.actions), (any.what, any.actions));
        }
    }

    #[test]
    fn a_person_who_signed_in_as_somebody_else_can_continue_as_that_user() {
        let alert = about_error(&Error::UserChanged { expected: None, now: bob() });
        assert_eq!(alert.actions, [Action::ContinueAs(bob())]);
    }
}
