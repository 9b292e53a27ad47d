//! What can go wrong, one variant for each cause that a person can act on, and whether the controller did
//! what it was asked all the same.

use std::fmt;

use crate::json::UnexpectedShape;
use crate::{Reply, TransportError, User, UserId, refusal};

/// Why a request did not give what it was sent for.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Jenkins says that it made the token, but the value or the UUID in its reply cannot be used.
    UnusableToken,
    /// The user id has a colon, which HTTP Basic cannot carry.
    ColonInUserId,
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(formatter),
            Self::SignedOut => formatter.write_str("nobody is signed in"),
            Self::UserChanged { now, .. } => write!(formatter, "the session now belongs to {}", now.id),
            Self::CrumbRefused => formatter.write_str("Jenkins refused the crumb"),
            Self::CredentialsRefused => {
                formatter.write_str("Jenkins refused the credentials: wrong, expired or revoked")
            }
            Self::NotPermitted { permission: Some(permission), .. } => {
                write!(formatter, "Jenkins does not allow this; the permission {permission} is missing")
            }
            Self::NotPermitted { permission: None, .. } => formatter.write_str("Jenkins does not allow this"),
            Self::OwnerOnly => formatter.write_str("Jenkins lets only the user make this token"),
            Self::UnknownUser(user) => write!(formatter, "Jenkins has no user {user}"),
            Self::NotFound => formatter.write_str("Jenkins has no such page or user"),
            Self::UnknownToken => formatter.write_str("Jenkins has no such token"),
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
            Self::SsoRequired => formatter.write_str("something in front of Jenkins asks for a sign-in"),
            Self::Proxy { status } => {
                write!(formatter, "a proxy in front of Jenkins answered with status {status}, not Jenkins")
            }
            Self::NotJenkins => formatter.write_str("what answered is not Jenkins"),
            Self::Rejected { message } => write!(formatter, "Jenkins rejected the request: {message}"),
            Self::ServerError { status } => write!(formatter, "Jenkins failed with status {status}"),
            Self::UnexpectedReply => formatter.write_str("the reply is not one that Jenkins gives"),
            Self::UnusableToken => {
                formatter.write_str("Jenkins made the token, but the value in its reply cannot be used")
            }
            Self::ColonInUserId => {
                formatter.write_str("the user ID has a colon, which HTTP Basic cannot carry")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let Self::Transport(error) = self { Some(error) } else { None }
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

/// A request that changes something ended without the reply that confirms it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unconfirmed {
    /// What happened.
    pub cause: Error,
    /// Whether the controller did it all the same.
    pub outcome: Outcome,
}

/// Whether the controller did what a request asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Jenkins said that it did. Of a new token, the value is lost: Jenkins shows it once.
    Done,
    /// It certainly did nothing.
    NotDone,
    /// It may have done it.
    Unknown,
}

impl Unconfirmed {
    /// Nothing was done, for this reason.
    pub fn not_done(cause: Error) -> Self {
        Self { cause, outcome: Outcome::NotDone }
    }

    /// What this reply, which does not confirm the request, says about its outcome.
    pub(crate) fn by(reply: &Reply, cause: Error) -> Self {
        Self { outcome: refusal::outcome(reply, &cause), cause }
    }
}

impl fmt::Display for Unconfirmed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(formatter)?;
        formatter.write_str(match self.outcome {
            Outcome::Done => "; it was done all the same",
            Outcome::NotDone => "; nothing was done",
            Outcome::Unknown => "; it may have been done all the same",
        })
    }
}

impl std::error::Error for Unconfirmed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

impl From<TransportError> for Unconfirmed {
    fn from(error: TransportError) -> Self {
        let outcome = if error.may_have_arrived() { Outcome::Unknown } else { Outcome::NotDone };
        Self { cause: error.into(), outcome }
    }
}

impl From<UnexpectedShape> for Error {
    fn from(_: UnexpectedShape) -> Self {
        Self::UnexpectedReply
    }
}
