//! A token is replaced: the new one is made, verified and copied before the old one is revoked.

use latchkey_core::{Owner, UserId, Verification};

use super::{creating, managing};
use crate::effect::{Control, Effect};
use crate::state::{Announcement, Creation, State, View};
use crate::tokens::TokenReference;

pub(super) fn replace_pressed(state: &mut State, uuid: &str) -> Vec<Effect> {
    let Some(token) = state.list.reference(uuid) else { return Vec::new() };
    if state.creation != Creation::Idle {
        return Vec::new();
    }
    state.view = View::Create;
    state.trouble = None;
    let fill = Effect::FillName(token.name.clone());
    state.replacing = Some(token);
    vec![fill, Effect::Focus(Control::TokenName)]
}

pub(super) fn replace_cancelled(state: &mut State) -> Vec<Effect> {
    state.replacing = None;
    vec![Effect::SuggestName]
}

/// Revokes the old token once the new one is copied and works for whom it should.
pub(super) fn revoke_old_if_safe(state: &mut State) -> Vec<Effect> {
    let safe = state.kept.first().is_some_and(|kept| {
        let works = match &state.verification {
            Some(Verification::WorksAs(user)) => {
                kept.user.as_deref().is_none_or(|shown| shown == user.as_str())
            }
            _ => false,
        };
        works && kept.copied_at.is_some()
    });
    if safe { revoke_old(state) } else { Vec::new() }
}

pub(super) fn revoke_old(state: &mut State) -> Vec<Effect> {
    let Some(kept) = state.kept.first().filter(|_| state.list.revoking.is_none()) else { return Vec::new() };
    let Some(uuid) = kept.replaces.clone() else { return Vec::new() };
    let token = TokenReference { uuid, name: kept.token.name.clone() };
    state.list.owner = match &kept.user {
        Some(user) if kept.for_other => Owner::User(UserId::new(user.clone())),
        _ => Owner::Me,
    };
    managing::revoke(state, vec![token])
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
    creating::put_away(state, position)
}
