//! Creating a token.

use latchkey_core::{CrumbSource, Error, GeneratedToken, Outcome, Owner, Unconfirmed, UserId};
use latchkey_native::block_on;
use latchkey_standin::{Fault, FaultedRequest, JenkinsVersion};

use super::context::{TestContext, admin, alice, with_every_fault};
use super::expected::{certainly_not_carried_out, expected, in_short};

/// Compares the result of creating a token with what the controller did. `cause` is the expected error.
pub(super) fn check(
    context: &TestContext,
    user: &UserId,
    end: Result<GeneratedToken, Unconfirmed>,
    cause: Result<(), Error>,
) {
    let fault = context.fault;
    let made = context.names(user);
    assert!(made.is_empty() || made == ["new"], "{fault}: two tokens for one request");
    match end {
        Ok(token) => {
            assert_eq!(cause, Ok(()), "{fault}");
            assert_eq!(made, ["new"], "{fault}: the token received does not exist");
            assert!(context.standin.token_works(token.value.reveal()), "{fault}");
        }
        Err(error) => {
            assert!(
                made.is_empty() || error.outcome != Outcome::NotDone,
                "{fault}: a token is lost: {error}"
            );
            assert_eq!(Err(in_short(error.cause)), cause, "{fault}");
        }
    }
}

fn is_certain(end: &Result<GeneratedToken, Unconfirmed>) -> bool {
    !end.as_ref().is_err_and(|error| error.outcome != Outcome::NotDone)
}

#[test]
fn own_token_is_never_lost_or_created_twice() {
    with_every_fault(|context| {
        let client = context.faulty(FaultedRequest::Generate);
        let end = block_on(client.generate(&context.order(context.of_the_page())));
        assert_eq!(
            is_certain(&end),
            expected(context.fault).is_ok() || certainly_not_carried_out(context.fault),
            "{}",
            context.fault
        );
        check(context, &admin(), end, expected(context.fault));
    });
}

#[test]
fn another_users_token_is_never_lost_or_created_twice() {
    with_every_fault(|context| {
        let client = context.faulty(FaultedRequest::Generate);
        let end = block_on(client.generate_for(&alice(), &context.order(context.of_the_page())));
        check(context, &alice(), end, expected(context.fault));
    });
}

/// If the request for the crumb or the user fails, no token is created, and the error says so.
#[test]
fn failed_crumb_or_user_request_creates_nothing() {
    for question in [FaultedRequest::Crumb, FaultedRequest::Me] {
        with_every_fault(|context| {
            let client = context.faulty(question);
            let end = block_on(client.generate(&context.order(CrumbSource::Controller)));
            assert!(is_certain(&end), "{}", context.fault);
            check(context, &admin(), end, expected(context.fault));
        });
    }
}

#[test]
fn crumb_is_sent_as_a_form_field_if_the_header_is_always_dropped() {
    for core in JenkinsVersion::ALL {
        let context = TestContext::new(core, Fault::CrumbHeaderDropped);
        context.standin.fault_every(context.fault, FaultedRequest::Any);
        let end = block_on(context.client().generate(&context.order(context.of_the_page())));
        check(&context, &admin(), end, Ok(()));
    }
}

#[test]
fn fresh_crumb_is_used_if_every_page_changes_it() {
    for core in JenkinsVersion::ALL {
        let context = TestContext::new(core, Fault::CrumbChanges);
        context.standin.fault_every(context.fault, FaultedRequest::Any);
        block_on(context.client().tokens_page(&Owner::Me, None)).unwrap();
        let end = block_on(context.client().generate(&context.order(context.of_the_page())));
        check(&context, &admin(), end, Ok(()));
    }
}
