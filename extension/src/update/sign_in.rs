//! The person leaves to sign in, and the popup carries on where it was.

use latchkey_core::ControllerUrl;

use crate::effect::{Later, Now, Turn};
use crate::model::form::{SavedForm, View};
use crate::model::session::{CookieStore, Session};
use crate::model::state::{Identity, State};

/// Goes to where the person can sign in; what the popup shows is stored.
pub(super) fn leave(state: &mut State, turn: &mut Turn) {
    let Some(url) = sign_in_url(state) else { return };
    navigate(state, url, turn);
}

/// Loads the page again, where a gate in front of Jenkins may ask for a sign-in; what the popup shows is stored.
pub(super) fn open_page_again(state: &mut State, turn: &mut Turn) {
    let Some(tab) = &state.tab else { return };
    navigate(state, format!("{}{}", tab.report.origin, tab.report.path_and_query), turn);
}

fn navigate(state: &State, url: String, turn: &mut Turn) {
    if let Some(form) = saved_form(state) {
        turn.now(Now::SaveForm(Box::new(form)));
    }
    turn.later(Later::Navigate(url));
}

fn saved_form(state: &State) -> Option<SavedForm> {
    Some(SavedForm {
        session: Session {
            controller: state.controller()?.controller.clone(),
            store: state.tab.as_ref()?.store.clone(),
            user: None,
        },
        view: state.view,
        tokens_of: state.list.owner.clone(),
        replacing: state.replacing.clone(),
        form: state.form.clone(),
    })
}

/// If nobody is signed in to Jenkins: its login form, which leads back to the page. If a proxy in front of Jenkins
/// wants the sign-in: the page itself, because the proxy leads back to it.
fn sign_in_url(state: &State) -> Option<String> {
    let report = &state.tab.as_ref()?.report;
    let back = &report.path_and_query;
    if state.identity != Identity::SignedOut {
        return Some(format!("{}{back}", report.origin));
    }
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("from", back).finish();
    Some(state.controller()?.controller.join(&format!("login?{query}")))
}

/// Carries on where the popup was when the person left this controller to sign in. The form stays stored
/// until somebody is signed in: the popup may be opened on the sign-in page, too.
pub(super) fn restore(
    state: &mut State,
    forms: Vec<SavedForm>,
    controller: &ControllerUrl,
    store: &CookieStore,
) {
    let Some(saved) = forms.into_iter().find(|form| form.session.belongs_to(controller, store)) else {
        return;
    };
    state.saved_form = Some(saved.key());
    state.list.owner = saved.tokens_of;
    // A person who is quicker than that has chosen a tab already.
    if state.view == View::Create {
        state.view = saved.view;
    }
    state.replacing = saved.replacing;
    state.fill_in(saved.form);
}
