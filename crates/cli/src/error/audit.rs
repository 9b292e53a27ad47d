//! How an audit ends before its end.

use latchkey_core::Error;

use super::{RequestContext, request};
use crate::exit_code::ExitCode;

/// An audit that ended before everybody was looked at.
#[derive(Debug)]
pub(crate) struct AuditInterrupted {
    pub(crate) cause: Error,
    pub(crate) acted: RequestContext,
    /// Whose the credentials are.
    pub(crate) user: String,
    /// The first who was not looked at; `None` where nobody was.
    pub(crate) from: Option<String>,
}

impl AuditInterrupted {
    pub(super) fn exit_code(&self) -> ExitCode {
        request::exit_code(&self.cause)
    }

    pub(super) fn kind(&self) -> &'static str {
        request::kind(&self.cause)
    }

    pub(super) fn message(&self) -> String {
        let message = match &self.cause {
            Error::NotPermitted { .. } => {
                format!(
                    "Jenkins lets only administrators look at everybody's tokens, and {} is none",
                    self.user
                )
            }
            cause => request::message(cause, Some(&self.acted)),
        };
        match &self.from {
            Some(user) => format!("{message}. What is listed stands; users from {user} on are missing"),
            None => message,
        }
    }

    pub(super) fn advice(&self) -> Option<String> {
        let advice = match &self.cause {
            Error::NotPermitted { .. } => "Act as an administrator, with --user or another token",
            Error::ScriptConsoleOff => {
                "There is no other way to everybody's tokens; `latchkey list` shows your own"
            }
            Error::ScriptConsoleBlocked { .. } => {
                "Use an address of Jenkins that does not lead through the proxy, or ask whoever looks after it to \
                 let administrators at /scriptText"
            }
            cause => return request::advice(cause, true),
        };
        Some(advice.to_owned())
    }
}
