//! The person leaves to sign in.

use latchkey_core::ControllerPage;

use super::{draft, terminal};
use crate::effect::{Later, Turn};
use crate::model::page::PageReport;
use crate::model::state::{Identity, State};

/// Goes to where the person can sign in. What is entered stays stored.
pub(super) fn leave(state: &mut State, turn: &mut Turn) {
    let Some(tab) = &state.tab else { return };
    let path_and_query = sign_in_path(state, &tab.report);
    navigate(state, &path_and_query, turn);
}

/// Loads the page again, where a gate in front of Jenkins may ask for a sign-in. What is entered stays stored.
pub(super) fn open_page_again(state: &mut State, turn: &mut Turn) {
    let Some(tab) = &state.tab else { return };
    let path_and_query = tab.report.path_and_query.clone();
    navigate(state, &path_and_query, turn);
}

/// Goes to this path and query on the origin of the page.
fn navigate(state: &mut State, path_and_query: &str, turn: &mut Turn) {
    let Some(tab) = &state.tab else { return };
    turn.later(Later::Navigate(format!("{}{path_and_query}", tab.report.origin)));
    draft::keep_on(state, turn);
}

/// Where Jenkins says that people sign in, and from there back to the page. Otherwise the page itself: whatever wants a
/// sign-in leads there, and back.
fn sign_in_path(state: &State, page: &PageReport) -> String {
    if let (Some(_), Some(ControllerPage { controller, .. })) = (state.user_mismatch(), state.controller()) {
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
