//! Lists, renames and revokes the tokens of a user.

use latchkey_core::client::ActAs;
use latchkey_core::listing::{Listing, TokenWarning};
use latchkey_core::{CrumbSource, Error, Outcome, Owner, TokenName, Unconfirmed, UserId, Verification};

use super::{look, replace};
use crate::effect::{Later, Now, RowButton, Turn};
use crate::model::form::{FormError, View};
use crate::model::held_token::Shown;
use crate::model::list::{ListOutcome, Renaming, Revoking, Rows, TokenReference};
use crate::model::look::ListScope;
use crate::model::problem::Problem;
use crate::model::state::{Announcement, Dialog, Identity, State};
use crate::view::Id;

pub(super) fn view_chosen(state: &mut State, view: View, turn: &mut Turn) {
    state.view = view;
    // It was about the form, which is no longer visible.
    state.problem.take_if(|problem| !matches!(problem, Problem::Failed { .. }));
    if view == View::Tokens && matches!(state.list.rows, Rows::Unasked | Rows::Failed(_)) {
        list(state, state.list.owner.clone(), turn);
    }
}

/// Asks for somebody's tokens.
pub(super) fn list(state: &mut State, owner: Owner, turn: &mut Turn) {
    if state.controller().is_none() {
        return;
    }
    state.problem = None;
    state.list.reset(owner, Rows::Loading);
    // Until it is known who is signed in, nobody can tell whose tokens a list would show.
    if state.identity != Identity::Unknown {
        load(state, turn);
    }
}

/// Asks for the list that the person waits for, unless it is on its way.
pub(super) fn load(state: &mut State, turn: &mut Turn) {
    if state.list.rows == Rows::Loading {
        look::request(state, state.list.owner.clone(), turn);
    }
}

/// Takes the list that shows the result of a change, unless another user's list is open by now. Lists that are still on
/// their way may not show it.
fn take(state: &mut State, scope: &ListScope, listing: Result<Listing, Error>, turn: &mut Turn) {
    let is_latest = scope.ended == state.ended;
    state.ended += 1;
    let ended = if is_latest { state.ended } else { scope.ended };
    look::learn(state, &ListScope { ended, ..scope.clone() }, &listing, turn);
    if state.list.owner == scope.owner {
        state.list.take(listing);
    }
    look::begin(state, turn);
}

/// The uuids of the tokens that exist, if known.
fn existing_uuids(listing: &Result<Listing, Error>) -> Option<Vec<String>> {
    let listing = listing.as_ref().ok()?;
    Some(listing.tokens.iter().map(|token| token.uuid.clone()).collect())
}

pub(super) fn show_tokens(state: &mut State, owner: Owner, turn: &mut Turn) {
    state.view = View::Tokens;
    list(state, owner, turn)
}

pub(super) fn list_for(state: &mut State, user: &str, turn: &mut Turn) {
    let owner = owner_named(state, user);
    list(state, owner, turn)
}

/// The owner that a person means with this user ID.
pub(super) fn owner_named(state: &State, user: &str) -> Owner {
    let user = user.trim();
    let oneself = state.user().is_some_and(|signed_in| signed_in.id.as_str().eq_ignore_ascii_case(user));
    if user.is_empty() || oneself { Owner::Me } else { Owner::User(UserId::new(user)) }
}

/// Shows only the tokens of one part of the summary; all of them when it is pressed again.
pub(super) fn only_pressed(state: &mut State, warning: Option<TokenWarning>) {
    let only = warning.filter(|warning| state.list.only != Some(*warning));
    state.list.show_only(only);
}

pub(super) fn scrolled(state: &mut State, offset: f64) {
    // A list that is on its way comes up where it was before.
    if !state.list.tokens().is_empty() {
        state.list.scroll = offset;
    }
}

pub(super) fn chosen(state: &mut State, uuid: String, chosen: bool) {
    state.list.chosen.retain(|other| *other != uuid);
    if chosen {
        state.list.chosen.push(uuid);
    }
}

