//! What can happen.

use latchkey_core::credential_format::CredentialFormat;
use latchkey_core::listing::Listing;
use latchkey_core::{
    ChangeError, ControllerUrl, CoreVersion, Error, GenerateError, GeneratedToken, Owner, User, Verification,
};

use crate::alert::Action;
use crate::draft::Draft;
use crate::form::KeptForm;
use crate::page::PageReport;
use crate::record::{CookieStore, JournalEntry, KeptToken};
use crate::route::DirectWay;
use crate::state::View;
use crate::tokens::TokenReference;

/// One thing that happened, to the person or to the browser.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The popup opened and looked at its tab.
    Opened(Opening),
    /// A root was asked whether it is Jenkins.
    Recognised(Result<(ControllerUrl, Option<CoreVersion>), Error>),
    /// The controller said who is signed in.
    IdentityArrived(Result<User, Error>),
    /// `Generate token` was pressed.
    GeneratePressed(Draft, Moment),
    /// The request that makes a token came to an end, in this popup or in an earlier one.
    Generated {
        /// The journal entry.
        entry: JournalEntry,
        /// How it ended.
        end: Result<GeneratedToken, GenerateError>,
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
        /// When, in milliseconds since 1970.
        now: f64,
    },
    /// `Done` was pressed.
    DonePressed,
    /// A button in an alert was pressed.
    ActionPressed(Action, Moment),
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
        end: Result<(), ChangeError>,
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
        ends: Vec<(TokenReference, Result<(), ChangeError>)>,
        /// The list after it.
        listing: Result<Listing, Error>,
    },
    /// `Replace {name}` was pressed.
    ReplacePressed(String),
    /// The token is to be a new one after all.
    ReplaceCancelled,
    /// The dialog was answered.
    DialogAnswered {
        /// Whether with its action.
        accepted: bool,
        /// When.
        moment: Moment,
    },
    /// A form for copying was chosen.
    CopyAsChosen(CredentialFormat),
    /// The controller is to be remembered, or no longer.
    RememberPressed(bool),
    /// A remembered controller is to be forgotten.
    ForgetController(String),
}

/// What a popup finds when it opens.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// The browser's number for the tab.
    pub tab: i32,
    /// Whose cookies the tab uses.
    pub store: CookieStore,
    /// What the page said; `None` where the browser does not let extensions look.
    pub report: Option<PageReport>,
    /// What the tab's address says; `None` where it is no web page, or hidden from extensions.
    pub address: Option<PageReport>,
    /// Whether the popup may send requests itself.
    pub direct: DirectWay,
    /// Every token that is kept.
    pub kept: Vec<KeptToken>,
    /// Every journal entry and what has become of its request.
    pub journal: Vec<(JournalEntry, Fate)>,
    /// In what form a token was copied last.
    pub copy_as: CredentialFormat,
    /// Controllers the person wants to find again, by root URL.
    pub remembered: Vec<String>,
    /// Forms that were left to sign in.
    pub forms: Vec<KeptForm>,
    /// The time, in milliseconds since 1970.
    pub now: f64,
}

/// What has become of a request that an earlier popup sent.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// Its page still waits for the answer.
    UnderWay,
    /// The answer came while no popup was open.
    Answered(Result<GeneratedToken, GenerateError>),
    /// Nothing is known: the page or the browser was closed.
    Unknown,
}

/// When and under which new id something is to begin.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// The time, in milliseconds since 1970.
    pub now: f64,
    /// An id that was never used.
    pub fresh_id: String,
}
