//! What the popup knows.

use latchkey_core::client::ActAs;
use latchkey_core::credential_format::CredentialFormat;
use latchkey_core::token::CalendarDate;
use latchkey_core::version::{self, ExpirySupport};
use latchkey_core::{ControllerPage, ControllerUrl, CoreVersion, Error, Owner, User};

use crate::effect::RequestContext;
use crate::model::access::{DirectAccess, Route};
use crate::model::creation::Creation;
use crate::model::draft::Drafts;
use crate::model::form::{ExpiresChoice, Form, View};
use crate::model::held_token::{HeldToken, Shown};
use crate::model::journal::UnreadableEntry;
use crate::model::list::{Replacement, TokenList, TokenReference};
use crate::model::look::{ConfirmedToken, KnownTokens, ListScope, UnconfirmedToken};
use crate::model::page::PageReport;
use crate::model::policy::ManagedPolicy;
use crate::model::popup_context::PopupContext;
use crate::model::problem::Problem;
use crate::model::reminder::Reminder;
use crate::model::session::CookieStore;
use crate::model::settings::Settings;
use crate::model::terminal::Terminal;

/// Everything the popup knows. What is drawn follows from this alone.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct State {
    /// The tab the popup was opened on, once known.
    pub(crate) tab: Option<Tab>,
    pub(crate) page: Page,
    /// The roots that are asked whether they are Jenkins, where the page does not say it.
    pub(crate) asked: Vec<ControllerUrl>,
    pub(crate) route: Route,
    /// Whether the page in the tab is too busy to do what it was asked.
    pub(crate) page_is_busy: bool,
    pub(crate) identity: Identity,
    /// The open tab of the popup.
    pub(crate) view: View,
    pub(crate) form: Form,
    /// The token name that was suggested last, or the last that was used.
    pub(crate) suggested_name: String,
    /// What the other fields held before the person changed them, or when they were used.
    pub(crate) unedited: Form,
    /// The date and time in it; empty if it is not a suggestion any more.
    pub(crate) suggested_at: String,
    /// What an administrator has set; read before the page is looked at, so that nothing is sent before.
    pub(crate) policy: ManagedPolicy,
    pub(crate) settings: Settings,
    pub(crate) list: TokenList,
    /// The token that the next one is to replace.
    pub(crate) replacing: Option<Replacement>,
    pub(crate) dialog: Option<Dialog>,
    pub(crate) copy_as: CredentialFormat,
    /// Controllers the person wants to find again, by root URL.
    pub(crate) remembered: Vec<String>,
    /// Tokens that were created here and expire, the first to expire first. None in private windows.
    pub(crate) reminders: Vec<Reminder>,
    /// The day of the last event; `None` before the first.
    pub(crate) today: Option<CalendarDate>,
    pub(crate) creation: Creation,
    pub(crate) shown: Option<Shown>,
    /// Further tokens for which the person has not pressed `Done`; they are shown one after the other.
    pub(crate) next: Vec<HeldToken>,
    /// The journal ids of the tokens that are being verified.
    pub(crate) verifying: Vec<String>,
    /// What the popup found, as far as it was not taken over, until the controller is certain.
    pub(crate) earlier: Option<Box<PopupContext>>,
    /// What the root that the page names answered instead of Jenkins, while other roots are asked.
    pub(crate) misplaced: Option<Error>,
    pub(crate) drafts: Drafts,
    /// The tokens of each owner whose list was read.
    pub(crate) known: Vec<KnownTokens>,
    /// The lists that are on their way.
    pub(crate) lists_under_way: Vec<ListScope>,
    /// How many requests have ended that changed tokens or may have. A list that was asked for before may not show it.
    pub(crate) ended: u32,
    /// Tokens that may have been created, or were created and lost, the oldest request first.
    pub(crate) unconfirmed: Vec<UnconfirmedToken>,
    /// Tokens that this popup has shown or found.
    pub(crate) confirmed: Vec<ConfirmedToken>,
    /// Journal records that cannot be read.
    pub(crate) unreadable: Vec<UnreadableEntry>,
    /// The terminal that the page's address leads to.
    pub(crate) terminal: Terminal,
    pub(crate) problem: Option<Problem>,
    pub(crate) announcement: Option<Announcement>,
}

/// The tab the popup was opened on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tab {
    pub(crate) id: i32,
    pub(crate) store: CookieStore,
    /// What its page said, or its address where the page cannot be looked at.
    pub(crate) report: PageReport,
    /// Whether its page can carry requests.
    pub(crate) carries: bool,
    pub(crate) direct: DirectAccess,
}

/// What the page turned out to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Page {
    #[default]
    Looking,
    Controller(ControllerPage),
    /// Not Jenkins, or nothing shows that it is.
    NotJenkins {
        searched: bool,
    },
    /// It names an address elsewhere as its root.
    ForeignRoot,
    /// It cannot carry requests, and the popup may not send them itself, or not yet.
    CannotSend,
    /// Its path is one of Jenkins', but this error kept the popup from finding out whether the page is.
    Unclear(Error),
    NotScriptable,
    /// The administrator's policy does not allow its controller. Nothing is asked of it.
    NotAllowed,
    /// The press on the toolbar button gave no access to it.
    NotGranted,
}

/// The question the person must answer before something is done.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Dialog {
    Revoke(Owner, Vec<TokenReference>),
    /// Why the token cannot be created without the script is the cause.
    RunScript {
        form: Form,
        script: String,
        cause: Error,
    },
}

