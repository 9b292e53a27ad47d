//! What is to be done.

use latchkey_core::client::ActAs;
use latchkey_core::credential_format::CredentialFormat;
use latchkey_core::{ControllerUrl, CoreVersion, NewTokenRequest, Owner, Secret, TokenName, UserId};

use crate::model::access::Host;
use crate::model::form::SavedForm;
use crate::model::held_token::HeldToken;
use crate::model::journal::{JournalEntry, JournalEntryKey};
use crate::model::list::TokenReference;

/// One thing to do outside the state.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Ask these roots, in their order, whether they are Jenkins; the first that is ends it.
    Recognize(Vec<ControllerUrl>),
    /// Ask who is signed in.
    AskIdentity(ControllerUrl),
    /// Write the journal entry; then make the token.
    Generate {
        /// The controller.
        controller: ControllerUrl,
        /// What to make.
        order: NewTokenRequest,
        /// What is written first.
        entry: JournalEntry,
    },
    /// Wait for the answer to a request that an earlier popup sent.
    AwaitReply(JournalEntry),
    /// Keep the token in memory and name it in the journal; the reply it came in is no longer needed.
    StoreToken(HeldToken, JournalEntry),
    /// Change a kept token.
    UpdateToken(HeldToken),
    /// Remove the token or reply kept under this id, and the journal entry.
    Forget(JournalEntryKey),
    /// Remove what is kept of the request itself; the journal entry stays.
    ClearRequest(String),
    /// Try the token.
    Verify {
        /// The token's id in the journal.
        id: String,
        /// The controller.
        controller: ControllerUrl,
        /// Who it should work for.
        user: UserId,
        /// The token.
        token: Secret,
    },
    /// Put this on the clipboard.
    Copy {
        /// The token's id in the journal.
        id: String,
        /// The token, in the form that is chosen.
        text: Secret,
    },
    /// List somebody's tokens.
    List {
        /// The controller.
        controller: ControllerUrl,
        /// Whose tokens.
        owner: Owner,
        /// Who is shown to be signed in, where that is known.
        shown: Option<UserId>,
        /// The version, where known.
        version: Option<CoreVersion>,
    },
    /// Give a token another name; then list again.
    Rename {
        /// The controller.
        controller: ControllerUrl,
        /// As whom.
        act_as: ActAs,
        /// Whose token.
        owner: Owner,
        /// The token.
        token: TokenReference,
        /// Its new name.
        name: TokenName,
        /// The version, for listing.
        version: Option<CoreVersion>,
    },
    /// Revoke tokens one after the other; then list again.
    Revoke {
        /// The controller.
        controller: ControllerUrl,
        /// As whom.
        act_as: ActAs,
        /// Whose tokens.
        owner: Owner,
        /// The tokens.
        tokens: Vec<TokenReference>,
        /// The version, for listing.
        version: Option<CoreVersion>,
    },
    /// Store the form, to carry on there once somebody is signed in.
    SaveForm(SavedForm),
    /// Remove the form stored under this key.
    ClearForm(String),
    /// Remember in what form to copy.
    StoreCopyAs(CredentialFormat),
    /// Remember these controllers, by root URL.
    StoreRemembered(Vec<String>),
    /// Ask the person for access to this host.
    RequestAccess(Host),
    /// Go to this address in the tab and close the popup.
    Navigate(String),
    /// Move the keyboard focus.
    Focus(Control),
}

/// A control that can take the focus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// `Token name`; a suggested name is selected for typing over.
    TokenName,
    /// `Expiry date`.
    ExpiryDate,
    /// `Copy token`.
    CopyToken,
    /// `User ID` of another user to make a token for.
    ForUser,
    /// `Cancel` of the dialog.
    Cancel,
    /// The new name of a token.
    NewName,
    /// The button of that name and token in the list.
    Row(RowButton, String),
}

/// A button that every token in the list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowButton {
    /// `Rename {name}`.
    Rename,
    /// `Revoke {name}`.
    Revoke,
    /// `Replace {name}`.
    Replace,
}