pub(super) fn rename_pressed(state: &mut State, uuid: String, turn: &mut Turn) {
    if state.list.revoking.is_some() {
        return;
    }
    let Some(TokenReference { name, .. }) = state.list.reference(&uuid) else { return };
    state.list.rename(Some(Renaming { uuid, new_name: name }));
    state.list.outcomes.clear();
    turn.now(Now::Focus(Id::NewName));
}

pub(super) fn rename_entered(state: &mut State, name: Option<String>, turn: &mut Turn) {
    let token = state.list.renaming().and_then(|renaming| state.list.reference(&renaming.uuid));
    let Some(token) = token else { return };
    if let Some(name) = name.filter(|name| *name != token.name) {
        let name = match TokenName::new(&name) {
            Ok(name) => name,
            Err(error) => {
                state.problem = Some(Problem::Form(FormError::Name(error)));
                return turn.now(Now::Focus(Id::NewName));
            }
        };
        let Some(context) = state.request_context() else { return };
        let (scope, token) = (state.list_scope(state.list.owner.clone()), token.clone());
        turn.later(Later::Rename { context, scope, token, name });
    }
    state.problem = None;
    state.list.rename(None);
    turn.now(Now::FocusRow(RowButton::Rename, token.uuid));
}

pub(super) fn renamed(
    state: &mut State,
    scope: &ListScope,
    token: TokenReference,
    end: Result<(), Unconfirmed>,
    listing: Result<Listing, Error>,
    turn: &mut Turn,
) {
    // The list shows the result; the end of the request only matters if the list does not.
    let now = listing
        .as_ref()
        .ok()
        .map(|listing| listing.tokens.iter().find(|row| row.uuid == token.uuid).map(|row| row.name.clone()));
    let outcome = match (now, end) {
        (Some(Some(name)), _) if name != token.name => ListOutcome::Renamed(token.name, name),
        (Some(None), _) => ListOutcome::Gone(token.name),
        (Some(Some(_)), Err(error)) if may_follow(&error) => {
            ListOutcome::NotYetRenamed(token.name, error.cause)
        }
        (None, Err(Unconfirmed { outcome: Outcome::Unknown | Outcome::Done, .. }) | Ok(())) => {
            ListOutcome::PerhapsRenamed(token.name)
        }
        (_, Err(error)) => ListOutcome::NotRenamed(token.name, Some(error.cause)),
        (Some(Some(_)), Ok(())) => ListOutcome::NotRenamed(token.name, None),
    };
    take(state, scope, listing, turn);
    state.list.outcomes = vec![outcome];
    focus_row(state, RowButton::Rename, token.uuid, turn);
}

/// Whether a change that has not been made yet may still be.
fn may_follow(error: &Unconfirmed) -> bool {
    error.outcome == Outcome::Unknown && error.cause.may_be_carried_out_later()
}

/// Moves the focus back to the row, or to the list if the row is gone.
fn focus_row(state: &State, button: RowButton, uuid: String, turn: &mut Turn) {
    if state.view == View::Tokens {
        turn.now(Now::FocusRow(button, uuid));
    }
}

pub(super) fn revoke_pressed(state: &mut State, uuid: &str, turn: &mut Turn) {
    let tokens = state.list.reference(uuid).into_iter().collect();
    ask_to_revoke(state, state.list.owner.clone(), tokens, turn)
}

pub(super) fn revoke_chosen_pressed(state: &mut State, turn: &mut Turn) {
    // In the order of the list, as the person sees them.
    let chosen = state.list.tokens().iter().filter(|token| state.list.chosen.contains(&token.uuid));
    let tokens = chosen.filter_map(|token| state.list.reference(&token.uuid)).collect();
    ask_to_revoke(state, state.list.owner.clone(), tokens, turn)
}

pub(super) fn ask_to_revoke(state: &mut State, owner: Owner, tokens: Vec<TokenReference>, turn: &mut Turn) {
    if tokens.is_empty() || state.list.revoking.is_some() {
        return;
    }
    state.dialog = Some(Dialog::Revoke(owner, tokens));
    turn.now(Now::Focus(Id::DialogCancel));
}

