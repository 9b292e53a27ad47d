//! The creation of a token, from the press to the result.

use crate::model::form::Form;

/// How far the creation of a token is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Creation {
    #[default]
    Idle,
    /// The button was pressed before the popup knew what the page is and who is signed in. The request is sent once
    /// both are known: nothing is posted to what has not answered as Jenkins.
    Queued(Form),
    /// The terminal that is to get the token is asked whether the code is right, with a message of this receipt.
    CheckingCode {
        form: Form,
        receipt: String,
    },
    Sending {
        form: Form,
        id: String,
        slow: bool,
    },
    /// The request of this journal entry ended without a reply that could be believed: a list of the owner's tokens is
    /// on its way.
    Looking {
        form: Form,
        id: String,
    },
    /// Requests that earlier popups sent are still in flight: the ids of their journal entries.
    Waiting(Vec<String>),
}
