//! Crumbs that are refused, and how a token is made all the same, once.

use latchkey_core::{Client, Crumb, CrumbSource, Error, NewTokenRequest, Outcome, Unconfirmed, UserId};
use latchkey_native::block_on;

use super::generate::{CRUMB_ISSUER, GENERATE, ME};
use super::person::{Person, sent_by};
use super::{everywhere, skip};

/// The crumb of the page; `None` where CSRF protection is off and there is nothing to refuse.
fn crumb_of_page(person: &Person<'_>) -> Option<Crumb> {
    match &person.session.page.crumb {
        CrumbSource::Page(crumb) => Some(crumb.clone()),
        CrumbSource::Controller | CrumbSource::Password | CrumbSource::ApiToken => {
            skip(person, "its pages carry no crumb");
            None
        }
    }
}

/// A crumb of the right name that no session has.
fn wrong(crumb: &Crumb) -> CrumbSource {
    CrumbSource::Page(Crumb::new(crumb.field(), &"0".repeat(64)).expect("a crumb"))
}

#[test]
fn a_refused_crumb_is_replaced_by_a_fresh_one() {
    everywhere(|person| {
        let Some(crumb) = crumb_of_page(person) else { return };
        let order = NewTokenRequest { crumb: wrong(&crumb), ..person.order("fresh crumb") };
        person.generate(&order).unwrap();
        assert_eq!(person.sent(), [GENERATE, CRUMB_ISSUER, ME, GENERATE]);
        assert_eq!(person.names_made(), ["fresh crumb"]);
    });
}

#[test]
fn the_crumb_of_an_earlier_session_makes_one_token_all_the_same() {
    everywhere(|person| {
        let earlier = person.controller.session();
        let order = NewTokenRequest { crumb: earlier.page.crumb, ..person.order("stale page") };
        person.generate(&order).unwrap();
        assert_eq!(person.names_made(), ["stale page"]);
    });
}

#[test]
fn behind_a_proxy_that_removes_the_header_the_crumb_travels_in_the_form() {
    everywhere(|person| {
        let Some(crumb) = crumb_of_page(person) else { return };
        let transport = person.session.transport.without_header(crumb.field());
        let client = Client::new(person.controller.root.clone(), transport.clone());
        block_on(client.generate(&person.order("form field"))).unwrap();
        assert_eq!(sent_by(&transport, person), [GENERATE, CRUMB_ISSUER, ME, GENERATE, GENERATE]);
        assert_eq!(person.names_made(), ["form field"]);
    });
}

#[test]
fn a_fresh_crumb_is_not_used_for_somebody_else_than_was_shown() {
    everywhere(|person| {
        let Some(crumb) = crumb_of_page(person) else { return };
        let shown = Some(UserId::new("somebody who was shown"));
        let order = NewTokenRequest {
            crumb: wrong(&crumb),
            expected_user: shown.clone(),
            ..person.order("not for them")
        };
        let error = person.generate(&order).unwrap_err();
        let cause = Error::UserChanged { expected: shown, now: person.session.user.clone() };
        assert_eq!(error, Unconfirmed { cause, outcome: Outcome::NotDone });
        assert_eq!(person.sent(), [GENERATE, CRUMB_ISSUER, ME]);
        assert_eq!(person.names_made(), [""; 0]);
    });
}
