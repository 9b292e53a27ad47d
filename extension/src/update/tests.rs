//! The state machine, driven as a person and a browser drive it.

mod busy_page;
mod confirmed;
mod drafts;
mod ending;
mod fixtures;
mod for_others;
mod invariants;
mod list;
mod open;
mod policy;
mod pressing;
mod reminders;
mod reopening;
mod replace;
mod showing;
mod sign_in;
mod terminal;
mod transport;
mod truth;
mod unconfirmed;

use std::collections::BTreeMap;

use latchkey_core::listing::{RowExpiry, TokenRow, Usage};
use latchkey_core::token::{CalendarDate, Lifetime};
use latchkey_core::{
    ControllerUrl, CredentialFormat, Error, Expiry, GeneratedToken, Listing, NewTokenRequest, Outcome, Owner,
    PageSigns, Secret, Unconfirmed, User, UserId, Verification,
};

use self::fixtures::*;
use super::update;
use crate::effect::{Effect, Later, Now};
use crate::event::{Action, Event};
use crate::model::access::DirectAccess;
use crate::model::creation::Creation;
use crate::model::draft::Draft;
use crate::model::form::{ExpiresChoice, Form};
use crate::model::held_token::{HeldToken, Shown};
use crate::model::journal::{JournalEntry, PendingOutcome, Stamp, Via};
use crate::model::list::TokenReference;
use crate::model::page::PageReport;
use crate::model::policy::ManagedPolicy;
use crate::model::popup_context::PopupContext;
use crate::model::reminder::Reminder;
use crate::model::session::{CookieStore, Session};
use crate::model::settings::Settings;
use crate::model::state::State;
use crate::view::Id;
use crate::view::alerts::alerts;

/// When every popup of these tests opens, in milliseconds since 1970.
const NOW: f64 = 1_795_500_000_000.0;

const ORDINARY: CookieStore = CookieStore { private: false, container: None };

/// A popup; it remembers the effects of the last event.
#[derive(Default)]
struct Popup {
    state: State,
    effects: Vec<Effect>,
    /// How many requests that make a token it has sent.
    requests: usize,
    /// What it has stored of the form, by key.
    drafts: BTreeMap<String, Draft>,
    /// The tokens that it remembers, by key.
    reminders: BTreeMap<String, Reminder>,
}

impl Popup {
    /// Opened with this in front of it.
    fn opened(context: PopupContext) -> Self {
        let mut popup = Self::default();
        popup.dispatch(Event::Opened(Box::new(context)));
        popup
    }

    /// Opened on an ordinary page of a new core; Alice is signed in and shown.
    fn of_alice() -> Self {
        let mut popup = Self::opened(on(ordinary_page()));
        popup.dispatch(Event::IdentityArrived(Ok(alice())));
        popup.lists(Owner::Me, &[]);
        popup
    }

    /// Shows a token that Alice has just made.
    fn with_token() -> Self {
        let mut popup = Self::of_alice();
        popup.press();
        popup.end(Ok(token("n")));
        popup
    }

    fn dispatch(&mut self, event: Event) {
        let stamp = self.stamp();
        let effects = update(&mut self.state, event, &stamp);
        self.effects = effects.into_iter().filter_map(|effect| self.store(effect)).collect();
        self.requests += usize::from(self.sent().is_some());
    }

