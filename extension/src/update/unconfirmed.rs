//! Finds out what requests created that ended without a trustworthy reply, and what others created besides their token.

use std::mem;

use latchkey_core::listing::TokenRow;
use latchkey_core::{Error, UserId};

use super::ask_identity;
use crate::effect::{Later, Turn};
use crate::model::creation::Creation;
use crate::model::form::Form;
use crate::model::journal::{JournalEntry, JournalEntryKey};
use crate::model::look::{ConfirmedToken, Doubt, Finding, ListScope, UnconfirmedToken};
use crate::model::problem::{Operation, Problem};
use crate::model::state::{Identity, State};

/// A request ended without a reply that can be believed.
pub(super) fn ended(state: &mut State, entry: JournalEntry, cause: Error, turn: &mut Turn) {
    state.ended += 1;
    let entry = JournalEntry { replied: !cause.may_be_carried_out_later(), ..entry };
    if entry.replied {
        turn.later(Later::UpdateEntry(Box::new(entry.clone())));
    }
    add(state, entry, Some(cause), turn);
}

/// Looks for the token of a request of which nothing more will come.
pub(super) fn add(state: &mut State, entry: JournalEntry, cause: Option<Error>, turn: &mut Turn) {
    turn.later(Later::ClearRequest(entry.id.clone()));
    if entry.uuid.is_some() {
        watch(state, entry.clone());
    }
    let place = state.unconfirmed.partition_point(|other| other.entry.at <= entry.at);
    let unconfirmed = UnconfirmedToken { entry, cause, since: state.ended, finding: Finding::Looking };
    state.unconfirmed.insert(place, unconfirmed);
}

/// Looks whether the request of a token that is known created further ones.
pub(super) fn watch(state: &mut State, entry: JournalEntry) {
    state.confirmed.push(ConfirmedToken { entry, since: state.ended, further: Finding::Looking });
}

/// A token that reached the person is none of those that other requests created.
pub(super) fn confirmed(state: &mut State, entry: &JournalEntry, uuid: &str, turn: &mut Turn) {
    let is_other = |other: &JournalEntry| other.owner == entry.owner && other.before.is_some();
    for held in state.held_mut().filter(|held| is_other(&held.entry)) {
        held.entry.before.get_or_insert_default().push(uuid.to_owned());
        turn.later(Later::UpdateToken(Box::new(held.clone())));
        turn.later(Later::UpdateEntry(Box::new(held.entry.clone())));
    }
    for other in state.confirmed.iter_mut().filter(|other| is_other(&other.entry)) {
        other.entry.before.get_or_insert_default().push(uuid.to_owned());
        other.further.drop_token(uuid);
    }
    for other in state.unconfirmed.iter_mut().filter(|other| other.entry.owner == entry.owner) {
        other.finding.drop_token(uuid);
        if let Some(before) = &mut other.entry.before {
            before.push(uuid.to_owned());
            turn.later(Later::UpdateEntry(Box::new(other.entry.clone())));
        }
    }
    watch(state, entry.clone());
}

pub(super) fn look_again(state: &mut State, id: &str, turn: &mut Turn) {
    for unconfirmed in state.unconfirmed.iter_mut().filter(|unconfirmed| unconfirmed.entry.id == id) {
        unconfirmed.finding = Finding::Looking;
    }
    // Somebody else may have signed in, in another tab.
    if state.user().is_none() {
        state.identity = Identity::Unknown;
    }
    ask_identity(state, turn);
}

