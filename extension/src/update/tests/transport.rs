//! Pages that cannot carry requests.

use latchkey_core::TransportError;

use super::*;
use crate::model::access::{BlockReason, Host, Route};
use crate::model::page::LookFailure;
use crate::model::state::Page;

/// The address of a page of the controller that says nothing of itself.
fn address() -> PageReport {
    PageReport { path_and_query: silent_page().path, ..silent_page() }
}

fn host() -> Host {
    Host::of(&address()).unwrap()
}

/// A page that the browser lets nobody look at.
fn closed_page(direct: DirectAccess) -> PopupContext {
    PopupContext {
        report: Err(LookFailure::Refused),
        address: Some(address()),
        direct,
        ..on(PageReport::default())
    }
}

/// An ordinary page, in a browser that holds its requests to the page's policy.
fn strict_page(direct: DirectAccess) -> PopupContext {
    PopupContext { address: Some(ordinary_page()), direct, ..on(ordinary_page()) }
}

fn no_answer() -> Error {
    Error::Transport(TransportError::NoAnswer { reason: "NetworkError".to_owned() })
}

#[test]
fn ordinary_pages_carry_their_requests() {
    for direct in [DirectAccess::Allowed, DirectAccess::Granted] {
        let popup = Popup::opened(strict_page(direct));
        assert_eq!((popup.did(), popup.state.route), (vec!["ask identity"], Route::Page));
    }
}

#[test]
fn a_closed_page_is_passed_by_where_that_is_allowed() {
    for direct in [DirectAccess::Allowed, DirectAccess::Granted] {
        let popup = Popup::opened(closed_page(direct));
        let [Effect::Later(Later::Recognize(roots, _))] = &popup.effects[..] else {
            panic!("{:?}", popup.effects)
        };
        assert_eq!((&roots[..], popup.state.route), (&[controller()][..], Route::Direct));
    }
}

#[test]
fn what_a_page_in_a_sandbox_of_its_own_says_is_not_believed() {
    let report = PageReport { origin: "null".to_owned(), signs: signs(Some("/evil")), ..ordinary_page() };
    let context = PopupContext { report: Ok(report), ..closed_page(DirectAccess::Allowed) };
    let popup = Popup::opened(context);
    let [Effect::Later(Later::Recognize(roots, _))] = &popup.effects[..] else {
        panic!("{:?}", popup.effects)
    };
    assert_eq!((&roots[..], popup.state.route), (&[controller()][..], Route::Direct));
}

#[test]
fn a_closed_page_without_a_sign_of_jenkins_is_asked_nothing() {
    let address = PageReport { path: "/news".to_owned(), ..address() };
    let mut popup =
        Popup::opened(PopupContext { address: Some(address), ..closed_page(DirectAccess::Allowed) });
    assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("not_jenkins", vec!["look_for_jenkins"])]));
    popup.act("look_for_jenkins");
    assert_eq!((popup.did(), popup.state.route), (vec!["recognize"], Route::Direct));
}

#[test]
fn access_is_asked_for_by_the_person_and_then_used() {
    let mut popup = Popup::opened(closed_page(DirectAccess::NeedsPermission(host())));
    assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("page_cannot_send", vec!["allow_access"])]));
    popup.act("allow_access");
    let [Effect::Now(Now::RequestAccess(asked))] = &popup.effects[..] else { panic!("{:?}", popup.effects) };
    assert_eq!(asked.pattern(), "https://ci.example.org/*");
    popup.dispatch(Event::AccessAnswered(false));
    assert_eq!((popup.did(), &popup.state.page), (vec![], &Page::CannotSend));
    popup.dispatch(Event::AccessAnswered(true));
    assert_eq!((popup.did(), popup.state.route), (vec!["recognize"], Route::Direct));
    assert_eq!(popup.alerts(), []);
    popup.dispatch(Event::Recognized(Ok((controller(), None))));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.alerts(), []);
}

#[test]
fn nothing_goes_past_the_page_from_containers_and_private_windows() {
    for barrier in [BlockReason::Container, BlockReason::PrivateWindow, BlockReason::NoAddress] {
        let mut popup = Popup::opened(closed_page(DirectAccess::Blocked(barrier)));
        assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("page_cannot_send", vec![])]));
        popup.dispatch(Event::AccessAnswered(true));
        assert_eq!((popup.did(), popup.state.route), (vec![], Route::Page));
    }
}

#[test]
fn a_page_whose_policy_forbids_requests_offers_access() {
    let mut popup = Popup::opened(strict_page(DirectAccess::NeedsPermission(host())));
    popup.dispatch(Event::IdentityArrived(Err(no_answer())));
    assert_eq!(popup.alerts(), [("no_answer", vec!["try_again", "allow_access"])]);
    popup.dispatch(Event::AccessAnswered(true));
    assert_eq!((popup.did(), popup.state.route), (vec!["ask identity"], Route::Direct));
    assert_eq!(popup.alerts(), []);
}

#[test]
fn a_page_whose_policy_forbids_requests_is_passed_by_once_access_is_granted() {
    let mut popup = Popup::opened(strict_page(DirectAccess::Granted));
    popup.dispatch(Event::IdentityArrived(Err(no_answer())));
    assert_eq!((popup.did(), popup.state.route), (vec!["ask identity"], Route::Direct));
    popup.dispatch(Event::IdentityArrived(Err(no_answer())));
    assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("no_answer", vec!["try_again"])]));
}

#[test]
fn a_silent_page_whose_policy_forbids_requests_says_so() {
    let silent = |direct| PopupContext { report: Ok(silent_page()), ..closed_page(direct) };
    let mut popup = Popup::opened(silent(DirectAccess::NeedsPermission(host())));
    assert_eq!((popup.did(), popup.state.route), (vec!["recognize"], Route::Page));
    popup.dispatch(Event::Recognized(Err(no_answer())));
    assert_eq!(popup.alerts(), [("page_cannot_send", vec!["allow_access"])]);
    popup.dispatch(Event::AccessAnswered(true));
    assert_eq!((popup.did(), popup.state.route), (vec!["recognize"], Route::Direct));

    let mut popup = Popup::opened(silent(DirectAccess::Granted));
    popup.dispatch(Event::Recognized(Err(no_answer())));
    assert_eq!((popup.did(), popup.state.route), (vec!["recognize"], Route::Direct));
    popup.dispatch(Event::Recognized(Err(no_answer())));
    assert_eq!(popup.alerts(), [("no_answer", vec!["try_again"])]);
}

#[test]
fn where_the_popup_may_send_without_asking_the_page_is_not_held_to_a_policy() {
    let mut popup = Popup::opened(strict_page(DirectAccess::Allowed));
    popup.dispatch(Event::IdentityArrived(Err(no_answer())));
    assert_eq!((popup.did(), popup.state.route), (vec![], Route::Page));
    assert_eq!(popup.alerts(), [("no_answer", vec!["try_again"])]);
}
