//! The popup opens again: what earlier popups kept, sent and left.

use super::*;
use crate::record::KEPT_AFTER_COPY;

fn opened_with(journal: Vec<(JournalEntry, Fate)>) -> Popup {
    Popup::opened(Opening { journal, ..on(ordinary_page()) })
}

#[test]
fn a_kept_token_is_shown_and_tried_again() {
    let mut popup = Popup::opened(Opening { kept: vec![kept("a")], ..on(ordinary_page()) });
    assert_eq!((popup.did(), popup.kept()), (vec!["ask identity"], vec!["a"]));
    popup.happen(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), ["verify"]);
}

#[test]
fn tokens_and_entries_of_others_are_left_alone() {
    let private = CookieStore { private: true, container: None };
    let container = CookieStore { private: false, container: Some("firefox-container-1".to_owned()) };
    let elsewhere = "https://ci.example.org".to_owned();
    let kept = vec![
        KeptToken { controller: elsewhere.clone(), ..kept("a") },
        KeptToken { store: private.clone(), ..kept("b") },
        KeptToken { store: container.clone(), copied_at: Some(0.0), ..kept("c") },
    ];
    let journal = vec![
        (JournalEntry { controller: elsewhere, ..entry("d") }, Fate::Unknown),
        (JournalEntry { store: private, ..entry("e") }, Fate::Answered(Ok(token("e")))),
        (JournalEntry { store: container, ..entry("f") }, Fate::UnderWay),
    ];
    let popup = Popup::opened(Opening { kept, journal, ..on(ordinary_page()) });
    assert_eq!((popup.did(), popup.kept()), (vec!["ask identity"], vec![]));
    assert_eq!((popup.alerts(), &popup.state.creation), (vec![], &Creation::Idle));
}

#[test]
fn a_private_window_shows_its_own_and_forgets_from_its_own_journal() {
    let store = CookieStore { private: true, container: None };
    let kept = vec![KeptToken { store: store.clone(), ..kept("a") }];
    let mut popup = Popup::opened(Opening { store, kept, ..on(ordinary_page()) });
    assert_eq!(popup.kept(), ["a"]);
    popup.happen(Event::DonePressed);
    let [Effect::Forget(key), ..] = &popup.effects[..] else { panic!("{:?}", popup.effects) };
    assert!(key.private);
}

#[test]
fn a_refusal_that_came_meanwhile_is_told_with_what_was_asked_for_in_the_form() {
    let popup = opened_with(vec![(entry("a"), Fate::Answered(refused(Error::CrumbRefused)))]);
    assert_eq!(popup.did(), ["ask identity", "forget", "restore form"]);
    assert_eq!(popup.alerts(), [("crumb_refused", vec![])]);
    let Some(Effect::RestoreForm(fields)) = popup.effects.last() else { panic!("{:?}", popup.effects) };
    assert_eq!((&*fields.name, &*fields.expires, &*fields.for_user), ("a", "30", ""));
}

#[test]
fn a_refusal_to_make_another_users_token_leads_on_to_the_script() {
    let for_bob = JournalEntry { for_user: Some("bob".to_owned()), ..entry("a") };
    let popup = opened_with(vec![(for_bob, Fate::Answered(refused(Error::OwnerOnly)))]);
    assert_eq!(popup.alerts(), [("owner_only", vec![])]);
    let Some(Effect::RestoreForm(fields)) = popup.effects.last() else { panic!("{:?}", popup.effects) };
    assert_eq!(fields.for_user, "bob");
}

#[test]
fn what_was_to_replace_a_token_is_asked_for_again_at_that_token() {
    let replacing = JournalEntry { replaces: Some("old".to_owned()), ..entry("a") };
    let popup = opened_with(vec![(replacing, Fate::Answered(refused(Error::CrumbRefused)))]);
    assert_eq!(popup.did(), ["ask identity", "forget"]);
}

#[test]
fn an_answer_that_is_not_believed_may_have_made_a_token() {
    let popup = opened_with(vec![(entry("a"), Fate::Answered(uncertain(Error::UnexpectedReply)))]);
    assert_eq!(popup.did(), ["ask identity", "settle"]);
    assert_eq!(popup.alerts(), [("unexpected_reply", vec!["revoke", "show_tokens", "forget"])]);
}

#[test]
fn a_request_under_way_is_waited_for() {
    let mut popup = opened_with(vec![(entry("a"), Fate::UnderWay)]);
    assert_eq!(popup.did(), ["ask identity", "await kept reply"]);
    popup.happen(Event::IdentityArrived(Ok(alice())));
    popup.press();
    assert_eq!(popup.did(), [""; 0]);
    popup.happen(Event::Generated { entry: entry("a"), end: Ok(token("a")) });
    assert_eq!((popup.did(), popup.kept()), (vec!["keep", "focus copy token", "verify"], vec!["a"]));
    assert_eq!(popup.state.creation, Creation::Idle);
}

