//! What a popup finds when it opens.

use latchkey_core::credential_format::CredentialFormat;

use crate::model::access::DirectAccess;
use crate::model::draft::Draft;
use crate::model::held_token::HeldToken;
use crate::model::journal::{JournalEntry, PendingOutcome, UnreadableEntry};
use crate::model::page::{LookFailure, PageReport};
use crate::model::policy::ManagedPolicy;
use crate::model::reminder::Reminder;
use crate::model::session::CookieStore;
use crate::model::settings::Settings;

/// What a popup finds when it has looked at the page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PopupContext {
    pub(crate) tab: i32,
    pub(crate) store: CookieStore,
    /// What the page said.
    pub(crate) report: Result<PageReport, LookFailure>,
    /// What the tab's address says; `None` where it is no web page, or hidden from extensions.
    pub(crate) address: Option<PageReport>,
    pub(crate) direct: DirectAccess,
    pub(crate) held: Vec<HeldToken>,
    /// Every journal entry and what has become of its request.
    pub(crate) journal: Vec<(JournalEntry, PendingOutcome)>,
    pub(crate) unreadable: Vec<UnreadableEntry>,
    pub(crate) copy_as: CredentialFormat,
    /// Controllers the person wants to find again, by root URL.
    pub(crate) remembered: Vec<String>,
    pub(crate) reminders: Vec<Reminder>,
}

/// What a popup finds before it has looked at the page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Preparation {
    pub(crate) store: CookieStore,
    /// What the tab's address says, as in [`PopupContext`].
    pub(crate) address: Option<PageReport>,
    /// Every draft, also of other places.
    pub(crate) drafts: Vec<Draft>,
    pub(crate) policy: ManagedPolicy,
    pub(crate) settings: Settings,
}
