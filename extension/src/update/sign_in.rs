//! The person leaves to sign in, and the popup carries on where it was.

use latchkey_core::{ControllerPage, ControllerUrl};

use super::terminal;
use crate::effect::{Later, Now, Turn};
use crate::model::form::{SavedForm, View};
use crate::model::page::PageReport;
use crate::model::session::{CookieStore, Session};
use crate::model::state::{Identity, State};

/// Goes to where the person can sign in; what the popup shows is stored.
pub(super) fn leave(state: &mut State, turn: &mut Turn) {
    let Some(tab) = &state.tab else { return };
    navigate(state, &sign_in_path(state, &tab.report), turn);
}

/// Loads the page again, where a gate in front of Jenkins may ask for a sign-in; what the popup shows is stored.
pub(super) fn open_page_again(state: &mut State, turn: &mut Turn) {
    let Some(tab) = &state.tab else { return };
    navigate(state, &tab.report.path_and_query, turn);
}

/// Goes to this path and query on the origin of the page.
fn navigate(state: &State, path_and_query: &str, turn: &mut Turn) {
    let Some(tab) = &state.tab else { return };
    if let Some(form) = saved_form(state).filter(|_| !is_filled_in_by_terminal(state)) {
        turn.now(Now::SaveForm(Box::new(form)));
    }
    turn.later(Later::Navigate(format!("{}{path_and_query}", tab.report.origin)));
}

/// Whether the form is none that the person filled in, because the page is that of a terminal.
fn is_filled_in_by_terminal(state: &State) -> bool {
    terminal::address(state).is_some()
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

/// Where Jenkins says that people sign in, and from there back to the page. Otherwise the page itself: whatever wants a
/// sign-in leads there, and back.
fn sign_in_path(state: &State, page: &PageReport) -> String {
    if let (Some(_), Some(ControllerPage { controller, .. })) = (state.users_at_odds(), state.controller()) {
        // Jenkins' own, where somebody else can sign in.
        let sign_in = controller.join("login?from=");
        return leading_back_to(page, sign_in.strip_prefix(controller.origin()).unwrap_or(&sign_in));
    }
    // That of a terminal asks for the sign-in itself, and comes back whatever the sign-on does.
    let identity = if terminal::address(state).is_some() { &Identity::Unknown } else { &state.identity };
    match identity {
        Identity::SignedOut { sign_in: Some(sign_in) } => leading_back_to(page, sign_in),
        Identity::SignedOut { sign_in: None }
        | Identity::NoUsers
        | Identity::Unknown
        | Identity::Known(_)
        | Identity::Unavailable => page.path_and_query.clone(),
    }
}

/// The address of the sign-in with the page in its parameter `from`, if it has one. Jenkins puts there what was
/// requested, which was no page.
fn leading_back_to(page: &PageReport, sign_in: &str) -> String {
    let mut parts = sign_in.split(['?', '&']);
    let mut address = parts.next().unwrap_or_default().to_owned();
    if address == page.path {
        // The person is there already.
        return page.path_and_query.clone();
    }
    for (index, parameter) in parts.enumerate() {
        address.push(if index == 0 { '?' } else { '&' });
        if parameter.starts_with("from=") {
            let mut back = form_urlencoded::Serializer::new(String::new());
            address.push_str(&back.append_pair("from", &page.path_and_query).finish());
        } else {
            address.push_str(parameter);
        }
    }
    address
}

/// Carries on where the popup was when the person left this controller to sign in. The form stays stored
/// until somebody is signed in: the popup may be opened on the sign-in page, too.
pub(super) fn restore(
    state: &mut State,
    forms: &mut Vec<SavedForm>,
    controller: &ControllerUrl,
    store: &CookieStore,
) {
    let is_here = |form: &SavedForm| form.session.belongs_to(controller, store);
    let Some(place) = forms.iter().position(is_here).filter(|_| !is_filled_in_by_terminal(state)) else {
        return;
    };
    let saved = forms.swap_remove(place);
    state.saved_form = Some(saved.key());
    state.list.owner = saved.tokens_of;
    // A person who is quicker than that has chosen a tab already.
    if state.view == View::Create {
        state.view = saved.view;
    }
    state.replacing = saved.replacing;
    state.fill_in(saved.form);
}
