//! The tokens of a user are listed, renamed and revoked.

use latchkey_core::listing::Listing;
use latchkey_core::{CrumbSource, Error, Outcome, Owner, TokenName, Unconfirmed, UserId, Verification};

use super::{replace, unconfirmed};
use crate::effect::{Control, Effect, RowButton};
use crate::model::form::{FormError, View};
use crate::model::held_token::Shown;
use crate::model::journal::Stamp;
use crate::model::list::{ListOutcome, Revoking, Rows, TokenList, TokenReference};
use crate::model::problem::Problem;
use crate::model::state::{Dialog, Identity, State};

pub(super) fn view_chosen(state: &mut State, view: View) -> Vec<Effect> {
    state.view = view;
    // It was about the form that is out of sight now.
    state.problem.take_if(|problem| !matches!(problem, Problem::Failed { .. }));
    match (view, &state.list.rows) {
        (View::Tokens, Rows::Unasked | Rows::Failed(_)) => list(state, state.list.owner.clone()),
        _ => Vec::new(),
    }
}

/// Asks for somebody's tokens.
pub(super) fn list(state: &mut State, owner: Owner) -> Vec<Effect> {
    let Some(page) = state.controller() else { return Vec::new() };
    let effect = Effect::List {
        controller: page.controller.clone(),
        owner: owner.clone(),
        shown: state.user().map(|user| user.id.clone()),
        version: page.version.clone(),
    };
    state.problem = None;
    state.revoking_unconfirmed = None;
    state.list = TokenList::loading(owner, state.list.revision);
    vec![effect]
}

/// The list that was asked for arrived. One that nobody waits for any more is older than what is known.
pub(super) fn listed(
    state: &mut State,
    owner: &Owner,
    listing: Result<Listing, Error>,
    stamp: &Stamp,
) -> Vec<Effect> {
    if state.list.rows != Rows::Loading {
        return Vec::new();
    }
    let mut effects = take(state, owner, listing, stamp);
    effects.extend(unconfirmed::listed(state));
    effects
}

/// Takes a list in, unless another user's is looked at meanwhile.
fn take(state: &mut State, owner: &Owner, listing: Result<Listing, Error>, stamp: &Stamp) -> Vec<Effect> {
    if listing == Err(Error::SignedOut) {
        state.identity = Identity::SignedOut;
    }
    let standing = standing(&listing);
    if state.list.owner == *owner {
        state.list.take(listing);
    }
    standing.map_or_else(Vec::new, |standing| replace::compare(state, owner, &standing, stamp))
}

/// The uuids of the tokens that stand, where that is known.
fn standing(listing: &Result<Listing, Error>) -> Option<Vec<String>> {
    let listing = listing.as_ref().ok()?;
    Some(listing.tokens.iter().map(|token| token.uuid.clone()).collect())
}

pub(super) fn show_tokens(state: &mut State, owner: Owner) -> Vec<Effect> {
    state.view = View::Tokens;
    list(state, owner)
}

pub(super) fn list_for(state: &mut State, user: &str) -> Vec<Effect> {
    let owner = owner_named(state, user);
    list(state, owner)
}

/// Whose tokens a person means who gives this as the user ID.
pub(super) fn owner_named(state: &State, user: &str) -> Owner {
    let user = user.trim();
    let oneself = state.user().is_some_and(|signed_in| signed_in.id.as_str().eq_ignore_ascii_case(user));
    if user.is_empty() || oneself { Owner::Me } else { Owner::User(UserId::new(user)) }
}

pub(super) fn chosen(state: &mut State, uuid: String, chosen: bool) -> Vec<Effect> {
    state.list.chosen.retain(|other| *other != uuid);
    if chosen {
        state.list.chosen.push(uuid);
    }
    Vec::new()
}

pub(super) fn rename_pressed(state: &mut State, uuid: String) -> Vec<Effect> {
    if state.list.revoking.is_some() {
        return Vec::new();
    }
    state.list.renaming = Some(uuid);
    state.list.revision += 1;
    state.list.outcomes.clear();
    vec![Effect::Focus(Control::NewName)]
}

pub(super) fn rename_entered(state: &mut State, name: Option<String>) -> Vec<Effect> {
    let token = state.list.renaming.as_deref().and_then(|uuid| state.list.reference(uuid));
    let Some(token) = token else { return Vec::new() };
    let close = |state: &mut State| {
        state.problem = None;
        state.list.renaming = None;
        state.list.revision += 1;
        Effect::Focus(Control::Row(RowButton::Rename, token.uuid.clone()))
    };
    let Some(name) = name.filter(|name| *name != token.name) else {
        return vec![close(state)];
    };
    let name = match TokenName::new(&name) {
        Ok(name) => name,
        Err(error) => {
            state.problem = Some(Problem::Form(FormError::Name(error)));
            return vec![Effect::Focus(Control::NewName)];
        }
    };
    let (Some(page), Some(act_as)) = (state.controller(), state.act_as()) else { return Vec::new() };
    let rename = Effect::Rename {
        controller: page.controller.clone(),
        act_as,
        owner: state.list.owner.clone(),
        token: token.clone(),
        name,
        version: page.version.clone(),
    };
    vec![close(state), rename]
}

