//! Which way requests take: through the page, or past one that cannot carry them.

use latchkey_core::ControllerUrl;

use super::{ask_identity_again, opening};
use crate::effect::Effect;
use crate::route::{DirectWay, Route};
use crate::state::{Page, State};

/// Asks these roots whether they are Jenkins, by the way that the page leaves.
pub(super) fn ask_roots(state: &mut State, roots: Vec<ControllerUrl>) -> Vec<Effect> {
    let Some(tab) = &state.tab else { return Vec::new() };
    state.asked = roots;
    let may_send_itself = matches!(tab.direct, DirectWay::Open | DirectWay::Granted);
    if !tab.carries && !may_send_itself {
        return opening::no_controller(state, Page::CannotCarry);
    }
    if !tab.carries {
        state.route = Route::Direct;
    }
    state.page = Page::Looking;
    vec![Effect::Recognise(state.asked.clone())]
}

/// The page got no answer, perhaps because its policy forbids it to ask. Goes past the page where the
/// person has allowed that, and gives whether it does.
pub(super) fn passes_page_by(state: &mut State) -> bool {
    let allowed = state.tab.as_ref().is_some_and(|tab| tab.direct == DirectWay::Granted);
    let passes = allowed && state.route == Route::Page;
    if passes {
        state.route = Route::Direct;
    }
    passes
}

/// The page got no answer, and whether there is another way is up to the person.
pub(super) fn is_held_back(state: &State) -> bool {
    let kept_from_it = |direct: &DirectWay| matches!(direct, DirectWay::AfterGrant(_) | DirectWay::Barred(_));
    state.route == Route::Page && state.tab.as_ref().is_some_and(|tab| kept_from_it(&tab.direct))
}

/// The person has allowed the tab's host, or has not.
pub(super) fn access_answered(state: &mut State, granted: bool) -> Vec<Effect> {
    let Some(tab) =
        state.tab.as_mut().filter(|tab| granted && matches!(tab.direct, DirectWay::AfterGrant(_)))
    else {
        return Vec::new();
    };
    tab.direct = DirectWay::Granted;
    state.route = Route::Direct;
    if state.page == Page::CannotCarry {
        state.page = Page::Looking;
        return vec![Effect::Recognise(state.asked.clone())];
    }
    state.trouble = None;
    ask_identity_again(state)
}
