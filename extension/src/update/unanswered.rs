//! A token whose value never reached the person is looked for, to be revoked.

use latchkey_core::Owner;

use super::managing;
use crate::effect::{Effect, JournalEntryKey};
use crate::message::Message;
use crate::state::State;
use crate::tokens::{Rows, TokenReference};

/// Lists the tokens among which the one of this journal entry must be, if it was made at all.
pub(super) fn look_for(state: &mut State, id: String) -> Vec<Effect> {
    let unresolved = state.unresolved.iter().find(|unresolved| unresolved.entry.id == id);
    let Some(owner) = unresolved.map(|unresolved| unresolved.entry.owner()) else { return Vec::new() };
    let effects = managing::show_tokens(state, owner);
    state.looked_for = Some(id);
    effects
}

/// Where the list is there, the one token that it can be is about to be revoked. Of several none is picked.
pub(super) fn listed(state: &mut State) -> Vec<Effect> {
    let Some(id) = state.looked_for.take_if(|_| state.list.rows != Rows::Loading) else { return Vec::new() };
    let unresolved = state.unresolved.iter().find(|unresolved| unresolved.entry.id == id);
    let (Some(unresolved), Rows::Listed(tokens)) = (unresolved, &state.list.rows) else { return Vec::new() };
    let tokens = tokens.iter().map(TokenReference::to);
    let mut found = tokens.filter(|token| unresolved.may_be(&state.list.owner, token));
    let name = &unresolved.entry.name;
    match (found.next(), found.next()) {
        (Some(token), None) => return managing::ask_to_revoke(state, vec![token]),
        (None, _) => state.list.outcomes = vec![Message::with("none_of_that_name", name)],
        (Some(_), Some(_)) => state.list.outcomes = vec![Message::with("several_of_that_name", name)],
    }
    Vec::new()
}

/// A token of that user is revoked. Requests of which no token can be left are over.
pub(super) fn revoked(state: &mut State, owner: &Owner, token: &TokenReference) -> Vec<Effect> {
    let Rows::Listed(tokens) = &state.list.rows else { return Vec::new() };
    if state.list.owner != *owner {
        return Vec::new();
    }
    let mut effects = Vec::new();
    state.unresolved.retain(|unresolved| {
        let may_be = |token: &TokenReference| unresolved.may_be(owner, token);
        let over = may_be(token) && !tokens.iter().map(TokenReference::to).any(|standing| may_be(&standing));
        if over {
            effects.push(Effect::Forget(JournalEntryKey::of(&unresolved.entry)));
        }
        !over
    });
    effects
}
