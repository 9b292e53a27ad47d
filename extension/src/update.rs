//! What follows from what happened.

mod creating;
mod opening;

use latchkey_core::{CoreVersion, CrumbSource, Error, User};

use crate::alert::{Action, During, Trouble};
use crate::effect::{Control, Effect};
use crate::event::{Event, Moment};
use crate::page::ControllerPage;
use crate::state::{Announcement, Creation, Identity, Page, State};

/// Takes one event into the state and says what is to be done.
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Opened(opening) => opening::opened(state, opening),
        Event::Recognised(result) => opening::recognised(state, result),
        Event::IdentityArrived(result) => identity_arrived(state, result),
        Event::GeneratePressed(draft, moment) => creating::generate_pressed(state, draft, &moment),
        Event::Generated { entry, end } => creating::generated(state, entry, end),
        Event::StillWaiting => creating::still_waiting(state),
        Event::Verified { id, verification } => {
            if state.kept.first().is_some_and(|kept| kept.id == id) {
                state.verification = Some(verification);
            }
            Vec::new()
        }
        Event::RevealPressed => {
            state.revealed = !state.revealed;
            Vec::new()
        }
        Event::CopyPressed => {
            state.kept.first().map(|kept| Effect::Copy(kept.token.value.clone())).into_iter().collect()
        }
        Event::CopyEnded { copied, now } => copy_ended(state, copied, now),
        Event::DonePressed => creating::done_pressed(state),
        Event::ActionPressed(action, moment) => action_pressed(state, action, &moment),
    }
}

fn identity_arrived(state: &mut State, result: Result<User, Error>) -> Vec<Effect> {
    match result {
        Ok(user) => {
            state.identity = Identity::Known(user);
            if matches!(state.trouble, Some(Trouble::Failed { during: During::Identifying, .. })) {
                state.trouble = None;
            }
        }
        Err(Error::SignedOut) => {
            state.identity = Identity::SignedOut;
            state.creation = Creation::Idle;
        }
        Err(error) => {
            state.trouble = Some(Trouble::Failed { error, during: During::Identifying });
            state.creation = Creation::Idle;
        }
    }
    let mut effects = creating::send_queued(state);
    effects.extend(creating::verify_first(state));
    effects
}

fn copy_ended(state: &mut State, copied: bool, now: f64) -> Vec<Effect> {
    if !copied {
        state.trouble = Some(Trouble::NotCopied);
        return Vec::new();
    }
    let Some(kept) = state.kept.first_mut() else { return Vec::new() };
    kept.copied_at = Some(now);
    state.trouble = None;
    state.announcement = Some(Announcement::Copied);
    vec![Effect::Update(kept.clone())]
}

fn action_pressed(state: &mut State, action: Action, moment: &Moment) -> Vec<Effect> {
    match action {
        Action::TryAgain => try_again(state, moment),
        Action::SignIn => sign_in_url(state).map(Effect::Leave).into_iter().collect(),
        Action::ContinueAs(user) => continue_as(state, user, moment),
        Action::LookForJenkins => opening::look_for_jenkins(state),
        Action::OpenTokensPage => tokens_page(state).map(Effect::OpenTab).into_iter().collect(),
        Action::Forget(key) => {
            state.unresolved.retain(|unresolved| unresolved.entry.id != key.id);
            vec![Effect::Forget(key), Effect::Focus(Control::TokenName)]
        }
    }
}

fn try_again(state: &mut State, moment: &Moment) -> Vec<Effect> {
    match state.trouble.take() {
        Some(Trouble::Failed { during: During::Generating(draft), .. }) => {
            creating::generate_pressed(state, draft, moment)
        }
        _ => {
            state.controller().map(|page| Effect::AskIdentity(page.controller.clone())).into_iter().collect()
        }
    }
}

/// The person wants the token although somebody else is signed in now. The page's crumb is of the
/// earlier session.
fn continue_as(state: &mut State, user: User, moment: &Moment) -> Vec<Effect> {
    let Some(Trouble::Failed { during: During::Generating(draft), .. }) = state.trouble.take() else {
        return Vec::new();
    };
    state.identity = Identity::Known(user);
    if let Page::Controller(ControllerPage { crumb, .. }) = &mut state.page {
        *crumb = CrumbSource::Controller;
    }
    creating::generate_pressed(state, draft, moment)
}

/// Jenkins' own form, which leads back to the page.
fn sign_in_url(state: &State) -> Option<String> {
    let back = &state.tab.as_ref()?.report.path_and_query;
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("from", back).finish();
    Some(state.controller()?.controller.join(&format!("login?{query}")))
}

fn tokens_page(state: &State) -> Option<String> {
    let page = state.controller()?;
    let path = page.version.as_ref().map_or("me/security/", CoreVersion::tokens_page);
    Some(page.controller.join(path))
}

#[cfg(test)]
mod tests;
