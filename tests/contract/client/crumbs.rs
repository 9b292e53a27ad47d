//! Rejected crumbs: the token is still created, once.

use latchkey_core::{Client, Crumb, CrumbSource, Error, NewTokenRequest, Outcome, Unconfirmed, UserId};
use latchkey_native::block_on;

use super::context::{TestContext, sent_by};
use super::generate::{CRUMB_ISSUER, GENERATE, ME};
use super::{everywhere, skip};

/// The crumb of the page; `None` if CSRF protection is off and no crumb can be rejected.
fn crumb_of_page(context: &TestContext<'_>) -> Option<Crumb> {
    match &context.session.page.crumb {
        CrumbSource::Page(crumb) => Some(crumb.clone()),
        CrumbSource::Controller | CrumbSource::Password | CrumbSource::ApiToken => {
            skip(context, "its pages carry no crumb");
            None
        }
    }
}

/// A crumb with the right name that belongs to no session.
fn wrong(crumb: &Crumb) -> CrumbSource {
    CrumbSource::Page(Crumb::new(crumb.field(), &"0".repeat(64)).expect("a crumb"))
}

#[test]
fn rejected_crumb_is_replaced_by_a_fresh_one() {
    everywhere(|context| {
        let Some(crumb) = crumb_of_page(context) else { return };
        let order = NewTokenRequest { crumb: wrong(&crumb), ..context.order("fresh crumb") };
        context.generate(&order).unwrap();
        assert_eq!(context.sent(), [GENERATE, CRUMB_ISSUER, ME, GENERATE]);
        assert_eq!(context.names_made(), ["fresh crumb"]);
    });
}

#[test]
fn crumb_of_an_earlier_session_still_creates_one_token() {
    everywhere(|context| {
        let earlier = context.controller.session();
        let order = NewTokenRequest { crumb: earlier.page.crumb, ..context.order("stale page") };
        context.generate(&order).unwrap();
        assert_eq!(context.names_made(), ["stale page"]);
    });
}

#[test]
fn crumb_is_sent_as_a_form_field_behind_a_proxy_that_drops_the_header() {
    everywhere(|context| {
        let Some(crumb) = crumb_of_page(context) else { return };
        let transport = context.session.transport.without_header(crumb.field());
        let client = Client::new(context.controller.root.clone(), transport.clone());
        block_on(client.generate(&context.order("form field"))).unwrap();
        assert_eq!(sent_by(&transport, context), [GENERATE, CRUMB_ISSUER, ME, GENERATE, GENERATE]);
        assert_eq!(context.names_made(), ["form field"]);
    });
}

#[test]
fn fresh_crumb_is_not_used_for_an_unexpected_user() {
    everywhere(|context| {
        let Some(crumb) = crumb_of_page(context) else { return };
        let shown = Some(UserId::new("somebody who was shown"));
        let order = NewTokenRequest {
            crumb: wrong(&crumb),
            expected_user: shown.clone(),
            ..context.order("not for them")
        };
        let error = context.generate(&order).unwrap_err();
        let cause = Error::UserChanged { expected: shown, now: context.session.user.clone() };
        assert_eq!(error, Unconfirmed { cause, outcome: Outcome::NotDone });
        assert_eq!(context.sent(), [GENERATE, CRUMB_ISSUER, ME]);
        assert_eq!(context.names_made(), [""; 0]);
    });
}
