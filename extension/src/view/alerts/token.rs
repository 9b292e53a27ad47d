//! About the token that was created.

use latchkey_core::{UserId, Verification, permission};

use super::check::{about_check, about_replacement};
use super::terminal::about_delivery;
use super::{Alert, Section, alert};
use crate::event::Action;
use crate::model::held_token::{HeldToken, Shown};
use crate::model::list::Rows;
use crate::model::state::State;
use crate::view::message::{Key, Message};

pub(super) fn about_token(state: &State, shown: &Shown) -> [Option<Alert>; 2] {
    let held = &shown.held;
    let expiry = held
        .ignores_expiry()
        .then(|| alert(Key::ExpiryIgnored, Key::ExpiryIgnoredAdvice, &[Action::RevokeNew]));
    let works = match &shown.verification {
        None if held.entry.terminal.is_some() => about_delivery(shown),
        Some(Verification::Refused) => {
            Some(alert(Key::TokenRefused, Key::TokenRefusedAdvice, &[Action::RevokeNew]))
        }
        Some(Verification::WorksAs(user)) if !held.is_for(user) => Some(works_as_someone_else(user)),
        Some(Verification::WithoutRead { user, .. }) if !held.is_for_in_any_case(user) => {
            Some(works_as_someone_else(user))
        }
        Some(Verification::WithoutRead { user, permission }) => {
            Some(works_without_permission(user, permission.as_deref(), old_waits(state, held)))
        }
        Some(Verification::WorksAs(_)) if old_waits(state, held) => {
            Some(alert(Key::ReplaceUnfinished, Key::ReplaceUnfinishedAdvice, &[Action::RevokeOld]))
        }
        Some(Verification::Unknown(error)) if old_waits(state, held) => Some(about_replacement(error)),
        Some(Verification::Unknown(error)) => Some(about_check(error)),
        Some(Verification::WorksAs(_)) | None => None,
    };
    [expiry, works]
}

fn works_as_someone_else(user: &UserId) -> Alert {
    Alert {
        what: Message::with(Key::WorksAsSomeoneElse, user),
        advice: Message::plain(Key::WorksAsSomeoneElseAdvice),
        actions: vec![Action::RevokeNew],
        more: None,
    }
}

/// The missing permission. Jenkins names it unless something removes the header; then it is the first that is needed.
pub(crate) fn permission_name(permission: Option<&str>) -> String {
    permission.map_or_else(|| "Overall/Read".to_owned(), permission::title)
}

/// Whether the old token of a replacement still exists decides if it can be revoked.
fn works_without_permission(user: &UserId, permission: Option<&str>, old_waits: bool) -> Alert {
    let old_kept = old_waits.then(|| Message::plain(Key::ReplacedNotRevoked));
    let mut actions = vec![Action::RevokeNew];
    if old_waits {
        actions.push(Action::RevokeOld);
    }
    Alert {
        what: Message::with(Key::WorksWithoutPermission, user).and(permission_name(permission)),
        advice: Message::plain(Key::WorksWithoutPermissionAdvice).because(old_kept),
        actions,
        more: Section::about(Key::WorksWithoutPermission),
    }
}

/// Whether the old token of a replacement waits for the person to confirm: the new one is copied, and nothing is under
/// way that could revoke the old one.
fn old_waits(state: &State, held: &HeldToken) -> bool {
    let under_way = state.list.revoking.is_some() || matches!(state.list.rows, Rows::Loading);
    held.entry.replaces.is_some() && held.copied_at.is_some() && !under_way
}
