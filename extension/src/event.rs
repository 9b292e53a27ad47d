//! The events of the popup.

use latchkey_core::credential_format::CredentialFormat;
use latchkey_core::listing::Listing;
use latchkey_core::{
    ControllerUrl, CoreVersion, Error, GeneratedToken, Owner, Unconfirmed, User, Verification,
};

use crate::model::access::{DirectAccess, Host};
use crate::model::form::{Form, SavedForm, View};
use crate::model::held_token::HeldToken;
use crate::model::journal::{JournalEntry, JournalEntryKey, PendingOutcome, UnreadableEntry};
use crate::model::list::TokenReference;
use crate::model::page::PageReport;
use crate::model::session::CookieStore;

/// Something that the person did or the browser answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The popup opened and looked at its tab.
    Opened(Box<PopupContext>),
    /// A root was asked whether it is Jenkins.
    Recognized(Result<(ControllerUrl, Option<CoreVersion>), Error>),
    /// The controller said who is signed in.
    IdentityArrived(Result<User, Error>),
    /// The person changed the form: these are its values now.
    Edited(Form),
    /// `Generate token` was pressed.
    GeneratePressed,
    /// The request that makes a token came to an end, in this popup or in an earlier one.
    Generated {
        /// The journal entry.
        entry: JournalEntry,
        /// How it ended.
        end: Result<GeneratedToken, Unconfirmed>,
    },
    /// Ten seconds passed since the request under this id left.
    StillWaiting(String),
    /// The token was verified.
    Verified {
        /// The token's id in the journal.
        id: String,
        /// The result.
        verification: Verification,
    },
    /// `Show token` or `Hide token` was pressed.
    RevealPressed,
    /// `Copy token` was pressed.
    CopyPressed,
    /// The person answered whether Latchkey may access the tab's host.
    AccessAnswered(bool),
    /// Copying to the clipboard ended.
    CopyEnded {
        /// The token's id in the journal.
        id: String,
        /// Whether the clipboard took the token.
        copied: bool,
    },
    /// `Done` was pressed.
    DonePressed,
    /// A button in an alert was pressed.
    ActionPressed(Action),
    /// A tab was chosen.
    ViewChosen(View),
    /// The controller listed the tokens.
    Listed {
        /// Whose tokens.
        owner: Owner,
        /// The list.
        listing: Result<Listing, Error>,
    },
    /// `Show tokens` was pressed with this in `User ID`.
    ListFor(String),
    /// A token was selected for revoking, or deselected.
    Chosen {
        /// Its uuid.
        uuid: String,
        /// Whether it is selected now.
        chosen: bool,
    },
    /// `Rename {name}` was pressed.
    RenamePressed(String),
    /// A new name was entered, or renaming was cancelled.
    RenameEntered(Option<String>),
    /// Renaming ended.
    Renamed {
        /// Whose token.
        owner: Owner,
        /// The token.
        token: TokenReference,
        /// How it ended.
        end: Result<(), Unconfirmed>,
        /// The list afterwards.
        listing: Result<Listing, Error>,
    },
    /// `Revoke {name}` was pressed.
    RevokePressed(String),
    /// `Revoke` for the selected tokens was pressed.
    RevokeChosenPressed,
    /// So far, this number of tokens was revoked or refused.
    RevokeProgress(usize),
    /// Revoking several tokens ended.
    Revoked {
        /// Whose tokens.
        owner: Owner,
        /// The tokens and the end of each request.
        ends: Vec<(TokenReference, Result<(), Unconfirmed>)>,
        /// The list afterwards.
        listing: Result<Listing, Error>,
    },
    /// `Replace {name}` was pressed.
    ReplacePressed(String),
    /// Replacing was cancelled: the next token is a new one.
    ReplaceCancelled,
    /// The dialog was answered; whether the person accepted.
    DialogAnswered(bool),
    /// A format for copying was chosen.
    CopyAsChosen(CredentialFormat),
    /// `Remember this controller` was checked or unchecked.
    RememberPressed(bool),
    /// `Forget` of a remembered controller was pressed.
    ForgetController(String),
}

/// What a popup finds when it opens.
#[derive(Debug, Clone, PartialEq)]
pub struct PopupContext {
    /// The browser's number for the tab.
    pub tab: i32,
    /// Whose cookies the tab uses.
    pub store: CookieStore,
    /// What the page said; `None` where the browser does not let extensions look.
    pub report: Option<PageReport>,
    /// What the tab's address says; `None` where it is no web page, or hidden from extensions.
    pub address: Option<PageReport>,
    /// Whether the popup may send requests itself.
    pub direct: DirectAccess,
    /// Every token that is stored.
    pub held: Vec<HeldToken>,
    /// Every journal entry and what has become of its request.
    pub journal: Vec<(JournalEntry, PendingOutcome)>,
    /// Entries of the journal that cannot be read.
    pub unreadable: Vec<UnreadableEntry>,
    /// The format in which a token was copied last.
    pub copy_as: CredentialFormat,
    /// Controllers the person wants to find again, by root URL.
    pub remembered: Vec<String>,
    /// Forms that were saved when the person left to sign in.
    pub forms: Vec<SavedForm>,
}

/// Something a person can do about an alert.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// `Try again`.
    TryAgain,
    /// `Try again`: to list the tokens.
    ListAgain,
    /// `Sign in`.
    SignIn,
    /// `Continue as {id}`.
    ContinueAs(User),
    /// `Look for Jenkins here`.
    LookForJenkins,
    /// `Allow access to {host}`.
    AllowAccess(Host),
    /// `Show tokens`: the list of this popup.
    ShowTokens(Owner),
    /// `Revoke`: the token that was just made.
    RevokeNew,
    /// `Revoke the old token`, although the new one could not be verified.
    RevokeOld,
    /// `Revoke`: the token that may have been created by the request of this journal entry.
    RevokeUnconfirmed(String),
    /// `Forget`: the person has dealt with it.
    Forget(JournalEntryKey),
}
