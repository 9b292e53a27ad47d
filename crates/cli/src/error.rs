//! How a command fails: one variant for each cause that a person can act on.

mod audit;
mod request;

use std::io;
use std::path::PathBuf;

use latchkey_core::token::{NameError, TokenName};
use latchkey_core::{Error, FormatError, Outcome, Unconfirmed};

pub(crate) use self::audit::AuditInterrupted;
use crate::exit_code::ExitCode;
use crate::token_store::TokenStore;

/// Why a command did not do what it was asked for.
#[derive(Debug)]
pub(crate) enum CliError {
    /// The command cannot be meant like this.
    Usage(String),
    /// No controller was named.
    NoAddress,
    /// The address is none. It is not repeated: it may hold a password.
    Address,
    /// The file of certificate authorities cannot be used.
    CaCertificates { file: PathBuf, reason: String },
    /// There is no password or token to be had.
    NoSecret { reason: String },
    /// Nobody is named whom to act as.
    NoAccount { controller: String },
    /// The netrc file cannot be used.
    Netrc { file: PathBuf, reason: String },
    /// A request did not give what it was sent for. Nothing was changed.
    Request { cause: Error, acted: Option<RequestContext> },
    /// A change ended without an answer that is believed. `look` is the command that shows whether it was done.
    MayHaveBeenDone { cause: Error, look: String },
    /// The same of a new token, with the command that revokes it.
    MayHaveBeenCreated { cause: Box<Error>, name: String, look: String, revoke: String },
    /// No token has this name or uuid.
    NoSuchToken { token: String, look: String },
    /// Several tokens have this name.
    Ambiguous { token: String, candidates: Vec<String> },
    /// The name is none for a token.
    Name(NameError),
    /// The token cannot be handed over in that form.
    Handover(FormatError),
    /// Nothing can be saved there. Nothing was done before.
    Saving { place: TokenStore, reason: String },
    /// What is saved there cannot be read.
    Reading { place: TokenStore, reason: String },
    /// No token is saved for this controller.
    NothingSaved { controller: String },
    /// The token saved there is for another controller.
    SavedForAnother { place: TokenStore, controller: String },
    /// The new token is on standard output and could not be saved.
    NotSaved { place: TokenStore, reason: String },
    /// Standard output leads nowhere. Nothing was done before.
    NoOutput { reason: String },
    /// Standard output could not be written.
    StdoutClosed(io::Error),
    /// A new token could not be written to standard output.
    Lost { reason: String, revoked: bool, uuid: String, revoke: String },
    /// Nobody agreed.
    NotConfirmed { asked: bool },
    /// An audit ended before everybody was looked at.
    Audit(Box<AuditInterrupted>),
    /// An audit found what it was to find nothing of.
    Found { tokens: usize },
    /// Not everything was done.
    PartlyDone { message: String, advice: String },
    /// A new token works as somebody else, or does not work at all.
    UnfitToken { message: String, advice: String },
}

/// Whom a request was sent as, and where to.
#[derive(Debug)]
pub(crate) struct RequestContext {
    pub(crate) account: String,
    pub(crate) controller: String,
}

impl CliError {
    /// A request that failed, whoever it was sent as.
    pub(crate) fn request(cause: Error) -> Self {
        Self::Request { cause, acted: None }
    }

    /// A change that failed.
    pub(crate) fn change(error: Unconfirmed, acted: RequestContext, look: String) -> Self {
        if error.outcome != Outcome::NotDone {
            Self::MayHaveBeenDone { cause: error.cause, look }
        } else {
            Self::Request { cause: error.cause, acted: Some(acted) }
        }
    }

