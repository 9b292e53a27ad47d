//! Renaming and revoking.

use latchkey_core::{Error, Outcome, Owner, Unconfirmed};
use latchkey_native::block_on;
use latchkey_standin::{Fault, FaultedRequest, JenkinsVersion};

use super::outcome::{certainly_not_carried_out, expected, in_short};
use super::world::{World, admin, alice, new_name, with_every_fault};

/// Holds the end of a change against whether it was carried out.
pub(super) fn check(
    world: &World,
    end: Result<(), Unconfirmed>,
    cause: Result<(), Error>,
    carried_out: bool,
) {
    let fault = world.fault;
    match end {
        Ok(()) => {
            assert!(carried_out, "{fault}: confirmed, and not true");
            assert_eq!(cause, Ok(()), "{fault}");
        }
        Err(error) => {
            assert!(!carried_out || error.outcome != Outcome::NotDone, "{fault}: denied, and true: {error}");
            if certainly_not_carried_out(fault) {
                assert_eq!(error.outcome, Outcome::NotDone, "{fault}");
            }
            assert_eq!(Err(in_short(error.cause)), cause, "{fault}");
        }
    }
}

/// What goes wrong with a reply that has little in it, or nothing.
fn with_little_to_say(world: &World, renaming: bool) -> Result<(), Error> {
    let says_ok = renaming && world.session.page.version.to_string() != JenkinsVersion::V2_303_3.version();
    match world.fault {
        // There is but the status, which is right.
        Fault::WrongTypes if says_ok => Ok(()),
        fault => expected(fault),
    }
}

#[test]
fn renaming_is_confirmed_only_where_it_was_done() {
    with_every_fault(|world| {
        for (owner, user) in [(Owner::Me, admin()), (Owner::User(alice()), alice())] {
            let uuid = world.old_token(&user);
            let client = world.faulty(FaultedRequest::Rename);
            let end = block_on(client.rename(&world.act_as(world.of_the_page()), &owner, &uuid, &new_name()));
            let renamed = world.names(&user) == ["new"];
            check(world, end, with_little_to_say(world, true), renamed);
        }
    });
}

#[test]
fn revoking_is_confirmed_only_where_it_was_done() {
    with_every_fault(|world| {
        for (owner, user) in [(Owner::Me, admin()), (Owner::User(alice()), alice())] {
            let uuid = world.old_token(&user);
            let client = world.faulty(FaultedRequest::Revoke);
            let end = block_on(client.revoke(&world.act_as(world.of_the_page()), &owner, &uuid));
            let revoked = world.names(&user).is_empty();
            check(world, end, with_little_to_say(world, false), revoked);
        }
    });
}
