//! What a refused or unanswered request means on a command line.

use latchkey_core::{Error, TransportError};

use super::{RequestContext, capitalised};
use crate::exit_code::ExitCode;

pub(super) fn exit_code(cause: &Error) -> ExitCode {
    match cause {
        Error::Transport(TransportError::Untrusted { .. }) => ExitCode::Untrusted,
        Error::Transport(
            TransportError::NotSent { .. }
            | TransportError::NoAnswer { .. }
            | TransportError::TimedOut
            | TransportError::PageGone,
        ) => ExitCode::NoAnswer,
        Error::CredentialsRefused | Error::SignedOut => ExitCode::CredentialsRefused,
        Error::NotPermitted { .. } | Error::OwnerOnly => ExitCode::NotPermitted,
        Error::ScriptConsoleOff => ExitCode::ScriptConsoleOff,
        Error::ScriptConsoleBlocked { .. } => ExitCode::ScriptConsoleBlocked,
        Error::NotFound | Error::UnknownUser(_) | Error::UnknownToken => ExitCode::NotFound,
        Error::SsoRequired => ExitCode::SsoRequired,
        Error::NotJenkins => ExitCode::NotJenkins,
        Error::ColonInUserId => ExitCode::Usage,
        Error::UserChanged { .. }
        | Error::CrumbRefused
        | Error::ScriptFailed { .. }
        | Error::Proxy { .. }
        | Error::Rejected { .. }
        | Error::ServerError { .. }
        | Error::UnexpectedReply
        | Error::UnusableToken => ExitCode::JenkinsFailed,
    }
}

pub(super) fn kind(cause: &Error) -> &'static str {
    match cause {
        Error::Transport(TransportError::Untrusted { .. }) => "untrusted",
        Error::Transport(TransportError::TimedOut) => "timed-out",
        Error::Transport(TransportError::NotSent { .. }) => "not-sent",
        Error::Transport(TransportError::NoAnswer { .. } | TransportError::PageGone) => "no-answer",
        Error::CredentialsRefused | Error::SignedOut => "credentials-refused",
        Error::NotPermitted { .. } | Error::OwnerOnly => "not-permitted",
        Error::ScriptConsoleOff => "script-console-off",
        Error::ScriptConsoleBlocked { .. } => "script-console-blocked",
        Error::ScriptFailed { .. } => "script-failed",
        Error::NotFound => "not-found",
        Error::UnknownUser(_) => "unknown-user",
        Error::UnknownToken => "unknown-token",
        Error::SsoRequired => "sign-in-in-front",
        Error::NotJenkins => "not-jenkins",
        Error::Proxy { .. } => "proxy",
        Error::Rejected { .. } => "declined",
        Error::ServerError { .. } => "jenkins-failed",
        Error::CrumbRefused => "crumb-refused",
        Error::ColonInUserId => "colon-in-user-id",
        Error::UserChanged { .. } => "user-changed",
        Error::UnexpectedReply => "unexpected-reply",
        Error::UnusableToken => "unusable-token",
    }
}

pub(super) fn message(cause: &Error, acted: Option<&RequestContext>) -> String {
    let at = acted.map_or("the controller", |acted| acted.controller.as_str());
    match (cause, acted) {
        (Error::CredentialsRefused | Error::SignedOut, Some(acted)) => {
            format!("Jenkins refuses {}: wrong, expired or revoked", acted.account)
        }
        (Error::SsoRequired, _) => {
            format!("Something in front of {at} answered with a sign-in of its own (single sign-on)")
        }
        (Error::NotJenkins, Some(_)) => format!("What answers at {at} is not Jenkins"),
        (Error::Transport(TransportError::NotSent { reason }), _) => {
            format!("No connection to {at}: {reason}")
        }
        (Error::Transport(TransportError::NoAnswer { reason }), _) => {
            format!("No answer from {at}: {reason}")
        }
        (Error::Transport(TransportError::TimedOut), _) => format!("No answer from {at} in time"),
        (Error::Transport(TransportError::Untrusted { reason }), _) => {
            format!("Nothing was sent to {at}: it cannot prove who it is ({reason})")
        }
        (Error::ColonInUserId, _) => {
            "The user id has a colon, at which HTTP Basic would cut it; nothing was sent".to_owned()
        }
        (
            Error::Transport(TransportError::PageGone)
            | Error::SignedOut
            | Error::UserChanged { .. }
            | Error::CrumbRefused
            | Error::CredentialsRefused
            | Error::NotPermitted { .. }
            | Error::OwnerOnly
            | Error::NotFound
            | Error::UnknownUser(_)
            | Error::UnknownToken
            | Error::ScriptConsoleOff
            | Error::ScriptConsoleBlocked { .. }
            | Error::ScriptFailed { .. }
            | Error::Proxy { .. }
            | Error::NotJenkins
            | Error::Rejected { .. }
            | Error::ServerError { .. }
            | Error::UnexpectedReply
            | Error::UnusableToken,
            _,
        ) => capitalised(&cause.to_string()),
    }
}

pub(super) fn advice(cause: &Error, acted: bool) -> Option<String> {
    let advice = match cause {
        Error::CredentialsRefused | Error::SignedOut if acted => {
            "Check the user id and the password, or make a new token in the browser"
        }
        Error::SsoRequired => {
            "Make a token in the browser; where the sign-on lets API tokens pass, save it with `latchkey save`"
        }
        Error::NotJenkins | Error::NotFound => "Check the address: it must be of a page of the controller",
        Error::Transport(TransportError::Untrusted { .. }) => {
            "Where the certificate is of your own authority, name its file with --cacert"
        }
        Error::Transport(TransportError::NotSent { .. }) => "Check the address, the network and the proxy",
        Error::Transport(TransportError::TimedOut) => "Try again, or wait longer with --timeout",
        Error::Proxy { .. } => "Ask whoever looks after the proxy, or try again later",
        Error::UnknownUser(_) => "Check the user id",
        Error::CrumbRefused => "A proxy may remove or change the crumb on its way: ask who runs it",
        Error::Transport(TransportError::NoAnswer { .. } | TransportError::PageGone)
        | Error::SignedOut
        | Error::UserChanged { .. }
        | Error::CredentialsRefused
        | Error::NotPermitted { .. }
        | Error::OwnerOnly
        | Error::UnknownToken
        | Error::ScriptConsoleOff
        | Error::ScriptConsoleBlocked { .. }
        | Error::ScriptFailed { .. }
        | Error::Rejected { .. }
        | Error::ServerError { .. }
        | Error::UnexpectedReply
        | Error::UnusableToken
        | Error::ColonInUserId => return None,
    };
    Some(advice.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_of_its_own_has_a_status_of_its_own() {
        let causes = [
            Error::CredentialsRefused,
            Error::SsoRequired,
            Error::NotJenkins,
            Error::Transport(TransportError::TimedOut),
            Error::Transport(TransportError::Untrusted { reason: String::new() }),
            Error::OwnerOnly,
            Error::ScriptConsoleOff,
            Error::ScriptConsoleBlocked { status: 403 },
            Error::NotFound,
            Error::ServerError { status: 500 },
        ];
        let mut codes: Vec<u8> = causes.iter().map(|cause| exit_code(cause).code()).collect();
        codes.dedup();
        assert_eq!(codes.len(), causes.len());
    }

    #[test]
    fn a_refusal_names_the_account() {
        let acted =
            RequestContext { account: "the password given".to_owned(), controller: "http://ci".to_owned() };
        let text = message(&Error::CredentialsRefused, Some(&acted));
        assert_eq!(text, "Jenkins refuses the password given: wrong, expired or revoked");
    }
}
