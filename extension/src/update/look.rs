//! Lists tokens in the background, and takes in what lists say: which tokens were there before a request, and what
//! requests without a trustworthy reply created.

use latchkey_core::{Error, Listing, Owner};

use super::{ask_identity_again, reminder, replace, unconfirmed};
use crate::effect::{Later, Now, Turn};
use crate::model::creation::Creation;
use crate::model::form::View;
use crate::model::list::Rows;
use crate::model::look::{Finding, KnownTokens, ListScope, UnconfirmedToken};
use crate::model::state::{Identity, State};
use crate::view::Id;

/// Asks for the list of every owner of whom something must be found out, and for the person's own, so that the next
/// request can be told from what was there before.
pub(super) fn begin(state: &mut State, turn: &mut Turn) {
    // The end of either begins it: nothing gets in the way of a new token, and after revoking comes a list.
    let has_time = !state.verifying.is_empty() || state.list.revoking.is_some() || state.is_delivering();
    if matches!(state.creation, Creation::Sending { .. }) || (has_time && !is_looking(state)) {
        return;
    }
    match state.identity.clone() {
        Identity::Unknown => {}
        Identity::SignedOut { sign_in } => unconfirmed::give_up(state, &Error::SignedOut { sign_in }),
        Identity::NoUsers => unconfirmed::give_up(state, &Error::NoUsers),
        Identity::Unavailable if is_looking(state) => ask_identity_again(state, turn),
        Identity::Unavailable => {}
        Identity::Known(user) => {
            unconfirmed::give_up_on_others(state, &user.id);
            for owner in owners_to_list(state) {
                ask(state, owner, turn);
            }
        }
    }
}

fn is_looking(state: &State) -> bool {
    state.unconfirmed.iter().any(UnconfirmedToken::is_looked_for)
}

fn owners_to_list(state: &State) -> Vec<Owner> {
    let lost = state.unconfirmed.iter().map(|unconfirmed| (&unconfirmed.entry, &unconfirmed.finding));
    let found = state.confirmed.iter().map(|confirmed| (&confirmed.entry, &confirmed.further));
    let mut owners = Vec::new();
    if known(state, &Owner::Me).is_none() {
        owners.push(Owner::Me);
    }
    for (entry, finding) in lost.chain(found) {
        if *finding == Finding::Looking && !owners.contains(&entry.owner) {
            owners.push(entry.owner.clone());
        }
    }
    owners
}

/// Lists an owner's tokens in the background. The same list is shown on the tab `Tokens`.
pub(super) fn ask(state: &mut State, owner: Owner, turn: &mut Turn) {
    if state.list.owner == owner && matches!(state.list.rows, Rows::Unasked | Rows::Failed(_)) {
        state.list.load();
    }
    request(state, owner, turn);
}

/// Asks for a list, unless one that says as much is on its way.
pub(super) fn request(state: &mut State, owner: Owner, turn: &mut Turn) {
    let (Some(context), scope) = (state.request_context(), state.list_scope(owner)) else { return };
    if !state.lists_under_way.contains(&scope) {
        state.lists_under_way.push(scope.clone());
        turn.later(Later::List(context, scope));
    }
}

/// The tokens of an owner, if no request has ended since they were listed that may have created another.
pub(super) fn known<'a>(state: &'a State, owner: &Owner) -> Option<&'a Vec<String>> {
    let now = state.list_scope(owner.clone());
    state.known.iter().find(|known| known.scope == now).map(|known| &known.uuids)
}

/// Takes in a list that was asked for.
pub(super) fn listed(state: &mut State, scope: &ListScope, listing: Result<Listing, Error>, turn: &mut Turn) {
    state.lists_under_way.retain(|asked| asked != scope);
    let is_newer = |asked: &ListScope| asked.owner == scope.owner && asked.ended >= scope.ended;
    let is_wanted = match state.list.rows {
        Rows::Loading => !state.lists_under_way.iter().any(is_newer),
        // It was asked for to learn something else.
        Rows::Listed(_) => listing.is_ok() && scope.ended == state.ended,
        Rows::Unasked | Rows::Failed(_) => false,
    };
    learn(state, scope, &listing, turn);
    if is_wanted && state.list.owner == scope.owner {
        let was_listed = matches!(state.list.rows, Rows::Listed(_));
        state.list.take(listing);
        let is_listed = matches!(state.list.rows, Rows::Listed(_));
        // The field for a new name, in which the person was, is back.
        if is_listed && !was_listed && state.list.renaming().is_some() && state.view == View::Tokens {
            turn.now(Now::Focus(Id::NewName));
        }
    }
}

/// Draws all conclusions from a list.
pub(super) fn learn(state: &mut State, scope: &ListScope, listing: &Result<Listing, Error>, turn: &mut Turn) {
    match listing {
        Ok(listing) => {
            let uuids: Vec<String> = listing.tokens.iter().map(|token| token.uuid.clone()).collect();
            unconfirmed::compare(state, scope, &listing.tokens, turn);
            replace::compare(state, &scope.owner, &uuids, turn);
            reminder::compare(state, scope, &listing.tokens, turn);
            state.known.retain(|known| known.scope.owner != scope.owner || known.scope.ended > scope.ended);
            if scope.user.is_some() {
                state.known.push(KnownTokens { scope: scope.clone(), uuids });
            }
        }
        Err(error) => {
            if let Error::SignedOut { sign_in } = error {
                state.identity = Identity::SignedOut { sign_in: sign_in.clone() };
            }
            unconfirmed::not_listed(state, scope, error);
        }
    }
}
