//! The popup opens again: what earlier popups kept, sent and left.

use super::*;
use crate::model::held_token::HELD_AFTER_COPY;
use crate::model::journal::{JournalEntryKey, UnreadableEntry};
use crate::view::message::{Argument, Key};

fn opened_with(journal: Vec<(JournalEntry, PendingOutcome)>) -> Popup {
    Popup::opened(PopupContext { journal, ..on(ordinary_page()) })
}

#[test]
fn a_kept_token_is_shown_and_tried_again() {
    let mut popup = Popup::opened(PopupContext { held: vec![held("a")], ..on(ordinary_page()) });
    assert_eq!((popup.did(), popup.held()), (vec!["ask identity"], vec!["a"]));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), ["verify"]);
    let id = popup.shown().held.entry.id.clone();
    popup.dispatch(Event::Verified(id, works_as("alice")));
    assert_eq!(popup.did(), ["list"]);
}

#[test]
fn tokens_and_entries_of_others_are_left_alone() {
    let private = CookieStore { private: true, container: None };
    let container = CookieStore { private: false, container: Some("firefox-container-1".to_owned()) };
    let elsewhere = ControllerUrl::parse("https://ci.example.org").unwrap();
    let held = vec![
        with(held("a"), |held| held.entry.session.controller = elsewhere.clone()),
        with(held("b"), |held| held.entry.session.store = private.clone()),
        with(held("c"), |held| {
            held.entry.session.store = container.clone();
            held.copied_at = Some(0.0);
        }),
    ];
    let journal = vec![
        (with(entry("d"), |entry| entry.session.controller = elsewhere), PendingOutcome::Unknown),
        (with(entry("e"), |entry| entry.session.store = private), PendingOutcome::Answered(Ok(token("e")))),
        (with(entry("f"), |entry| entry.session.store = container), PendingOutcome::UnderWay),
    ];
    let popup = Popup::opened(PopupContext { held, journal, ..on(ordinary_page()) });
    assert_eq!((popup.did(), popup.held()), (vec!["ask identity"], vec![]));
    assert_eq!((popup.alerts(), &popup.state.creation), (vec![], &Creation::Idle));
}

#[test]
fn a_private_window_shows_its_own_and_forgets_from_its_own_journal() {
    let store = CookieStore { private: true, container: None };
    let held = vec![with(held("a"), |held| held.entry.session.store = store.clone())];
    let mut popup = Popup::opened(PopupContext { store, held, ..on(ordinary_page()) });
    assert_eq!(popup.held(), ["a"]);
    popup.dispatch(Event::DonePressed);
    let [Effect::Later(Later::Forget(key)), ..] = &popup.effects[..] else { panic!("{:?}", popup.effects) };
    assert!(key.private);
}

#[test]
fn a_refusal_that_came_meanwhile_is_told_with_what_was_asked_for_in_the_form() {
    let popup = opened_with(vec![(entry("a"), PendingOutcome::Answered(refused(Error::CrumbRefused)))]);
    assert_eq!(popup.did(), ["ask identity", "forget"]);
    assert_eq!(popup.alerts(), [("crumb_refused", vec![])]);
    let asked = Form { name: "a".to_owned(), expires: ExpiresChoice::Days(30), ..Form::default() };
    assert_eq!(popup.state.form, asked);
}

#[test]
fn a_refusal_to_make_another_users_token_leads_on_to_the_script() {
    let for_bob = JournalEntry { owner: bob(), ..entry("a") };
    let popup = opened_with(vec![(for_bob, PendingOutcome::Answered(refused(Error::OwnerOnly)))]);
    assert_eq!(popup.alerts(), [("owner_only", vec![])]);
    assert_eq!(popup.state.form.for_user.as_deref(), Some("bob"));
}

#[test]
fn what_was_to_replace_a_token_is_asked_for_again_at_that_token() {
    let replacing = JournalEntry { replaces: Some("old".to_owned()), ..entry("a") };
    let popup = opened_with(vec![(replacing, PendingOutcome::Answered(refused(Error::CrumbRefused)))]);
    assert_eq!((popup.did(), popup.state.form.name.as_str()), (vec!["ask identity", "forget"], ""));
}

