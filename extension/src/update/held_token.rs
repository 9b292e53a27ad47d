//! A token that was created is verified, shown, and discarded.

use latchkey_core::User;

use super::terminal;
use crate::effect::{Later, Now, Turn};
use crate::model::held_token::{HeldToken, Shown};
use crate::model::journal::JournalEntryKey;
use crate::model::state::State;
use crate::view::Id;

/// Verifies the token on display once, as soon as it is known who it should work for, or sends it to its terminal, which
/// verifies it.
pub(super) fn verify_first(state: &mut State, turn: &mut Turn) {
    let Some(Shown { held, verification: None, delivery: None, .. }) = &state.shown else { return };
    if held.entry.terminal.is_some() {
        if state.user().is_some() {
            terminal::deliver(state, turn);
        }
        return;
    }
    let id = held.entry.id.clone();
    let user = held.user().or_else(|| state.user().map(|user| &user.id));
    let (Some(user), Some(context)) = (user.cloned(), state.request_context()) else { return };
    if state.verifying.contains(&id) {
        return;
    }
    let token = held.token.value.clone();
    state.verifying.push(id.clone());
    turn.later(Later::Verify { context, id, user, token });
}

/// Verifies the token on display again, after something kept it from being verified.
pub(super) fn verify_again(state: &mut State, turn: &mut Turn) {
    if let Some(shown) = &mut state.shown {
        shown.verification = None;
    }
    verify_first(state, turn);
}

pub(super) fn done_pressed(state: &mut State, turn: &mut Turn) {
    let Some(id) = state.shown.as_ref().map(|shown| shown.held.entry.id.clone()) else { return };
    state.problem = None;
    discard(state, &id, turn);
    if state.shown.is_none() {
        turn.now(Now::Focus(Id::Name));
    }
}

/// Forgets the token of this id. The next token is shown, or the form with a new name.
pub(super) fn discard(state: &mut State, id: &str, turn: &mut Turn) {
    let Some(gone) = state.held().find(|held| held.entry.id == id) else { return };
    turn.later(Later::Forget(JournalEntryKey::of(&gone.entry)));
    retain_held(state, |held| held.entry.id != id);
    verify_first(state, turn);
    if state.shown.is_none() && state.form.name == state.suggested_name {
        state.suggest_name(turn.stamp);
    }
}

/// Hides tokens that another user created in this browser. They stay stored and come back when that user signs in.
pub(super) fn hide_tokens_of_other_users(state: &mut State, user: &User) {
    state.confirmed.retain(|confirmed| confirmed.entry.session.is_of(&user.id));
    retain_held(state, |held| held.entry.session.is_of(&user.id));
}

fn retain_held(state: &mut State, stays: impl Fn(&HeldToken) -> bool) {
    state.next.retain(&stays);
    if state.shown.as_ref().is_some_and(|shown| !stays(&shown.held)) {
        let following = (!state.next.is_empty()).then(|| state.next.remove(0));
        state.show(following);
    }
}
