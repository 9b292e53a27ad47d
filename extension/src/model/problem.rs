//! What went wrong last.

use latchkey_core::credential_format::FormatError;
use latchkey_core::{Error, Owner};

use crate::model::form::{Form, FormError};
use crate::model::list::ListOutcome;

/// What went wrong last.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// The form cannot be sent as it is.
    Form(FormError),
    /// Asking the controller failed; nothing was created.
    Failed {
        /// Why.
        error: Error,
        /// What was being done.
        operation: Operation,
    },
    /// The clipboard did not take the token.
    NotCopied,
    /// The token cannot be copied in the chosen format.
    Format(FormatError),
    /// A token was not revoked, or may not be, and the list that would show it is not open.
    NotRevoked {
        /// What came of it.
        outcome: ListOutcome,
        /// Whose token.
        owner: Owner,
    },
}

/// What was being done when it failed.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// Finding out who is signed in.
    Identifying,
    /// Making this token.
    Generating(Form),
    /// Making a token by a popup that is closed since.
    GeneratingEarlier,
}
