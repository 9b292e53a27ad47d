//! A token is replaced: the new one is made, verified and copied before the old one is revoked.

use latchkey_core::{Owner, Verification};

use super::{held_token, list};
use crate::effect::{Later, Now, Turn};
use crate::model::creation::Creation;
use crate::model::form::View;
use crate::model::held_token::Shown;
use crate::model::list::{Replacement, Rows, TokenReference};
use crate::model::state::{Announcement, State};
use crate::view::Id;

pub(super) fn replace_pressed(state: &mut State, uuid: &str, turn: &mut Turn) {
    if let Some(token) = state.list.reference(uuid) {
        let owner = state.list.owner.clone();
        begin(state, Replacement { token, owner }, turn);
    }
}

/// The next token is to replace this one.
pub(super) fn begin(state: &mut State, replacement: Replacement, turn: &mut Turn) {
    if state.creation != Creation::Idle || state.terminal.is_waiting() {
        return;
    }
    state.view = View::Create;
    state.problem = None;
    state.form.name = state.policy.values().prefixed(replacement.token.name.clone());
    state.replacing = Some(replacement);
    turn.now(Now::Focus(Id::Name));
}

pub(super) fn replace_cancelled(state: &mut State, turn: &mut Turn) {
    state.replacing = None;
    // What failed was the replacement.
    state.problem = None;
    state.suggest_name(turn.stamp);
    turn.now(Now::Focus(Id::Name));
}

/// Revokes the old token once the new one is copied and works for the right user. A popup that is opened later asks
/// first: nobody expects that opening it revokes something.
pub(super) fn revoke_old_if_safe(state: &mut State, turn: &mut Turn) {
    let is_safe = |shown: &Shown| {
        let works =
            matches!(&shown.verification, Some(Verification::WorksAs(user)) if shown.held.is_for(user));
        shown.copied_here && works
    };
    if state.shown.as_ref().is_some_and(is_safe) {
        revoke_old(state, turn);
    }
}

pub(super) fn revoke_old(state: &mut State, turn: &mut Turn) {
    let Some(shown) = state.shown.as_ref().filter(|_| state.list.revoking.is_none()) else {
        return;
    };
    let Some(uuid) = shown.held.entry.replaces.clone() else { return };
    let token = TokenReference { uuid, name: shown.held.token.name.clone() };
    let owner = shown.held.entry.owner.clone();
    list::revoke(state, owner, vec![token], turn)
}

/// Checks whether the old token of an earlier popup's replacement still exists.
pub(super) fn look_for_old(state: &mut State, turn: &mut Turn) {
    let unsure = |shown: &&Shown| shown.held.entry.replaces.is_some() && shown.held.copied_at.is_some();
    let owner = state.shown.as_ref().filter(unsure).map(|shown| shown.held.entry.owner.clone());
    if let Some(owner) = owner.filter(|_| state.list.rows == Rows::Unasked) {
        list::list(state, owner, turn);
    }
}

/// Compares a user's list with the tokens that were to be replaced: those that it does not show are gone.
pub(super) fn compare(state: &mut State, owner: &Owner, existing_uuids: &[String], turn: &mut Turn) {
    let replaced = state.held().filter(|held| held.entry.owner == *owner);
    let replaced: Vec<_> = replaced.filter_map(|held| held.entry.replaces.clone()).collect();
    for uuid in replaced.iter().filter(|uuid| !existing_uuids.contains(*uuid)) {
        gone(state, uuid, turn);
    }
}

/// Handles a revoked token: the old one of a replacement, or a new one that nobody wants.
pub(super) fn gone(state: &mut State, uuid: &str, turn: &mut Turn) {
    let replacing = state.held_mut().find(|held| held.entry.replaces.as_deref() == Some(uuid));
    if let Some(held) = replacing {
        held.entry.replaces = None;
        turn.later(Later::UpdateToken(Box::new(held.clone())));
        state.announcement = Some(Announcement::OldRevoked);
        return;
    }
    let unwanted = state.held().find(|held| held.token.uuid == uuid).map(|held| held.entry.id.clone());
    if let Some(id) = unwanted {
        held_token::discard(state, &id, turn);
    }
}
