//! What the state says about the elements that are always in the popup.

mod list;
mod policy;
mod token;

pub(super) use policy::EXPIRY_OPTIONS;

use latchkey_core::version::ExpirySupport;

use super::{Id, Lists, Property, Remembered, reminder, terminal};
use crate::model::access::Route;
use crate::model::creation::Creation;
use crate::model::form::{ExpiresChoice, View};
use crate::model::journal::other_user;
use crate::model::look::UnconfirmedToken;
use crate::model::policy::{ManagedPolicy, Policy};
use crate::model::state::{Announcement, Page, State};
use crate::view::message::{Key, Message};

/// The properties of the popup's elements, each once.
#[derive(Default)]
pub(super) struct Properties(Vec<(Id, Property)>);

impl Properties {
    pub(super) fn into_list(self) -> Vec<(Id, Property)> {
        self.0
    }

    pub(super) fn set(&mut self, id: Id, property: Property) {
        self.0.push((id, property));
    }

    pub(super) fn hidden(&mut self, id: Id, hidden: bool) {
        self.set(id, Property::Flag("hidden", hidden));
    }

    pub(super) fn message(&mut self, id: Id, message: Option<Message>) {
        self.set(id, Property::Message(message));
    }

    pub(super) fn text(&mut self, id: Id, property: &'static str, text: &str) {
        self.set(id, Property::Text(property, text.to_owned()));
    }

    /// Offers an option of `Expires`, or not. Both properties: browsers differ in what they take out of a list.
    pub(super) fn offer(&mut self, option: Id, is_offered: bool) {
        self.set(option, Property::Flag("disabled", !is_offered));
        self.hidden(option, !is_offered);
    }

    /// Says which prefix the administrator has set for names.
    pub(super) fn prefix_hint(&mut self, policy: &Policy) {
        let prefix = Some(&policy.name_prefix).filter(|prefix| !prefix.is_empty());
        self.message(Id::NamePolicy, prefix.map(|prefix| Message::with(Key::SetPrefix, prefix)));
    }
}

pub(super) fn properties(state: &State, lists: &Lists) -> Vec<(Id, Property)> {
    let mut properties = Properties::default();
    header(state, &mut properties);
    form(state, &mut properties);
    token::properties(state, &mut properties);
    list::properties(state, &mut properties);
    policy::properties(state, &mut properties);
    reminders(state, lists, &mut properties);
    // Nothing of a private window is written to disk, so there is nothing to offer in it.
    properties.hidden(Id::RememberLabel, state.controller().is_none() || state.is_private());
    let controller = state.controller().map(|page| page.controller.to_string());
    let is_among = |urls: &[String]| controller.as_ref().is_some_and(|url| urls.contains(url));
    let is_preset = is_among(&state.policy.values().preset_controllers);
    properties.set(Id::Remember, Property::Flag("checked", is_preset || is_among(&state.remembered)));
    properties.set(Id::Remember, Property::Flag("disabled", is_preset));
    properties.hidden(Id::Remembered, lists.remembered.is_empty());
    properties.into_list()
}

/// The controllers that are offered where the page belongs to none: those of the administrator first.
pub(super) fn remembered(state: &State) -> Vec<Remembered> {
    if is_usable(state) {
        return Vec::new();
    }
    remembered_of(&state.policy, &state.remembered)
}

/// The controllers of the administrator and these of the person.
pub(super) fn remembered_of(policy: &ManagedPolicy, own: &[String]) -> Vec<Remembered> {
    let preset = &policy.values().preset_controllers;
    let own = own.iter().filter(|url| !preset.contains(url));
    let with = |is_preset| move |url: &String| Remembered { url: url.clone(), is_preset };
    preset.iter().map(with(true)).chain(own.map(with(false))).collect()
}

/// Whether the page is one of a controller, or may turn out to be one.
pub(super) fn is_usable(state: &State) -> bool {
    matches!(state.page, Page::Looking | Page::Controller(_))
}

fn header(state: &State, properties: &mut Properties) {
    match state.controller() {
        Some(page) => {
            let address = page.controller.host_and_path();
            properties.text(Id::ControllerAddress, "textContent", &address);
            // The version gives way to a long address, but not here.
            let title = page
                .version
                .as_ref()
                .map_or_else(|| address.clone(), |version| format!("{address}\n{version}"));
            properties.text(Id::ControllerAddress, "title", &title);
        }
        None => {
            let text = if matches!(state.page, Page::Looking) { Key::Looking } else { Key::ExtensionName };
            properties.set(Id::ControllerAddress, Property::TitledMessage(Some(Message::plain(text))));
        }
    }
    properties
        .message(Id::ControllerVersion, state.version().map(|version| Message::with(Key::Version, version)));
    let identity = state.user().map(|user| Message::with(Key::SignedInAs, &user.full_name).and(&user.id));
    properties.set(Id::Identity, Property::TitledMessage(identity));
    let is_usable = is_usable(state);
    properties.hidden(Id::Tabs, !is_usable);
    for (view, tab, panel) in
        [(View::Create, Id::TabCreate, Id::PanelCreate), (View::Tokens, Id::TabTokens, Id::PanelTokens)]
    {
        let selected = state.view == view;
        properties.set(tab, Property::Attribute("aria-selected", selected));
        properties.text(tab, "tabIndex", if selected { "0" } else { "-1" });
        properties.hidden(panel, !selected || !is_usable);
    }
}

