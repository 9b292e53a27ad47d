//! Requests that only read: they return what is true, or an error.

use latchkey_core::{Error, Owner, Secret, Verification};
use latchkey_native::{block_on, html};
use latchkey_standin::{Fault, FaultedRequest, NewToken};

use super::context::{TestContext, admin, with_every_fault};
use super::expected::{expected, in_short};

fn check<T: std::fmt::Debug>(context: &TestContext, end: Result<T, Error>, cause: Result<(), Error>) {
    assert_eq!(end.map(|_| ()).map_err(in_short), cause, "{}", context.fault);
}

#[test]
fn list_is_complete_or_an_error() {
    with_every_fault(|context| {
        for _ in 0..3 {
            context.old_token(&admin());
        }
        let client = context.faulty(FaultedRequest::TokensPage);
        let list =
            block_on(client.list(&Owner::Me, context.session.page.version.as_ref(), html::read_listing));
        if let Ok(listing) = &list {
            assert_eq!(listing.tokens.len(), 3, "{}", context.fault);
        }
        let cause = match context.fault {
            // Plain text in place of a page is not a sign-in page.
            Fault::WrongContentType => Err(Error::UnexpectedReply),
            fault => expected(fault),
        };
        check(context, list, cause);
    });
}

#[test]
fn verification_never_claims_more_than_is_known() {
    with_every_fault(|context| {
        let made =
            block_on(context.session.client().generate(&context.order(context.of_the_page()))).unwrap();
        let verify = |value: &Secret| block_on(context.faulty(FaultedRequest::Me).verify(&admin(), value));
        let expected = match context.fault {
            // A token does not depend on a session.
            Fault::Restart => Ok(()),
            fault => expected(fault),
        };
        match verify(&made.value) {
            Verification::WorksAs(user) => assert_eq!((user, &expected), (admin(), &Ok(()))),
            Verification::WithoutRead { .. } => panic!("{}: admin may read", context.fault),
            Verification::Refused => panic!("{}: the token works", context.fault),
            Verification::Unknown(error) => {
                assert_eq!(Err(in_short(error)), expected, "{}", context.fault);
            }
        }
        let wrong = verify(&Secret::new("11000000000000000000000000000000"));
        assert!(!matches!(wrong, Verification::WorksAs(_)), "{}: that token does not exist", context.fault);
    });
}

#[test]
fn user_record_is_read_or_an_error() {
    with_every_fault(|context| {
        check(context, block_on(context.faulty(FaultedRequest::Me).me()), expected(context.fault));
    });
}

#[test]
fn crumb_is_read_or_an_error() {
    with_every_fault(|context| {
        check(context, block_on(context.faulty(FaultedRequest::Crumb).crumb()), expected(context.fault));
    });
}

#[test]
fn whoami_recognizes_jenkins_or_fails() {
    with_every_fault(|context| {
        let cause = match context.fault {
            // It answers anonymous users, too.
            Fault::Restart => Ok(()),
            // A reply that does not look like Jenkins is not taken for it.
            Fault::HalfBody | Fault::HalfChunks | Fault::HugeBody | Fault::WrongTypes => {
                Err(Error::NotJenkins)
            }
            fault => expected(fault),
        };
        check(context, block_on(context.faulty(FaultedRequest::WhoAmI).whoami()), cause);
    });
}

#[test]
fn script_lists_other_users_completely_or_fails() {
    with_every_fault(|context| {
        context.standin.add_token("alice", NewToken::new("old"));
        let client = context.faulty(FaultedRequest::Script);
        let users = [admin(), super::context::alice()];
        let list = block_on(client.list_by_script(&context.act_as(context.of_the_page()), &users));
        if let Ok(listed) = &list {
            assert_eq!(listed.len(), 2, "{}", context.fault);
        }
        check(context, list, expected(context.fault));
    });
}
