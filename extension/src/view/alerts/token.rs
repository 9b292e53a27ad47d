//! About a token that was created, or may have been.

use latchkey_core::{Error, UserId, Verification, permission};

use super::check::{about_check, about_replacement};
use super::failure::what_happened;
use super::{Alert, Section, alert};
use crate::event::Action;
use crate::model::held_token::{HeldToken, Shown};
use crate::model::journal::{JournalEntryKey, UnconfirmedToken, UnreadableEntry, other_user};
use crate::model::list::Rows;
use crate::model::state::State;
use crate::view::message::{Key, Message};

pub(super) fn about_token(state: &State, shown: &Shown) -> [Option<Alert>; 2] {
    let held = &shown.held;
    let expiry = held
        .ignores_expiry()
        .then(|| alert(Key::ExpiryIgnored, Key::ExpiryIgnoredAdvice, &[Action::RevokeNew]));
    let works = match &shown.verification {
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
        more: Some(Section::TOKENS_WITHOUT_GROUPS),
    }
}

/// Whether the old token of a replacement waits for the person to confirm: the new one is copied, and nothing is under
/// way that could revoke the old one.
fn old_waits(state: &State, held: &HeldToken) -> bool {
    let under_way = state.list.revoking.is_some() || matches!(state.list.rows, Rows::Loading);
    held.entry.replaces.is_some() && held.copied_at.is_some() && !under_way
}

/// Advice about one's own token and about another user's.
const MAY_HAVE_BEEN_CREATED: [Key; 2] = [Key::MayHaveBeenCreated, Key::MayHaveBeenCreatedFor];

/// Where to look for a token, with the advice that fits its user.
fn look_for(name: &str, user: Option<&UserId>, [own, of_another]: [Key; 2]) -> Message {
    match user {
        Some(user) => Message::with(of_another, name).and(user),
        None => Message::with(own, name),
    }
}

pub(super) fn about_unconfirmed(state: &State, unconfirmed: &UnconfirmedToken) -> Alert {
    let entry = &unconfirmed.entry;
    // The user to look under, if not the one signed in.
    let maker = entry.session.user.as_ref().filter(|maker| state.user().is_some_and(|now| now.id != **maker));
    let actions = vec![
        Action::RevokeUnconfirmed(entry.id.clone()),
        Action::ShowTokens(entry.owner.clone()),
        Action::Forget(JournalEntryKey::of(entry)),
    ];
    if entry.uuid.is_some() {
        let advice =
            if entry.replaces.is_some() { Key::ValueLostReplaceAdvice } else { Key::ValueLostAdvice };
        return Alert {
            what: Message::with(Key::ValueLost, &entry.name),
            advice: Message::plain(advice),
            actions,
            more: None,
        };
    }
    let what = unconfirmed.cause.as_ref().map_or_else(|| Message::plain(Key::AnswerLost), what_happened);
    let keys = if matches!(unconfirmed.cause, Some(Error::UnusableToken)) {
        [Key::UnusableTokenNamed, Key::UnusableTokenNamedFor]
    } else {
        MAY_HAVE_BEEN_CREATED
    };
    let advice = look_for(&entry.name, other_user(&entry.owner).or(maker), keys);
    let replaced = entry.replaces.as_ref().map(|_| Message::plain(Key::ReplacedNotRevoked));
    let more = unconfirmed.cause.as_ref().and_then(Section::about);
    Alert { what, advice: advice.because(replaced), actions, more }
}

/// A record that cannot be read may be about any token: everything that is known of it is said.
pub(super) fn about_unreadable(unreadable: &UnreadableEntry) -> Alert {
    let advice = match &unreadable.name {
        Some(name) => look_for(name, other_user(&unreadable.owner), MAY_HAVE_BEEN_CREATED),
        None => Message::plain(Key::UnreadableRecordAdvice),
    };
    let sent_to =
        unreadable.controller.as_ref().map(|url| Message::with(Key::UnreadableRecordController, url));
    let sent_at = unreadable.at.map(|at| Message::plain(Key::UnreadableRecordTime).and_time(at));
    let known = match sent_to {
        Some(sent_to) => Some(sent_to.because(sent_at)),
        None => sent_at,
    };
    Alert {
        what: Message::plain(Key::UnreadableRecord),
        advice: advice.because(known),
        actions: vec![Action::ShowTokens(unreadable.owner.clone()), Action::Forget(unreadable.key.clone())],
        more: None,
    }
}