    /// Stores a draft or a reminder, as the browser does; gives back every other effect.
    fn store(&mut self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::Now(Now::SaveDraft(draft)) => _ = self.drafts.insert(draft.key(), *draft),
            Effect::Now(Now::ClearDraft(key)) => {
                assert!(self.drafts.remove(&key).is_some(), "there is no {key}");
            }
            Effect::Later(Later::StoreReminder(reminder)) => {
                assert!(!self.state.is_private(), "nothing of a private window is written to disk");
                _ = self.reminders.insert(reminder.key(), *reminder);
            }
            Effect::Later(Later::DropReminders(keys)) => {
                for key in keys {
                    assert!(self.reminders.remove(&key).is_some(), "there is no {key}");
                }
            }
            effect => return Some(effect),
        }
        None
    }

    /// The present; the id was never used.
    fn stamp(&self) -> Stamp {
        let fresh_id = format!("id-of-request-{:02}", self.requests + 1);
        let today = CalendarDate::parse("2026-11-24").unwrap();
        Stamp { now: NOW, today, time: "12:34:56".to_owned(), fresh_id }
    }

    /// Presses `Generate token` with a form that can be sent.
    fn press(&mut self) {
        self.press_with(form("n"));
    }

    /// The list of this owner that was asked for last arrives.
    fn lists(&mut self, owner: Owner, tokens: &[(&str, &str)]) {
        self.lists_as(owner, Ok(listing(tokens)));
    }

    /// The same, or the error that kept it from being read.
    fn lists_as(&mut self, owner: Owner, listing: Result<Listing, Error>) {
        let scope = self.state.lists_under_way.iter().rev().find(|scope| scope.owner == owner);
        let scope = scope.unwrap_or_else(|| panic!("no list on its way: {:?}", self.effects)).clone();
        self.dispatch(Event::Listed(scope, listing));
    }

    fn press_with(&mut self, form: Form) {
        self.dispatch(Event::Edited(form));
        self.dispatch(Event::GeneratePressed);
    }

    /// The request under way comes to this end.
    fn end(&mut self, end: Result<GeneratedToken, Unconfirmed>) {
        let entry = self.sent().expect("a request that can end").2;
        self.dispatch(Event::Generated(entry, end));
    }

    /// Presses the button with this text in the first alert that has it.
    fn act(&mut self, label: &str) {
        let actions = alerts(&self.state).into_iter().flat_map(|alert| alert.actions);
        let action = actions.into_iter().find(|action| action.label().key.name() == label);
        let action = action.unwrap_or_else(|| panic!("no button {label} in {:?}", self.alerts()));
        self.dispatch(Event::ActionPressed(action));
    }

    /// The one request of the last event's effects that makes a token.
    fn sent(&self) -> Option<(ControllerUrl, NewTokenRequest, JournalEntry)> {
        let mut sent = self.effects.iter().filter_map(|effect| match effect {
            Effect::Later(Later::Generate { context, request, entry }) => Some((
                context.controller.clone(),
                NewTokenRequest::clone(request),
                JournalEntry::clone(entry),
            )),
            _ => None,
        });
        let first = sent.next();
        assert!(sent.next().is_none(), "two requests at once");
        first
    }

    /// The kinds of the last event's effects.
    fn did(&self) -> Vec<&'static str> {
        self.effects.iter().map(kind).collect()
    }

    /// The alerts that are shown: the first sentence's key and the keys of the buttons.
    fn alerts(&self) -> Vec<(&'static str, Vec<&'static str>)> {
        let buttons = |actions: Vec<Action>| actions.iter().map(|action| action.label().key.name()).collect();
        alerts(&self.state).into_iter().map(|alert| (alert.what.key.name(), buttons(alert.actions))).collect()
    }

    /// The token on display.
    fn shown(&self) -> &Shown {
        self.state.shown.as_ref().expect("a token on display")
    }

    /// The names of the tokens that are kept, the one shown first.
    fn held(&self) -> Vec<&str> {
        self.state.held().map(|held| held.token.name.as_str()).collect()
    }
}

fn kind(effect: &Effect) -> &'static str {
    match effect {
        Effect::Later(Later::Recognize(..)) => "recognize",
        Effect::Later(Later::AskIdentity(_)) => "ask identity",
        Effect::Later(Later::ReadPolicy) => "read policy",
        Effect::Later(Later::Generate { .. }) => "generate",
        Effect::Later(Later::AwaitReply(_)) => "await reply",
        Effect::Later(Later::ReadTerminal(_)) => "read terminal",
        Effect::Later(Later::TellTerminal { .. }) => "tell terminal",
        Effect::Now(Now::RequestTransmission) => "request transmission",
        Effect::Now(Now::Focus(Id::Code)) => "focus code",
        Effect::Now(Now::Focus(Id::TabCreate)) => "focus tab",
        Effect::Later(Later::StoreToken(..)) => "store token",
        Effect::Later(Later::UpdateToken(_)) => "update token",
        Effect::Later(Later::Forget(_)) => "forget",
        Effect::Later(Later::ClearRequest(_)) => "clear request",
        Effect::Later(Later::Verify { .. }) => "verify",
        Effect::Now(Now::Copy(..)) => "copy",
        Effect::Later(Later::List(..)) => "list",
        Effect::Later(Later::UpdateEntry(_)) => "update entry",
        Effect::Later(Later::Rename { .. }) => "rename",
        Effect::Later(Later::Revoke { .. }) => "revoke",
        Effect::Later(Later::StoreCopyAs(_)) => "store copy as",
        Effect::Now(Now::SaveDraft(_) | Now::ClearDraft(_))
        | Effect::Later(Later::StoreReminder(_) | Later::DropReminders(_)) => {
            panic!("taken out by `Popup::store`")
        }
        Effect::Later(Later::StoreRemembered(_)) => "store remembered",
        Effect::Now(Now::RequestAccess(_)) => "request access",
        Effect::Now(Now::BypassPage) => "pass page by",
        Effect::Later(Later::Navigate(_)) => "navigate",
        Effect::Now(Now::Focus(Id::Name)) => "focus token name",
        Effect::Now(Now::Focus(Id::Date)) => "focus expiry date",
        Effect::Now(Now::Focus(Id::Expires)) => "focus expires",
        Effect::Now(Now::Focus(Id::Copy)) => "focus copy token",
        Effect::Now(Now::Focus(Id::ForUser)) => "focus user id",
        Effect::Now(Now::Focus(Id::DialogCancel)) => "focus cancel",
        Effect::Now(Now::Focus(Id::NewName)) => "focus new name",
        Effect::Now(Now::Focus(id)) => panic!("{id:?} takes no focus"),
        Effect::Now(Now::FocusRow(..)) => "focus row",
        Effect::Now(Now::SelectName) => "select name",
    }
}