/// The owner's tokens say what each request created.
pub(super) fn compare(state: &mut State, scope: &ListScope, tokens: &[TokenRow], turn: &mut Turn) {
    let mut claimed: Vec<String> = state.held().map(|held| held.token.uuid.clone()).collect();
    let named = state.confirmed.iter().filter_map(|confirmed| confirmed.entry.uuid.clone());
    claimed.extend(named);
    let sent_now = match &state.creation {
        Creation::Looking { id, .. } => Some(id.clone()),
        Creation::Idle
        | Creation::Queued(_)
        | Creation::CheckingCode { .. }
        | Creation::Sending { .. }
        | Creation::Waiting(_) => None,
    };
    let (mut not_created, had_badges) = (None, !state.unconfirmed.is_empty());
    let mut requests = mem::take(&mut state.unconfirmed);
    requests.retain_mut(|unconfirmed| {
        let counts = unconfirmed.entry.is_shown_by(scope) && scope.ended >= unconfirmed.since;
        if !counts || unconfirmed.finding == Finding::Absent {
            return true;
        }
        let is_gone = unconfirmed.entry.uuid.is_some() || !unconfirmed.finding.tokens().is_empty();
        unconfirmed.finding = unconfirmed.look(tokens, &claimed, turn.stamp.now);
        claimed.extend(unconfirmed.finding.tokens().iter().map(|found| found.token.uuid.clone()));
        let is_absent = unconfirmed.finding == Finding::Absent;
        if is_absent {
            let entry = &unconfirmed.entry;
            turn.later(Later::Forget(JournalEntryKey::of(entry)));
            if !is_gone && sent_now.as_ref() != Some(&entry.id) && entry.replaces.is_none() {
                not_created = Some(Form::of(entry));
            }
        }
        !(is_absent && is_gone)
    });
    state.unconfirmed = requests;
    for confirmed in &mut state.confirmed {
        if confirmed.entry.is_shown_by(scope) && scope.ended >= confirmed.since {
            confirmed.further = confirmed.entry.find(tokens, &claimed);
            claimed.extend(confirmed.further.tokens().iter().map(|found| found.token.uuid.clone()));
        }
    }
    conclude(state);
    // The form holds what an earlier popup asked for in vain.
    if let Some(form) = not_created.filter(|_| state.creation == Creation::Idle) {
        state.fill_in(form);
    }
    // The badges of the rows.
    if had_badges || !state.unconfirmed.is_empty() {
        state.list.touch();
    }
}

/// The list of this scope could not be read.
pub(super) fn not_listed(state: &mut State, scope: &ListScope, error: &Error) {
    doubt(state, error, |entry| entry.is_shown_by(scope));
}

/// No list is available at all.
pub(super) fn give_up(state: &mut State, error: &Error) {
    doubt(state, error, |_| true);
}

fn doubt(state: &mut State, error: &Error, concerns: impl Fn(&JournalEntry) -> bool) {
    for unconfirmed in &mut state.unconfirmed {
        if unconfirmed.finding == Finding::Looking && concerns(&unconfirmed.entry) {
            unconfirmed.finding = Finding::Unclear(match (error, &unconfirmed.entry.session.user) {
                (Error::UserChanged { .. }, Some(maker)) => Doubt::OfUser(maker.clone()),
                _ => Doubt::NotListed(error.clone()),
            });
        }
    }
    conclude(state);
}

/// This user's lists say nothing about the requests of others.
pub(super) fn give_up_on_others(state: &mut State, user: &UserId) {
    for unconfirmed in state.unconfirmed.iter_mut().filter(|lost| lost.finding == Finding::Looking) {
        if let Some(maker) = unconfirmed.entry.session.user.as_ref().filter(|maker| *maker != user) {
            unconfirmed.finding = Finding::Unclear(Doubt::OfUser(maker.clone()));
        }
    }
    conclude(state);
}

/// Once it is known what the last request created, the next one can be sent. If it created nothing, the alert about it
/// is that of any other failure.
fn conclude(state: &mut State) {
    if let Creation::Looking { form, id } = &state.creation {
        let request = state.unconfirmed.iter().position(|unconfirmed| unconfirmed.entry.id == *id);
        let finding = request.map(|place| &state.unconfirmed[place].finding);
        if finding == Some(&Finding::Looking) {
            return;
        }
        let form = form.clone();
        state.creation = Creation::Idle;
        if let Some(place) = request
            && finding_is_absent(state, place)
            && let Some(error) = state.unconfirmed.remove(place).cause
        {
            state.problem = Some(Problem::Failed { error, operation: Operation::Generating(form) });
        }
    }
}

fn finding_is_absent(state: &State, place: usize) -> bool {
    let unconfirmed = &state.unconfirmed[place];
    unconfirmed.finding == Finding::Absent && !unconfirmed.was_created()
}
