//! The state machine: takes events and calls for effects.

mod copy;
mod create;
mod draft;
mod held_token;
mod list;
mod look;
mod open;
mod policy;
mod reminder;
mod replace;
mod sign_in;
mod terminal;
mod transport;
mod unconfirmed;

use latchkey_core::{ControllerPage, CrumbSource, Error, TransportError, User};

use crate::effect::{Effect, Later, Now, RowButton, Turn};
use crate::event::{Action, Event};
use crate::model::creation::Creation;
use crate::model::form::{Form, View};
use crate::model::journal::Stamp;
use crate::model::list::Rows;
use crate::model::problem::{Operation, Problem};
use crate::model::state::{Dialog, Identity, Page, State};
use crate::view::Id;

/// Applies an event to the state and returns the effects. The stamp says when it happens.
pub(crate) fn update(state: &mut State, event: Event, stamp: &Stamp) -> Vec<Effect> {
    let mut turn = Turn { stamp, effects: Vec::new() };
    state.today = Some(stamp.today);
    apply(state, event, &mut turn);
    draft::keep(state, &mut turn);
    turn.effects
}

fn apply(state: &mut State, event: Event, turn: &mut Turn) {
    match event {
        Event::Prepared(preparation) => draft::prepared(state, *preparation, turn),
        Event::Opened(context) => open::opened(state, context, turn),
        Event::Looked(context) => open::looked(state, context, turn),
        Event::PageBusy(busy) => transport::page_busy(state, busy, turn),
        Event::PolicyRead(read) => policy::arrived(state, read, turn),
        Event::Recognized(result) => open::recognized(state, result, turn),
        Event::IdentityArrived(result) => identity_arrived(state, result, turn),
        Event::Edited(form) => {
            state.form = form;
        }
        Event::GeneratePressed => create::generate(state, state.form.clone(), turn),
        Event::PressedEarly(name) => create::generate(state, Form { name, ..state.form.clone() }, turn),
        Event::Generated(entry, end) => create::generated(state, entry, end, turn),
        Event::StillWaiting(id) => create::still_waiting(state, &id),
        Event::Verified(id, verification) => {
            state.verifying.retain(|verifying| *verifying != id);
            if let Some(shown) = state.shown.as_mut().filter(|shown| shown.held.entry.id == id) {
                shown.verification = Some(verification);
                replace::revoke_old_if_safe(state, turn);
            }
            look::begin(state, turn);
        }
        Event::RevealPressed => {
            if let Some(shown) = &mut state.shown {
                shown.revealed = !shown.revealed;
            }
        }
        Event::TerminalRead(result) => terminal::read(state, result, turn),
        Event::TerminalAnswered(receipt, answer) => terminal::answered(state, &receipt, answer, turn),
        Event::TransmissionAnswered(allowed) => terminal::transmission_answered(state, allowed, turn),
        Event::AccessAnswered(granted) => transport::access_answered(state, granted, turn),
        Event::CopyPressed => copy::pressed(state, turn),
        Event::CopyEnded(id, copied) => copy::ended(state, &id, copied, turn),
        Event::DonePressed => held_token::done_pressed(state, turn),
        Event::ActionPressed(action) => action_pressed(state, action, turn),
        Event::ViewChosen(view) => list::view_chosen(state, view, turn),
        Event::Listed(scope, listing) => look::listed(state, &scope, listing, turn),
        Event::ListUserEdited(user) => state.list.for_user = user,
        Event::ListFor(user) => list::list_for(state, &user, turn),
        Event::Filtered(text) => state.list.filter_by(text),
        Event::OnlyPressed(warning) => list::only_pressed(state, warning),
        Event::Scrolled(offset) => list::scrolled(state, offset),
        Event::Chosen(uuid, chosen) => list::chosen(state, uuid, chosen),
        Event::RenamePressed(uuid) => list::rename_pressed(state, uuid, turn),
        Event::NewNameEdited(text) => state.list.new_name_edited(text),
        Event::RenameEntered(name) => list::rename_entered(state, name, turn),
        Event::Renamed { scope, token, end, listing } => {
            list::renamed(state, &scope, token, end, listing, turn)
        }
        Event::RevokePressed(uuid) => list::revoke_pressed(state, &uuid, turn),
        Event::RevokeChosenPressed => list::revoke_chosen_pressed(state, turn),
        Event::RevokeProgress(done) => list::revoke_progress(state, done),
        Event::Revoked { scope, ends, listing } => list::revoked(state, &scope, ends, listing, turn),
        Event::ReplacePressed(uuid) => replace::replace_pressed(state, &uuid, turn),
        Event::ReminderPressed(action, uuid) => reminder::pressed(state, action, &uuid, turn),
        Event::ReplaceCancelled => replace::replace_cancelled(state, turn),
        Event::DialogAnswered(accepted) => dialog_answered(state, accepted, turn),
        Event::CopyAsChosen(format) => copy::format_chosen(state, format, turn),
        Event::RememberPressed(on) => remember_pressed(state, on, turn),
        Event::ForgetController(url) => {
            state.remembered.retain(|remembered| *remembered != url);
            turn.later(Later::StoreRemembered(state.remembered.clone()));
        }
    }
}