pub(super) fn renamed(
    state: &mut State,
    owner: &Owner,
    token: TokenReference,
    end: Result<(), Unconfirmed>,
    listing: Result<Listing, Error>,
    stamp: &Stamp,
) -> Vec<Effect> {
    // The list says what is; how the request ended only matters where the list cannot say it.
    let now = listing
        .as_ref()
        .ok()
        .map(|listing| listing.tokens.iter().find(|row| row.uuid == token.uuid).map(|row| row.name.clone()));
    let outcome = match (now, end) {
        (Some(Some(name)), _) if name != token.name => ListOutcome::Renamed { old: token.name, new: name },
        (Some(None), _) => ListOutcome::Gone(token.name),
        (_, Err(error)) => ListOutcome::NotRenamed { name: token.name, cause: Some(error.cause) },
        (None, Ok(())) => ListOutcome::PerhapsRenamed(token.name),
        (Some(Some(_)), Ok(())) => ListOutcome::NotRenamed { name: token.name, cause: None },
    };
    let mut effects = take(state, owner, listing, stamp);
    state.list.outcomes = vec![outcome];
    effects.extend(focus_row(state, RowButton::Rename, token.uuid));
    effects
}

/// Gives the keyboard back to the row, or to the list where the row is gone.
fn focus_row(state: &State, button: RowButton, uuid: String) -> Option<Effect> {
    (state.view == View::Tokens).then_some(Effect::Focus(Control::Row(button, uuid)))
}

pub(super) fn revoke_pressed(state: &mut State, uuid: &str) -> Vec<Effect> {
    let tokens = state.list.reference(uuid).into_iter().collect();
    ask_to_revoke(state, tokens)
}

pub(super) fn revoke_chosen_pressed(state: &mut State) -> Vec<Effect> {
    // In the order of the list, as the person sees them.
    let chosen = state.list.tokens().iter().filter(|token| state.list.chosen.contains(&token.uuid));
    let tokens = chosen.filter_map(|token| state.list.reference(&token.uuid)).collect();
    ask_to_revoke(state, tokens)
}

pub(super) fn ask_to_revoke(state: &mut State, tokens: Vec<TokenReference>) -> Vec<Effect> {
    if tokens.is_empty() || state.list.revoking.is_some() {
        return Vec::new();
    }
    state.dialog = Some(Dialog::Revoke(tokens));
    vec![Effect::Focus(Control::Cancel)]
}

/// Revokes tokens of somebody whose list may not be the one that is looked at.
pub(super) fn revoke_of(state: &mut State, owner: Owner, tokens: Vec<TokenReference>) -> Vec<Effect> {
    if state.list.owner != owner {
        state.list = TokenList::loading(owner, state.list.revision);
    }
    revoke(state, tokens)
}

pub(super) fn revoke(state: &mut State, tokens: Vec<TokenReference>) -> Vec<Effect> {
    let (Some(page), Some(act_as)) = (state.controller(), state.act_as()) else { return Vec::new() };
    let revoke = Effect::Revoke {
        controller: page.controller.clone(),
        act_as,
        owner: state.list.owner.clone(),
        tokens: tokens.clone(),
        version: page.version.clone(),
    };
    state.list.outcomes.clear();
    state.list.revoking = Some(Revoking { tokens, done: 0 });
    vec![revoke]
}

/// Revokes the token that was just made, as whom it turned out to work.
pub(super) fn revoke_new(state: &mut State) -> Vec<Effect> {
    let (Some(page), Some(mut act_as), Some(Shown { held, verification, .. })) =
        (state.controller(), state.act_as(), &state.shown)
    else {
        return Vec::new();
    };
    if let Some(Verification::WorksAs(user)) = verification
        && held.entry.owner == Owner::Me
        && act_as.expected_user.as_ref() != Some(user)
    {
        act_as.crumb = CrumbSource::Controller;
        act_as.expected_user = Some(user.clone());
    }
    let owner = held.entry.owner.clone();
    let token = TokenReference { uuid: held.token.uuid.clone(), name: held.token.name.clone() };
    let revoke = Effect::Revoke {
        controller: page.controller.clone(),
        act_as,
        owner: owner.clone(),
        tokens: vec![token.clone()],
        version: page.version.clone(),
    };
    state.list = TokenList::loading(owner, state.list.revision);
    state.list.revoking = Some(Revoking { tokens: vec![token], done: 0 });
    vec![revoke]
}

pub(super) fn revoke_progress(state: &mut State, done: usize) -> Vec<Effect> {
    if let Some(revoking) = &mut state.list.revoking {
        revoking.done = done;
    }
    Vec::new()
}

pub(super) fn revoked(
    state: &mut State,
    owner: Owner,
    ends: Vec<(TokenReference, Result<(), Unconfirmed>)>,
    listing: Result<Listing, Error>,
    stamp: &Stamp,
) -> Vec<Effect> {
    state.list.revoking = None;
    let standing = standing(&listing);
    let mut effects = take(state, &owner, listing, stamp);
    let first = ends.first().map(|(token, _)| token.uuid.clone());
    for (token, end) in ends {
        let stands = standing.as_ref().map(|standing| standing.contains(&token.uuid));
        let refused = end.as_ref().is_err_and(|error| error.outcome == Outcome::NotDone);
        let name = token.name.clone();
        let outcome = match (stands, end) {
            (Some(false), _) if !refused => ListOutcome::Revoked(name),
            (_, Err(error)) => ListOutcome::NotRevoked { name, cause: Some(error.cause) },
            (Some(_), Ok(())) => ListOutcome::NotRevoked { name, cause: None },
            (None, Ok(())) => ListOutcome::PerhapsRevoked(name),
        };
        if stands == Some(false) && !refused {
            effects.extend(replace::gone(state, &token.uuid, stamp));
            effects.extend(unconfirmed::revoked(state, &owner, &token));
        } else if state.view == View::Create {
            // The list, which tells it otherwise, is out of sight.
            state.problem = Some(Problem::NotRevoked { outcome: outcome.clone(), owner: owner.clone() });
        }
        state.list.outcomes.push(outcome);
    }
    effects.extend(first.and_then(|uuid| focus_row(state, RowButton::Revoke, uuid)));
    effects
}