fn form(state: &State, properties: &mut Properties) {
    let is_for_terminal = state.terminal.is_waiting();
    let is_in_the_way = state.shown_token().is_some() || state.user_mismatch().is_some();
    properties.hidden(Id::Create, is_in_the_way || (state.is_delivering() && !is_for_terminal));
    properties.hidden(Id::Terminal, !is_for_terminal);
    properties.text(Id::Code, "value", &state.form.code);
    properties.text(Id::Name, "value", &state.form.name);
    properties.text(Id::Expires, "value", &state.expires().value());
    properties.text(Id::Date, "value", &state.form.date);
    properties.set(Id::Other, Property::Flag("open", state.form.for_user.is_some()));
    if let Some(user) = &state.form.for_user {
        properties.text(Id::ForUser, "value", user);
    }
    let unsupported = state.expiry_support() == ExpirySupport::No;
    properties.set(Id::Expires, Property::Flag("disabled", unsupported));
    properties.message(Id::ExpiryHint, terminal::expiry_hint(state));
    properties.hidden(Id::DateField, state.expires() != ExpiresChoice::OnDate);
    let idle = matches!(state.creation, Creation::Idle) && !state.is_delivering();
    let busy = !idle || state.identity.is_nobody() || state.standing_violation().is_some();
    let generate = if is_for_terminal { Key::GiveToTerminal } else { Key::GenerateToken };
    properties.message(Id::Generate, Some(Message::plain(generate)));
    // Not `disabled`, which would drop the keyboard focus.
    properties.set(Id::Generate, Property::Attribute("aria-disabled", busy));
    let note = state.replacing.as_ref().map(|replacing| match other_user(&replacing.owner) {
        Some(user) => Message::with(Key::ReplaceNoteFor, &replacing.token.name).and(user),
        None => Message::with(Key::ReplaceNote, &replacing.token.name),
    });
    // The new token is for whom the old one is.
    let hides_others = state.policy.values().hide_for_another_user;
    properties.hidden(Id::Other, note.is_some() || is_for_terminal || hides_others);
    properties.hidden(Id::ReplaceNote, note.is_none());
    properties.message(Id::ReplaceText, note);
    let (note, is_good) = terminal::note(&state.terminal);
    properties.message(Id::TerminalNote, note);
    properties.set(Id::TerminalNote, Property::Class("good", is_good));
    properties.set(Id::PanelTokens, Property::Class("for-terminal", is_for_terminal));
    let (status, is_seen) = status(state);
    properties.message(Id::Status, status);
    properties.set(Id::Status, Property::Class("spoken", is_seen));
}

/// What is under way or done, and whether that is visible without these words.
fn status(state: &State) -> (Option<Message>, bool) {
    let popup_waits = state.route == Route::Direct;
    let text = match (&state.creation, state.announcement) {
        (Creation::Sending { slow: false, .. }, _) if popup_waits => Key::GeneratingKeepOpen,
        (Creation::Sending { slow: true, .. }, _) if popup_waits => Key::StillWaitingKeepOpen,
        (Creation::Queued(..) | Creation::Sending { .. } | Creation::Waiting(..), _)
            if state.page_is_busy =>
        {
            Key::WaitingForPage
        }
        (Creation::Queued(..) | Creation::Sending { slow: false, .. }, _) => Key::Generating,
        (Creation::Sending { slow: true, .. } | Creation::Waiting(..), _) => Key::StillWaiting,
        (Creation::CheckingCode { .. }, _) => Key::CheckingCode,
        (Creation::Looking { .. }, _) => Key::FindingOut,
        (Creation::Idle, _) if state.is_delivering() => Key::GivingToTerminal,
        (Creation::Idle, _) if state.view == View::Tokens => return (None, false),
        (Creation::Idle, _) if state.list.revoking.is_some() => {
            return (super::list::progress(&state.list).0, false);
        }
        (Creation::Idle, Some(Announcement::Copied)) => Key::Copied,
        (Creation::Idle, Some(Announcement::OldRevoked)) => Key::OldRevoked,
        (Creation::Idle, Some(Announcement::Revoked(count))) => {
            return (Some(Message::plain(Key::NewRevoked).and_count(count)), false);
        }
        (Creation::Idle, None) if state.unconfirmed.iter().any(UnconfirmedToken::is_looked_for) => {
            Key::FindingOut
        }
        (Creation::Idle, None) => {
            let ready =
                state.shown_token().map(|shown| Message::with(Key::TokenReady, &shown.held.token.name));
            let is_seen = ready.is_some();
            return (ready, is_seen);
        }
    };
    (Some(Message::plain(text)), false)
}

fn reminders(state: &State, lists: &Lists, properties: &mut Properties) {
    let due = lists.due.len();
    // What the person is doing now comes first.
    let is_in_the_way =
        state.shown_token().is_some() || state.replacing.is_some() || state.terminal.is_waiting();
    properties.hidden(Id::Reminders, due == 0 || is_in_the_way);
    properties.set(Id::Reminders, Property::Flag("open", due <= reminder::MOST_SHOWN));
    properties.message(Id::RemindersSummary, Some(Message::plain(Key::DueHere).and_count(due)));
    properties.hidden(Id::DueElsewhere, lists.due_elsewhere.is_empty());
}

#[cfg(test)]
mod tests;