/// Who is signed in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Identity {
    #[default]
    Unknown,
    Known(User),
    SignedOut {
        /// Where to sign in, as the controller said: path and query on its host.
        sign_in: Option<String>,
    },
    /// The controller has no users: nobody can sign in, or needs to.
    NoUsers,
    /// The controller was asked and gave no usable answer. No request is in flight.
    Unavailable,
}

impl Identity {
    /// Whether it is known that nobody is signed in.
    pub(crate) fn is_nobody(&self) -> bool {
        match self {
            Self::SignedOut { .. } | Self::NoUsers => true,
            Self::Unknown | Self::Known(_) | Self::Unavailable => false,
        }
    }
}

/// A result that is announced to assistive technology.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Announcement {
    Copied,
    OldRevoked,
    /// This number of tokens was revoked.
    Revoked(usize),
}

impl State {
    /// The controller, once the page turned out to be one of its pages.
    pub(crate) fn controller(&self) -> Option<&ControllerPage> {
        if let Page::Controller(page) = &self.page { Some(page) } else { None }
    }

    /// The context of requests in the person's own session.
    pub(crate) fn request_context(&self) -> Option<Box<RequestContext>> {
        let page = self.controller()?;
        let expected_user = self.user().map(|user| user.id.clone());
        Some(Box::new(RequestContext {
            controller: page.controller.clone(),
            version: page.version.clone(),
            act_as: ActAs { crumb: page.crumb.clone(), expected_user },
            route: self.route,
        }))
    }

    /// Whether requests wait for a page that is too busy to send them.
    pub(crate) fn waits_for_page(&self) -> bool {
        self.page_is_busy && self.route == Route::Page
    }

    /// The scope of a list of this owner's tokens that is requested now.
    pub(crate) fn list_scope(&self, owner: Owner) -> ListScope {
        ListScope { owner, user: self.user().map(|user| user.id.clone()), ended: self.ended }
    }

    /// Whether the tab is in a private window, of which nothing is written to disk.
    pub(crate) fn is_private(&self) -> bool {
        self.tab.as_ref().is_some_and(|tab| tab.store.private)
    }

    /// Whether tokens that are created are remembered. Nothing is where it is not known what an administrator allows.
    pub(crate) fn reminds(&self) -> bool {
        self.policy.is_readable() && self.policy.values().reminder.unwrap_or(self.settings.reminder)
    }

    /// The token on display; `None` while another is about to be created as a replacement or for a terminal, or is on its
    /// way to a terminal.
    pub(crate) fn shown_token(&self) -> Option<&Shown> {
        let waits = self.replacing.is_some() || self.terminal.is_waiting() || self.is_delivering();
        self.shown.as_ref().filter(|_| !waits)
    }

    /// Every token in the person's hands, the one on display first.
    pub(crate) fn held(&self) -> impl Iterator<Item = &HeldToken> {
        self.shown.iter().map(|shown| &shown.held).chain(&self.next)
    }

    pub(crate) fn held_mut(&mut self) -> impl Iterator<Item = &mut HeldToken> {
        self.shown.iter_mut().map(|shown| &mut shown.held).chain(&mut self.next)
    }

    /// Puts another token, or none, on display and returns the previous one. The announcement was about that one.
    pub(crate) fn show(&mut self, held: Option<HeldToken>) -> Option<HeldToken> {
        self.announcement = None;
        let masked =
            |held| Shown { held, verification: None, revealed: false, copied_here: false, delivery: None };
        std::mem::replace(&mut self.shown, held.map(masked)).map(|shown| shown.held)
    }

    pub(crate) fn expiry_support(&self) -> ExpirySupport {
        version::expiry_support(self.version())
    }

    /// The choice of `Expires` that is in effect.
    pub(crate) fn expires(&self) -> ExpiresChoice {
        self.possible(self.form.expires)
    }

    /// What this choice comes to on this controller, as far as its version is known.
    pub(crate) fn possible(&self, choice: ExpiresChoice) -> ExpiresChoice {
        match self.expiry_support() {
            ExpirySupport::No => ExpiresChoice::Never,
            ExpirySupport::Yes | ExpirySupport::Unknown => choice,
        }
    }

    /// Whether the person has changed nothing since the form was filled in, or used, the code of a terminal aside.
    pub(crate) fn form_is_untouched(&self) -> bool {
        let (name, code) = (self.suggested_name.clone(), self.form.code.clone());
        self.form == Form { name, code, ..self.unedited.clone() }
    }

    /// What the form says has led to a token: it is no longer what the person wants to keep.
    pub(crate) fn form_is_used(&mut self) {
        self.suggested_name.clone_from(&self.form.name);
        self.suggested_at.clear();
        self.unedited = self.form.clone();
    }

    /// Fills in the form. A name that was typed meanwhile stays.
    pub(crate) fn fill_in(&mut self, form: Form) {
        let policy = self.policy.values();
        let name_is_typed = self.form.name != self.suggested_name;
        let name =
            if name_is_typed { std::mem::take(&mut self.form.name) } else { policy.prefixed(form.name) };
        let for_user = form.for_user.or_else(|| self.form.for_user.take());
        let for_user = for_user.filter(|_| !policy.hide_for_another_user);
        let (expires, date) = policy.nearest((form.expires, form.date), self.last_date());
        self.form = Form { name, expires, date, for_user, code: form.code };
    }

    pub(crate) fn version(&self) -> Option<&CoreVersion> {
        self.controller()?.version.as_ref()
    }

    pub(crate) fn user(&self) -> Option<&User> {
        if let Identity::Known(user) = &self.identity { Some(user) } else { None }
    }
}
