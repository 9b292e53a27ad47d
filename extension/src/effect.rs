//! What is to be done.

use latchkey_core::client::ActAs;
use latchkey_core::credential_format::CredentialFormat;
use latchkey_core::{ControllerUrl, CoreVersion, NewTokenRequest, Owner, Secret, TokenName, UserId};

use crate::model::access::{Host, Route};
use crate::model::form::SavedForm;
use crate::model::held_token::HeldToken;
use crate::model::journal::{JournalEntry, JournalEntryKey, Stamp};
use crate::model::list::TokenReference;

/// One thing to do outside the state.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Before anything else happens.
    Now(Now),
    /// Beside everything else; it takes its time.
    Later(Later),
}

/// What is done within the click or the key press that called for it: the browser allows it at no other time,
/// or the popup is about to close.
#[derive(Debug, Clone)]
pub enum Now {
    /// Put this on the clipboard.
    Copy {
        /// The token's id in the journal.
        id: String,
        /// The token, in the form that is chosen.
        text: Secret,
    },
    /// Ask the person for access to this host.
    RequestAccess(Host),
    /// Store the form, to carry on there once somebody is signed in.
    SaveForm(Box<SavedForm>),
    /// Move the keyboard focus.
    Focus(Control),
}

/// What is done in its own time: requests, and what is stored.
#[derive(Debug, Clone)]
pub enum Later {
    /// Ask these roots, in their order, whether they are Jenkins; the first that is ends it.
    Recognize(Vec<ControllerUrl>, Route),
    /// Ask who is signed in.
    AskIdentity(Box<RequestContext>),
    /// Write the journal entry; then make the token.
    Generate {
        /// How to ask the controller.
        context: Box<RequestContext>,
        /// What to make.
        order: Box<NewTokenRequest>,
        /// What is written first.
        entry: JournalEntry,
    },
    /// Wait for the answer to a request that an earlier popup sent.
    AwaitReply(JournalEntry),
    /// Store the token in memory and name it in the journal; the reply it came in is no longer needed.
    StoreToken(Box<HeldToken>),
    /// Change a stored token.
    UpdateToken(Box<HeldToken>),
    /// Remove the token or reply stored under this id, and the journal entry.
    Forget(JournalEntryKey),
    /// Remove what is stored of the request itself; the journal entry stays.
    ClearRequest(String),
    /// Try the token.
    Verify {
        /// How to ask the controller.
        context: Box<RequestContext>,
        /// The token's id in the journal.
        id: String,
        /// Who it should work for.
        user: UserId,
        /// The token.
        token: Secret,
    },
    /// List somebody's tokens.
    List {
        /// How to ask the controller.
        context: Box<RequestContext>,
        /// Whose tokens.
        owner: Owner,
    },
    /// Give a token another name; then list again.
    Rename {
        /// How to ask the controller.
        context: Box<RequestContext>,
        /// Whose token.
        owner: Owner,
        /// The token.
        token: TokenReference,
        /// Its new name.
        name: TokenName,
    },
    /// Revoke tokens one after the other; then list again.
    Revoke {
        /// How to ask the controller.
        context: Box<RequestContext>,
        /// Whose tokens.
        owner: Owner,
        /// The tokens.
        tokens: Vec<TokenReference>,
    },
    /// Remove the form stored under this key.
    ClearForm(String),
    /// Remember in what form to copy.
    StoreCopyAs(CredentialFormat),
    /// Remember these controllers, by root URL.
    StoreRemembered(Vec<String>),
    /// Go to this address in the tab and close the popup.
    Navigate(String),
}

/// What a request needs beside what it asks for.
#[derive(Debug, Clone)]
pub struct RequestContext {
    /// The controller.
    pub controller: ControllerUrl,
    /// Its version, where known.
    pub version: Option<CoreVersion>,
    /// The user it must be made as, and the crumb.
    pub act_as: ActAs,
    /// The way it takes.
    pub route: Route,
}

/// One event's turn: when it happens, and the effects that follow.
#[derive(Debug)]
pub struct Turn<'a> {
    /// When it happens, and the id under which it can begin a request.
    pub stamp: &'a Stamp,
    /// What is to be done, in this order.
    pub effects: Vec<Effect>,
}

impl Turn<'_> {
    /// Calls for something that is done at once.
    pub fn now(&mut self, effect: Now) {
        self.effects.push(Effect::Now(effect));
    }

    /// Calls for something that takes its time.
    pub fn later(&mut self, effect: Later) {
        self.effects.push(Effect::Later(effect));
    }
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