#[test]
fn an_answer_that_is_not_believed_may_have_made_a_token() {
    let mut popup =
        opened_with(vec![(entry("a"), PendingOutcome::Answered(uncertain(Error::UnexpectedReply)))]);
    assert_eq!(popup.did(), ["ask identity", "update entry", "clear request"]);
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.lists(Owner::Me, &[("uuid-a", "a")]);
    assert_eq!(popup.alerts(), [("candidates_found", vec!["revoke_name", "forget"])]);
}

#[test]
fn a_request_under_way_is_waited_for() {
    let mut popup = opened_with(vec![(entry("a"), PendingOutcome::UnderWay)]);
    assert_eq!(popup.did(), ["ask identity", "await reply"]);
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.press();
    assert_eq!(popup.did(), [""; 0]);
    popup.dispatch(Event::Generated(entry("a"), Ok(token("a"))));
    assert_eq!((popup.did(), popup.held()), (vec!["store token", "focus copy token", "verify"], vec!["a"]));
    assert_eq!(popup.state.creation, Creation::Idle);
}

#[test]
fn a_request_under_way_can_end_in_every_way() {
    for (end, did, alerts) in [
        (refused(Error::CrumbRefused), vec!["forget"], vec![("crumb_refused", vec![])]),
        (uncertain(Error::UnexpectedReply), vec!["update entry", "clear request"], vec![]),
        (refused(Error::SignedOut { sign_in: None }), vec!["forget"], vec![("signed_out", vec!["sign_in"])]),
    ] {
        let mut popup = opened_with(vec![(entry("a"), PendingOutcome::UnderWay)]);
        popup.dispatch(Event::Generated(entry("a"), end));
        assert_eq!((popup.did(), popup.alerts()), (did, alerts));
        assert_eq!(popup.state.creation, Creation::Idle);
    }
}

#[test]
fn an_entry_nobody_knows_more_of_is_named_and_settled() {
    let mut popup = opened_with(vec![(entry("a"), PendingOutcome::Unknown)]);
    assert_eq!(popup.did(), ["ask identity", "clear request"]);
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.lists(Owner::Me, &[]);
    assert_eq!(popup.alerts(), [("not_found_out", vec!["look_again", "forget"])]);
}

#[test]
fn a_token_that_was_made_and_is_kept_no_more_is_lost() {
    let made = JournalEntry { uuid: Some("uuid-a".to_owned()), ..entry("a") };
    let mut popup = opened_with(vec![(made, PendingOutcome::Unknown)]);
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.lists(Owner::Me, &[("uuid-a", "a"), ("twin", "a")]);
    let further = ("others_of_that_name", vec!["revoke_name", "forget"]);
    assert_eq!(popup.alerts(), [further, ("value_lost", vec!["revoke", "forget"])]);
}

#[test]
fn the_entry_of_a_kept_token_is_no_loss() {
    let made = JournalEntry { id: held("a").entry.id, uuid: Some("uuid-a".to_owned()), ..entry("a") };
    let journal = vec![(made, PendingOutcome::Unknown)];
    let popup = Popup::opened(PopupContext { held: vec![held("a")], journal, ..on(ordinary_page()) });
    assert_eq!((popup.did(), popup.alerts()), (vec!["ask identity"], vec![]));
}

#[test]
fn a_press_before_the_token_of_an_earlier_popup_is_found_makes_no_second_one() {
    let mut popup = Popup::default();
    popup.press();
    let journal = vec![(entry("a"), PendingOutcome::Answered(Ok(token("a"))))];
    popup.dispatch(Event::Opened(Box::new(PopupContext { journal, ..on(ordinary_page()) })));
    assert_eq!(popup.did(), ["ask identity", "store token", "focus copy token", "verify"]);
}

#[test]
fn a_token_that_somebody_else_made_is_put_aside() {
    let mut popup = Popup::opened(PopupContext { held: vec![held("a")], ..on(ordinary_page()) });
    popup.dispatch(Event::IdentityArrived(Ok(user("bob"))));
    assert_eq!((popup.did(), popup.held()), (vec!["list"], vec![]));
}

#[test]
fn a_token_copied_over_an_hour_ago_is_forgotten_without_a_word() {
    let copied = HeldToken { copied_at: Some(NOW - HELD_AFTER_COPY), ..held("a") };
    let recent = HeldToken { copied_at: Some(NOW - HELD_AFTER_COPY + 1.0), ..held("b") };
    let named = JournalEntry { id: copied.entry.id.clone(), uuid: Some("uuid-a".to_owned()), ..entry("a") };
    let popup = Popup::opened(PopupContext {
        held: vec![copied, recent],
        journal: vec![(named, PendingOutcome::Unknown)],
        ..on(ordinary_page())
    });
    assert_eq!((popup.did(), popup.held()), (vec!["ask identity", "forget"], vec!["b"]));
    assert_eq!(popup.alerts(), []);
}

