//! A token is shown, copied, tried and put away.

use super::*;
use crate::model::state::Announcement;

fn copied(id: &str, copied: bool) -> Event {
    Event::CopyEnded(id.to_owned(), copied)
}

fn verified(id: &str, verification: Verification) -> Event {
    Event::Verified(id.to_owned(), verification)
}

#[test]
fn the_characters_show_only_on_request_and_only_of_this_token() {
    let mut popup = Popup::with_token();
    assert!(!popup.shown().revealed);
    popup.dispatch(Event::RevealPressed);
    assert!(popup.shown().revealed);
    popup.dispatch(Event::RevealPressed);
    assert!(!popup.shown().revealed);
    popup.dispatch(Event::RevealPressed);
    popup.dispatch(Event::DonePressed);
    popup.press();
    popup.end(Ok(token("next")));
    assert!(!popup.shown().revealed);
}

#[test]
fn copying_is_announced_and_begins_the_hour() {
    let mut popup = Popup::with_token();
    popup.dispatch(Event::CopyPressed);
    let [Effect::Now(Now::Copy(id, text))] = &popup.effects[..] else { panic!("{:?}", popup.effects) };
    assert_eq!((id.as_str(), text.reveal()), ("id-of-request-01", "11n"));
    popup.dispatch(copied("id-of-request-01", true));
    let [Effect::Later(Later::UpdateToken(held))] = &popup.effects[..] else { panic!("{:?}", popup.effects) };
    assert_eq!(held.copied_at, Some(NOW));
    assert_eq!(popup.state.announcement, Some(Announcement::Copied));
}

#[test]
fn a_clipboard_that_refuses_is_told_until_it_takes_the_token() {
    let mut popup = Popup::with_token();
    popup.dispatch(copied("id-of-request-01", false));
    assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("not_copied", vec![])]));
    assert_eq!((popup.shown().held.copied_at, popup.state.announcement), (None, None));
    popup.dispatch(copied("id-of-request-01", true));
    assert_eq!(popup.alerts(), []);
}

#[test]
fn nothing_happens_to_a_token_that_is_not_there() {
    let mut popup = Popup::of_alice();
    for event in [Event::CopyPressed, Event::DonePressed, copied("id-of-request-01", true)] {
        popup.dispatch(event);
        assert_eq!((popup.did(), popup.state.announcement), (vec![], None));
    }
}

#[test]
fn what_the_token_turned_out_to_do_is_told() {
    for (verification, alerts) in [
        (works_as("alice"), vec![]),
        (works_as("bob"), vec![("works_as_someone_else", vec!["revoke"])]),
        (Verification::Refused, vec![("token_refused", vec!["revoke"])]),
        (Verification::Unknown(Error::SsoRequired), vec![("check_sign_in", vec!["try_again"])]),
    ] {
        let mut popup = Popup::with_token();
        popup.dispatch(verified("id-of-request-01", verification.clone()));
        assert_eq!((popup.did(), popup.alerts()), (vec!["list"], alerts));
        assert_eq!(popup.shown().verification, Some(verification));
    }
}

#[test]
fn a_token_is_verified_again_when_the_person_wants_it() {
    let mut popup = Popup::with_token();
    popup.dispatch(verified("id-of-request-01", Verification::Unknown(Error::SsoRequired)));
    popup.act("try_again");
    assert_eq!((popup.did(), popup.alerts()), (vec!["verify"], vec![]));
    popup.dispatch(verified("id-of-request-01", works_as("alice")));
    assert_eq!(popup.alerts(), []);
}

/// The id in the refusal is that of the credentials: `Alice` is `alice` where the controller ignores case.
#[test]
fn a_token_without_groups_works_as_its_user_in_any_case() {
    let permission = Some("hudson.model.Hudson.Read".to_owned());
    for (id, alert) in [
        ("alice", "works_without_permission"),
        ("Alice", "works_without_permission"),
        ("bob", "works_as_someone_else"),
    ] {
        let mut popup = Popup::with_token();
        let user = UserId::new(id);
        popup.dispatch(verified(
            "id-of-request-01",
            Verification::WithoutRead { user, permission: permission.clone() },
        ));
        assert_eq!(popup.alerts(), [(alert, vec!["revoke"])]);
    }
}

#[test]
fn a_verification_of_another_token_says_nothing_about_this_one() {
    let mut popup = Popup::with_token();
    popup.dispatch(verified("id-of-request-00", Verification::Refused));
    assert_eq!((popup.alerts(), &popup.shown().verification), (vec![], &None));
}

