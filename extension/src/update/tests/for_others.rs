//! A token for another user.

use super::*;
use crate::model::state::Dialog;
use crate::view::message::Key;
use crate::view::question::question;

fn for_bob() -> Form {
    Form { for_user: Some(" bob ".to_owned()), ..form("n") }
}

fn answer(popup: &mut Popup, accepted: bool) {
    popup.dispatch(Event::DialogAnswered(accepted));
}

/// The controller leaves Bob's tokens to Bob, and a script is offered.
fn offered() -> Popup {
    offered_after(Error::OwnerOnly)
}

fn offered_after(cause: Error) -> Popup {
    let mut popup = Popup::of_alice();
    popup.press_with(for_bob());
    popup.end(refused(cause));
    assert_eq!((popup.did(), popup.alerts()), (vec!["forget", "focus cancel", "list"], vec![]));
    assert!(matches!(popup.state.dialog, Some(Dialog::RunScript { .. })));
    popup
}

#[test]
fn it_is_asked_for_by_that_users_own_api_first() {
    let mut popup = Popup::of_alice();
    popup.press_with(for_bob());
    let (.., entry) = popup.sent().unwrap();
    assert_eq!((entry.via, entry.owner, entry.session.user), (Via::Api, bob(), Some(alice().id)));
    popup.end(Ok(token("n")));
    let Some(Effect::Later(Later::Verify { user, .. })) = popup.effects.last() else {
        panic!("{:?}", popup.effects)
    };
    assert_eq!(user, &UserId::new("bob"));
}

#[test]
fn ones_own_id_is_oneself() {
    let mut popup = Popup::of_alice();
    popup.press_with(Form { for_user: Some("alice".to_owned()), ..form("n") });
    assert_eq!(popup.sent().unwrap().2.owner, Owner::Me);
}

#[test]
fn a_script_runs_only_after_the_person_agreed() {
    let mut popup = offered();
    answer(&mut popup, true);
    let (.., entry) = popup.sent().unwrap();
    assert_eq!((entry.id.as_str(), entry.via), ("id-of-request-02", Via::ScriptConsole));
    assert_eq!(entry.owner, bob());

    let mut popup = offered();
    answer(&mut popup, false);
    assert_eq!((popup.did(), &popup.state.dialog), (vec!["focus user id"], &None));
    answer(&mut popup, true);
    assert_eq!(popup.did(), [""; 0]);
}

#[test]
fn an_id_that_does_not_reach_jenkins_in_a_url_goes_by_script() {
    let mut popup = offered_after(Error::UserIdBlocked(UserId::new("bob")));
    let question = question(popup.state.dialog.as_ref().unwrap());
    assert_eq!(question.text.key, Key::UserIdBlocked);
    assert_eq!(question.text.reason.unwrap().key, Key::ScriptInstead);
    answer(&mut popup, true);
    assert_eq!(popup.sent().unwrap().2.via, Via::ScriptConsole);
}

#[test]
fn no_script_runs_once_the_session_has_ended() {
    let mut popup = offered();
    popup.lists_as(bob(), Err(Error::SignedOut { sign_in: None }));
    answer(&mut popup, true);
    assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("signed_out", vec!["sign_in"])]));
}