#[test]
fn a_request_under_way_can_end_in_every_way() {
    for (end, did, alert) in [
        (refused(Error::CrumbRefused), vec!["forget", "restore form"], ("crumb_refused", vec![])),
        (
            uncertain(Error::UnexpectedReply),
            vec!["settle"],
            ("unexpected_reply", vec!["revoke", "show_tokens", "forget"]),
        ),
        (refused(Error::SignedOut), vec!["forget", "restore form"], ("signed_out", vec!["sign_in"])),
    ] {
        let mut popup = opened_with(vec![(entry("a"), Fate::UnderWay)]);
        popup.happen(Event::Generated { entry: entry("a"), end });
        assert_eq!((popup.did(), popup.alerts()), (did, vec![alert]));
        assert_eq!(popup.state.creation, Creation::Idle);
    }
}

#[test]
fn an_entry_nobody_knows_more_of_is_named_and_settled() {
    let popup = opened_with(vec![(entry("a"), Fate::Unknown)]);
    assert_eq!(popup.did(), ["ask identity", "settle"]);
    assert_eq!(popup.alerts(), [("answer_lost", vec!["revoke", "show_tokens", "forget"])]);
}

#[test]
fn a_token_that_was_made_and_is_kept_no_more_is_lost() {
    let made = JournalEntry { uuid: Some("uuid-a".to_owned()), ..entry("a") };
    let popup = opened_with(vec![(made, Fate::Unknown)]);
    assert_eq!(popup.alerts(), [("value_lost", vec!["revoke", "show_tokens", "forget"])]);
}

#[test]
fn the_entry_of_a_kept_token_is_no_loss() {
    let made = JournalEntry { id: kept("a").id, uuid: Some("uuid-a".to_owned()), ..entry("a") };
    let journal = vec![(made, Fate::Unknown)];
    let popup = Popup::opened(Opening { kept: vec![kept("a")], journal, ..on(ordinary_page()) });
    assert_eq!((popup.did(), popup.alerts()), (vec!["ask identity"], vec![]));
}

#[test]
fn a_press_before_the_token_of_an_earlier_popup_is_found_makes_no_second_one() {
    let mut popup = Popup::default();
    popup.press();
    let journal = vec![(entry("a"), Fate::Answered(Ok(token("a"))))];
    popup.happen(Event::Opened(Opening { journal, ..on(ordinary_page()) }));
    assert_eq!(popup.did(), ["ask identity", "keep", "focus copy token", "verify"]);
}

#[test]
fn a_token_that_somebody_else_made_is_put_aside() {
    let mut popup = Popup::opened(Opening { kept: vec![kept("a")], ..on(ordinary_page()) });
    popup.happen(Event::IdentityArrived(Ok(user("bob"))));
    assert_eq!((popup.did(), popup.state.kept.len()), (vec![], 0));
}

#[test]
fn a_token_copied_over_an_hour_ago_is_forgotten_without_a_word() {
    let copied = KeptToken { copied_at: Some(NOW - KEPT_AFTER_COPY), ..kept("a") };
    let recent = KeptToken { copied_at: Some(NOW - KEPT_AFTER_COPY + 1.0), ..kept("b") };
    let named = JournalEntry { id: copied.id.clone(), uuid: Some("uuid-a".to_owned()), ..entry("a") };
    let popup = Popup::opened(Opening {
        kept: vec![copied, recent],
        journal: vec![(named, Fate::Unknown)],
        ..on(ordinary_page())
    });
    assert_eq!((popup.did(), popup.kept()), (vec!["ask identity", "forget"], vec!["b"]));
    assert_eq!(popup.alerts(), []);
}

#[test]
fn an_answer_that_came_meanwhile_is_shown_and_tried_once() {
    let mut popup = opened_with(vec![(entry("a"), Fate::Answered(Ok(token("a"))))]);
    assert_eq!(popup.did(), ["ask identity", "keep", "focus copy token", "verify"]);
    assert_eq!(popup.kept(), ["a"]);
    popup.happen(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), [""; 0]);
}

#[test]
fn an_earlier_session_that_ended_says_nothing_about_this_one() {
    let mut popup = Popup::default();
    popup.press();
    let journal = vec![(entry("a"), Fate::Answered(refused(Error::SignedOut)))];
    popup.happen(Event::Opened(Opening { journal, ..on(ordinary_page()) }));
    assert_eq!(popup.did(), ["ask identity", "forget", "generate"]);
}

#[test]
fn every_request_under_way_is_waited_for() {
    let mut popup = opened_with(vec![(entry("a"), Fate::UnderWay), (entry("b"), Fate::UnderWay)]);
    popup.happen(Event::Generated { entry: entry("b"), end: Ok(token("b")) });
    popup.press();
    assert_eq!((popup.did(), popup.kept()), (vec![], vec!["b"]));
    popup.happen(Event::Generated { entry: entry("a"), end: Ok(token("a")) });
    assert_eq!((popup.kept(), &popup.state.creation), (vec!["a", "b"], &Creation::Idle));
}

#[test]
fn what_may_have_been_created_names_whose_it_is_where_somebody_else_is_signed_in() {
    let advice = |id: &str| {
        let journal = vec![(entry("a"), Fate::Unknown)];
        let mut popup = Popup::opened(Opening { journal, ..on(ordinary_page()) });
        popup.happen(Event::IdentityArrived(Ok(user(id))));
        alerts(&popup.state)[0].advice.key
    };
    assert_eq!(advice("alice"), "may_have_been_created");
    assert_eq!(advice("bob"), "may_have_been_created_for");
}
