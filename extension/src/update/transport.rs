//! How requests leave: through the page, or directly if the page cannot send them.

use latchkey_core::ControllerUrl;

use super::{ask_identity_again, create, open};
use crate::effect::{Later, Now, Turn};
use crate::model::access::{DirectAccess, Route};
use crate::model::state::{Page, State};

/// Asks these roots whether they are Jenkins, through the page if it can send requests.
pub(super) fn ask_roots(state: &mut State, roots: Vec<ControllerUrl>, turn: &mut Turn) {
    let Some(tab) = &state.tab else { return };
    let (allowed, forbidden): (Vec<_>, Vec<_>) =
        roots.into_iter().partition(|root| state.policy.values().allows_controller(root));
    state.asked = allowed;
    if state.asked.is_empty() && !forbidden.is_empty() {
        return open::no_controller(state, Page::NotAllowed);
    }
    let may_send_itself = matches!(tab.direct, DirectAccess::Allowed | DirectAccess::Granted);
    if !tab.carries && !may_send_itself {
        return open::no_controller(state, Page::CannotSend);
    }
    if !tab.carries {
        state.route = Route::Direct;
    }
    state.page = Page::Looking;
    ask_again(state, turn);
}

/// Asks the same roots again.
pub(super) fn ask_again(state: &State, turn: &mut Turn) {
    turn.later(Later::Recognize(state.asked.clone(), state.route));
}

/// The page got no answer, perhaps because its policy forbids the request. Sends requests directly from now on if the
/// person has allowed that; returns whether it does.
pub(super) fn fall_back_to_direct(state: &mut State) -> bool {
    let allowed = state.tab.as_ref().is_some_and(|tab| tab.direct == DirectAccess::Granted);
    let passes = allowed && state.route == Route::Page;
    if passes {
        state.route = Route::Direct;
    }
    passes
}

/// Whether the page got no answer and direct requests need the person's permission or are impossible.
pub(super) fn needs_direct_access(state: &State) -> bool {
    let is_unavailable =
        |direct: &DirectAccess| matches!(direct, DirectAccess::NeedsPermission(_) | DirectAccess::Blocked(_));
    state.route == Route::Page && state.tab.as_ref().is_some_and(|tab| is_unavailable(&tab.direct))
}

/// A request finds the page busy, or no longer busy: then what was pressed meanwhile is sent.
pub(super) fn page_busy(state: &mut State, busy: bool, turn: &mut Turn) {
    state.page_is_busy = busy;
    if !busy {
        create::send_queued(state, turn);
    }
}

/// The person does not want to wait for a busy page. What is only read is asked again directly. A change that the page
/// was given stays with it: the page may have sent it, or send it yet, so sending it directly, too, could do it twice.
pub(super) fn send_directly(state: &mut State, turn: &mut Turn) {
    state.route = Route::Direct;
    state.page_is_busy = false;
    if !open::bypass_unseen(state, turn) {
        turn.now(Now::BypassPage);
        create::send_queued(state, turn);
    }
}

/// The person allowed the tab's host, or did not.
pub(super) fn access_answered(state: &mut State, granted: bool, turn: &mut Turn) {
    let Some(tab) =
        state.tab.as_mut().filter(|tab| granted && matches!(tab.direct, DirectAccess::NeedsPermission(_)))
    else {
        return;
    };
    tab.direct = DirectAccess::Granted;
    if state.page_is_busy {
        return send_directly(state, turn);
    }
    state.route = Route::Direct;
    if state.page == Page::CannotSend {
        state.page = Page::Looking;
        return ask_again(state, turn);
    }
    state.problem = None;
    ask_identity_again(state, turn)
}
