//! The list of tokens in the popup.

use latchkey_core::{Outcome, Unconfirmed};

use super::*;
use crate::model::form::View;
use crate::model::list::{ListOutcome, Rows, TokenReference};
use crate::view::list::outcome;

/// A popup of Alice's to which her list is still on its way.
fn not_listed() -> Popup {
    let mut popup = Popup::opened(on(ordinary_page()));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup
}

#[test]
fn trying_to_list_again_never_makes_a_token() {
    let mut popup = not_listed();
    popup.press();
    let (.., entry) = popup.sent().unwrap();
    popup.dispatch(Event::ViewChosen(View::Tokens));
    assert_eq!(popup.did(), [""; 0], "the list that is on its way");
    popup.dispatch(Event::Generated(entry, refused(Error::NotFound)));
    popup.lists_as(Owner::Me, Err(Error::Proxy { status: 502 }));
    let both = [("not_found", vec!["try_again"]), ("jenkins_unreachable", vec!["try_again"])];
    assert_eq!(popup.alerts(), both);
    let again = alerts(&popup.state).remove(1).actions.remove(0);
    popup.dispatch(Event::ActionPressed(again));
    assert_eq!(popup.did(), ["list"]);
}

#[test]
fn a_list_lands_only_under_its_user() {
    let mut popup = not_listed();
    popup.dispatch(Event::ViewChosen(View::Tokens));
    popup.dispatch(Event::ListFor("bob".to_owned()));
    popup.lists_as(Owner::Me, Ok(no_tokens()));
    assert_eq!(popup.state.list.rows, Rows::Loading);
    let owner = bob();
    popup.lists_as(owner, Ok(no_tokens()));
    assert_eq!(popup.state.list.rows, Rows::Listed(Vec::new()));
}

#[test]
fn the_list_of_somebody_else_is_shown_only_when_the_person_goes_on_as_them() {
    let mut popup = not_listed();
    popup.dispatch(Event::ViewChosen(View::Tokens));
    let someone_else = Error::UserChanged { expected: Some(alice().id), now: user("bob") };
    popup.lists_as(Owner::Me, Err(someone_else));
    assert_eq!(popup.alerts(), [("user_changed", vec!["continue_as"])]);
    popup.act("continue_as");
    let Some(Effect::Later(Later::List(context, ..))) = popup.effects.first() else {
        panic!("{:?}", popup.effects)
    };
    assert_eq!(context.act_as.expected_user, Some(UserId::new("bob")));
}

#[test]
fn a_token_that_is_not_there_was_not_renamed_but_is_gone() {
    let mut popup = Popup::of_alice();
    popup.dispatch(Event::ViewChosen(View::Tokens));
    let token = TokenReference { uuid: "u".to_owned(), name: "n".to_owned() };
    let cause = Error::Rejected { message: "no such token".to_owned() };
    let end = Err(Unconfirmed { cause, outcome: Outcome::NotDone });
    let scope = popup.state.list_scope(Owner::Me);
    popup.dispatch(Event::Renamed { scope, token, end, listing: Ok(no_tokens()) });
    assert!(matches!(popup.state.list.outcomes[0], ListOutcome::Gone(_)));
}

/// What the list says about a change that ended like this, where it can be read or not.
fn words(end: &Error, listing: Result<Listing, Error>, is_renaming: bool) -> &'static str {
    let mut popup = Popup::of_alice();
    popup.dispatch(Event::ViewChosen(View::Tokens));
    let (token, scope) = (reference("u", "n"), popup.state.list_scope(Owner::Me));
    let end = Err(Unconfirmed { cause: end.clone(), outcome: Outcome::Unknown });
    popup.dispatch(if is_renaming {
        Event::Renamed { scope, token, end, listing }
    } else {
        Event::Revoked { scope, ends: vec![(token, end)], listing }
    });
    outcome(&popup.state.list.outcomes[0]).key.name()
}

#[test]
fn a_lost_change_that_is_not_made_may_still_be() {
    let (proxy, late) = (Error::Proxy { status: 403 }, Error::Proxy { status: 504 });
    let (unchanged, unread) = (|| Ok(listing(&[("u", "n")])), || Err(Error::WebPage));
    for (end, listing, renamed, revoked) in [
        (&proxy, unchanged(), "not_renamed", "not_revoked"),
        (&late, unchanged(), "rename_may_follow", "revoke_may_follow"),
        (&proxy, unread(), "rename_unconfirmed", "revoke_unconfirmed"),
        (&late, unread(), "rename_unconfirmed", "revoke_unconfirmed"),
    ] {
        assert_eq!(words(end, listing.clone(), true), renamed);
        assert_eq!(words(end, listing, false), revoked);
    }
}

#[test]
fn a_private_window_writes_nothing_to_disk() {
    let store = CookieStore { private: true, container: None };
    let mut popup = Popup::opened(PopupContext { store, ..on(ordinary_page()) });
    popup.dispatch(Event::RememberPressed(true));
    assert_eq!(popup.did(), [""; 0]);
    popup.dispatch(Event::CopyAsChosen(CredentialFormat::Curl));
    assert_eq!(popup.did(), [""; 0]);
    assert_eq!(popup.state.copy_as, CredentialFormat::Curl);
}

#[test]
fn a_tab_chosen_before_the_user_is_known_is_filled_once_they_are() {
    let mut popup = Popup::default();
    popup.dispatch(Event::ViewChosen(View::Tokens));
    assert_eq!(popup.did(), [""; 0]);
    popup.dispatch(Event::Opened(Box::new(on(ordinary_page()))));
    assert_eq!((popup.did(), &popup.state.list.rows), (vec!["ask identity"], &Rows::Loading));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), ["list"], "one list, which is that of the user who is signed in");
    popup.lists(Owner::Me, &[("u", "of alice")]);
    assert_eq!(popup.state.list.tokens().len(), 1);
}

#[test]
fn the_tokens_of_whoever_was_signed_in_before_are_no_longer_shown() {
    let mut popup = not_listed();
    popup.dispatch(Event::ViewChosen(View::Tokens));
    popup.lists(Owner::Me, &[("u", "of alice")]);
    popup.dispatch(Event::RevokePressed("u".to_owned()));
    popup.dispatch(Event::IdentityArrived(Ok(user("bob"))));
    assert_eq!((popup.state.list.tokens(), &popup.state.dialog), (&[][..], &None));
    assert_eq!((popup.did(), &popup.state.list.rows), (vec!["list"], &Rows::Loading));
}

#[test]
fn a_list_that_waits_for_the_user_is_asked_for_if_nobody_can_say_who_that_is() {
    let mut popup = Popup::default();
    popup.dispatch(Event::ViewChosen(View::Tokens));
    popup.dispatch(Event::Opened(Box::new(on(ordinary_page()))));
    popup.dispatch(Event::IdentityArrived(Err(Error::UnexpectedReply)));
    assert_eq!(popup.did(), ["recognize"]);
    popup.dispatch(Event::Recognized(Err(Error::NotJenkins)));
    assert_eq!(popup.did(), ["list"]);
    popup.lists_as(Owner::Me, Err(Error::WebPage));
    assert!(matches!(popup.state.list.rows, Rows::Failed(_)));
}
