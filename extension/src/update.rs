//! What follows from what happened.

mod creating;
mod managing;
mod opening;
mod replacing;
mod routing;
mod signing_in;
mod unanswered;

use latchkey_core::credential_format::{self, CredentialFormat, FormatError};
use latchkey_core::{CrumbSource, Error, Secret, TransportError, User, UserId, Verification};

use crate::alert::{Action, During, Trouble};
use crate::effect::{Control, Effect, RowButton};
use crate::event::{Event, Moment};
use crate::page::ControllerPage;
use crate::record::KeptToken;
use crate::state::{Announcement, Creation, Dialog, Identity, Page, State};
use crate::tokens::Rows;

/// Takes one event into the state and says what is to be done.
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Opened(opening) => opening::opened(state, opening),
        Event::Recognised(result) => opening::recognised(state, result),
        Event::IdentityArrived(result) => identity_arrived(state, result),
        Event::GeneratePressed(draft, moment) => creating::generate_pressed(state, draft, &moment),
        Event::Generated { entry, end } => creating::generated(state, entry, end),
        Event::StillWaiting(id) => creating::still_waiting(state, &id),
        Event::Verified { id, verification } => {
            state.trying.retain(|trying| *trying != id);
            if state.kept.first().is_none_or(|kept| kept.id != id) {
                return Vec::new();
            }
            state.verification = Some(verification);
            replacing::revoke_old_if_safe(state)
        }
        Event::RevealPressed => {
            state.revealed = !state.revealed;
            Vec::new()
        }
        Event::AccessAnswered(granted) => routing::access_answered(state, granted),
        Event::CopyPressed => copy_pressed(state),
        Event::CopyEnded { id, copied, now } => copy_ended(state, &id, copied, now),
        Event::DonePressed => creating::done_pressed(state),
        Event::ActionPressed(action, moment) => action_pressed(state, action, &moment),
        Event::ViewChosen(view) => managing::view_chosen(state, view),
        Event::Listed { owner, listing } => managing::listed(state, &owner, listing),
        Event::ListFor(user) => managing::list_for(state, &user),
        Event::Chosen { uuid, chosen } => managing::chosen(state, uuid, chosen),
        Event::RenamePressed(uuid) => managing::rename_pressed(state, uuid),
        Event::RenameEntered(name) => managing::rename_entered(state, name),
        Event::Renamed { owner, token, end, listing } => {
            managing::renamed(state, &owner, token, end, listing)
        }
        Event::RevokePressed(uuid) => managing::revoke_pressed(state, &uuid),
        Event::RevokeChosenPressed => managing::revoke_chosen_pressed(state),
        Event::RevokeProgress(done) => managing::revoke_progress(state, done),
        Event::Revoked { owner, ends, listing } => managing::revoked(state, owner, ends, listing),
        Event::ReplacePressed(uuid) => replacing::replace_pressed(state, &uuid),
        Event::ReplaceCancelled => replacing::replace_cancelled(state),
        Event::DialogAnswered { accepted, moment } => dialog_answered(state, accepted, &moment),
        Event::CopyAsChosen(format) => copy_as_chosen(state, format),
        Event::RememberPressed(on) => remember_pressed(state, on),
        Event::ForgetController(url) => {
            state.remembered.retain(|remembered| *remembered != url);
            vec![Effect::KeepRemembered(state.remembered.clone())]
        }
    }
}

fn copy_pressed(state: &mut State) -> Vec<Effect> {
    let (Some(kept), Some(page)) = (state.kept.first(), state.controller()) else { return Vec::new() };
    match handed_over(state, kept, page) {
        Ok(text) => vec![Effect::Copy { id: kept.id.clone(), text }],
        Err(error) => {
            state.trouble = Some(Trouble::Handover(error));
            Vec::new()
        }
    }
}

/// The token in the form that is chosen, for the user it works for.
fn handed_over(state: &State, kept: &KeptToken, page: &ControllerPage) -> Result<Secret, FormatError> {
    let user = match &state.verification {
        Some(Verification::WorksAs(user)) => Some(user.clone()),
        _ => kept.user.clone().map(UserId::new).or_else(|| state.user().map(|user| user.id.clone())),
    };
    match user {
        Some(user) => credential_format::render(state.copy_as, &page.controller, &user, &kept.token.value),
        // Nobody is known to name, so there is only the token.
        None => Ok(kept.token.value.clone()),
    }
}

fn copy_as_chosen(state: &mut State, format: CredentialFormat) -> Vec<Effect> {
    state.copy_as = format;
    state.announcement = None;
    state.trouble.take_if(|trouble| matches!(trouble, Trouble::Handover(_)));
    // Nothing of a private window is written to disk.
    if state.is_private() { Vec::new() } else { vec![Effect::KeepCopyAs(format)] }
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
    vec![Effect::KeepRemembered(state.remembered.clone())]
}

