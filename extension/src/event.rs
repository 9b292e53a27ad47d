//! What can happen.

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

/// One thing that happened, to the person or to the browser.
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
    /// The token was tried.
    Verified {
        /// The token's id in the journal.
        id: String,
        /// What it does.
        verification: Verification,
    },
    /// `Show token` or `Hide token` was pressed.
    RevealPressed,
    /// `Copy token` was pressed.
    CopyPressed,
    /// The person has answered whether Latchkey may have access to the tab's host.
    AccessAnswered(bool),
    /// The clipboard took the token, or did not.
    CopyEnded {
        /// The token's id in the journal.
        id: String,
        /// Whether it did.
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
        /// Whose.
        owner: Owner,
        /// The list.
        listing: Result<Listing, Error>,
    },
    /// `Show tokens` was pressed with this in `User ID`.
    ListFor(String),
    /// A token was chosen for revoking, or no longer.
    Chosen {
        /// Its uuid.
        uuid: String,
        /// Whether it is chosen.
        chosen: bool,
    },
    /// `Rename {name}` was pressed.
    RenamePressed(String),
    /// A new name was given, or none was.
    RenameEntered(Option<String>),
    /// Renaming ended.
    Renamed {
        /// Whose token.
        owner: Owner,
        /// The token.
        token: TokenReference,
        /// How it ended.
        end: Result<(), Unconfirmed>,
        /// The list after it.
        listing: Result<Listing, Error>,
    },
    /// `Revoke {name}` was pressed.
    RevokePressed(String),
    /// The tokens that are chosen are to be revoked.
    RevokeChosenPressed,
    /// One of the tokens was asked to be revoked.
    RevokeProgress(usize),
    /// Every token was asked to be revoked.
    Revoked {
        /// Whose tokens.
        owner: Owner,
        /// The tokens and how asking ended.
        ends: Vec<(TokenReference, Result<(), Unconfirmed>)>,
        /// The list after it.
        listing: Result<Listing, Error>,
    },
    /// `Replace {name}` was pressed.
    ReplacePressed(String),
    /// The token is to be a new one after all.
    ReplaceCancelled,
    /// The dialog was answered; whether with its action.
    DialogAnswered(bool),
    /// A form for copying was chosen.
    CopyAsChosen(CredentialFormat),
    /// The controller is to be remembered, or no longer.
    RememberPressed(bool),
    /// A remembered controller is to be forgotten.
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
    /// Every token that is kept.
    pub held: Vec<HeldToken>,
    /// Every journal entry and what has become of its request.
    pub journal: Vec<(JournalEntry, PendingOutcome)>,
    /// Entries of the journal that cannot be read.
    pub unreadable: Vec<UnreadableEntry>,
    /// In what form a token was copied last.
    pub copy_as: CredentialFormat,
    /// Controllers the person wants to find again, by root URL.
    pub remembered: Vec<String>,
    /// Forms that were left to sign in.
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
    /// `Forget`: the person has seen to it.
    Forget(JournalEntryKey),
}
