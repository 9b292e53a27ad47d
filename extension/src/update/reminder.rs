//! Remembers tokens that are created here until they are gone, and does what a reminder offers.

use latchkey_core::listing::TokenRow;

use super::{list, replace};
use crate::effect::{Later, Now, Turn};
use crate::event::ReminderAction;
use crate::model::held_token::HeldToken;
use crate::model::list::Replacement;
use crate::model::look::ListScope;
use crate::model::reminder::{Phase, Reminder};
use crate::model::state::State;
use crate::view::Id;

/// Takes over what earlier popups remembered. `background.js` erases it where reminders are turned off; a private window
/// neither shows nor changes it.
pub(super) fn opened(state: &mut State, reminders: Vec<Reminder>, turn: &mut Turn) {
    if !state.reminds() {
        return;
    }
    let mut over = Vec::new();
    for reminder in reminders {
        if reminder.phase(turn.stamp.today) == Phase::Over {
            over.push(reminder);
        } else {
            // Sorting would be 2 KB of WebAssembly.
            let is_earlier = |other: &Reminder| other.last_day.earliest <= reminder.last_day.earliest;
            let place = state.reminders.partition_point(is_earlier);
            state.reminders.insert(place, reminder);
        }
    }
    drop_stored(&over, turn);
}

/// Remembers a token that was just created, by whatever way it came and wherever it goes: a terminal can lose it, too.
pub(super) fn created(state: &mut State, held: &HeldToken, turn: &mut Turn) {
    if !state.reminds() {
        return;
    }
    if let Some(reminder) = Reminder::of(held) {
        turn.later(Later::StoreReminder(Box::new(reminder.clone())));
        state.reminders.push(reminder);
    }
}

/// Compares a list of somebody's tokens with what is remembered: a token that is not in it is gone.
pub(super) fn compare(state: &mut State, scope: &ListScope, tokens: &[TokenRow], turn: &mut Turn) {
    // A list that was asked for before a token was created does not show it.
    if scope.ended != state.ended {
        return;
    }
    let (Some(page), Some(user)) = (state.controller(), &scope.user) else { return };
    let controller = page.controller.clone();
    let is_listed_here =
        |reminder: &Reminder| reminder.controller == controller && reminder.is_shown_by(&scope.owner, user);
    let mut gone = Vec::new();
    state.reminders.retain_mut(|reminder| {
        if !is_listed_here(reminder) {
            return true;
        }
        match tokens.iter().find(|row| row.uuid == reminder.token.uuid) {
            Some(row) if row.name != reminder.token.name => {
                reminder.token.name.clone_from(&row.name);
                turn.later(Later::StoreReminder(Box::new(reminder.clone())));
                true
            }
            Some(_) => true,
            None => {
                gone.push(reminder.clone());
                false
            }
        }
    });
    drop_stored(&gone, turn);
}

/// A button of the reminder of this token was pressed.
pub(super) fn pressed(state: &mut State, action: ReminderAction, uuid: &str, turn: &mut Turn) {
    let Some(place) = state.reminders.iter().position(|reminder| reminder.token.uuid == uuid) else { return };
    if action == ReminderAction::Forget {
        let forgotten = state.reminders.remove(place);
        drop_stored(&[forgotten], turn);
        return turn.now(Now::Focus(Id::Name));
    }
    let reminder = &state.reminders[place];
    let token = reminder.token.clone();
    let Some(owner) = state.owner_of(reminder) else { return };
    match action {
        ReminderAction::Replace => replace::begin(state, Replacement { token, owner }, turn),
        ReminderAction::Revoke => list::ask_to_revoke(state, owner, vec![token], turn),
        ReminderAction::Forget => {}
    }
}

fn drop_stored(reminders: &[Reminder], turn: &mut Turn) {
    if !reminders.is_empty() {
        turn.later(Later::DropReminders(reminders.iter().map(Reminder::key).collect()));
    }
}
