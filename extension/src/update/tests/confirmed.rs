//! A request whose token arrived, and the further tokens that it created.

use super::*;

#[test]
fn further_tokens_of_one_press_are_named_beside_the_one_that_arrived() {
    let mut popup = Popup::with_token();
    popup.dispatch(Event::Verified("id-of-request-01".to_owned(), works_as("alice")));
    popup.lists(Owner::Me, &[("1", "n"), ("uuid-n", "n"), ("2", "n")]);
    assert_eq!(popup.alerts(), [("sent_more_than_once", vec!["revoke_all", "forget"])]);
    popup.act("revoke_all");
    popup.dispatch(Event::DialogAnswered(true));
    let ends = ["1", "2"].map(|uuid| (reference(uuid, "n"), Ok(()))).to_vec();
    let scope = popup.state.list_scope(Owner::Me);
    popup.dispatch(Event::Revoked { scope, ends, listing: Ok(listing(&[("uuid-n", "n")])) });
    assert_eq!((popup.held(), popup.alerts()), (vec!["n"], vec![]));
}

#[test]
fn without_an_earlier_list_further_tokens_may_be_older() {
    let mut popup = Popup::opened(on(ordinary_page()));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.press();
    popup.end(Ok(token("n")));
    popup.dispatch(Event::Verified("id-of-request-01".to_owned(), works_as("alice")));
    popup.lists(Owner::Me, &[("1", "n"), ("uuid-n", "n")]);
    assert_eq!(popup.alerts(), [("others_of_that_name", vec!["revoke_name", "forget"])]);
    popup.act("forget");
    assert_eq!((popup.did(), popup.alerts()), (vec!["focus copy token"], vec![]));
}

#[test]
fn a_token_that_arrived_later_is_none_of_an_earlier_presss_further_ones() {
    let mut popup = Popup::with_token();
    popup.press();
    popup.end(Ok(GeneratedToken { uuid: "later".to_owned(), ..token("n") }));
    assert!(popup.did().starts_with(&["update token", "update entry"]));
    popup.dispatch(Event::Verified("id-of-request-01".to_owned(), works_as("alice")));
    popup.dispatch(Event::Verified("id-of-request-02".to_owned(), works_as("alice")));
    popup.lists(Owner::Me, &[("uuid-n", "n"), ("later", "n")]);
    assert_eq!((popup.held(), popup.alerts()), (vec!["n", "n"], vec![]));
}