fn remember_pressed(state: &mut State, on: bool, turn: &mut Turn) {
    if state.is_private() {
        return;
    }
    let Some(url) = state.controller().map(|page| page.controller.to_string()) else { return };
    state.remembered.retain(|remembered| *remembered != url);
    if on {
        state.remembered.push(url);
    }
    turn.later(Later::StoreRemembered(state.remembered.clone()));
}

fn dialog_answered(state: &mut State, accepted: bool, turn: &mut Turn) {
    match state.dialog.take() {
        Some(Dialog::Revoke(owner, tokens)) if accepted => list::revoke(state, owner, tokens, turn),
        Some(Dialog::Revoke(_, tokens)) => {
            if let [one] = &tokens[..]
                && state.view == View::Tokens
            {
                turn.now(Now::FocusRow(RowButton::Revoke, one.uuid.clone()));
            }
        }
        Some(Dialog::RunScript { form, .. }) if accepted => create::run_script(state, form, turn),
        Some(Dialog::RunScript { .. }) => turn.now(Now::Focus(Id::ForUser)),
        None => {}
    }
}

fn identity_arrived(state: &mut State, result: Result<User, Error>, turn: &mut Turn) {
    match result {
        Ok(user) => {
            draft::signed_in(state, &user.id);
            held_token::hide_tokens_of_other_users(state, &user);
            state.identity = Identity::Known(user);
            open::suggest_name_again(state, turn);
            state.earlier = None;
            if matches!(state.problem, Some(Problem::Failed { operation: Operation::Identifying, .. })) {
                state.problem = None;
            }
            terminal::look_for(state, turn);
        }
        Err(Error::SignedOut { sign_in }) => nobody(state, Identity::SignedOut { sign_in }),
        Err(Error::NoUsers) => nobody(state, Identity::NoUsers),
        Err(Error::Transport(TransportError::NoAnswer { .. })) if transport::fall_back_to_direct(state) => {
            return ask_identity(state, turn);
        }
        Err(error) if open::ask_other_roots(state, &error, turn) => return,
        Err(error) => {
            if state.identity == Identity::Unknown {
                state.identity = Identity::Unavailable;
            }
            unconfirmed::give_up(state, &error);
            state.problem = Some(Problem::Failed { error, operation: Operation::Identifying });
            drop_queued(state);
        }
    }
    create::send_queued(state, turn);
    held_token::verify_first(state, turn);
    if state.user().is_some() {
        replace::look_for_old(state, turn);
    }
    list::load(state, turn);
    look::begin(state, turn);
}

/// Nobody is signed in.
fn nobody(state: &mut State, identity: Identity) {
    state.identity = identity;
    drop_queued(state);
}

