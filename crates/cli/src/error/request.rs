//! What each error of core means on the command line: one table.

use latchkey_core::{Error, Outcome, TransportError, Unconfirmed};

use super::{CliError, ExitCode};

impl CliError {
    /// A request that did not get the reply it was sent for, and that changed nothing. `account` says which
    /// credentials it was sent with, `controller` where to.
    pub(crate) fn request(cause: &Error, account: &str, controller: &str) -> Self {
        let (exit_code, kind, message, hint) = match cause {
            Error::Transport(TransportError::NotSent { reason }) => (
                ExitCode::NoAnswer,
                "not-sent",
                format!("Could not connect to {controller}: {reason}"),
                "Check the URL, the network, and the proxy settings.",
            ),
            Error::Transport(TransportError::NotRecorded) => (
                ExitCode::Failed,
                "not-recorded",
                format!("The request to {controller} could not be recorded, so it was not sent"),
                "Check that there is space left on the disk, and try again.",
            ),
            Error::Transport(TransportError::Untrusted { reason }) => (
                ExitCode::Untrusted,
                "untrusted",
                format!("{controller} could not prove its identity, so nothing was sent: {reason}"),
                "If its certificate comes from your own authority, give the authority's PEM file with --cacert.",
            ),
            Error::Transport(TransportError::NoAnswer { reason }) => (
                ExitCode::NoAnswer,
                "no-answer",
                format!("No answer from {controller}: {reason}"),
                "Check the URL and the network, and try again.",
            ),
            Error::Transport(TransportError::TimedOut) => (
                ExitCode::NoAnswer,
                "timed-out",
                format!("No answer from {controller} in time"),
                "Try again, or wait longer with --timeout.",
            ),
            Error::Transport(TransportError::PageGone) => (
                ExitCode::NoAnswer,
                "no-answer",
                format!("The connection was given up before {controller} answered"),
                "Try again.",
            ),
            // Every request of the command line has credentials; wrong ones would be refused.
            Error::SignedOut { .. } | Error::CredentialsRemoved => (
                ExitCode::JenkinsFailed,
                "credentials-removed",
                format!("Jenkins did not get {account}: something in front of it removes the Authorization header"),
                "Ask whoever runs the proxy to pass the Authorization header on to Jenkins, or use a URL that bypasses \
                 the proxy.",
            ),
            Error::NoUsers => (
                ExitCode::JenkinsFailed,
                "no-users",
                format!("The Jenkins at {controller} has no users, so it needs no token"),
                "Send requests without credentials.",
            ),
            Error::CredentialsRefused => (
                ExitCode::CredentialsRefused,
                "credentials-refused",
                format!("Jenkins refused {account}: wrong, expired, or revoked"),
                "Check the user ID and the password or token, or create a new token in the browser.",
            ),
            Error::SignOnSessionRequired => (
                ExitCode::SsoRequired,
                "sign-on-session-required",
                format!("The sign-on of {controller} accepts API tokens only during a browser session"),
                "Ask a Jenkins administrator to allow access with API tokens without an OpenID Connect session.",
            ),
            Error::UserChanged { now, .. } => (
                ExitCode::JenkinsFailed,
                "unexpected-reply",
                format!("The session now belongs to another user, {}", now.id),
                "Check the credentials, and run the command again.",
            ),
            Error::CrumbRefused => (
                ExitCode::JenkinsFailed,
                "crumb-refused",
                "Jenkins refused the crumb of the request; a proxy may have removed or changed it".to_owned(),
                "Use an API token instead of the password: requests with a token need no crumb.",
            ),
            Error::NotPermitted { permission: Some(permission), .. } => (
                ExitCode::NotPermitted,
                "not-permitted",
                format!("Jenkins does not allow this: the permission {permission} is missing"),
                "Ask an administrator of this Jenkins for the permission, or use another account with --user.",
            ),
            Error::NotPermitted { permission: None, .. } => (
                ExitCode::NotPermitted,
                "not-permitted",
                "Jenkins does not allow this".to_owned(),
                "Ask an administrator of this Jenkins for the permission, or use another account with --user.",
            ),
            Error::OwnerOnly => (
                ExitCode::NotPermitted,
                "not-permitted",
                "Jenkins lets only the user create this token".to_owned(),
                "Ask the user to create it.",
            ),
            Error::NotFound => (
                ExitCode::NotFound,
                "not-found",
                format!("There is no such page or user at {controller}"),
                "Check the URL, which must be that of the controller or one of its pages, and the user ID.",
            ),
            Error::UnknownUser(user) => (
                ExitCode::NotFound,
                "unknown-user",
                format!("Jenkins has no user {user}"),
                "Check the user ID: it is the last part of the URL of the user's page.",
            ),
            Error::UserIdBlocked(user) => (
                ExitCode::JenkinsFailed,
                "user-id-blocked",
                format!("Something in front of Jenkins does not pass the user ID {user} in a URL"),
                "Ask whoever runs the proxy to pass encoded characters such as %2F on to Jenkins unchanged.",
            ),
            Error::UnknownToken => (
                ExitCode::NotFound,
                "unknown-token",
                "Jenkins has no such token".to_owned(),
                "See the tokens with `latchkey list`. This one may have been revoked in the meantime.",
            ),
            Error::ScriptConsoleOff => (
                ExitCode::ScriptConsoleOff,
                "script-console-off",
                "The script console of this Jenkins is switched off".to_owned(),
                "It is the only way to other users' tokens. `latchkey list` shows your own.",
            ),
            Error::ScriptConsoleBlocked { status } => (
                ExitCode::ScriptConsoleBlocked,
                "script-console-blocked",
                format!("A proxy in front of Jenkins blocks the script console with status {status}"),
                "Use a URL that bypasses the proxy, or ask its administrator to let Jenkins administrators reach \
                 /scriptText.",
            ),
            Error::ScriptFailed { excerpt } => (
                ExitCode::JenkinsFailed,
                "script-failed",
                match excerpt.as_str() {
                    "" => "The script failed on the controller".to_owned(),
                    excerpt => format!("The script failed on the controller: {excerpt}"),
                },
                "Look for the cause in the log of the controller.",
            ),
            Error::SsoRequired => (
                ExitCode::SsoRequired,
                "sign-in-in-front",
                format!("A single sign-on in front of {controller} answered instead of Jenkins"),
                "Create a token in the browser. If the single sign-on lets API tokens through, save it with \
                 `latchkey save`.",
            ),
            Error::GateCredentials => (
                ExitCode::SsoRequired,
                "gate-credentials",
                format!("A proxy in front of {controller} wants a user name and password of its own"),
                "It uses the header that API tokens need. Ask whoever runs the proxy for a URL at which it does not.",
            ),
            Error::WebPage => (
                ExitCode::JenkinsFailed,
                "web-page",
                format!("{controller} sent a web page where data was expected"),
                "Check the URL: it must be that of the controller or one of its pages.",
            ),
            Error::Proxy { status } => (
                ExitCode::JenkinsFailed,
                "proxy",
                format!("A proxy in front of Jenkins answered with status {status}"),
                "Try again later, or ask the administrator of the proxy.",
            ),
            Error::NotJenkins => (
                ExitCode::NotJenkins,
                "not-jenkins",
                format!("The server at {controller} is not Jenkins"),
                "Check the URL: it must be that of the controller or one of its pages.",
            ),
            Error::Rejected { message } => (
                ExitCode::JenkinsFailed,
                "declined",
                format!("Jenkins rejected the request: {message}"),
                "If that does not say what to change, ask an administrator of this Jenkins.",
            ),
            Error::ServerError { status } => (
                ExitCode::JenkinsFailed,
                "jenkins-failed",
                format!("Jenkins failed with status {status}"),
                "Try again later. If it fails again, the log of the controller says why.",
            ),
            Error::UnexpectedReply => (
                ExitCode::JenkinsFailed,
                "unexpected-reply",
                format!("The reply from {controller} is not one that Jenkins gives"),
                "Check whether a proxy or a plugin changes it.",
            ),
            Error::UnusableToken => (
                ExitCode::JenkinsFailed,
                "unexpected-reply",
                "Jenkins created the token, but its reply contains no usable value".to_owned(),
                "Check whether a proxy or a plugin changes the reply.",
            ),
            Error::ColonInUserId => (
                ExitCode::Usage,
                "colon-in-user-id",
                "The user ID contains a colon, which HTTP Basic authentication cannot carry, so nothing was sent"
                    .to_owned(),
                "Use an account whose user ID has no colon.",
            ),
        };
        Self::new(exit_code, kind, message).hint(hint)
    }