#[test]
fn an_answer_that_came_meanwhile_is_shown_and_tried_once() {
    let mut popup = opened_with(vec![(entry("a"), PendingOutcome::Answered(Ok(token("a"))))]);
    assert_eq!(popup.did(), ["ask identity", "store token", "focus copy token", "verify"]);
    assert_eq!(popup.held(), ["a"]);
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), [""; 0]);
}

#[test]
fn an_earlier_session_that_ended_says_nothing_about_this_one() {
    let mut popup = Popup::default();
    popup.press();
    let journal = vec![(entry("a"), PendingOutcome::Answered(refused(Error::SignedOut { sign_in: None })))];
    popup.dispatch(Event::Opened(Box::new(PopupContext { journal, ..on(ordinary_page()) })));
    assert_eq!(popup.did(), ["ask identity", "forget"]);
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), ["generate"]);
}

#[test]
fn every_request_under_way_is_waited_for() {
    let mut popup =
        opened_with(vec![(entry("a"), PendingOutcome::UnderWay), (entry("b"), PendingOutcome::UnderWay)]);
    popup.dispatch(Event::Generated(entry("b"), Ok(token("b"))));
    popup.press();
    assert_eq!((popup.did(), popup.held()), (vec![], vec!["b"]));
    popup.dispatch(Event::Generated(entry("a"), Ok(token("a"))));
    assert_eq!((popup.held(), &popup.state.creation), (vec!["a", "b"], &Creation::Idle));
}

/// A record of the journal on disk of which only this is known.
fn unreadable(name: Option<&str>, controller: Option<&str>) -> UnreadableEntry {
    UnreadableEntry {
        key: JournalEntryKey { id: "kept-a".to_owned(), private: false },
        controller: controller.map(str::to_owned),
        store: None,
        owner: Owner::Me,
        name: name.map(str::to_owned),
        at: Some(NOW),
    }
}

#[test]
fn a_record_that_cannot_be_read_is_shown_as_what_may_have_been_created_until_it_is_forgotten() {
    for (name, advice) in [(Some("a"), Key::MayHaveBeenCreated), (None, Key::UnreadableRecordAdvice)] {
        let unreadable = vec![unreadable(name, None)];
        let mut popup = Popup::opened(PopupContext { unreadable, ..on(ordinary_page()) });
        let [alert] = &alerts(&popup.state)[..] else { panic!("{:?}", popup.alerts()) };
        assert_eq!((alert.what.key, alert.advice.key), (Key::UnreadableRecord, advice));
        let known = alert.advice.reason.as_ref().unwrap();
        assert_eq!(known.arguments, [Argument::Time(NOW)]);
        popup.act("forget");
        assert_eq!((popup.did(), popup.alerts()), (vec!["forget", "focus token name"], vec![]));
    }
}

#[test]
fn a_record_that_cannot_be_read_leads_to_the_tokens_of_its_user() {
    let unreadable = vec![UnreadableEntry { owner: bob(), ..unreadable(Some("a"), None) }];
    let popup = Popup::opened(PopupContext { unreadable, ..on(ordinary_page()) });
    let [alert] = &alerts(&popup.state)[..] else { panic!("{:?}", popup.alerts()) };
    assert_eq!(alert.advice.key, Key::MayHaveBeenCreatedFor);
    assert_eq!(alert.actions[0], Action::ShowTokens(bob()));
}

#[test]
fn a_record_that_cannot_be_read_is_not_shown_elsewhere_nor_beside_its_token() {
    let elsewhere = vec![unreadable(Some("a"), Some("https://ci.example.org"))];
    let popup = Popup::opened(PopupContext { unreadable: elsewhere, ..on(ordinary_page()) });
    assert_eq!(popup.alerts(), []);
    let (unreadable, held) = (vec![unreadable(Some("a"), None)], vec![held("a")]);
    let popup = Popup::opened(PopupContext { unreadable, held, ..on(ordinary_page()) });
    assert_eq!((popup.held(), popup.alerts()), (vec!["a"], vec![]));
}
