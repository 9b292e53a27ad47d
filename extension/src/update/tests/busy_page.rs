//! Pages that are too busy to do what they are asked.

use latchkey_core::TransportError;

use super::*;
use crate::model::access::{BlockReason, Host, Route};
use crate::model::page::LookFailure;
use crate::view::{Property, view};

/// A page that is too busy to be looked at: of a controller, as its address says.
fn unseen(direct: DirectAccess) -> PopupContext {
    let address = PageReport { path_and_query: silent_page().path, ..silent_page() };
    PopupContext {
        report: Err(LookFailure::Busy),
        address: Some(address),
        direct,
        ..on(PageReport::default())
    }
}

fn needs_permission() -> DirectAccess {
    DirectAccess::NeedsPermission(Host::of(&silent_page()).unwrap())
}

fn status(popup: &Popup) -> Option<&'static str> {
    let properties = view(&popup.state).properties;
    let status = properties.into_iter().find(|(id, _)| *id == Id::Status).unwrap();
    let (_, Property::Message(message)) = status else { panic!("{status:?}") };
    message.map(|message| message.key.name())
}

#[test]
fn a_busy_page_is_called_busy_and_waited_for() {
    let mut popup = Popup::opened(unseen(DirectAccess::Blocked(BlockReason::Container)));
    assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("page_busy", vec![])]));
    popup.dispatch(Event::Looked(Box::new(on(ordinary_page()))));
    assert_eq!((popup.did(), popup.alerts()), (vec!["ask identity"], vec![]));
}

#[test]
fn a_page_that_turns_out_to_be_none_of_jenkins_says_so_once_it_has_recovered() {
    let mut popup = Popup::opened(unseen(DirectAccess::Allowed));
    popup.dispatch(Event::Looked(Box::new(on(PageReport::default()))));
    assert_eq!(popup.alerts(), [("not_jenkins", vec!["look_for_jenkins"])]);
}

#[test]
fn what_was_remembered_and_kept_is_there_after_the_page_has_recovered() {
    let remembered = vec!["https://ci.example.org".to_owned()];
    let mut popup = Popup::opened(PopupContext { remembered, ..unseen(DirectAccess::Allowed) });
    popup.dispatch(Event::Looked(Box::new(PopupContext { held: vec![held("a")], ..on(ordinary_page()) })));
    assert_eq!((popup.held(), popup.state.remembered.len()), (vec!["a"], 1));
}

#[test]
fn a_press_before_the_page_was_seen_is_sent_once_the_page_has_recovered() {
    let mut popup = Popup::opened(unseen(DirectAccess::Allowed));
    popup.press();
    assert_eq!((popup.did(), status(&popup)), (vec![], Some("waiting_for_page")));
    popup.dispatch(Event::Looked(Box::new(on(ordinary_page()))));
    assert_eq!((popup.did(), popup.state.route), (vec!["ask identity"], Route::Page));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), ["generate"]);
}

#[test]
fn an_unseen_page_is_passed_by_when_the_person_wants_it_and_its_report_comes_too_late() {
    let mut popup = Popup::opened(unseen(DirectAccess::Allowed));
    popup.press();
    popup.act("send_directly");
    assert_eq!((popup.did(), popup.alerts()), (vec!["recognize"], vec![]));
    popup.dispatch(Event::Looked(Box::new(on(ordinary_page()))));
    assert_eq!((popup.did(), popup.state.route), (vec![], Route::Direct));
    popup.dispatch(Event::Recognized(Ok((controller(), None))));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!((popup.did(), popup.requests), (vec!["generate"], 1));
}

#[test]
fn an_unseen_page_without_a_sign_of_jenkins_is_asked_when_the_person_wants_jenkins_looked_for() {
    let address = PageReport {
        origin: "https://ci.example.org".to_owned(),
        path: "/jenkins/blue/".to_owned(),
        ..PageReport::default()
    };
    let context = PopupContext { address: Some(address), ..unseen(DirectAccess::Granted) };
    let mut popup = Popup::opened(context);
    assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("page_busy", vec!["look_for_jenkins"])]));
    popup.press();
    popup.act("look_for_jenkins");
    let [Effect::Later(Later::Recognize(roots, _))] = &popup.effects[..] else {
        panic!("{:?}", popup.effects)
    };
    assert!(roots.contains(&controller()), "{roots:?}");
    popup.dispatch(Event::Recognized(Ok((controller(), None))));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!((popup.did(), popup.state.route), (vec!["generate"], Route::Direct));
}

