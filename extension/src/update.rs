//! What follows from what happened.

mod create;
mod list;
mod open;
mod replace;
mod sign_in;
mod transport;
mod unconfirmed;

use latchkey_core::credential_format::{self, CredentialFormat, FormatError};
use latchkey_core::{ControllerPage, CrumbSource, Error, Secret, TransportError, User, Verification};

use crate::effect::{Control, Effect, RowButton};
use crate::event::{Action, Event};
use crate::model::form::Form;
use crate::model::held_token::Shown;
use crate::model::journal::Stamp;
use crate::model::list::Rows;
use crate::model::problem::{Operation, Problem};
use crate::model::state::{Announcement, Creation, Dialog, Identity, Page, State};

/// Takes one event into the state and gives the effects that follow. The stamp says when it happens.
pub fn update(state: &mut State, event: Event, stamp: &Stamp) -> Vec<Effect> {
    match event {
        Event::Opened(context) => open::opened(state, *context, stamp),
        Event::Recognized(result) => open::recognized(state, result, stamp),
        Event::IdentityArrived(result) => identity_arrived(state, result, stamp),
        Event::Edited(form) => {
            state.form = form;
            Vec::new()
        }
        Event::GeneratePressed => {
            let form = Form { expires: state.expires(), ..state.form.clone() };
            create::generate(state, form, stamp)
        }
        Event::Generated { entry, end } => create::generated(state, entry, end, stamp),
        Event::StillWaiting(id) => create::still_waiting(state, &id),
        Event::Verified { id, verification } => {
            state.verifying.retain(|verifying| *verifying != id);
            match state.shown.as_mut().filter(|shown| shown.held.entry.id == id) {
                Some(shown) => shown.verification = Some(verification),
                None => return Vec::new(),
            }
            replace::revoke_old_if_safe(state)
        }
        Event::RevealPressed => {
            if let Some(shown) = &mut state.shown {
                shown.revealed = !shown.revealed;
            }
            Vec::new()
        }
        Event::AccessAnswered(granted) => transport::access_answered(state, granted),
        Event::CopyPressed => copy_pressed(state),
        Event::CopyEnded { id, copied } => copy_ended(state, &id, copied, stamp.now),
        Event::DonePressed => create::done_pressed(state, stamp),
        Event::ActionPressed(action) => action_pressed(state, action, stamp),
        Event::ViewChosen(view) => list::view_chosen(state, view),
        Event::Listed { owner, listing } => list::listed(state, &owner, listing, stamp),
        Event::ListFor(user) => list::list_for(state, &user),
        Event::Chosen { uuid, chosen } => list::chosen(state, uuid, chosen),
        Event::RenamePressed(uuid) => list::rename_pressed(state, uuid),
        Event::RenameEntered(name) => list::rename_entered(state, name),
        Event::Renamed { owner, token, end, listing } => {
            list::renamed(state, &owner, token, end, listing, stamp)
        }
        Event::RevokePressed(uuid) => list::revoke_pressed(state, &uuid),
        Event::RevokeChosenPressed => list::revoke_chosen_pressed(state),
        Event::RevokeProgress(done) => list::revoke_progress(state, done),
        Event::Revoked { owner, ends, listing } => list::revoked(state, owner, ends, listing, stamp),
        Event::ReplacePressed(uuid) => replace::replace_pressed(state, &uuid),
        Event::ReplaceCancelled => replace::replace_cancelled(state, stamp),
        Event::DialogAnswered(accepted) => dialog_answered(state, accepted, stamp),
        Event::CopyAsChosen(format) => copy_as_chosen(state, format),
        Event::RememberPressed(on) => remember_pressed(state, on),
        Event::ForgetController(url) => {
            state.remembered.retain(|remembered| *remembered != url);
            vec![Effect::StoreRemembered(state.remembered.clone())]
        }
    }
}

fn copy_pressed(state: &mut State) -> Vec<Effect> {
    let (Some(shown), Some(page)) = (&state.shown, state.controller()) else { return Vec::new() };
    match handed_over(state, shown, page) {
        Ok(text) => vec![Effect::Copy { id: shown.held.entry.id.clone(), text }],
        Err(error) => {
            state.problem = Some(Problem::Format(error));
            Vec::new()
        }
    }
}

/// The token in the form that is chosen, for the user it works for.
fn handed_over(state: &State, shown: &Shown, page: &ControllerPage) -> Result<Secret, FormatError> {
    let held = &shown.held;
    let user = match &shown.verification {
        Some(Verification::WorksAs(user)) => Some(user),
        Some(Verification::Refused | Verification::Unknown(_)) | None => {
            held.user().or_else(|| state.user().map(|user| &user.id))
        }
    };
    match user {
        Some(user) => credential_format::render(state.copy_as, &page.controller, user, &held.token.value),
        // Nobody is known to name, so there is only the token.
        None => Ok(held.token.value.clone()),
    }
}

fn copy_as_chosen(state: &mut State, format: CredentialFormat) -> Vec<Effect> {
    state.copy_as = format;
    state.announcement = None;
    state.problem.take_if(|problem| matches!(problem, Problem::Format(_)));
    // Nothing of a private window is written to disk.
    if state.is_private() { Vec::new() } else { vec![Effect::StoreCopyAs(format)] }
}

fn remember_pressed(state: &mut State, on: bool) -> Vec<Effect> {
    if state.is_private() {
        return Vec::new();
    }
    let Some(url) = state.controller().map(|page| page.controller.to_string()) else { return Vec::new() };
    state.remembered.retain(|remembered| *remembered != url);
    if on {
        state.remembered.push(url);
    }
    vec![Effect::StoreRemembered(state.remembered.clone())]
}

