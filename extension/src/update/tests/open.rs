//! Which page the popup stands on, and who is signed in there.

use latchkey_core::{CrumbSource, TransportError};

use super::*;
use crate::model::page::LookFailure;
use crate::model::state::{Identity, Page};

#[test]
fn an_ordinary_page_needs_only_the_identity() {
    let mut popup = Popup::opened(on(ordinary_page()));
    assert_eq!(popup.did(), ["ask identity"]);
    assert_eq!(popup.state.controller().unwrap().controller, controller());
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), ["list"]);
    assert_eq!(popup.state.user(), Some(&alice()));
    assert_eq!(popup.alerts(), []);
}

#[test]
fn a_page_that_says_nothing_is_asked_about_its_one_root() {
    let mut popup = Popup::opened(on(silent_page()));
    let [Effect::Later(Later::Recognize(roots, _))] = &popup.effects[..] else {
        panic!("{:?}", popup.effects)
    };
    assert_eq!(roots[..], [controller()]);
    popup.dispatch(Event::Recognized(Ok((controller(), None))));
    assert_eq!(popup.did(), ["ask identity"]);
    assert_eq!(popup.state.controller().unwrap().controller, controller());
}

#[test]
fn a_page_that_only_looked_like_jenkins_is_none() {
    let mut popup = Popup::opened(on(silent_page()));
    popup.dispatch(Event::Recognized(Err(Error::NotJenkins)));
    assert_eq!(popup.did(), [""; 0]);
    assert_eq!(popup.alerts(), [("no_jenkins_found", vec![])]);
}

#[test]
fn a_page_of_jenkins_path_that_cannot_be_asked_says_why() {
    let mut popup = Popup::opened(on(silent_page()));
    popup.dispatch(Event::Recognized(Err(Error::Transport(TransportError::TimedOut))));
    assert_eq!(popup.alerts(), [("timed_out", vec!["try_again"])]);
    popup.act("try_again");
    assert_eq!(popup.did(), ["recognize"]);
    popup.dispatch(Event::Recognized(Err(Error::SsoRequired)));
    assert_eq!(popup.alerts(), [("sso_required", vec!["sign_in"])]);
    popup.act("sign_in");
    assert_eq!(popup.did(), ["navigate"]);
}

#[test]
fn a_page_without_any_sign_is_asked_nothing_until_the_person_wants_it() {
    let news =
        PageReport { origin: "https://a.example".to_owned(), path: "/x/y".to_owned(), ..Default::default() };
    let mut popup = Popup::opened(on(news));
    assert_eq!(popup.did(), [""; 0]);
    assert_eq!(popup.alerts(), [("not_jenkins", vec!["look_for_jenkins"])]);
    popup.act("look_for_jenkins");
    let [Effect::Later(Later::Recognize(roots, _))] = &popup.effects[..] else {
        panic!("{:?}", popup.effects)
    };
    let roots: Vec<String> = roots.iter().map(ControllerUrl::to_string).collect();
    assert_eq!(roots, ["https://a.example/x", "https://a.example"]);
    popup.dispatch(Event::Recognized(Err(Error::NotJenkins)));
    assert_eq!(popup.alerts(), [("no_jenkins_found", vec![])]);
}

#[test]
fn a_root_that_is_found_on_request_shows_what_was_kept_there() {
    let plain = PageReport { signs: signs(None), path: "/jenkins/".to_owned(), ..ordinary_page() };
    let mut popup = Popup::opened(PopupContext { held: vec![held("a")], ..on(plain) });
    assert_eq!(popup.held(), [""; 0]);
    popup.act("look_for_jenkins");
    popup.dispatch(Event::Recognized(Ok((controller(), None))));
    assert_eq!(popup.held(), ["a"]);
}

#[test]
fn a_lying_root_and_a_page_out_of_reach_are_asked_nothing() {
    let lying = PageReport { signs: signs(Some("//evil.example")), ..ordinary_page() };
    let popup = Popup::opened(on(lying));
    assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("foreign_root", vec![])]));
    let popup = Popup::opened(PopupContext { report: Err(LookFailure::Refused), ..on(ordinary_page()) });
    assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("not_scriptable", vec![])]));
    assert_eq!(popup.state.page, Page::NotScriptable);
}

#[test]
fn an_identity_that_did_not_come_can_be_asked_for_again() {
    let mut popup = Popup::opened(on(ordinary_page()));
    popup.dispatch(Event::IdentityArrived(Err(Error::Proxy { status: 502 })));
    assert_eq!(popup.alerts(), [("jenkins_unreachable", vec!["try_again"])]);
    popup.act("try_again");
    assert_eq!((popup.did(), popup.alerts()), (vec!["ask identity"], vec![]));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.state.identity, Identity::Known(alice()));
}

/// A page of a Jenkins that is published below a path and does not know it.
fn misplaced_page() -> PageReport {
    PageReport { path: "/tools/ci/job/a/".to_owned(), signs: signs(Some("")), ..ordinary_page() }
}

#[test]
fn a_root_that_is_another_application_is_looked_for_above_the_page() {
    for error in
        [Error::NotJenkins, Error::NotFound, Error::WebPage, Error::SsoRequired, Error::UnexpectedReply]
    {
        let mut popup = Popup::opened(PopupContext { held: vec![held("a")], ..on(misplaced_page()) });
        popup.dispatch(Event::IdentityArrived(Err(error)));
        let [Effect::Later(Later::Recognize(roots, _))] = &popup.effects[..] else {
            panic!("{:?}", popup.effects)
        };
        let roots: Vec<String> = roots.iter().map(ControllerUrl::to_string).collect();
        assert_eq!(roots, ["https://ci.example.org/tools/ci", "https://ci.example.org/tools"]);
        assert_eq!((popup.alerts(), popup.held()), (vec![], vec![]));
        popup.dispatch(Event::Recognized(Ok((controller(), None))));
        assert_eq!(popup.did(), ["ask identity"]);
        let page = popup.state.controller().unwrap();
        assert_eq!(page.controller, controller());
        assert!(matches!(page.crumb, CrumbSource::Page(_)), "the crumb of the page stays its crumb");
        assert_eq!(popup.held(), ["a"]);
    }
}

#[test]
fn roots_above_the_page_are_asked_once_and_the_first_answer_stands() {
    let mut popup = Popup::opened(on(misplaced_page()));
    popup.dispatch(Event::IdentityArrived(Err(Error::NotJenkins)));
    popup.dispatch(Event::Recognized(Err(Error::SsoRequired)));
    assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("not_jenkins_answered", vec!["try_again"])]));
    popup.act("try_again");
    popup.dispatch(Event::IdentityArrived(Err(Error::NotJenkins)));
    assert_eq!(popup.did(), [""; 0]);
}

#[test]
fn a_root_that_answered_as_jenkins_is_believed() {
    let errors = [Error::Proxy { status: 502 }, Error::Transport(TransportError::TimedOut)];
    for error in errors {
        let mut popup = Popup::opened(on(misplaced_page()));
        popup.dispatch(Event::IdentityArrived(Err(error)));
        assert_eq!(popup.did(), [""; 0]);
    }
    let mut popup = Popup::opened(on(silent_page()));
    popup.dispatch(Event::Recognized(Ok((controller(), None))));
    popup.dispatch(Event::IdentityArrived(Err(Error::WebPage)));
    assert_eq!(popup.did(), [""; 0]);
}
