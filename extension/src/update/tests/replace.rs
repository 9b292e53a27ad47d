//! A token is replaced by one of the same name and user.

use latchkey_core::{Outcome, Unconfirmed};

use super::*;
use crate::model::form::View;
use crate::model::state::Announcement;

/// `Replace n` was pressed in the list of this user's tokens.
fn replacing(owner: &Owner) -> Popup {
    let mut popup = Popup::opened(on(ordinary_page()));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.dispatch(Event::ViewChosen(View::Tokens));
    if let Owner::User(user) = owner {
        popup.dispatch(Event::ListFor(user.to_string()));
    }
    popup.lists_as(owner.clone(), Ok(listing(&[("uuid-old", "n")])));
    popup.dispatch(Event::ReplacePressed("uuid-old".to_owned()));
    assert_eq!(popup.did(), ["focus token name"]);
    popup
}

/// The new one is made and shown.
fn replaced() -> Popup {
    let mut popup = replacing(&Owner::Me);
    popup.press();
    popup.end(Ok(token("n")));
    popup
}

fn copied(popup: &mut Popup) {
    let id = popup.shown().held.entry.id.clone();
    popup.dispatch(Event::CopyEnded(id, true));
}

/// The new one was tried, and the list shows it, too.
fn verified(popup: &mut Popup, verification: Verification) {
    let id = popup.shown().held.entry.id.clone();
    popup.dispatch(Event::Verified(id, verification));
    if popup.did() == ["list"] {
        popup.lists(Owner::Me, &[("uuid-old", "n"), ("uuid-n", "n"), ("uuid-b", "b")]);
    }
}

fn revoked(popup: &mut Popup, standing: &[(&str, &str)], end: Result<(), Unconfirmed>) {
    let Some(Effect::Later(Later::Revoke { scope, tokens, .. })) = popup.effects.last().cloned() else {
        panic!("{:?}", popup.effects)
    };
    let ends = tokens.into_iter().map(|token| (token, end.clone())).collect();
    popup.dispatch(Event::Revoked { scope, ends, listing: Ok(listing(standing)) });
}

#[test]
fn the_new_one_is_for_whom_the_old_one_is() {
    let mut popup = replacing(&bob());
    popup.press_with(Form { for_user: Some("carol".to_owned()), ..form("n") });
    let (.., entry) = popup.sent().unwrap();
    assert_eq!((entry.owner, entry.replaces.as_deref()), (bob(), Some("uuid-old")));
    let mut popup = replacing(&Owner::Me);
    popup.press_with(Form { for_user: Some("carol".to_owned()), ..form("n") });
    assert_eq!(popup.sent().unwrap().2.owner, Owner::Me);
}

#[test]
fn the_old_one_goes_once_the_new_one_works_and_is_copied() {
    let mut popup = replaced();
    verified(&mut popup, works_as("alice"));
    assert_eq!(popup.did(), [""; 0]);
    copied(&mut popup);
    assert_eq!(popup.did(), ["update token", "revoke"]);
    revoked(&mut popup, &[("uuid-n", "n")], Ok(()));
    assert_eq!((popup.did(), popup.alerts()), (vec!["update token"], vec![]));
    assert_eq!(popup.state.announcement, Some(Announcement::OldRevoked));
    assert_eq!(popup.shown().held.entry.replaces, None);

    let mut popup = replaced();
    copied(&mut popup);
    assert_eq!(popup.did(), ["update token"]);
    verified(&mut popup, works_as("alice"));
    assert_eq!(popup.did(), ["revoke"]);
}

#[test]
fn a_new_one_that_is_not_known_to_work_leaves_it_to_the_person() {
    for (verification, alert) in [
        (Verification::Unknown(Error::SsoRequired), ("replace_unverified", vec!["try_again", "revoke_old"])),
        (
            Verification::WithoutRead { user: UserId::new("Alice"), permission: None },
            ("works_without_permission", vec!["revoke", "revoke_old"]),
        ),
        (Verification::Refused, ("token_refused", vec!["revoke"])),
        (works_as("bob"), ("works_as_someone_else", vec!["revoke"])),
    ] {
        let mut popup = replaced();
        copied(&mut popup);
        verified(&mut popup, verification);
        assert_eq!((popup.did(), popup.alerts()), (vec![], vec![alert]));
    }
}

#[test]
fn an_old_one_that_could_not_be_revoked_is_told_where_the_person_looks() {
    let mut popup = replaced();
    verified(&mut popup, works_as("alice"));
    copied(&mut popup);
    let cause = Error::Proxy { status: 502 };
    let failed = Err(Unconfirmed { cause, outcome: Outcome::Unknown });
    revoked(&mut popup, &[("uuid-old", "n"), ("uuid-n", "n")], failed);
    let told = [("not_revoked", vec!["show_tokens"]), ("replace_unfinished", vec!["revoke_old"])];
    assert_eq!(popup.alerts(), told);
    popup.act("revoke_old");
    assert_eq!(popup.did(), ["revoke"]);
}

