//! What each error of core means on the command line: one table.

mod gate;
mod proxy;
mod transport;

use latchkey_core::{Error, permission};

use super::troubleshooting::Section;
use super::{CliError, ExitCode};

impl CliError {
    /// The error for a failed request that changed nothing. `account` describes the credentials it was sent with,
    /// `controller` is where it was sent.
    pub(crate) fn request(cause: &Error, account: &str, controller: &str) -> Self {
        let (exit_code, kind, message, hint) = match cause {
            Error::Transport(error) => return transport::no_reply(error, controller),
            // Every request of the command line has credentials; wrong ones would be refused.
            Error::SignedOut { .. } | Error::CredentialsRemoved => return gate::credentials_removed(account),
            Error::NoUsers => return gate::no_users(controller),
            Error::CredentialsRefused => (
                ExitCode::CredentialsRefused,
                "credentials-refused",
                format!("Jenkins refused {account}: wrong, expired, or revoked"),
                "Check the user ID and the password or token, or get a new token from the browser with `latchkey login`.",
            ),
            Error::SignOnSessionRequired => return gate::sign_on_session(controller),
            Error::UserChanged { now, .. } => (
                ExitCode::JenkinsFailed,
                "unexpected-reply",
                format!("The session now belongs to another user, {}", now.id),
                "Check the credentials, and run the command again.",
            ),
            Error::CrumbRefused => return gate::crumb_refused(),
            Error::NotPermitted { permission, .. } => return not_permitted(permission.as_deref()),
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
            Error::UserIdBlocked(user) => return gate::user_id_blocked(user),
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
            Error::ScriptConsoleBlocked { status } => return gate::script_console_blocked(*status),
            Error::ScriptFailed { excerpt } => (
                ExitCode::JenkinsFailed,
                "script-failed",
                match excerpt.as_str() {
                    "" => "The script failed on the controller".to_owned(),
                    excerpt => format!("The script failed on the controller: {excerpt}"),
                },
                "Look for the cause in the log of the controller.",
            ),
            Error::SsoRequired => return gate::sign_in(controller),
            Error::GateCredentials => return gate::own_credentials(controller),
            Error::WebPage => return gate::web_page(controller),
            Error::Proxy { status } => return proxy::answered(*status),
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
                "The reply to the request contains no usable token".to_owned(),
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

    /// As [`CliError::request`], for a request that would not have changed anything. A proxy that refuses even that may ask
    /// for a sign-in, or hide Jenkins' own refusal.
    pub(crate) fn read(cause: &Error, account: &str, controller: &str) -> Self {
        match cause {
            Error::Proxy { status: 403 } => gate::refused_read(controller),
            cause => Self::request(cause, account, controller),
        }
    }
}

fn not_permitted(permission: Option<&str>) -> CliError {
    let message = match permission {
        Some(permission) => {
            format!(
                "Jenkins does not allow this: the permission {} is missing",
                permission::title(permission)
            )
        }
        None => "Jenkins does not allow this".to_owned(),
    };
    let error = CliError::new(ExitCode::NotPermitted, "not-permitted", message)
        .hint("Ask an administrator of this Jenkins for the permission, or use another account with --user.");
    match permission {
        // The session may have this permission through the user's groups.
        Some(permission) if permission.ends_with(".Read") => error.hint(tokens_without_groups()),
        Some(_) | None => error,
    }
}

/// The permission that a token lacks, as Jenkins' pages call it.
pub(crate) fn missing_permission(permission: Option<&str>) -> String {
    permission.map_or_else(|| "the permission to read".to_owned(), permission::title)
}

/// Why a token may do less than its user.
pub(crate) fn tokens_without_groups() -> String {
    format!(
        "With some sign-ons (OpenID Connect, Azure AD, SAML, GitHub) a token lacks the groups that the session in the \
         browser has. {}",
        Section::TokensWithoutGroups.see()
    )
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use latchkey_core::{TransportError, User, UserId};

    use super::*;
    use crate::error::troubleshooting::tests::{is_published, is_quoted};

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
            let hints = shown(error).hints;
            assert!(hints[0].ends_with('.'), "{error:?}");
            // A link has no period at its end.
            assert!(hints[1..].iter().all(|hint| hint.starts_with("See https://")), "{error:?}");
        }
    }

    #[test]
    fn a_section_quotes_every_message_that_leads_to_it() {
        if is_published() {
            return;
        }
        let statuses = [400, 403, 404, 405, 406, 413, 429, 431, 502, 503, 504, 599];
        let mut errors: Vec<CliError> = all().iter().map(shown).collect();
        errors.extend(statuses.map(|status| shown(&Error::Proxy { status })));
        errors.push(CliError::read(&Error::Proxy { status: 403 }, "the token", "http://ci"));
        let mut links = 0;
        for error in &errors {
            for hint in error.hints.iter().filter(|hint| hint.starts_with("See https://")) {
                links += 1;
                assert!(is_quoted(&error.message, hint), "{hint} does not quote {:?}", error.message);
            }
        }
        assert!(links > 20, "{links}");
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
}