fn dialog_answered(state: &mut State, accepted: bool, moment: &Moment) -> Vec<Effect> {
    match state.dialog.take() {
        Some(Dialog::Revoke(tokens)) if accepted => managing::revoke(state, tokens),
        Some(Dialog::Revoke(tokens)) => match &tokens[..] {
            [one] => vec![Effect::Focus(Control::Row(RowButton::Revoke, one.uuid.clone()))],
            _ => Vec::new(),
        },
        Some(Dialog::RunScript { draft, .. }) if accepted => creating::run_script(state, draft, moment),
        Some(Dialog::RunScript { .. }) => vec![Effect::Focus(Control::ForUser)],
        None => Vec::new(),
    }
}

fn identity_arrived(state: &mut State, result: Result<User, Error>) -> Vec<Effect> {
    match result {
        Ok(user) => {
            creating::put_aside_of_others(state, &user);
            state.identity = Identity::Known(user);
            if matches!(state.trouble, Some(Trouble::Failed { during: During::Identifying, .. })) {
                state.trouble = None;
            }
        }
        Err(Error::SignedOut) => {
            state.identity = Identity::SignedOut;
            drop_queued(state);
        }
        Err(Error::Transport(TransportError::NoAnswer { .. })) if routing::passes_page_by(state) => {
            return state
                .controller()
                .map(|page| Effect::AskIdentity(page.controller.clone()))
                .into_iter()
                .collect();
        }
        Err(error) => {
            if state.identity == Identity::Unknown {
                state.identity = Identity::NotTold;
            }
            state.trouble = Some(Trouble::Failed { error, during: During::Identifying });
            drop_queued(state);
        }
    }
    let mut effects = creating::send_queued(state);
    effects.extend(creating::verify_first(state));
    if state.user().is_some() {
        effects.extend(state.kept_form.take().map(|form| Effect::DropForm(form.place)));
        effects.extend(replacing::look_for_old(state));
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
        state.trouble = Some(Trouble::NotCopied);
        return Vec::new();
    }
    let Some(position) = state.kept.iter().position(|kept| kept.id == id) else { return Vec::new() };
    let kept = &mut state.kept[position];
    kept.copied_at = Some(now);
    let mut effects = vec![Effect::Update(kept.clone())];
    if position > 0 {
        return effects;
    }
    state.copied_here = true;
    state.trouble = None;
    state.announcement = Some(Announcement::Copied);
    effects.extend(replacing::revoke_old_if_safe(state));
    effects
}

fn action_pressed(state: &mut State, action: Action, moment: &Moment) -> Vec<Effect> {
    match action {
        Action::TryAgain => try_again(state, moment),
        Action::ListAgain => managing::list(state, state.list.owner.clone()),
        Action::SignIn => signing_in::leave(state),
        Action::ContinueAs(user) => continue_as(state, user, moment),
        Action::LookForJenkins => opening::look_for_jenkins(state),
        Action::AllowAccess(host) => vec![Effect::RequestAccess(host)],
        Action::ShowTokens(owner) => managing::show_tokens(state, owner),
        Action::RevokeNew => managing::revoke_new(state),
        Action::RevokeOld => replacing::revoke_old(state),
        Action::RevokeUnanswered(id) => unanswered::look_for(state, id),
        Action::Forget(key) => {
            state.unresolved.retain(|unresolved| unresolved.entry.id != key.id);
            state.list.revision += 1;
            vec![Effect::Forget(key), Effect::Focus(Control::TokenName)]
        }
    }
}

fn try_again(state: &mut State, moment: &Moment) -> Vec<Effect> {
    match state.trouble.take() {
        Some(Trouble::Failed { during: During::Generating(draft), .. }) => {
            creating::generate_pressed(state, draft, moment)
        }
        _ if matches!(state.page, Page::Unclear(_)) => routing::ask_roots(state, state.asked.clone()),
        _ => ask_identity_again(state),
    }
}

/// Asks who is signed in where the controller did not say it the first time.
fn ask_identity_again(state: &mut State) -> Vec<Effect> {
    if state.identity != Identity::NotTold {
        return Vec::new();
    }
    state.identity = Identity::Unknown;
    state.controller().map(|page| Effect::AskIdentity(page.controller.clone())).into_iter().collect()
}

/// The person wants the token, or the list, although somebody else is signed in now. The page's crumb is of the
/// earlier session.
fn continue_as(state: &mut State, user: User, moment: &Moment) -> Vec<Effect> {
    let trouble = state.trouble.take();
    creating::put_aside_of_others(state, &user);
    state.identity = Identity::Known(user);
    if let Page::Controller(ControllerPage { crumb, .. }) = &mut state.page {
        *crumb = CrumbSource::Controller;
    }
    match trouble {
        Some(Trouble::Failed { during: During::Generating(draft), .. }) => {
            creating::generate_pressed(state, draft, moment)
        }
        _ if matches!(state.list.rows, Rows::Failed(_)) => managing::list(state, state.list.owner.clone()),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
