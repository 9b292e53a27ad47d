//! What requests created that ended without a trustworthy reply is found out by listing.

use latchkey_core::TransportError;

use super::*;
use crate::model::form::View;
use crate::model::look::Finding;
use crate::model::state::Dialog;
use crate::view::message::Key;

/// A proxy's page, which may have come instead of Jenkins' reply.
const PROXY: Error = Error::Proxy { status: 502 };

fn lost_connection() -> Error {
    TransportError::NoAnswer { reason: String::new() }.into()
}

/// Alice, who has a token named "n" with the uuid "old", asked for another of that name; it ended with this cause.
fn pressed(cause: Error) -> Popup {
    let mut popup = Popup::opened(on(ordinary_page()));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.lists(Owner::Me, &[("old", "n")]);
    popup.press();
    popup.end(uncertain(cause));
    popup
}

/// The popup opens where an earlier one left this entry, and Alice is signed in.
fn reopened(entry: JournalEntry) -> Popup {
    let journal = vec![(entry, PendingOutcome::Unknown)];
    let mut popup = Popup::opened(PopupContext { journal, ..on(ordinary_page()) });
    assert_eq!(popup.did(), ["ask identity", "clear request"]);
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup
}

/// An entry whose request was sent longer ago than it can take, and what Alice had before.
fn old_entry(before: Option<&[&str]>) -> JournalEntry {
    let before = before.map(|uuids| uuids.iter().map(|uuid| (*uuid).to_owned()).collect());
    JournalEntry { before, at: NOW - 600_000.0, ..entry("n") }
}

fn told(popup: &Popup) -> Vec<(Key, Key)> {
    alerts(&popup.state).into_iter().map(|alert| (alert.what.key, alert.advice.key)).collect()
}

#[test]
fn nothing_is_said_and_nothing_sent_while_it_is_found_out() {
    let mut popup = pressed(PROXY);
    assert_eq!((popup.did(), popup.alerts()), (vec!["update entry", "clear request", "list"], vec![]));
    assert!(matches!(popup.state.creation, Creation::Looking { .. }));
    popup.press();
    assert_eq!(popup.did(), [""; 0]);
}

#[test]
fn a_request_that_created_nothing_can_be_sent_again() {
    let mut popup = pressed(PROXY);
    popup.lists(Owner::Me, &[("old", "n")]);
    assert_eq!(popup.did(), ["forget"]);
    assert_eq!(told(&popup), [(Key::JenkinsUnreachable, Key::NothingCreated)]);
    popup.act("try_again");
    let (.., entry) = popup.sent().unwrap();
    assert_eq!((entry.name.as_str(), entry.before), ("n", Some(vec!["old".to_owned()])));
}

#[test]
fn a_token_that_was_created_is_revoked_by_its_uuid_once_the_person_agreed() {
    let mut popup = pressed(PROXY);
    popup.lists(Owner::Me, &[("old", "n"), ("new", "n")]);
    assert_eq!(popup.state.creation, Creation::Idle);
    assert_eq!(told(&popup), [(Key::CreatedValueLost, Key::TokenRefusedAdvice)]);
    assert_eq!(popup.alerts(), [("created_value_lost", vec!["revoke", "forget"])]);
    popup.act("revoke");
    assert_eq!(popup.did(), ["focus cancel"]);
    assert_eq!(popup.state.dialog, Some(Dialog::Revoke(Owner::Me, vec![reference("new", "n")])));
    popup.dispatch(Event::DialogAnswered(true));
    assert_eq!(popup.did(), ["revoke"]);
    let scope = popup.state.list_scope(Owner::Me);
    let ends = vec![(reference("new", "n"), Ok(()))];
    popup.dispatch(Event::Revoked { scope, ends, listing: Ok(listing(&[("old", "n")])) });
    assert_eq!((popup.did(), popup.alerts()), (vec!["forget"], vec![]));
}

#[test]
fn what_was_found_is_in_the_list() {
    let mut popup = pressed(PROXY);
    popup.lists(Owner::Me, &[("old", "n"), ("new", "n")]);
    popup.dispatch(Event::ViewChosen(View::Tokens));
    assert_eq!((popup.did(), popup.state.list.tokens().len()), (vec![], 2));
}

#[test]
fn a_list_from_before_a_change_does_not_undo_it() {
    let mut popup = pressed(lost_connection());
    popup.lists(Owner::Me, &[("old", "n")]);
    popup.act("look_again");
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), ["list"]);
    let early = popup.state.lists_under_way[0].clone();
    let scope = popup.state.list_scope(Owner::Me);
    let ends = vec![(reference("old", "n"), Ok(()))];
    popup.dispatch(Event::Revoked { scope, ends, listing: Ok(no_tokens()) });
    popup.dispatch(Event::Listed(early, Ok(listing(&[("old", "n")]))));
    assert_eq!(popup.state.list.tokens().len(), 0);
}

