//! What can go wrong, one variant for each cause that a person can act on.

mod change;
mod generate;

pub use change::ChangeError;
pub use generate::GenerateError;

use std::fmt;

use crate::json::UnexpectedShape;
use crate::{TransportError, User, UserId};

/// Why a request did not give what it was sent for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// There was no reply.
    Transport(TransportError),
    /// Nobody is signed in (any more).
    SignedOut,
    /// The session belongs to another user than the one who was shown: the person signed in as
    /// somebody else meanwhile. A fresh crumb would act for that user.
    UserChanged {
        /// Who was expected, where that was known.
        expected: Option<UserId>,
        /// Who is signed in now.
        now: User,
    },
    /// The crumb was refused, and so was a fresh one, as a header and as a form field.
    CrumbRefused,
    /// Jenkins refuses the password or the API token: wrong, expired or revoked.
    CredentialsRefused,
    /// Signed in, but not allowed to do this.
    NotPermitted {
        /// Who Jenkins says the request came from (`X-You-Are-Authenticated-As`).
        user: Option<UserId>,
        /// The permission that is missing (`X-Required-Permission`).
        permission: Option<String>,
    },
    /// Only the owner of a token may make it: an administrator asked for another user's, on a controller
    /// without `adminCanGenerateNewTokens`. The script console is the way left.
    OwnerOnly,
    /// Jenkins has no such page, or no such user.
    NotFound,
    /// Jenkins has no such user.
    UnknownUser(UserId),
    /// Jenkins has no such token (any more).
    UnknownToken,
    /// The controller has no script console: it is switched off.
    ScriptConsoleOff,
    /// A proxy or firewall in front of Jenkins lets nobody at the script console.
    ScriptConsoleBlocked {
        /// The HTTP status.
        status: u16,
    },
    /// A script did not come to its end.
    ScriptFailed {
        /// The beginning of what it printed instead: of a stack trace, the exception. Empty where that
        /// could hold a token.
        excerpt: String,
    },
    /// Something in front of Jenkins wants a sign-in first: a redirect, or a web page where data was
    /// expected.
    SsoRequired,
    /// A proxy or firewall in front of Jenkins refused or failed; Jenkins did not answer itself.
    Proxy {
        /// The HTTP status.
        status: u16,
    },
    /// What answered is not Jenkins.
    NotJenkins,
    /// Jenkins took the request and declined it with a sentence of its own.
    Rejected {
        /// Jenkins' sentence, in the language of the person.
        message: String,
    },
    /// Jenkins itself failed.
    ServerError {
        /// The HTTP status.
        status: u16,
    },
    /// The reply is not of the shape that Jenkins gives.
    UnexpectedReply,
    /// The user id has a colon, which HTTP Basic cannot carry.
    ColonInUserId,
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(formatter),
            Self::SignedOut => formatter.write_str("nobody is signed in; sign in to Jenkins and try again"),
            Self::UserChanged { now, .. } => {
                write!(formatter, "the session now belongs to {}; nothing was done in their name", now.id)
            }
            Self::CrumbRefused => {
                formatter.write_str("Jenkins refused the crumb; a proxy may remove or change it on its way")
            }
            Self::CredentialsRefused => {
                formatter.write_str("Jenkins refused the credentials: wrong, expired or revoked")
            }
            Self::NotPermitted { permission: Some(permission), .. } => {
                write!(formatter, "Jenkins does not allow this; the permission {permission} is missing")
            }
            Self::NotPermitted { permission: None, .. } => formatter.write_str("Jenkins does not allow this"),
            Self::OwnerOnly => formatter
                .write_str("Jenkins lets nobody but the user make this token; use the script console"),
            Self::UnknownUser(user) => {
                write!(formatter, "Jenkins has no user {user}; check the user id")
            }
            Self::NotFound => formatter.write_str("Jenkins has no such page or user"),
            Self::UnknownToken => formatter.write_str("Jenkins has no such token; list the tokens again"),
            Self::ScriptConsoleOff => {
                formatter.write_str("the script console of this Jenkins is switched off")
            }
            Self::ScriptConsoleBlocked { status } => write!(
                formatter,
                "a proxy in front of Jenkins blocks the script console with status {status}"
            ),
            Self::ScriptFailed { excerpt } if excerpt.is_empty() => {
                formatter.write_str("the script failed on the controller")
            }
            Self::ScriptFailed { excerpt } => {
                write!(formatter, "the script failed on the controller: {excerpt}")
            }
            Self::SsoRequired => formatter
                .write_str("something in front of Jenkins wants a sign-in; open Jenkins and sign in first"),
            Self::Proxy { status } => {
                write!(formatter, "a proxy in front of Jenkins answered with status {status}, not Jenkins")
            }
            Self::NotJenkins => formatter.write_str("what answers there is not Jenkins"),
            Self::Rejected { message } => write!(formatter, "Jenkins declined: {message}"),
            Self::ServerError { status } => write!(formatter, "Jenkins failed with status {status}"),
            Self::UnexpectedReply => formatter.write_str("the reply is not one that Jenkins gives"),
            Self::ColonInUserId => {
                formatter.write_str("the user id has a colon, so HTTP Basic cannot be used with its tokens")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            _ => None,
        }
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl From<UnexpectedShape> for Error {
    fn from(_: UnexpectedShape) -> Self {
        Self::UnexpectedReply
    }
}
