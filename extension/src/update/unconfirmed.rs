//! Finds and revokes a token whose value never reached the person.

use latchkey_core::Owner;

use super::list;
use crate::effect::{Later, Turn};
use crate::model::journal::JournalEntryKey;
use crate::model::list::{ListOutcome, Rows, TokenReference};
use crate::model::state::State;

/// Lists the tokens that include the one of this journal entry, if it was created at all.
pub(super) fn look_for(state: &mut State, id: String, turn: &mut Turn) {
    let unconfirmed = state.unconfirmed.iter().find(|unconfirmed| unconfirmed.entry.id == id);
    let Some(owner) = unconfirmed.map(|unconfirmed| unconfirmed.entry.owner.clone()) else {
        return;
    };
    list::show_tokens(state, owner, turn);
    state.revoking_unconfirmed = Some(id);
}

/// Asks to revoke the only token of the list that matches. If several match, none is picked.
pub(super) fn listed(state: &mut State, turn: &mut Turn) {
    let Some(id) = state.revoking_unconfirmed.take_if(|_| state.list.rows != Rows::Loading) else {
        return;
    };
    let unconfirmed = state.unconfirmed.iter().find(|unconfirmed| unconfirmed.entry.id == id);
    let (Some(unconfirmed), Rows::Listed(tokens)) = (unconfirmed, &state.list.rows) else {
        return;
    };
    let tokens = tokens.iter().map(TokenReference::to);
    let mut found = tokens.filter(|token| unconfirmed.may_be(&state.list.owner, token));
    let name = &unconfirmed.entry.name;
    match (found.next(), found.next()) {
        (Some(token), None) => list::ask_to_revoke(state, vec![token], turn),
        (None, _) => state.list.outcomes = vec![ListOutcome::NoneOfThatName(name.clone())],
        (Some(_), Some(_)) => state.list.outcomes = vec![ListOutcome::SeveralOfThatName(name.clone())],
    }
}

/// After a revocation, forgets the entries that no token of the list can belong to any more.
pub(super) fn revoked(state: &mut State, owner: &Owner, token: &TokenReference, turn: &mut Turn) {
    let Rows::Listed(tokens) = &state.list.rows else { return };
    if state.list.owner != *owner {
        return;
    }
    state.unconfirmed.retain(|unconfirmed| {
        let may_be = |token: &TokenReference| unconfirmed.may_be(owner, token);
        let over = may_be(token) && !tokens.iter().map(TokenReference::to).any(|existing| may_be(&existing));
        if over {
            turn.later(Later::Forget(JournalEntryKey::of(&unconfirmed.entry)));
        }
        !over
    });
}