    /// Whether whoever read the result has had enough, as `head` has: nothing to talk about.
    pub(crate) fn is_silent(&self) -> bool {
        matches!(self, Self::StdoutClosed(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Whether its message is of several lines, in which nothing of anybody else's has a line break.
    pub(crate) fn has_lines(&self) -> bool {
        matches!(self, Self::Ambiguous { .. })
    }

    /// The exit status.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_) | Self::NoAddress | Self::Address | Self::Name(_) | Self::Handover(_) => {
                ExitCode::Usage
            }
            Self::CaCertificates { .. } | Self::Netrc { .. } | Self::Saving { .. } | Self::Reading { .. } => {
                ExitCode::Failed
            }
            Self::NoSecret { .. }
            | Self::NoAccount { .. }
            | Self::NothingSaved { .. }
            | Self::SavedForAnother { .. } => ExitCode::NoAccount,
            Self::Request { cause, .. } => request::exit_code(cause),
            Self::MayHaveBeenDone { .. } | Self::MayHaveBeenCreated { .. } => ExitCode::MayHaveBeenDone,
            Self::NoSuchToken { .. } | Self::Ambiguous { .. } => ExitCode::NotFound,
            Self::NotSaved { .. } => ExitCode::NotSaved,
            Self::NoOutput { .. } | Self::StdoutClosed(_) | Self::Lost { .. } => ExitCode::NotWritten,
            Self::Audit(ended) => ended.exit_code(),
            Self::Found { .. } => ExitCode::Found,
            Self::NotConfirmed { .. } => ExitCode::NotConfirmed,
            Self::PartlyDone { .. } | Self::UnfitToken { .. } => ExitCode::PartlyDone,
        }
    }