#[test]
fn opening_the_popup_revokes_nothing_by_itself() {
    let left = with(held("n"), |held| {
        held.entry.replaces = Some("uuid-old".to_owned());
        held.copied_at = Some(NOW);
    });
    let mut popup = Popup::opened(PopupContext { held: vec![left], ..on(ordinary_page()) });
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), ["verify", "list"]);
    verified(&mut popup, works_as("alice"));
    assert_eq!((popup.did(), popup.alerts()), (vec![], vec![]));
    let both = listing(&[("uuid-old", "n"), ("uuid-n", "n")]);
    popup.lists_as(Owner::Me, Ok(both));
    assert_eq!(popup.alerts(), [("replace_unfinished", vec!["revoke_old"])]);
    popup.act("revoke_old");
    assert_eq!(popup.did(), ["revoke"]);
}

#[test]
fn an_old_one_that_is_gone_already_is_not_said_to_stand() {
    let left = with(held("n"), |held| {
        held.entry.replaces = Some("uuid-old".to_owned());
        held.copied_at = Some(NOW);
    });
    let mut popup = Popup::opened(PopupContext { held: vec![left], ..on(ordinary_page()) });
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    verified(&mut popup, works_as("alice"));
    popup.lists_as(Owner::Me, Ok(listing(&[("uuid-n", "n")])));
    assert_eq!((popup.did(), popup.alerts()), (vec!["update token"], vec![]));
}

#[test]
fn a_lost_token_that_is_not_in_the_list_is_forgotten() {
    let lost = JournalEntry { uuid: Some("uuid-lost".to_owned()), ..entry("n") };
    let mut popup =
        Popup::opened(PopupContext { journal: vec![(lost, PendingOutcome::Unknown)], ..on(ordinary_page()) });
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.lists(Owner::Me, &[("uuid-lost", "n")]);
    assert_eq!(popup.alerts(), [("value_lost", vec!["revoke", "forget"])]);
    popup.dispatch(Event::ViewChosen(View::Tokens));
    popup.dispatch(Event::RevokePressed("uuid-lost".to_owned()));
    popup.dispatch(Event::DialogAnswered(true));
    revoked(&mut popup, &[], Ok(()));
    assert_eq!((popup.did(), popup.alerts()), (vec!["forget", "focus row"], vec![]));
}

#[test]
fn an_unwanted_new_one_that_could_not_be_revoked_is_told() {
    let mut popup = Popup::with_token();
    verified(&mut popup, Verification::Refused);
    popup.act("revoke");
    revoked(&mut popup, &[("uuid-n", "n")], Ok(()));
    assert_eq!(popup.alerts()[0], ("not_revoked", vec!["show_tokens"]));
    popup.act("revoke");
    revoked(&mut popup, &[], Ok(()));
    assert_eq!(popup.held(), [""; 0]);
}

#[test]
fn do_not_replace_leaves_the_form_and_shows_the_token_in_hand_again() {
    let mut popup = replaced();
    verified(&mut popup, works_as("alice"));
    popup.dispatch(Event::ViewChosen(View::Tokens));
    popup.dispatch(Event::ReplacePressed("uuid-b".to_owned()));
    assert_eq!(popup.state.shown_token(), None);
    popup.dispatch(Event::ReplaceCancelled);
    assert_eq!(popup.did(), ["focus token name"]);
    assert_eq!(popup.state.form.name, popup.state.suggested_name);
    assert_eq!(popup.state.shown_token().map(|shown| shown.held.token.name.as_str()), Some("n"));
    assert_eq!(popup.shown().held.entry.replaces.as_deref(), Some("uuid-old"));
}

/// The token that it was to replace is another user's, whose list alone could show that it is gone.
#[test]
fn whoever_goes_on_as_somebody_else_replaces_nothing() {
    let mut popup = replacing(&Owner::Me);
    popup.press();
    popup.end(refused(Error::UserChanged { expected: Some(alice().id), now: user("bob") }));
    popup.act("continue_as");
    let (.., entry) = popup.sent().unwrap();
    assert_eq!((entry.name.as_str(), entry.replaces.as_deref()), ("n", None));
    popup.end(Ok(token("n")));
    copied(&mut popup);
    let id = popup.shown().held.entry.id.clone();
    popup.dispatch(Event::Verified(id, works_as("bob")));
    assert!(!popup.did().contains(&"revoke"), "{:?}", popup.did());
}