/// Drops a request that has not been sent. One that is in flight stays in flight.
fn drop_queued(state: &mut State) {
    if matches!(state.creation, Creation::Queued(..)) {
        state.creation = Creation::Idle;
    }
}

fn action_pressed(state: &mut State, action: Action, turn: &mut Turn) {
    match action {
        Action::TryAgain => try_again(state, turn),
        Action::ReadPolicyAgain => turn.later(Later::ReadPolicy),
        Action::ListAgain => list::list(state, state.list.owner.clone(), turn),
        Action::SignIn => sign_in::leave(state, turn),
        Action::OpenPageAgain => sign_in::open_page_again(state, turn),
        Action::ContinueAs(user) => continue_as(state, user, turn),
        Action::LookForJenkins => open::look_for_jenkins(state, turn),
        Action::AllowAccess(host) => turn.now(Now::RequestAccess(host)),
        Action::SendDirectly => transport::send_directly(state, turn),
        Action::ShowTokens(owner) => list::show_tokens(state, owner, turn),
        Action::SendAgain => _ = terminal::deliver(state, turn),
        Action::BypassTerminal => terminal::bypass(state, turn),
        Action::VerifyAgain => held_token::verify_again(state, turn),
        Action::RevokeNew => list::revoke_new(state, turn),
        Action::RevokeOld => replace::revoke_old(state, turn),
        Action::RevokeFound(owner, tokens) => list::ask_to_revoke(state, owner, tokens, turn),
        Action::RevokeCandidate(owner, found) => list::ask_to_revoke(state, owner, vec![found.token], turn),
        Action::LookAgain(id) => unconfirmed::look_again(state, &id, turn),
        Action::ForgetFurther(id) => {
            state.confirmed.retain(|confirmed| confirmed.entry.id != id);
            turn.now(Now::Focus(if state.shown_token().is_some() { Id::Copy } else { Id::Name }));
        }
        Action::Forget(key) => {
            state.unconfirmed.retain(|unconfirmed| unconfirmed.entry.id != key.id);
            state.confirmed.retain(|confirmed| confirmed.entry.id != key.id);
            state.unreadable.retain(|unreadable| unreadable.key != key);
            state.list.touch();
            turn.later(Later::Forget(key));
            turn.now(Now::Focus(Id::Name));
        }
    }
}

fn try_again(state: &mut State, turn: &mut Turn) {
    if let Some(Problem::Code(_)) = state.problem {
        create::generate(state, state.form.clone(), turn);
    } else if let Some(Problem::Failed { operation: Operation::Generating(form), .. }) = state.problem.take()
    {
        create::generate(state, form, turn);
    } else if matches!(state.page, Page::Unclear(_)) {
        transport::ask_roots(state, state.asked.clone(), turn);
    } else {
        ask_identity_again(state, turn);
    }
}

/// Asks who is signed in if the first request failed.
fn ask_identity_again(state: &mut State, turn: &mut Turn) {
    if state.identity == Identity::Unavailable {
        state.identity = Identity::Unknown;
        ask_identity(state, turn);
    }
}

fn ask_identity(state: &State, turn: &mut Turn) {
    if let Some(context) = state.request_context() {
        turn.later(Later::AskIdentity(context));
    }
}

/// The person wants the token, or the list, although somebody else is signed in now. The page's crumb is of the
/// earlier session.
fn continue_as(state: &mut State, user: User, turn: &mut Turn) {
    let problem = state.problem.take();
    let unlisted = matches!(state.list.rows, Rows::Failed(_)).then(|| state.list.owner.clone());
    draft::signed_in(state, &user.id);
    held_token::hide_tokens_of_other_users(state, &user);
    state.identity = Identity::Known(user);
    if let Page::Controller(ControllerPage { crumb, .. }) = &mut state.page {
        *crumb = CrumbSource::Controller;
    }
    if let Some(Problem::Failed { operation: Operation::Generating(form), .. }) = problem {
        create::generate(state, form, turn);
    } else if let Some(owner) = unlisted {
        list::list(state, owner, turn);
    }
}

#[cfg(test)]
mod tests;
