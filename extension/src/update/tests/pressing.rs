//! `Generate token` is pressed.

use latchkey_core::token::NameError;
use latchkey_core::{CrumbSource, Expiry};

use super::*;
use crate::model::form::FormError;
use crate::model::page::LookFailure;
use crate::model::problem::Problem;

#[test]
fn one_press_is_one_request_and_one_entry_without_a_secret() {
    let mut popup = Popup::of_alice();
    popup.press();
    assert_eq!(popup.did(), ["generate"]);
    let (root, request, entry) = popup.sent().unwrap();
    assert_eq!(root, controller());
    assert_eq!(
        (request.name.as_str(), request.expiry, request.expected_user),
        ("n", Expiry::Days(30), Some(alice().id))
    );
    assert!(matches!(request.crumb, CrumbSource::Page(_)));
    assert_eq!(
        (entry.id.as_str(), entry.session.user.as_ref().map(UserId::as_str), entry.uuid),
        ("id-of-request-01", Some("alice"), None)
    );
    assert_eq!((entry.at, entry.expiry), (NOW, Expiry::Days(30)));
}

#[test]
fn a_second_press_does_nothing_while_the_first_is_under_way() {
    let mut popup = Popup::of_alice();
    popup.press();
    popup.press();
    assert_eq!(popup.did(), [""; 0]);
    let Creation::Sending { id, .. } = &popup.state.creation else { panic!() };
    assert_eq!(id, "id-of-request-01");
}

#[test]
fn a_press_before_the_page_is_known_is_sent_once() {
    let mut popup = Popup::default();
    popup.press_with(form("first"));
    popup.press_with(form("second"));
    assert_eq!(popup.did(), [""; 0]);
    popup.dispatch(Event::Opened(Box::new(on(ordinary_page()))));
    assert_eq!(popup.did(), ["ask identity"], "nothing is posted to what has not answered as Jenkins");
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    let (_, request, entry) = popup.sent().unwrap();
    assert_eq!((request.name.as_str(), entry.id.as_str()), ("first", "id-of-request-01"));
    assert_eq!((request.expected_user, entry.before), (Some(alice().id), None));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), [""; 0]);
}

#[test]
fn a_press_from_before_the_program_ran_is_for_the_name_that_was_in_the_form() {
    let mut popup = Popup::default();
    popup.state.form = form("at the press, and more");
    popup.dispatch(Event::PressedEarly("at the press".to_owned()));
    popup.press();
    popup.dispatch(Event::Opened(Box::new(on(ordinary_page()))));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.sent().unwrap().1.name.as_str(), "at the press");
}

#[test]
fn a_press_waits_for_the_identity() {
    for page in [ordinary_page(), page_without_crumb()] {
        let mut popup = Popup::opened(on(page));
        popup.press();
        assert_eq!(popup.did(), [""; 0]);
        popup.dispatch(Event::IdentityArrived(Ok(alice())));
        assert_eq!(popup.sent().unwrap().1.expected_user, Some(alice().id));
    }
}

#[test]
fn a_press_while_jenkins_is_looked_for_waits_for_both_answers() {
    let mut popup = Popup::opened(on(silent_page()));
    popup.press();
    popup.dispatch(Event::Recognized(Ok((controller(), None))));
    assert_eq!(popup.did(), ["ask identity"]);
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), ["generate"]);
}

#[test]
fn a_press_is_dropped_where_nothing_can_be_made() {
    let lying = PageReport { signs: signs(Some("//evil.example")), ..ordinary_page() };
    for report in [Err(LookFailure::Refused), Ok(lying), Ok(PageReport::default())] {
        let mut popup = Popup::default();
        popup.press();
        popup.dispatch(Event::Opened(Box::new(PopupContext { report, ..on(ordinary_page()) })));
        popup.press();
        assert_eq!((popup.did(), &popup.state.creation), (vec![], &Creation::Idle));
    }
    let mut popup = Popup::opened(on(silent_page()));
    popup.press();
    popup.dispatch(Event::Recognized(Err(Error::NotJenkins)));
    assert_eq!((popup.did(), &popup.state.creation), (vec![], &Creation::Idle));
}

#[test]
fn nothing_is_sent_while_signed_out() {
    let mut popup = Popup::opened(on(page_without_crumb()));
    popup.press();
    popup.dispatch(Event::IdentityArrived(Err(Error::SignedOut { sign_in: None })));
    assert_eq!((popup.did(), &popup.state.creation), (vec![], &Creation::Idle));
    popup.press();
    assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("signed_out", vec!["sign_in"])]));
}

#[test]
fn a_form_that_cannot_be_sent_leads_to_the_field_in_question() {
    let on_date = |date: &str| Form { expires: ExpiresChoice::OnDate, date: date.to_owned(), ..form("n") };
    for (form, error, focus) in [
        (form(" "), FormError::Name(NameError::Blank), "focus token name"),
        (form("a\0"), FormError::Name(NameError::BreaksRecord), "focus token name"),
        (form(&"a".repeat(10_001)), FormError::Name(NameError::TooLong), "focus token name"),
        (on_date(""), FormError::NoDate, "focus expiry date"),
        (on_date("2026-11-23"), FormError::DateIsPast, "focus expiry date"),
        (on_date("2027-11-25"), FormError::DateIsTooFar, "focus expiry date"),
    ] {
        let mut popup = Popup::of_alice();
        popup.press_with(form);
        assert_eq!(popup.did(), [focus]);
        assert_eq!(popup.state.problem, Some(Problem::Form(error)));
        popup.press();
        assert_eq!((popup.did(), popup.alerts()), (vec!["generate"], vec![]));
    }
}

#[test]
fn ten_seconds_later_the_popup_says_that_it_still_waits() {
    let mut popup = Popup::of_alice();
    popup.press();
    let (.., first) = popup.sent().unwrap();
    popup.dispatch(Event::StillWaiting("id-of-request-01".to_owned()));
    assert!(matches!(popup.state.creation, Creation::Sending { slow: true, .. }));
    popup.dispatch(Event::Generated(first, refused(Error::CrumbRefused)));
    popup.press();
    popup.dispatch(Event::StillWaiting("id-of-request-01".to_owned()));
    assert!(matches!(popup.state.creation, Creation::Sending { slow: false, .. }));
}

#[test]
fn an_identity_that_does_not_come_does_not_end_a_request_under_way() {
    for error in [Error::SignedOut { sign_in: None }, Error::Proxy { status: 502 }] {
        let mut popup = Popup::of_alice();
        popup.press();
        let (.., entry) = popup.sent().unwrap();
        popup.dispatch(Event::IdentityArrived(Err(error)));
        popup.press();
        assert_eq!(popup.did(), [""; 0]);
        popup.dispatch(Event::Generated(entry, Ok(token("n"))));
        assert_eq!((popup.held(), &popup.state.creation), (vec!["n"], &Creation::Idle));
    }
}

#[test]
fn a_press_after_the_identity_did_not_come_asks_for_it_again() {
    let mut popup = Popup::opened(on(page_without_crumb()));
    popup.dispatch(Event::IdentityArrived(Err(Error::Proxy { status: 502 })));
    popup.press();
    assert_eq!((popup.did(), popup.alerts()), (vec!["ask identity"], vec![]));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), ["generate"]);
}
