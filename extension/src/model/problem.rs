//! What went wrong last.

use latchkey_core::credential_format::FormatError;
use latchkey_core::{Error, Owner};

use crate::model::form::{Form, FormError};
use crate::model::list::ListOutcome;
use crate::model::policy::Violation;
use crate::model::terminal::CodeError;

/// What went wrong last.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Problem {
    Form(FormError),
    /// The administrator's policy forbids the request.
    Policy(Violation),
    /// Asking the controller failed; nothing was created.
    Failed {
        error: Error,
        operation: Operation,
    },
    /// No token was created for the terminal that asks for one.
    Code(CodeError),
    NotCopied,
    Format(FormatError),
    /// A token was not revoked, or may not be, and the list that would show it is not open.
    NotRevoked {
        outcome: ListOutcome,
        owner: Owner,
    },
}

/// What was being done when it failed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operation {
    Identifying,
    Generating(Form),
    /// Creating a token by a popup that has since closed.
    GeneratingEarlier,
}