/// Revokes tokens of a user whose list may not be the open one.
pub(super) fn revoke(state: &mut State, owner: Owner, tokens: Vec<TokenReference>, turn: &mut Turn) {
    let (Some(context), scope) = (state.request_context(), state.list_scope(owner)) else { return };
    if state.list.owner != scope.owner {
        state.list.reset(scope.owner.clone(), Rows::Loading);
    }
    state.list.outcomes.clear();
    state.list.revoking = Some(Revoking { tokens: tokens.clone(), done: 0 });
    turn.later(Later::Revoke { context, scope, tokens });
}

/// Revokes the token that was just created, as the user it turned out to work for.
pub(super) fn revoke_new(state: &mut State, turn: &mut Turn) {
    let (Some(mut context), Some(Shown { held, verification, .. })) = (state.request_context(), &state.shown)
    else {
        return;
    };
    if let Some(Verification::WorksAs(user)) = verification
        && held.entry.owner == Owner::Me
        && context.act_as.expected_user.as_ref() != Some(user)
    {
        context.act_as = ActAs { crumb: CrumbSource::Controller, expected_user: Some(user.clone()) };
    }
    let tokens = vec![TokenReference { uuid: held.token.uuid.clone(), name: held.token.name.clone() }];
    let user = context.act_as.expected_user.clone();
    let scope = ListScope { user, ..state.list_scope(held.entry.owner.clone()) };
    state.list.reset(scope.owner.clone(), Rows::Loading);
    state.list.revoking = Some(Revoking { tokens: tokens.clone(), done: 0 });
    turn.later(Later::Revoke { context, scope, tokens });
}

pub(super) fn revoke_progress(state: &mut State, done: usize) {
    if let Some(revoking) = &mut state.list.revoking {
        revoking.done = done;
    }
}

pub(super) fn revoked(
    state: &mut State,
    scope: &ListScope,
    ends: Vec<(TokenReference, Result<(), Unconfirmed>)>,
    listing: Result<Listing, Error>,
    turn: &mut Turn,
) {
    state.list.revoking = None;
    let replaced: Vec<String> = state.held().filter_map(|held| held.entry.replaces.clone()).collect();
    let mut revoked = 0;
    let existing_uuids = existing_uuids(&listing);
    take(state, scope, listing, turn);
    let first = ends.first().map(|(token, _)| token.uuid.clone());
    for (token, end) in ends {
        let exists = existing_uuids.as_ref().map(|existing_uuids| existing_uuids.contains(&token.uuid));
        let refused = end.as_ref().is_err_and(|error| error.outcome == Outcome::NotDone);
        let name = token.name.clone();
        let outcome = match (exists, end) {
            (Some(false), _) if !refused => ListOutcome::Revoked(name),
            (Some(false), _) => ListOutcome::Gone(name),
            (Some(true), Err(error)) if may_follow(&error) => ListOutcome::NotYetRevoked(name, error.cause),
            (None, Err(Unconfirmed { outcome: Outcome::Unknown | Outcome::Done, .. }) | Ok(())) => {
                ListOutcome::PerhapsRevoked(name)
            }
            (_, Err(error)) => ListOutcome::NotRevoked(name, Some(error.cause)),
            (Some(_), Ok(())) => ListOutcome::NotRevoked(name, None),
        };
        if exists == Some(false) && !refused {
            revoked += 1;
            replace::gone(state, &token.uuid, turn);
            if !replaced.contains(&token.uuid) && state.view == View::Create {
                state.announcement = Some(Announcement::Revoked(revoked));
            }
        } else if state.view == View::Create {
            // The list, which would show it, is not open.
            state.problem =
                Some(Problem::NotRevoked { outcome: outcome.clone(), owner: scope.owner.clone() });
        }
        state.list.outcomes.push(outcome);
    }
    if let Some(uuid) = first {
        focus_row(state, RowButton::Revoke, uuid, turn);
    }
}
