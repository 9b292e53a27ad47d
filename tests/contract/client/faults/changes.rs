//! Renaming and revoking.

use latchkey_core::{CoreVersion, Error, Outcome, Owner, Unconfirmed};
use latchkey_native::block_on;
use latchkey_standin::{Fault, FaultedRequest, JenkinsVersion};

use super::context::{TestContext, admin, alice, new_name, with_every_fault};
use super::expected::{certainly_not_carried_out, expected, in_short};

/// Compares the result of a change with what the controller did.
pub(super) fn check(
    context: &TestContext,
    end: Result<(), Unconfirmed>,
    cause: Result<(), Error>,
    carried_out: bool,
) {
    let fault = context.fault;
    match end {
        Ok(()) => {
            assert!(carried_out, "{fault}: confirmed although it did not happen");
            assert_eq!(cause, Ok(()), "{fault}");
        }
        Err(error) => {
            assert!(
                !carried_out || error.outcome != Outcome::NotDone,
                "{fault}: denied although it happened: {error}"
            );
            if certainly_not_carried_out(fault) {
                assert_eq!(error.outcome, Outcome::NotDone, "{fault}");
            }
            assert_eq!(Err(in_short(error.cause)), cause, "{fault}");
        }
    }
}

/// The expected result of a change, whose successful reply has an empty or short body.
fn with_little_to_say(context: &TestContext, renaming: bool) -> Result<(), Error> {
    let says_ok =
        renaming && context.session.page.version != CoreVersion::parse(JenkinsVersion::V2_303_3.version());
    match context.fault {
        // The body holds only the status, which is right.
        Fault::WrongTypes if says_ok => Ok(()),
        fault => expected(fault),
    }
}

#[test]
fn renaming_is_confirmed_only_if_it_happened() {
    with_every_fault(|context| {
        for (owner, user) in [(Owner::Me, admin()), (Owner::User(alice()), alice())] {
            let uuid = context.old_token(&user);
            let client = context.faulty(FaultedRequest::Rename);
            let end =
                block_on(client.rename(&context.act_as(context.of_the_page()), &owner, &uuid, &new_name()));
            let renamed = context.names(&user) == ["new"];
            check(context, end, with_little_to_say(context, true), renamed);
        }
    });
}

#[test]
fn revoking_is_confirmed_only_if_it_happened() {
    with_every_fault(|context| {
        for (owner, user) in [(Owner::Me, admin()), (Owner::User(alice()), alice())] {
            let uuid = context.old_token(&user);
            let client = context.faulty(FaultedRequest::Revoke);
            let end = block_on(client.revoke(&context.act_as(context.of_the_page()), &owner, &uuid));
            let revoked = context.names(&user).is_empty();
            check(context, end, with_little_to_say(context, false), revoked);
        }
    });
}