#[test]
fn access_to_the_host_of_a_busy_page_is_asked_for_where_that_is_needed() {
    let mut popup = Popup::opened(unseen(needs_permission()));
    assert_eq!(popup.alerts(), [("page_busy", vec!["allow_access"])]);
    popup.dispatch(Event::AccessAnswered(false));
    assert_eq!(popup.alerts(), [("page_busy", vec!["allow_access"])]);
    popup.dispatch(Event::AccessAnswered(true));
    assert_eq!((popup.did(), popup.state.route), (vec!["recognize"], Route::Direct));
}

#[test]
fn a_request_that_finds_the_page_busy_says_so_until_it_is_answered() {
    let mut popup = Popup::opened(on(ordinary_page()));
    popup.dispatch(Event::PageBusy(true));
    assert_eq!(popup.alerts(), [("page_busy", vec!["send_directly"])]);
    popup.dispatch(Event::PageBusy(false));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.alerts(), []);
}

#[test]
fn what_is_pressed_while_the_page_is_known_to_be_busy_is_kept_until_it_can_leave() {
    for bypasses in [false, true] {
        let mut popup = Popup::of_alice();
        popup.dispatch(Event::PageBusy(true));
        popup.press();
        popup.press();
        assert_eq!((popup.did(), status(&popup)), (vec![], Some("waiting_for_page")));
        if bypasses {
            popup.act("send_directly");
            assert_eq!(popup.did(), ["pass page by", "generate"]);
        }
        popup.dispatch(Event::PageBusy(false));
        popup.dispatch(Event::PageBusy(true));
        assert_eq!(popup.requests, 1);
        assert_eq!(popup.state.route, if bypasses { Route::Direct } else { Route::Page });
    }
}

#[test]
fn a_request_that_the_page_was_given_stays_with_it() {
    let mut popup = Popup::of_alice();
    popup.press();
    let (.., entry) = popup.sent().unwrap();
    popup.dispatch(Event::PageBusy(true));
    assert_eq!((popup.alerts(), status(&popup)), (vec![("page_busy", vec![])], Some("waiting_for_page")));
    popup.dispatch(Event::ActionPressed(Action::SendDirectly));
    popup.press();
    assert_eq!(popup.requests, 1, "one press is one request, whatever way it takes");
    popup.dispatch(Event::PageBusy(false));
    popup.dispatch(Event::Generated(entry, Ok(token("n"))));
    assert_eq!((popup.held(), popup.alerts(), popup.requests), (vec!["n"], vec![], 1));
}

#[test]
fn a_token_takes_away_the_alert_that_nobody_said_who_is_signed_in() {
    let journal = vec![(entry("n"), PendingOutcome::UnderWay)];
    let mut popup = Popup::opened(PopupContext { journal, ..on(ordinary_page()) });
    popup.dispatch(Event::IdentityArrived(Err(Error::Transport(TransportError::TimedOut))));
    assert_eq!(popup.alerts(), [("timed_out", vec!["try_again"])]);
    popup.dispatch(Event::Generated(entry("n"), Ok(token("n"))));
    assert_eq!((popup.held(), popup.alerts()), (vec!["n"], vec![]));
    assert!(popup.did().contains(&"ask identity"));
}

#[test]
fn credentials_in_the_address_are_named_only_where_they_may_keep_latchkey_out() {
    for (failure, named) in [(LookFailure::NotGranted, true), (LookFailure::Refused, false)] {
        let popup = Popup::opened(PopupContext { report: Err(failure), ..on(ordinary_page()) });
        assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("not_scriptable", vec![])]));
        assert_eq!(alerts(&popup.state)[0].advice.reason.is_some(), named);
    }
}

#[test]
fn a_page_closed_by_policy_is_not_asked_by_its_address() {
    let context = PopupContext { report: Err(LookFailure::ClosedByPolicy), ..unseen(DirectAccess::Allowed) };
    let popup = Popup::opened(context);
    assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("not_scriptable", vec![])]));
}
