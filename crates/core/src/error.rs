//! Errors: what went wrong, and whether the controller carried out the request nevertheless.

use std::fmt;

use crate::json::UnexpectedShape;
use crate::{Reply, TransportError, User, UserId, refusal};

/// Why a request failed. Each variant is a cause that a person can act on; `Display` states it, and leaves
/// advice to the front ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// There was no reply.
    Transport(TransportError),
    /// Nobody is signed in.
    SignedOut {
        /// Where to sign in, as the refusal says: path and query on the controller's host. Security realms such
        /// as SAML and OpenID Connect have an address of their own.
        sign_in: Option<String>,
    },
    /// This Jenkins has no users: its security is switched off, or nobody can sign in. It needs no token.
    NoUsers,
    /// The session belongs to a different user than expected: somebody else has signed in. A request with a fresh
    /// crumb would act as that user.
    UserChanged {
        /// The expected user, if known.
        expected: Option<UserId>,
        /// The user who is signed in now.
        now: User,
    },
    /// Jenkins refused the crumb, and a fresh one as a header and as a form field, too.
    CrumbRefused,
    /// Jenkins refuses the password or the API token: wrong, expired or revoked.
    CredentialsRefused,
    /// The request had credentials, but Jenkins answered as to an anonymous one: something in front of Jenkins
    /// removes the header `Authorization`.
    CredentialsRemoved,
    /// Jenkins' own sign-on wants a browser session for API tokens, too: it answers them with a redirect to
    /// `securityRealm/commenceLogin`, as the plugin oic-auth does unless its setting "Allow access with API
    /// tokens without an OIDC session" is on.
    SignOnSessionRequired,
    /// The user is signed in but not allowed to do this.
    NotPermitted {
        /// The user that Jenkins names (`X-You-Are-Authenticated-As`).
        user: Option<UserId>,
        /// The permission that is missing (`X-Required-Permission`).
        permission: Option<String>,
    },
    /// Only the owner may create the token: an administrator requested another user's on a controller without
    /// `adminCanGenerateNewTokens`. The script console may still work.
    OwnerOnly,
    /// Jenkins has no such page, or no such user.
    NotFound,
    /// Jenkins has no such user.
    UnknownUser(UserId),
    /// The URL of this user does not reach Jenkins: a proxy or the servlet container refuses the ID in it.
    UserIdBlocked(UserId),
    /// Jenkins has no such token.
    UnknownToken,
    /// The script console of the controller is switched off.
    ScriptConsoleOff,
    /// A proxy or firewall in front of Jenkins blocks the script console.
    ScriptConsoleBlocked {
        /// The HTTP status.
        status: u16,
    },
    /// A script failed.
    ScriptFailed {
        /// The first line of its output: of a stack trace, the exception. Empty if the output could contain a
        /// token.
        excerpt: String,
    },
    /// Something in front of Jenkins asks for a sign-in (single sign-on): a redirect, a page with a sign-in
    /// form, or a 401 that is not Jenkins' own.
    SsoRequired,
    /// Something in front of Jenkins wants a user and password of its own in the header `Authorization`, which
    /// Jenkins needs for the API token.
    GateCredentials,
    /// The reply is a web page instead of data. Nothing in it asks for a sign-in.
    WebPage,
    /// A proxy or firewall in front of Jenkins answered instead of Jenkins.
    Proxy {
        /// The HTTP status.
        status: u16,
    },
    /// The server that answered is not Jenkins.
    NotJenkins,
    /// Jenkins rejected the request with a message.
    Rejected {
        /// Jenkins' message, in the user's language.
        message: String,
    },
    /// Jenkins failed.
    ServerError {
        /// The HTTP status.
        status: u16,
    },
    /// The reply has an unexpected shape.
    UnexpectedReply,
    /// Jenkins created the token, but the value or the UUID in its reply cannot be used.
    UnusableToken,
    /// The user ID has a colon, which HTTP Basic cannot carry.
    ColonInUserId,
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(formatter),
            Self::SignedOut { .. } => formatter.write_str("nobody is signed in"),
            Self::NoUsers => formatter.write_str("this Jenkins has no users"),
            Self::UserChanged { now, .. } => write!(formatter, "the session now belongs to {}", now.id),
            Self::CrumbRefused => formatter.write_str("Jenkins refused the crumb"),
            Self::CredentialsRefused => {
                formatter.write_str("Jenkins refused the credentials: wrong, expired or revoked")
            }
            Self::CredentialsRemoved => {
                formatter.write_str("something in front of Jenkins removes the credentials from requests")
            }
            Self::SignOnSessionRequired => {
                formatter.write_str("the sign-on of Jenkins wants a browser session for API tokens, too")
            }
            Self::NotPermitted { permission: Some(permission), .. } => {
                write!(formatter, "Jenkins does not allow this; the permission {permission} is missing")
            }
            Self::NotPermitted { permission: None, .. } => formatter.write_str("Jenkins does not allow this"),
            Self::OwnerOnly => formatter.write_str("Jenkins lets only the user create this token"),
            Self::UnknownUser(user) => write!(formatter, "Jenkins has no user {user}"),
            Self::UserIdBlocked(user) => {
                write!(formatter, "something in front of Jenkins refuses URLs with the user ID {user}")
            }
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
            Self::GateCredentials => {
                formatter.write_str("something in front of Jenkins wants a user and password of its own")
            }
            Self::WebPage => formatter.write_str("the reply is a web page instead of data"),
            Self::Proxy { status } => {
                write!(formatter, "a proxy in front of Jenkins answered with status {status}, not Jenkins")
            }
            Self::NotJenkins => formatter.write_str("the server that answered is not Jenkins"),
            Self::Rejected { message } => write!(formatter, "Jenkins rejected the request: {message}"),
            Self::ServerError { status } => write!(formatter, "Jenkins failed with status {status}"),
            Self::UnexpectedReply => formatter.write_str("the reply is not one that Jenkins gives"),
            Self::UnusableToken => {
                formatter.write_str("Jenkins created the token, but the value in its reply cannot be used")
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

/// A change that no reply confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unconfirmed {
    /// What happened.
    pub cause: Error,
    /// Whether the controller made the change nevertheless.
    pub outcome: Outcome,
}

/// Whether the controller made a requested change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It did. The value of a new token is lost, because Jenkins shows it only once.
    Done,
    /// It did not.
    NotDone,
    /// It may have.
    Unknown,
}

impl Unconfirmed {
    /// The change was not made, for this reason.
    pub fn not_done(cause: Error) -> Self {
        Self { cause, outcome: Outcome::NotDone }
    }

    /// The outcome of a change whose reply does not confirm it.
    pub(crate) fn by(reply: &Reply, cause: Error) -> Self {
        Self { outcome: refusal::outcome(reply, &cause), cause }
    }
}

impl fmt::Display for Unconfirmed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(formatter)?;
        formatter.write_str(match self.outcome {
            Outcome::Done => "; it was done anyway",
            Outcome::NotDone => "; nothing was done",
            Outcome::Unknown => "; it may have been done anyway",
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
