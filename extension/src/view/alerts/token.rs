//! About a token that was made, or may have been.

use latchkey_core::Verification;
use latchkey_core::token::Lifetime;

use super::failure::what_happened;
use super::{Alert, alert};
use crate::event::Action;
use crate::model::held_token::HeldToken;
use crate::model::journal::{JournalEntryKey, UnconfirmedToken};
use crate::model::list::Rows;
use crate::model::state::State;
use crate::view::message::Message;

pub(super) fn about_token(state: &State, held: &HeldToken) -> impl Iterator<Item = Alert> + use<> {
    let ignored = held.expiry_asked && !matches!(held.token.lifetime, Lifetime::Until(_));
    let expiry = ignored.then(|| alert("expiry_ignored", "expiry_ignored_advice", &[Action::RevokeNew]));
    let works = match &state.verification {
        Some(Verification::Refused) => {
            Some(alert("token_refused", "token_refused_advice", &[Action::RevokeNew]))
        }
        Some(Verification::WorksAs(user)) if !held.is_for(user) => Some(Alert {
            what: Message::with("works_as_someone_else", user),
            advice: Message::plain("works_as_someone_else_advice"),
            actions: vec![Action::RevokeNew],
        }),
        Some(Verification::WorksAs(_)) if old_waits(state, held) => {
            Some(alert("old_still_stands", "old_still_stands_advice", &[Action::RevokeOld]))
        }
        Some(Verification::Unknown(_)) if old_waits(state, held) => {
            Some(alert("old_stands", "old_stands_advice", &[Action::RevokeOld]))
        }
        _ => None,
    };
    expiry.into_iter().chain(works)
}

/// Whether the old token of a replacement waits for the person's word: the new one is copied, and nothing
/// is under way that could take the old one off.
fn old_waits(state: &State, held: &HeldToken) -> bool {
    let under_way = state.list.revoking.is_some() || state.list.rows == Rows::Loading;
    held.replaces.is_some() && held.copied_at.is_some() && !under_way
}

pub(super) fn about_unconfirmed(state: &State, unconfirmed: &UnconfirmedToken) -> Alert {
    let entry = &unconfirmed.entry;
    // Among whose tokens it is to be looked for, where that is not the person who is signed in.
    let maker =
        entry.user.as_ref().filter(|maker| state.user().is_some_and(|now| now.id.as_str() != **maker));
    let actions = vec![
        Action::RevokeUnconfirmed(entry.id.clone()),
        Action::ShowTokens(entry.owner()),
        Action::Forget(JournalEntryKey::of(entry)),
    ];
    if entry.uuid.is_some() {
        let advice = if entry.replaces.is_some() { "value_lost_replace_advice" } else { "value_lost_advice" };
        return Alert {
            what: Message::with("value_lost", &entry.name),
            advice: Message::plain(advice),
            actions,
        };
    }
    let what = unconfirmed.cause.as_ref().map_or_else(|| Message::plain("answer_lost"), what_happened);
    let advice = match entry.for_user.as_ref().or(maker) {
        Some(user) => Message::with("may_have_been_created_for", &entry.name).and(user),
        None => Message::with("may_have_been_created", &entry.name),
    };
    let advice = match entry.replaces {
        Some(_) => advice.because(Message::plain("replaced_stands")),
        None => advice,
    };
    Alert { what, advice, actions }
}
