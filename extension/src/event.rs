//! The events of the popup.

use latchkey_core::credential_format::CredentialFormat;
use latchkey_core::listing::{Listing, TokenWarning};
use latchkey_core::login::{Answer, LoginRequest, Receipt};
use latchkey_core::{
    ControllerUrl, CoreVersion, Error, GeneratedToken, Owner, Unconfirmed, User, Verification,
};

use crate::model::access::Host;
use crate::model::form::{Form, View};
use crate::model::journal::{JournalEntry, JournalEntryKey};
use crate::model::list::TokenReference;
use crate::model::look::{FoundToken, ListScope};
use crate::model::policy::ManagedPolicy;
use crate::model::popup_context::{PopupContext, Preparation};
use crate::model::terminal::ReadFailure;

/// Something that the person did or the browser answered.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    /// The popup opened: its tab's address, and what earlier popups left there.
    Prepared(Box<Preparation>),
    /// It has looked at its tab.
    Opened(Box<PopupContext>),
    /// The page was too busy to be looked at when the popup opened, and has been looked at now.
    Looked(Box<PopupContext>),
    /// The page in the tab turned out to be too busy to do what it was asked, or to be no longer.
    PageBusy(bool),
    /// What an administrator has set was read again.
    PolicyRead(ManagedPolicy),
    /// A root was asked whether it is Jenkins.
    Recognized(Result<(ControllerUrl, Option<CoreVersion>), Error>),
    IdentityArrived(Result<User, Error>),
    /// The person changed the form: these are its values now.
    Edited(Form),
    GeneratePressed,
    /// The button was pressed before this program ran, with this name in the form.
    PressedEarly(String),
    /// The request that makes a token came to an end, in this popup or in an earlier one.
    Generated(JournalEntry, Result<GeneratedToken, Unconfirmed>),
    /// Ten seconds passed since the request under this id left.
    StillWaiting(String),
    /// The token of this journal id was verified.
    Verified(String, Verification),
    /// `Show token` or `Hide token` was pressed.
    RevealPressed,
    CopyPressed,
    /// The request of the terminal arrived.
    TerminalRead(Result<Box<LoginRequest>, ReadFailure>),
    /// The terminal was sent the message of this receipt, and answered, if it can be believed.
    TerminalAnswered(Receipt, Option<Answer>),
    /// The person answered whether the browser may transmit the token to a terminal.
    TransmissionAnswered(bool),
    /// The person answered whether Latchkey may access the tab's host.
    AccessAnswered(bool),
    /// Whether the clipboard took the token of this journal id.
    CopyEnded(String, bool),
    DonePressed,
    ActionPressed(Action),
    ViewChosen(View),
    Listed(ListScope, Result<Listing, Error>),
    /// This was entered in `User ID` on the tab `Tokens`; `None` where that part of it was folded.
    ListUserEdited(Option<String>),
    /// `Show tokens` was pressed with this in `User ID`.
    ListFor(String),
    /// This was entered in `Filter by name`.
    Filtered(String),
    /// A part of the list's summary was pressed: tokens with this warning, or all.
    OnlyPressed(Option<TokenWarning>),
    /// The list is scrolled this far down, or has another size.
    Scrolled(f64),
    /// The token of this uuid was selected for revoking, or deselected.
    Chosen(String, bool),
    RenamePressed(String),
    /// This is in `New name`.
    NewNameEdited(String),
    /// `Save` was pressed with this in `New name`, or renaming was cancelled.
    RenameEntered(Option<String>),
    Renamed {
        scope: ListScope,
        token: TokenReference,
        end: Result<(), Unconfirmed>,
        listing: Result<Listing, Error>,
    },
    RevokePressed(String),
    /// `Revoke` for the selected tokens was pressed.
    RevokeChosenPressed,
    /// So far, this number of tokens was revoked or refused.
    RevokeProgress(usize),
    Revoked {
        scope: ListScope,
        ends: Vec<(TokenReference, Result<(), Unconfirmed>)>,
        listing: Result<Listing, Error>,
    },
    ReplacePressed(String),
    /// A button of the reminder of the token of this uuid was pressed.
    ReminderPressed(ReminderAction, String),
    /// Replacing was cancelled: the next token is a new one.
    ReplaceCancelled,
    /// The dialog was answered; whether the person accepted.
    DialogAnswered(bool),
    CopyAsChosen(CredentialFormat),
    RememberPressed(bool),
    /// `Forget` of a remembered controller was pressed.
    ForgetController(String),
}

/// What a person can do about a token that expires soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReminderAction {
    Replace,
    Revoke,
    Forget,
}

/// Something a person can do about an alert.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    TryAgain,
    /// `Try again`: to read what an administrator has set.
    ReadPolicyAgain,
    /// `Try again`: to list the tokens.
    ListAgain,
    SignIn,
    /// `Open the page again`: the page of the tab, as its address gives it now.
    OpenPageAgain,
    ContinueAs(User),
    LookForJenkins,
    AllowAccess(Host),
    /// `Send without the page`
    SendDirectly,
    /// `Show tokens`: the list of this popup.
    ShowTokens(Owner),
    /// `Send again`: the token on display, to its terminal.
    SendAgain,
    /// `Generate without the terminal`
    BypassTerminal,
    /// `Try again`: to verify the token that was just made.
    VerifyAgain,
    /// `Revoke`: the token that was just made.
    RevokeNew,
    /// `Revoke the old token`, although the new one could not be verified.
    RevokeOld,
    /// `Revoke`, or `Revoke all`: these tokens of this owner, which a request created.
    RevokeFound(Owner, Vec<TokenReference>),
    /// `Revoke` with what tells it from the others: this token of this owner, which a request may have created.
    RevokeCandidate(Owner, FoundToken),
    /// `Look again`: for the token of this journal entry.
    LookAgain(String),
    /// `Forget`: the further tokens that the request of this journal entry created.
    ForgetFurther(String),
    /// `Forget`: the person has dealt with it.
    Forget(JournalEntryKey),
}
