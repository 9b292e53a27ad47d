//! A request that makes a token comes to its end.

use latchkey_core::{CrumbSource, TransportError};

use super::*;
use crate::model::state::Identity;
use crate::view::Id;

#[test]
fn a_token_is_kept_named_in_the_journal_and_tried() {
    let popup = Popup::with_token();
    let [
        Effect::Later(Later::StoreToken(held)),
        Effect::Now(Now::Focus(Id::Copy)),
        Effect::Later(Later::Verify { id, user, token, .. }),
    ] = &popup.effects[..]
    else {
        panic!("{:?}", popup.effects)
    };
    assert_eq!((held.entry.id.as_str(), held.copied_at), ("id-of-request-01", None));
    assert_eq!((held.entry.id.as_str(), held.entry.uuid.as_deref()), ("id-of-request-01", Some("uuid-n")));
    assert_eq!((id.as_str(), user, token.reveal()), ("id-of-request-01", &alice().id, "11n"));
    assert_eq!((popup.held(), &popup.state.creation), (vec!["n"], &Creation::Idle));
}

#[test]
fn a_refusal_forgets_the_entry_since_nothing_was_made() {
    let not_permitted = Error::NotPermitted { user: None, permission: None };
    for (cause, alert) in [
        (not_permitted, ("not_permitted", vec![])),
        (Error::Rejected { message: "no".to_owned() }, ("rejected", vec![])),
        (Error::CrumbRefused, ("crumb_refused", vec!["open_page_again"])),
        (Error::SsoRequired, ("sso_required", vec!["sign_in"])),
        (TransportError::NotSent { reason: String::new() }.into(), ("not_sent", vec!["try_again"])),
    ] {
        let mut popup = Popup::of_alice();
        popup.press();
        popup.end(refused(cause));
        let [Effect::Later(Later::Forget(key))] = &popup.effects[..] else { panic!("{:?}", popup.effects) };
        assert_eq!((key.id.as_str(), key.private), ("id-of-request-01", false));
        assert_eq!((popup.alerts(), &popup.state.creation), (vec![alert], &Creation::Idle));
    }
}

#[test]
fn nothing_is_made_for_somebody_else_before_the_person_says_so() {
    let mut popup = Popup::of_alice();
    popup.press_with(form("for whom?"));
    popup.end(refused(Error::UserChanged { expected: Some(alice().id), now: user("bob") }));
    assert_eq!((popup.did(), popup.alerts()), (vec!["forget"], vec![("user_changed", vec!["continue_as"])]));
    popup.act("continue_as");
    let (_, request, entry) = popup.sent().unwrap();
    assert_eq!((request.name.as_str(), request.expected_user), ("for whom?", Some(UserId::new("bob"))));
    // The page's crumb is of Alice's session.
    assert_eq!(request.crumb, CrumbSource::Controller);
    assert_eq!(
        (entry.id.as_str(), entry.session.user.as_ref().map(UserId::as_str)),
        ("id-of-request-02", Some("bob"))
    );
    assert_eq!(popup.state.user(), Some(&user("bob")));
}

#[test]
fn trying_again_sends_the_same_form_under_a_new_id() {
    let mut popup = Popup::of_alice();
    popup.press_with(form("again"));
    popup.end(refused(Error::NotFound));
    assert_eq!(popup.alerts(), [("not_found", vec!["try_again"])]);
    popup.act("try_again");
    let (_, request, entry) = popup.sent().unwrap();
    assert_eq!((request.name.as_str(), entry.id.as_str()), ("again", "id-of-request-02"));
    assert_eq!(popup.alerts(), []);
}

#[test]
fn a_session_that_ended_is_told_with_its_way_out() {
    let mut popup = Popup::of_alice();
    popup.press();
    popup.end(refused(Error::SignedOut { sign_in: None }));
    assert_eq!((popup.did(), popup.alerts()), (vec!["forget"], vec![("signed_out", vec!["sign_in"])]));
    assert_eq!(popup.state.identity, Identity::SignedOut { sign_in: None });
    popup.press();
    assert_eq!(popup.did(), [""; 0]);
}

#[test]
fn the_next_press_is_a_new_request() {
    for end in [Ok(token("a")), refused(Error::CrumbRefused), uncertain(Error::UnexpectedReply)] {
        let mut popup = Popup::of_alice();
        popup.press();
        popup.end(end);
        if !popup.state.lists_under_way.is_empty() {
            popup.lists(Owner::Me, &[]);
        }
        popup.press();
        let (.., entry) = popup.sent().unwrap();
        assert_eq!(entry.id, "id-of-request-02");
    }
}

#[test]
fn an_expiry_that_an_old_core_ignored_is_told() {
    let mut popup = Popup::of_alice();
    popup.press();
    popup.end(Ok(GeneratedToken { lifetime: Lifetime::NotSupported, ..token("n") }));
    assert_eq!(popup.alerts(), [("expiry_ignored", vec!["revoke"])]);

    let mut popup = Popup::of_alice();
    popup.press_with(Form { expires: ExpiresChoice::Never, ..form("n") });
    popup.end(Ok(GeneratedToken { lifetime: Lifetime::NotSupported, ..token("n") }));
    assert_eq!(popup.alerts(), []);
}