fn dialog_answered(state: &mut State, accepted: bool, stamp: &Stamp) -> Vec<Effect> {
    match state.dialog.take() {
        Some(Dialog::Revoke(tokens)) if accepted => list::revoke(state, tokens),
        Some(Dialog::Revoke(tokens)) => match &tokens[..] {
            [one] => vec![Effect::Focus(Control::Row(RowButton::Revoke, one.uuid.clone()))],
            _ => Vec::new(),
        },
        Some(Dialog::RunScript { form, .. }) if accepted => create::run_script(state, form, stamp),
        Some(Dialog::RunScript { .. }) => vec![Effect::Focus(Control::ForUser)],
        None => Vec::new(),
    }
}

fn identity_arrived(state: &mut State, result: Result<User, Error>, stamp: &Stamp) -> Vec<Effect> {
    match result {
        Ok(user) => {
            create::hide_tokens_of_other_users(state, &user);
            state.identity = Identity::Known(user);
            if matches!(state.problem, Some(Problem::Failed { operation: Operation::Identifying, .. })) {
                state.problem = None;
            }
        }
        Err(Error::SignedOut) => {
            state.identity = Identity::SignedOut;
            drop_queued(state);
        }
        Err(Error::Transport(TransportError::NoAnswer { .. })) if transport::fall_back_to_direct(state) => {
            return state
                .controller()
                .map(|page| Effect::AskIdentity(page.controller.clone()))
                .into_iter()
                .collect();
        }
        Err(error) => {
            if state.identity == Identity::Unknown {
                state.identity = Identity::Unavailable;
            }
            state.problem = Some(Problem::Failed { error, operation: Operation::Identifying });
            drop_queued(state);
        }
    }
    let mut effects = create::send_queued(state, stamp);
    effects.extend(create::verify_first(state));
    if state.user().is_some() {
        effects.extend(state.saved_form.take().map(Effect::ClearForm));
        effects.extend(replace::look_for_old(state));
    }
    effects
}

/// What was pressed is not sent; a request that is under way stays under way.
fn drop_queued(state: &mut State) {
    if matches!(state.creation, Creation::Queued(..)) {
        state.creation = Creation::Idle;
    }
}

fn copy_ended(state: &mut State, id: &str, copied: bool, now: f64) -> Vec<Effect> {
    if !copied {
        state.problem = Some(Problem::NotCopied);
        return Vec::new();
    }
    let Some(held) = state.held_mut().find(|held| held.entry.id == id) else { return Vec::new() };
    held.copied_at = Some(now);
    let mut effects = vec![Effect::UpdateToken(held.clone())];
    let Some(shown) = state.shown.as_mut().filter(|shown| shown.held.entry.id == id) else { return effects };
    shown.copied_here = true;
    state.problem = None;
    state.announcement = Some(Announcement::Copied);
    effects.extend(replace::revoke_old_if_safe(state));
    effects
}

fn action_pressed(state: &mut State, action: Action, stamp: &Stamp) -> Vec<Effect> {
    match action {
        Action::TryAgain => try_again(state, stamp),
        Action::ListAgain => list::list(state, state.list.owner.clone()),
        Action::SignIn => sign_in::leave(state),
        Action::ContinueAs(user) => continue_as(state, user, stamp),
        Action::LookForJenkins => open::look_for_jenkins(state),
        Action::AllowAccess(host) => vec![Effect::RequestAccess(host)],
        Action::ShowTokens(owner) => list::show_tokens(state, owner),
        Action::RevokeNew => list::revoke_new(state),
        Action::RevokeOld => replace::revoke_old(state),
        Action::RevokeUnconfirmed(id) => unconfirmed::look_for(state, id),
        Action::Forget(key) => {
            state.unconfirmed.retain(|unconfirmed| unconfirmed.entry.id != key.id);
            state.unreadable.retain(|unreadable| unreadable.key != key);
            state.list.revision += 1;
            vec![Effect::Forget(key), Effect::Focus(Control::TokenName)]
        }
    }
}

fn try_again(state: &mut State, stamp: &Stamp) -> Vec<Effect> {
    match state.problem.take() {
        Some(Problem::Failed { operation: Operation::Generating(form), .. }) => {
            create::generate(state, form, stamp)
        }
        _ if matches!(state.page, Page::Unclear(_)) => transport::ask_roots(state, state.asked.clone()),
        _ => ask_identity_again(state),
    }
}

/// Asks who is signed in where the controller did not say it the first time.
fn ask_identity_again(state: &mut State) -> Vec<Effect> {
    if state.identity != Identity::Unavailable {
        return Vec::new();
    }
    state.identity = Identity::Unknown;
    state.controller().map(|page| Effect::AskIdentity(page.controller.clone())).into_iter().collect()
}

/// The person wants the token, or the list, although somebody else is signed in now. The page's crumb is of the
/// earlier session.
fn continue_as(state: &mut State, user: User, stamp: &Stamp) -> Vec<Effect> {
    let problem = state.problem.take();
    create::hide_tokens_of_other_users(state, &user);
    state.identity = Identity::Known(user);
    if let Page::Controller(ControllerPage { crumb, .. }) = &mut state.page {
        *crumb = CrumbSource::Controller;
    }
    match problem {
        Some(Problem::Failed { operation: Operation::Generating(form), .. }) => {
            create::generate(state, form, stamp)
        }
        _ if matches!(state.list.rows, Rows::Failed(_)) => list::list(state, state.list.owner.clone()),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
