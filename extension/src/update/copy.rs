//! The token on display is copied, in the format that the person has chosen.

use latchkey_core::credential_format::{self, CredentialFormat, FormatError};
use latchkey_core::{ControllerPage, Secret, Verification};

use super::replace;
use crate::effect::{Later, Now, Turn};
use crate::model::held_token::Shown;
use crate::model::problem::Problem;
use crate::model::state::{Announcement, State};

pub(super) fn pressed(state: &mut State, turn: &mut Turn) {
    let (Some(shown), Some(page)) = (&state.shown, state.controller()) else { return };
    match formatted_token(state, shown, page) {
        Ok(text) => turn.now(Now::Copy(shown.held.entry.id.clone(), text)),
        Err(error) => state.problem = Some(Problem::Format(error)),
    }
}

/// The token in the chosen format, for the user it works for.
fn formatted_token(state: &State, shown: &Shown, page: &ControllerPage) -> Result<Secret, FormatError> {
    let held = &shown.held;
    let user = match &shown.verification {
        Some(Verification::WorksAs(user)) => Some(user),
        Some(Verification::WithoutRead { .. } | Verification::Refused | Verification::Unknown(_)) | None => {
            held.user().or_else(|| state.user().map(|user| &user.id))
        }
    };
    match user {
        Some(user) => credential_format::render(state.copy_as, &page.controller, user, &held.token.value),
        // No user is known, so there is only the token.
        None => Ok(held.token.value.clone()),
    }
}

pub(super) fn format_chosen(state: &mut State, format: CredentialFormat, turn: &mut Turn) {
    state.copy_as = format;
    state.announcement = None;
    state.problem.take_if(|problem| matches!(problem, Problem::Format(_)));
    // Nothing of a private window is written to disk.
    if !state.is_private() {
        turn.later(Later::StoreCopyAs(format));
    }
}

/// The browser copied the token of this id, or did not.
pub(super) fn ended(state: &mut State, id: &str, copied: bool, turn: &mut Turn) {
    if !copied {
        state.problem = Some(Problem::NotCopied);
        return;
    }
    let Some(held) = state.held_mut().find(|held| held.entry.id == id) else { return };
    held.copied_at = Some(turn.stamp.now);
    turn.later(Later::UpdateToken(Box::new(held.clone())));
    let Some(shown) = state.shown.as_mut().filter(|shown| shown.held.entry.id == id) else { return };
    shown.copied_here = true;
    state.problem = None;
    state.announcement = Some(Announcement::Copied);
    replace::revoke_old_if_safe(state, turn);
}
