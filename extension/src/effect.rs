//! Effects: what the popup does in response to an event.

use latchkey_core::client::ActAs;
use latchkey_core::credential_format::CredentialFormat;
use latchkey_core::login::{LoginAddress, Message};
use latchkey_core::{ControllerUrl, CoreVersion, NewTokenRequest, Secret, TokenName, UserId};

use crate::model::access::{Host, Route};
use crate::model::draft::Draft;
use crate::model::held_token::HeldToken;
use crate::model::journal::{JournalEntry, JournalEntryKey, Stamp};
use crate::model::list::TokenReference;
use crate::model::look::ListScope;
use crate::model::reminder::Reminder;
use crate::view::Id;

/// One action outside the state.
#[derive(Debug, Clone)]
pub(crate) enum Effect {
    /// Runs before anything else happens.
    Now(Now),
    /// Runs asynchronously.
    Later(Later),
}

/// Effects that must run inside the click or key press: the browser allows them at no other time, or the popup is
/// about to close.
#[derive(Debug, Clone)]
pub(crate) enum Now {
    /// Put this on the clipboard: the token of this journal id, in the chosen format.
    Copy(String, Secret),
    RequestAccess(Host),
    /// Ask whether the browser may transmit the token to a terminal, where it asks that.
    RequestTransmission,
    /// Send the requests that read, and still wait for the page, directly.
    BypassPage,
    /// Store what the person has entered: the popup may close at any moment.
    SaveDraft(Box<Draft>),
    /// Remove the draft stored under this key.
    ClearDraft(String),
    Focus(Id),
    /// Select the name that the popup suggests, if `Token name` has the focus, for typing over.
    SelectName,
    /// Move the keyboard focus to this button of the token with this uuid.
    FocusRow(RowButton, String),
}

/// Asynchronous effects: requests and storage.
#[derive(Debug, Clone)]
pub(crate) enum Later {
    /// Ask these roots, in their order, whether they are Jenkins; the first that is ends it.
    Recognize(Vec<ControllerUrl>, Route),
    AskIdentity(Box<RequestContext>),
    /// Read again what an administrator has set.
    ReadPolicy,
    /// Write the journal entry; then make the token.
    Generate {
        context: Box<RequestContext>,
        request: Box<NewTokenRequest>,
        entry: Box<JournalEntry>,
    },
    /// Wait for the answer to a request that an earlier popup sent.
    AwaitReply(Box<JournalEntry>),
    /// Fetch the request of the terminal at this address.
    ReadTerminal(LoginAddress),
    /// Send a message to the terminal at this address. A token in it is stored first, as by `StoreToken`.
    TellTerminal {
        address: LoginAddress,
        message: Box<Message>,
        token: Option<Box<HeldToken>>,
    },
    /// Store the token in memory and name it in the journal; the reply it came in is no longer needed.
    StoreToken(Box<HeldToken>),
    UpdateToken(Box<HeldToken>),
    /// Remove the token or reply stored under this id, and the journal entry.
    Forget(JournalEntryKey),
    /// Remove what is stored of the request itself; the journal entry stays.
    ClearRequest(String),
    Verify {
        context: Box<RequestContext>,
        id: String,
        user: UserId,
        token: Secret,
    },
    List(Box<RequestContext>, ListScope),
    /// Write the journal entry again.
    UpdateEntry(Box<JournalEntry>),
    /// Give a token another name; then list again.
    Rename {
        context: Box<RequestContext>,
        scope: ListScope,
        token: TokenReference,
        name: TokenName,
    },
    /// Revoke tokens one after the other; then list again.
    Revoke {
        context: Box<RequestContext>,
        scope: ListScope,
        tokens: Vec<TokenReference>,
    },
    /// Remember this token, to remind the person before it expires.
    StoreReminder(Box<Reminder>),
    /// Forget the reminders that are stored under these keys.
    DropReminders(Vec<String>),
    StoreCopyAs(CredentialFormat),
    /// Remember these controllers, by root URL.
    StoreRemembered(Vec<String>),
    /// Go to this address in the tab and close the popup.
    Navigate(String),
}

/// What every request needs: where it goes, how, and as which user.
#[derive(Debug, Clone)]
pub(crate) struct RequestContext {
    pub(crate) controller: ControllerUrl,
    pub(crate) version: Option<CoreVersion>,
    pub(crate) act_as: ActAs,
    pub(crate) route: Route,
}

/// Handles one event: the time it happened and its effects so far.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    pub(crate) stamp: &'a Stamp,
    /// The effects, in order.
    pub(crate) effects: Vec<Effect>,
}

impl Turn<'_> {
    pub(crate) fn now(&mut self, effect: Now) {
        self.effects.push(Effect::Now(effect));
    }

    pub(crate) fn later(&mut self, effect: Later) {
        self.effects.push(Effect::Later(effect));
    }
}

/// A button that every token in the list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowButton {
    Rename,
    Revoke,
}