    /// A change that Jenkins did not confirm. `list` is the command line that shows whether it was made.
    pub(crate) fn change(error: &Unconfirmed, account: &str, controller: &str, list: &str) -> Self {
        let request = Self::request(&error.cause, account, controller);
        let outcome = match error.outcome {
            Outcome::NotDone => return request,
            Outcome::Done => "The change was made anyway",
            Outcome::Unknown => "The change may have been made anyway",
        };
        let message = format!("{}. {outcome}", request.message);
        Self::new(ExitCode::MayHaveBeenDone, "may-have-been-done", message)
            .hint(format!("Check with `{list}`."))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use latchkey_core::{User, UserId};

    use super::*;

    /// The error after this one; the match is exhaustive, so that a new error must take its place here.
    fn after(error: &Error) -> Option<Error> {
        let text = String::new;
        let next = match error {
            Error::Transport(TransportError::NotSent { .. }) => Error::Transport(TransportError::NotRecorded),
            Error::Transport(TransportError::NotRecorded) => {
                Error::Transport(TransportError::Untrusted { reason: text() })
            }
            Error::Transport(TransportError::Untrusted { .. }) => {
                Error::Transport(TransportError::NoAnswer { reason: text() })
            }
            Error::Transport(TransportError::NoAnswer { .. }) => Error::Transport(TransportError::TimedOut),
            Error::Transport(TransportError::TimedOut) => Error::Transport(TransportError::PageGone),
            Error::Transport(TransportError::PageGone) => Error::CredentialsRemoved,
            Error::SignedOut { .. } => return None,
            Error::CredentialsRemoved => Error::NoUsers,
            Error::NoUsers => Error::SignOnSessionRequired,
            Error::SignOnSessionRequired => Error::CredentialsRefused,
            Error::CredentialsRefused => {
                Error::UserChanged { expected: None, now: User { id: UserId::new("bob"), full_name: text() } }
            }
            Error::UserChanged { .. } => Error::CrumbRefused,
            Error::CrumbRefused => Error::NotPermitted { user: None, permission: None },
            Error::NotPermitted { permission: None, .. } => {
                Error::NotPermitted { user: None, permission: Some("Administer".to_owned()) }
            }
            Error::NotPermitted { permission: Some(_), .. } => Error::OwnerOnly,
            Error::OwnerOnly => Error::NotFound,
            Error::NotFound => Error::UnknownUser(UserId::new("bob")),
            Error::UnknownUser(_) => Error::UserIdBlocked(UserId::new("bob")),
            Error::UserIdBlocked(_) => Error::UnknownToken,
            Error::UnknownToken => Error::ScriptConsoleOff,
            Error::ScriptConsoleOff => Error::ScriptConsoleBlocked { status: 403 },
            Error::ScriptConsoleBlocked { .. } => Error::ScriptFailed { excerpt: text() },
            Error::ScriptFailed { .. } => Error::SsoRequired,
            Error::SsoRequired => Error::GateCredentials,
            Error::GateCredentials => Error::WebPage,
            Error::WebPage => Error::Proxy { status: 502 },
            Error::Proxy { .. } => Error::NotJenkins,
            Error::NotJenkins => Error::Rejected { message: text() },
            Error::Rejected { .. } => Error::ServerError { status: 502 },
            Error::ServerError { .. } => Error::UnexpectedReply,
            Error::UnexpectedReply => Error::UnusableToken,
            Error::UnusableToken => Error::ColonInUserId,
            Error::ColonInUserId => return None,
        };
        Some(next)
    }

    fn all() -> Vec<Error> {
        let first = Error::Transport(TransportError::NotSent { reason: String::new() });
        std::iter::successors(Some(first), after).collect()
    }

    fn shown(cause: &Error) -> CliError {
        CliError::request(cause, "the password given", "http://ci")
    }

    #[test]
    fn every_error_has_its_own_words_and_says_what_to_do() {
        let errors = all();
        assert_eq!(errors.len(), 32);
        let messages: HashSet<String> = errors.iter().map(|error| shown(error).message).collect();
        assert_eq!(messages.len(), errors.len(), "{messages:#?}");
        for error in &errors {
            assert!(shown(error).hints.iter().all(|hint| hint.ends_with('.')), "{error:?}");
            assert_eq!(shown(error).hints.len(), 1, "{error:?}");
        }
    }

    #[test]
    fn causes_that_scripts_tell_apart_have_different_exit_codes() {
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
        let exit_codes: HashSet<u8> = causes.iter().map(|cause| shown(cause).exit_code.code()).collect();
        assert_eq!(exit_codes.len(), causes.len());
    }

    #[test]
    fn a_refusal_names_the_credentials() {
        let error = shown(&Error::CredentialsRefused);
        assert_eq!(error.message, "Jenkins refused the password given: wrong, expired, or revoked");
    }

    #[test]
    fn each_outcome_of_a_change_has_its_own_words() {
        let change = |outcome| {
            let error = Unconfirmed { cause: Error::ServerError { status: 500 }, outcome };
            CliError::change(&error, "the password given", "http://ci", "latchkey list")
        };
        assert_eq!(change(Outcome::NotDone), shown(&Error::ServerError { status: 500 }));
        assert!(change(Outcome::Done).message.ends_with("was made anyway"));
        let unknown = change(Outcome::Unknown);
        assert_eq!((unknown.exit_code.code(), unknown.kind), (12, "may-have-been-done"));
        assert_eq!(unknown.hints, ["Check with `latchkey list`."]);
    }
}
