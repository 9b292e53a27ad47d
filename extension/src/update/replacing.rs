//! A token is replaced: the new one is made, verified and copied before the old one is revoked.

use latchkey_core::{Owner, Verification};

use super::{creating, managing};
use crate::effect::{Control, Effect, JournalEntryKey};
use crate::record::KeptToken;
use crate::state::{Announcement, Creation, State, View};
use crate::tokens::{Replacement, Rows, TokenReference};

pub(super) fn replace_pressed(state: &mut State, uuid: &str) -> Vec<Effect> {
    let Some(token) = state.list.reference(uuid) else { return Vec::new() };
    if state.creation != Creation::Idle {
        return Vec::new();
    }
    state.view = View::Create;
    state.trouble = None;
    let fill = Effect::FillName(token.name.clone());
    let for_user = state.list.user().map(ToString::to_string);
    state.replacing = Some(Replacement { token, for_user });
    vec![fill, Effect::Focus(Control::TokenName)]
}

pub(super) fn replace_cancelled(state: &mut State) -> Vec<Effect> {
    state.replacing = None;
    // What failed was the replacement.
    state.trouble = None;
    vec![Effect::SuggestName]
}

/// Revokes the old token once the new one is copied and works for whom it should. A popup that only finds
/// it so, opened later, asks first: nobody expects opening it to revoke anything.
pub(super) fn revoke_old_if_safe(state: &mut State) -> Vec<Effect> {
    let safe = state.copied_here
        && state.kept.first().is_some_and(
            |kept| matches!(&state.verification, Some(Verification::WorksAs(user)) if kept.is_for(user)),
        );
    if safe { revoke_old(state) } else { Vec::new() }
}

pub(super) fn revoke_old(state: &mut State) -> Vec<Effect> {
    let Some(kept) = state.kept.first().filter(|_| state.list.revoking.is_none()) else { return Vec::new() };
    let Some(uuid) = kept.replaces.clone() else { return Vec::new() };
    let token = TokenReference { uuid, name: kept.token.name.clone() };
    let owner = kept.owner();
    managing::revoke_of(state, owner, vec![token])
}

/// Looks whether the old token of a replacement still stands that an earlier popup was busy with.
pub(super) fn look_for_old(state: &mut State) -> Vec<Effect> {
    let unsure = |kept: &&KeptToken| kept.replaces.is_some() && kept.copied_at.is_some();
    match state.kept.first().filter(unsure).map(KeptToken::owner) {
        Some(owner) if state.list.rows == Rows::Unasked => managing::list(state, owner),
        _ => Vec::new(),
    }
}

/// What the list of somebody's tokens says of tokens that were to be replaced or were lost: those that
/// are not in it are gone.
pub(super) fn compare(state: &mut State, owner: &Owner, standing: &[String]) -> Vec<Effect> {
    let replaced = state.kept.iter().filter(|kept| kept.owner() == *owner);
    let replaced: Vec<_> = replaced.filter_map(|kept| kept.replaces.clone()).collect();
    let mut effects = Vec::new();
    for uuid in replaced.iter().filter(|uuid| !standing.contains(*uuid)) {
        effects.extend(gone(state, uuid));
    }
    state.unresolved.retain(|unresolved| {
        let entry = &unresolved.entry;
        let uuid = entry.uuid.as_ref().filter(|_| entry.owner() == *owner);
        let stands = uuid.is_none_or(|uuid| standing.contains(uuid));
        if !stands {
            effects.push(Effect::Forget(JournalEntryKey::of(entry)));
        }
        stands
    });
    effects
}

/// A token is gone: the old one of a replacement, or a new one that nobody wants.
pub(super) fn gone(state: &mut State, uuid: &str) -> Vec<Effect> {
    if let Some(kept) = state.kept.iter_mut().find(|kept| kept.replaces.as_deref() == Some(uuid)) {
        kept.replaces = None;
        state.announcement = Some(Announcement::OldRevoked);
        return vec![Effect::Update(kept.clone())];
    }
    let Some(position) = state.kept.iter().position(|kept| kept.token.uuid == uuid) else {
        return Vec::new();
    };
    let effects = creating::put_away(state, position);
    state.announcement = Some(Announcement::NewRevoked);
    effects
}