#[test]
fn tokens_that_one_press_created_are_revoked_together() {
    let mut popup = pressed(PROXY);
    popup.lists(Owner::Me, &[("1", "n"), ("old", "n"), ("2", "n"), ("3", "n"), ("4", "m")]);
    assert_eq!(popup.alerts(), [("several_created", vec!["revoke_all", "forget"])]);
    popup.act("revoke_all");
    let Some(Dialog::Revoke(Owner::Me, tokens)) = &popup.state.dialog else { panic!() };
    assert_eq!(tokens.iter().map(|token| token.uuid.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
}

#[test]
fn the_old_token_of_a_replacement_is_never_counted() {
    let replacing = JournalEntry { replaces: Some("old".to_owned()), ..old_entry(None) };
    let mut popup = reopened(replacing.clone());
    popup.lists(Owner::Me, &[("old", "n")]);
    assert_eq!((popup.did(), told(&popup)), (vec!["forget"], vec![(Key::NotCreated, Key::NotCreatedAdvice)]));
    let mut popup = reopened(JournalEntry { before: Some(vec!["old".to_owned()]), ..replacing });
    popup.lists(Owner::Me, &[("old", "n"), ("new", "n")]);
    let [alert] = &alerts(&popup.state)[..] else { panic!("{:?}", popup.alerts()) };
    assert_eq!(alert.advice.reason.as_ref().map(|reason| reason.key), Some(Key::ReplacedNotRevoked));
}

#[test]
fn without_an_earlier_list_each_token_of_the_name_has_a_button_of_its_own() {
    let mut popup = reopened(old_entry(None));
    popup.lists(Owner::Me, &[("1", "n"), ("2", "n"), ("3", "m")]);
    assert_eq!(popup.alerts(), [("candidates_found", vec!["revoke_name", "revoke_name", "forget"])]);
    let labels: Vec<_> = alerts(&popup.state)[0].actions.iter().map(Action::label).collect();
    assert_ne!(labels[0].arguments, labels[1].arguments);
}

#[test]
fn after_a_lost_connection_an_empty_list_says_nothing_for_ten_minutes() {
    let mut popup = pressed(lost_connection());
    assert_eq!(popup.did(), ["clear request", "list"]);
    popup.lists(Owner::Me, &[("old", "n")]);
    assert_eq!(told(&popup), [(Key::NotFoundOut, Key::MayFollowAdvice)]);
    assert_eq!(popup.alerts()[0].1, ["look_again", "forget"]);
    popup.act("look_again");
    assert_eq!((popup.did(), popup.alerts()), (vec!["ask identity"], vec![]));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.lists(Owner::Me, &[("old", "n"), ("late", "n")]);
    assert_eq!(popup.alerts(), [("created_value_lost", vec!["revoke", "forget"])]);
}

#[test]
fn ten_minutes_later_an_empty_list_is_final_and_said_once() {
    let mut popup = reopened(JournalEntry { at: NOW - 599_999.0, ..old_entry(Some(&[])) });
    popup.lists(Owner::Me, &[]);
    assert_eq!((popup.did(), popup.alerts()[0].0), (vec![], "not_found_out"));
    let mut popup = reopened(old_entry(Some(&[])));
    popup.lists(Owner::Me, &[]);
    assert_eq!((popup.did(), popup.alerts()), (vec!["forget"], vec![("not_created", vec![])]));
    assert_eq!(popup.state.form.name, "n");
    popup.press();
    assert_eq!((popup.did(), popup.alerts()), (vec!["generate"], vec![]));
}

#[test]
fn a_request_that_something_answered_is_not_carried_out_later() {
    let mut popup = reopened(JournalEntry { replied: true, ..entry("n") });
    popup.lists(Owner::Me, &[]);
    assert_eq!(popup.alerts(), [("not_created", vec![])]);
}

#[test]
fn a_list_that_cannot_be_had_leaves_it_open() {
    for (error, buttons) in
        [(PROXY, vec!["look_again", "forget"]), (Error::SsoRequired, vec!["sign_in", "look_again", "forget"])]
    {
        let mut popup = pressed(PROXY);
        popup.lists_as(Owner::Me, Err(error));
        assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("not_found_out", buttons)]));
        assert_eq!(popup.state.creation, Creation::Idle);
    }
}