#[test]
fn done_forgets_the_token_and_is_ready_for_the_next() {
    let mut popup = Popup::with_token();
    popup.dispatch(verified("id-of-request-01", works_as("bob")));
    popup.dispatch(copied("id-of-request-01", true));
    popup.dispatch(Event::DonePressed);
    let [Effect::Later(Later::Forget(key)), Effect::Now(Now::Focus(Id::Name))] = &popup.effects[..] else {
        panic!("{:?}", popup.effects)
    };
    assert_eq!(popup.state.form.name, "Latchkey 2026-11-24 12:34:56");
    assert_eq!(key.id, "id-of-request-01");
    assert_eq!((popup.held(), popup.alerts(), popup.state.announcement), (vec![], vec![], None));
    assert_eq!(popup.state.shown, None);
}

#[test]
fn several_kept_tokens_come_one_after_the_other() {
    let mut popup = Popup::opened(PopupContext { held: vec![held("a"), held("b")], ..on(ordinary_page()) });
    assert_eq!(popup.held(), ["a", "b"]);
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.dispatch(verified("kept-a", works_as("alice")));
    popup.dispatch(Event::DonePressed);
    let [Effect::Later(Later::Forget(key)), Effect::Later(Later::Verify { id, .. })] = &popup.effects[..]
    else {
        panic!("{:?}", popup.effects)
    };
    assert_eq!((key.id.as_str(), id.as_str()), ("kept-a", "kept-b"));
    assert_eq!((popup.held(), &popup.shown().verification), (vec!["b"], &None));
    popup.dispatch(Event::DonePressed);
    assert_eq!(popup.did(), ["forget", "focus token name"]);
}

#[test]
fn a_token_is_tried_once() {
    let mut popup = Popup::opened(PopupContext { held: vec![held("a")], ..on(ordinary_page()) });
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), ["verify"]);
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), [""; 0]);
    popup.dispatch(verified("kept-a", works_as("alice")));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), [""; 0]);
}

#[test]
fn a_form_is_not_prepared_behind_a_token() {
    let nobody_known = with(held("b"), |held| held.entry.session.user = None);
    let mut popup =
        Popup::opened(PopupContext { held: vec![held("a"), nobody_known], ..on(ordinary_page()) });
    popup.dispatch(Event::DonePressed);
    assert_eq!((popup.did(), popup.held()), (vec!["forget"], vec!["b"]));
}

#[test]
fn a_token_that_comes_later_is_not_announced_as_copied() {
    let under_way = vec![(entry("late"), PendingOutcome::UnderWay)];
    let mut popup =
        Popup::opened(PopupContext { held: vec![held("a")], journal: under_way, ..on(ordinary_page()) });
    popup.dispatch(copied("kept-a", true));
    popup.dispatch(Event::Generated(entry("late"), Ok(token("late"))));
    assert_eq!((popup.held(), popup.state.announcement), (vec!["late", "a"], None));
}

#[test]
fn revoking_the_token_shown_leads_to_the_next_one_masked_and_tried() {
    let mut popup = Popup::opened(PopupContext { held: vec![held("a"), held("b")], ..on(ordinary_page()) });
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.dispatch(verified("kept-a", Verification::Refused));
    popup.dispatch(Event::RevealPressed);
    popup.act("revoke");
    let [Effect::Later(Later::Revoke { tokens, .. })] = &popup.effects[..] else {
        panic!("{:?}", popup.effects)
    };
    let ends = tokens.iter().map(|token| (token.clone(), Ok(()))).collect();
    let scope = popup.state.list_scope(Owner::Me);
    popup.dispatch(Event::Revoked { scope, ends, listing: Ok(no_tokens()) });
    assert_eq!((popup.did(), popup.held()), (vec!["forget", "verify"], vec!["b"]));
    assert_eq!((popup.shown().revealed, &popup.shown().verification), (false, &None));
}

#[test]
fn only_the_token_that_was_copied_counts_as_copied() {
    let under_way = vec![(entry("late"), PendingOutcome::UnderWay)];
    let mut popup =
        Popup::opened(PopupContext { held: vec![held("a")], journal: under_way, ..on(ordinary_page()) });
    popup.dispatch(Event::CopyPressed);
    popup.dispatch(Event::Generated(entry("late"), Ok(token("late"))));
    popup.dispatch(copied("kept-a", true));
    let copied_at: Vec<_> = popup.state.held().map(|held| held.copied_at).collect();
    assert_eq!((popup.held(), copied_at), (vec!["late", "a"], vec![None, Some(NOW)]));
    assert_eq!((popup.did(), popup.state.announcement), (vec!["update token"], None));
}