    /// The name of the cause, for programs. It stays the same.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Usage(_) => "usage",
            Self::NoAddress => "no-address",
            Self::Address => "address",
            Self::CaCertificates { .. } => "authorities",
            Self::NoSecret { .. } => "no-secret",
            Self::NoAccount { .. } => "no-account",
            Self::Netrc { .. } => "netrc",
            Self::Request { cause, .. } => request::kind(cause),
            Self::MayHaveBeenDone { .. } => "may-have-been-done",
            Self::MayHaveBeenCreated { .. } => "may-have-been-created",
            Self::NoSuchToken { .. } => "unknown-token",
            Self::Ambiguous { .. } => "ambiguous-name",
            Self::Name(_) => "name",
            Self::Handover(_) => "handover",
            Self::Saving { .. } => "saving",
            Self::Reading { .. } => "reading",
            Self::NothingSaved { .. } => "nothing-saved",
            Self::SavedForAnother { .. } => "saved-for-another",
            Self::NotSaved { .. } => "not-saved",
            Self::NoOutput { .. } => "no-output",
            Self::StdoutClosed(_) => "unwritten",
            Self::Lost { .. } => "lost",
            Self::NotConfirmed { .. } => "not-confirmed",
            Self::Audit(ended) => ended.kind(),
            Self::Found { .. } => "found",
            Self::PartlyDone { .. } => "partly-done",
            Self::UnfitToken { .. } => "unfit-token",
        }
    }

    /// What happened.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Usage(message) => message.clone(),
            Self::NoAddress => "No controller is named".to_owned(),
            Self::Address => "That is no address of a controller".to_owned(),
            Self::CaCertificates { file, reason } => format!("{} cannot be used: {reason}", file.display()),
            Self::NoSecret { reason } => format!("There is no password or API token: {reason}"),
            Self::NoAccount { controller } => format!("Nobody is named to act as at {controller}"),
            Self::Netrc { file, reason } => format!("{} cannot be used: {reason}", file.display()),
            Self::Request { cause, acted } => request::message(cause, acted.as_ref()),
            Self::MayHaveBeenDone { cause, .. } => {
                format!("{}. It may have been done all the same", request::message(cause, None))
            }
            Self::MayHaveBeenCreated { cause, name, .. } if **cause == Error::UnusableToken => format!(
                "Jenkins made the token {name:?}, but the value in its reply cannot be used; the value is lost"
            ),
            Self::MayHaveBeenCreated { cause, name, .. } => format!(
                "{}. The token {name:?} may have been created all the same; its value is lost",
                request::message(cause, None)
            ),
            Self::NoSuchToken { token, .. } => format!("There is no token with the name or uuid {token:?}"),
            Self::Ambiguous { token, candidates } => {
                format!("Several tokens have the name {token:?}:\n{}", candidates.join("\n"))
            }
            Self::Name(error) => capitalised(&error.to_string()),
            Self::Handover(error) => capitalised(&error.to_string()),
            Self::Saving { place, reason } => format!("No token can be saved in {place}: {reason}"),
            Self::Reading { place, reason } => {
                format!("{} cannot be used: {reason}", capitalised(&place.to_string()))
            }
            Self::NothingSaved { controller } => format!("No token is saved for {controller}"),
            Self::SavedForAnother { place, controller } => {
                format!("The token in {place} is for {controller} and is sent nowhere else")
            }
            Self::NotSaved { place, reason } => {
                format!("The token was made but not saved in {place}: {reason}")
            }
            Self::NoOutput { reason } => format!("The new token would be lost: {reason}"),
            Self::StdoutClosed(error) => format!("Standard output could not be written: {error}"),
            Self::Lost { reason, revoked: true, .. } => format!(
                "The new token could not be written to standard output ({reason}), so it was revoked again"
            ),
            Self::Lost { reason, revoked: false, uuid, .. } => format!(
                "The new token could not be written to standard output ({reason}). It exists, with the uuid \
                 {uuid}, and could not be revoked"
            ),
            Self::Audit(ended) => ended.message(),
            Self::Found { tokens: 1 } => "1 token was found".to_owned(),
            Self::Found { tokens } => format!("{tokens} tokens were found"),
            Self::NotConfirmed { asked: true } => "Nothing was done".to_owned(),
            Self::NotConfirmed { asked: false } => {
                "Nothing was done: there is no terminal to ask for confirmation".to_owned()
            }
            Self::PartlyDone { message, .. } | Self::UnfitToken { message, .. } => message.clone(),
        }
    }

    /// What to do, where there is something.
    pub(crate) fn advice(&self) -> Option<String> {
        Some(match self {
            Self::NoAddress => {
                "Give the URL of the controller or of any page of it, or set JENKINS_URL".to_owned()
            }
            Self::Address => {
                "Give it as https://host/path, without user and password; those belong to --user".to_owned()
            }
            Self::NoAccount { .. } => {
                "Use --user, set JENKINS_USER_ID and JENKINS_API_TOKEN, or save a token \
                                       with `latchkey save`"
                    .to_owned()
            }
            Self::Request { cause, acted } => request::advice(cause, acted.is_some())?,
            Self::Audit(ended) => ended.advice()?,
            Self::MayHaveBeenDone { look, .. } | Self::NoSuchToken { look, .. } => {
                format!("Look with `{look}`")
            }
            Self::MayHaveBeenCreated { look, revoke, .. } => {
                format!("Look with `{look}`, and where it is there revoke it with `{revoke}`")
            }
            Self::Ambiguous { .. } => "Give the uuid instead".to_owned(),
            Self::SavedForAnother { controller, .. } => {
                format!("To use it, give the URL {controller}; a URL given goes before JENKINS_URL")
            }
            Self::Saving { place: TokenStore::Keychain, .. } => {
                "To save it in a file that only you can read, use --save-to FILE".to_owned()
            }
            Self::NotSaved { place: TokenStore::Keychain, .. } => {
                "It is on standard output; save it with `latchkey save --save-to FILE`".to_owned()
            }
            Self::NotSaved { .. } => "It is on standard output".to_owned(),
            Self::NoOutput { .. } => {
                "Direct standard output to where it is needed, or use --save; nothing was made".to_owned()
            }
            Self::Lost { revoked: false, revoke, .. } => format!("Revoke it with `{revoke}`"),
            Self::NotConfirmed { asked: false } => "Use --yes".to_owned(),
            Self::PartlyDone { advice, .. } | Self::UnfitToken { advice, .. } => advice.clone(),
            Self::Name(NameError::Blank) => "Give a name that you will recognize in the list".to_owned(),
            Self::Name(NameError::TooLong) => {
                format!("Use at most {} characters", TokenName::MAXIMUM_CHARACTERS)
            }
            Self::Name(NameError::BreaksRecord) => "Remove it".to_owned(),
            Self::Handover(FormatError::ColonInUserId) => "Use `--as raw`".to_owned(),
            Self::Handover(FormatError::UnsupportedUserId | FormatError::PortNotSupported) => {
                "Choose another form with --as".to_owned()
            }
            _ => return None,
        })
    }
}

impl From<NameError> for CliError {
    fn from(error: NameError) -> Self {
        Self::Name(error)
    }
}

impl From<FormatError> for CliError {
    fn from(error: FormatError) -> Self {
        Self::Handover(error)
    }
}

/// The text with its first letter in upper case.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