#[test]
fn another_users_list_is_never_trusted() {
    let mut popup = pressed(PROXY);
    popup.lists_as(Owner::Me, Err(Error::UserChanged { expected: Some(alice().id), now: user("bob") }));
    assert_eq!(told(&popup), [(Key::NotFoundOut, Key::LookAsAdvice)]);
    let journal = vec![(old_entry(Some(&[])), PendingOutcome::Unknown)];
    let mut popup = Popup::opened(PopupContext { journal, ..on(ordinary_page()) });
    popup.dispatch(Event::IdentityArrived(Ok(user("bob"))));
    popup.lists(Owner::Me, &[("1", "n")]);
    assert_eq!((popup.did(), told(&popup)), (vec![], vec![(Key::NotFoundOut, Key::LookAsAdvice)]));
}

#[test]
fn an_entry_without_a_user_is_never_said_to_have_created_nothing() {
    let mut popup = reopened(with(old_entry(None), |entry| entry.session.user = None));
    popup.lists(Owner::Me, &[]);
    assert_eq!(told(&popup), [(Key::NotFoundOut, Key::UserNotKnownAdvice)]);
}

#[test]
fn where_nobody_is_signed_in_it_stays_open() {
    let journal = vec![(entry("n"), PendingOutcome::Unknown)];
    for error in [Error::SignedOut { sign_in: None }, PROXY] {
        let mut popup = Popup::opened(PopupContext { journal: journal.clone(), ..on(ordinary_page()) });
        assert_eq!(popup.alerts(), []);
        popup.dispatch(Event::IdentityArrived(Err(error)));
        assert_eq!(popup.alerts().pop().unwrap().0, "not_found_out");
    }
}

#[test]
fn another_users_token_is_looked_for_among_theirs() {
    let mut popup = reopened(JournalEntry { owner: bob(), ..old_entry(Some(&[])) });
    popup.lists(Owner::Me, &[("1", "n")]);
    assert_eq!(popup.alerts(), []);
    popup.lists(bob(), &[("2", "n")]);
    assert_eq!(told(&popup), [(Key::CreatedValueLostFor, Key::TokenRefusedAdvice)]);
}

#[test]
fn a_value_that_cannot_be_used_leaves_a_token_to_be_revoked() {
    let mut popup = Popup::of_alice();
    popup.press();
    popup.end(Err(Unconfirmed { cause: Error::UnusableToken, outcome: Outcome::Done }));
    popup.lists(Owner::Me, &[("new", "n")]);
    assert_eq!(popup.alerts(), [("created_value_lost", vec!["revoke", "forget"])]);
}

#[test]
fn the_token_of_another_press_is_not_taken_for_a_lost_one() {
    let mut popup = pressed(lost_connection());
    popup.lists(Owner::Me, &[("old", "n")]);
    popup.press();
    popup.end(Ok(token("n")));
    assert!(popup.did().contains(&"update entry"));
    popup.dispatch(Event::Verified("id-of-request-02".to_owned(), works_as("alice")));
    popup.lists(Owner::Me, &[("old", "n"), ("uuid-n", "n")]);
    assert_eq!(popup.alerts(), [("not_found_out", vec!["look_again", "forget"])]);
    popup.dispatch(Event::DonePressed);
    popup.act("look_again");
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.lists(Owner::Me, &[("old", "n"), ("uuid-n", "n")]);
    assert_eq!(popup.alerts(), [("not_found_out", vec!["look_again", "forget"])]);
}

#[test]
fn a_list_from_before_the_end_says_nothing_about_it() {
    let mut popup = Popup::opened(on(ordinary_page()));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    let early = popup.state.lists_under_way[0].clone();
    popup.press();
    assert_eq!(popup.sent().unwrap().2.before, None);
    popup.end(uncertain(PROXY));
    popup.dispatch(Event::Listed(early, Ok(no_tokens())));
    assert_eq!(popup.state.unconfirmed[0].finding, Finding::Looking);
    popup.lists(Owner::Me, &[("new", "n")]);
    assert_eq!(popup.alerts()[0].0, "candidates_found");
}

#[test]
fn what_was_there_before_is_what_was_listed_for_the_same_owner() {
    let mut popup = Popup::of_alice();
    popup.press_with(Form { for_user: Some("bob".to_owned()), ..form("n") });
    assert_eq!(popup.sent().unwrap().2.before, None);
    popup.end(refused(Error::OwnerOnly));
    assert_eq!(popup.did(), ["forget", "focus cancel", "list"]);
    popup.lists(bob(), &[("bobs", "n")]);
    popup.dispatch(Event::DialogAnswered(true));
    let (.., entry) = popup.sent().unwrap();
    assert_eq!((entry.owner, entry.before), (bob(), Some(vec!["bobs".to_owned()])));
}
