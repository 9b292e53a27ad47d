//! What may have been created is looked for and revoked.

use super::*;
use crate::model::form::View;
use crate::model::list::Rows;
use crate::model::state::Dialog;

/// An earlier popup's request for the token "n" was never answered, and `Revoke` is pressed.
fn looking(entry: JournalEntry) -> Popup {
    let mut popup = Popup::opened(PopupContext {
        journal: vec![(entry, PendingOutcome::Unknown)],
        ..on(ordinary_page())
    });
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.act("revoke");
    assert_eq!((popup.did(), popup.state.view), (vec!["list"], View::Tokens));
    popup
}

fn finds(popup: &mut Popup, owner: Owner, tokens: &[(&str, &str)]) {
    popup.dispatch(Event::Listed(owner, Ok(listing(tokens))));
}

fn outcomes(popup: &Popup) -> Vec<&str> {
    popup.state.list.outcomes.iter().map(|outcome| crate::view::list::outcome(outcome).key.name()).collect()
}

#[test]
fn the_only_token_of_the_name_is_revoked_once_the_person_agreed() {
    let mut popup = looking(entry("n"));
    finds(&mut popup, Owner::Me, &[("uuid-1", "other"), ("uuid-2", "n")]);
    assert_eq!(popup.did(), ["focus cancel"]);
    assert_eq!(popup.state.dialog, Some(Dialog::Revoke(vec![reference("uuid-2", "n")])));
    popup.dispatch(Event::DialogAnswered(true));
    assert_eq!((popup.did(), popup.alerts().len()), (vec!["revoke"], 1));
    let ends = vec![(reference("uuid-2", "n"), Ok(()))];
    let listing = Ok(listing(&[("uuid-1", "other")]));
    popup.dispatch(Event::Revoked { owner: Owner::Me, ends, listing });
    assert_eq!((popup.did(), popup.alerts()), (vec!["forget", "focus row"], vec![]));
    assert_eq!(outcomes(&popup), ["revoked"]);
}

#[test]
fn of_several_of_the_name_none_is_picked() {
    let mut popup = looking(entry("n"));
    finds(&mut popup, Owner::Me, &[("uuid-1", "n"), ("uuid-2", "n")]);
    assert_eq!((popup.did(), &popup.state.dialog), (vec![], &None));
    assert_eq!((outcomes(&popup), popup.alerts().len()), (vec!["several_of_that_name"], 1));
    // One of them is revoked by its own button: the other may still be the one.
    let ends = vec![(reference("uuid-1", "n"), Ok(()))];
    popup.dispatch(Event::Revoked { owner: Owner::Me, ends, listing: Ok(listing(&[("uuid-2", "n")])) });
    assert_eq!(popup.alerts().len(), 1);
}

#[test]
fn where_there_is_none_the_person_decides_whether_to_look_again() {
    let mut popup = looking(entry("n"));
    finds(&mut popup, Owner::Me, &[("uuid-1", "other")]);
    assert_eq!((outcomes(&popup), popup.alerts().len()), (vec!["none_of_that_name"], 1));
}

#[test]
fn another_users_token_is_looked_for_among_theirs() {
    let mut popup = looking(JournalEntry { owner: bob(), ..entry("n") });
    finds(&mut popup, Owner::Me, &[("uuid-1", "n")]);
    assert_eq!((&popup.state.dialog, &popup.state.list.rows), (&None, &Rows::Loading));
    finds(&mut popup, bob(), &[("uuid-2", "n")]);
    assert_eq!(popup.state.dialog, Some(Dialog::Revoke(vec![reference("uuid-2", "n")])));
}

#[test]
fn a_list_asked_for_otherwise_revokes_nothing() {
    let mut popup = looking(entry("n"));
    popup.dispatch(Event::ListFor("alice".to_owned()));
    finds(&mut popup, Owner::Me, &[("uuid-1", "n")]);
    assert_eq!(popup.state.dialog, None);
}

#[test]
fn a_list_that_cannot_be_had_is_told() {
    let mut popup = looking(entry("n"));
    popup.dispatch(Event::Listed(Owner::Me, Err(Error::Proxy { status: 502 })));
    let told: Vec<_> = popup.alerts().iter().map(|(what, _)| *what).collect();
    assert_eq!(told, ["jenkins_unreachable", "answer_lost"]);
}
