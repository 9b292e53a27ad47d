//! About a new token that could not be verified: what answered, and whether scripts will get the same answer.

use latchkey_core::Error;

use super::failure::about_error;
use super::{Alert, Section};
use crate::event::Action;
use crate::view::message::{Key, Message};

/// Why the new token could not be verified.
pub(super) fn about_check(error: &Error) -> Alert {
    let alert = Alert { actions: vec![Action::VerifyAgain], ..about_error(error) };
    match error {
        Error::SsoRequired => gate_answered(Alert { what: Message::plain(Key::CheckSignIn), ..alert }),
        Error::WebPage | Error::NotJenkins => gate_answered(alert),
        Error::GateCredentials
        | Error::CredentialsRemoved
        | Error::SignOnSessionRequired
        | Error::Proxy { status: 400..429 } => {
            Alert { advice: Message::plain(Key::ScriptsToo).because(Some(alert.advice)), ..alert }
        }
        Error::ColonInUserId => Alert { actions: Vec::new(), ..alert },
        Error::Transport(_)
        | Error::SignedOut { .. }
        | Error::NoUsers
        | Error::UserChanged { .. }
        | Error::CrumbRefused
        | Error::CredentialsRefused
        | Error::NotPermitted { .. }
        | Error::OwnerOnly
        | Error::NotFound
        | Error::UnknownUser(_)
        | Error::UserIdBlocked(_)
        | Error::UnknownToken
        | Error::ScriptConsoleOff
        | Error::ScriptConsoleBlocked { .. }
        | Error::ScriptFailed { .. }
        | Error::Proxy { .. }
        | Error::Rejected { .. }
        | Error::ServerError { .. }
        | Error::UnexpectedReply
        | Error::UnusableToken => alert,
    }
}

/// A browser does not tell a gate's redirect from that of Jenkins' own sign-on.
fn gate_answered(alert: Alert) -> Alert {
    Alert { advice: Message::plain(Key::CheckSignInAdvice), more: Some(Section::GATE_SIGN_IN), ..alert }
}

/// The new token of a replacement could not be verified, so the person decides about the old one.
pub(super) fn about_replacement(error: &Error) -> Alert {
    let mut alert = about_check(error);
    let rest = alert.advice.followed_by(Some(Message::plain(Key::ReplaceUnverifiedAdvice)));
    alert.actions.push(Action::RevokeOld);
    Alert {
        what: Message::plain(Key::ReplaceUnverified),
        advice: alert.what.followed_by(Some(rest)),
        ..alert
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_answered_is_named_with_what_it_means_for_scripts() {
        let gates = [
            (Error::SsoRequired, Key::CheckSignIn, Key::CheckSignInAdvice),
            (Error::WebPage, Key::WebPage, Key::CheckSignInAdvice),
            (Error::GateCredentials, Key::GateCredentials, Key::ScriptsToo),
            (Error::CredentialsRemoved, Key::CredentialsRemoved, Key::ScriptsToo),
            (Error::SignOnSessionRequired, Key::SignOnSessionRequired, Key::ScriptsToo),
            (Error::Proxy { status: 403 }, Key::RequestRefused, Key::ScriptsToo),
            (Error::Proxy { status: 502 }, Key::JenkinsUnreachable, Key::WaitAdvice),
        ];
        for (error, what, advice) in gates {
            let alert = about_check(&error);
            assert_eq!((alert.what.key, alert.advice.key), (what, advice));
            assert_eq!(alert.actions, [Action::VerifyAgain]);
            assert!(alert.more.is_some(), "{error}");
        }
    }

    #[test]
    fn a_replacement_says_why_and_what_to_do_about_the_old_token() {
        let alert = about_replacement(&Error::CredentialsRemoved);
        assert_eq!(alert.actions, [Action::VerifyAgain, Action::RevokeOld]);
        let sentences: Vec<Key> =
            std::iter::successors(Some(&alert.advice), |message| message.reason.as_deref())
                .map(|message| message.key)
                .collect();
        let expected = [
            Key::CredentialsRemoved,
            Key::ScriptsToo,
            Key::CredentialsRemovedAdvice,
            Key::ReplaceUnverifiedAdvice,
        ];
        assert_eq!(sentences, expected);
    }
}
