//! What can happen.

use latchkey_core::{ControllerUrl, CoreVersion, Error, GenerateError, GeneratedToken, User, Verification};

use crate::alert::Action;
use crate::draft::Draft;
use crate::page::PageReport;
use crate::record::{CookieStore, JournalEntry, KeptToken};

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
    /// Ten seconds passed since the press.
    StillWaiting,
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
    /// The clipboard took the token, or did not.
    CopyEnded {
        /// Whether it did.
        copied: bool,
        /// When, in milliseconds since 1970.
        now: f64,
    },
    /// `Done` was pressed.
    DonePressed,
    /// A button in an alert was pressed.
    ActionPressed(Action, Moment),
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
    /// Every token that is kept.
    pub kept: Vec<KeptToken>,
    /// Every journal entry and what has become of its request.
    pub journal: Vec<(JournalEntry, Fate)>,
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
