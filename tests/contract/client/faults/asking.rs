//! Questions: they change nothing, and are answered with what is true or not at all.

use latchkey_core::{Error, Owner, Secret, Verification};
use latchkey_native::{block_on, html};
use latchkey_standin::{Fault, FaultedRequest, NewToken};

use super::outcome::{expected, in_short};
use super::world::{World, admin, with_every_fault};

fn check<T: std::fmt::Debug>(world: &World, end: Result<T, Error>, cause: Result<(), Error>) {
    assert_eq!(end.map(|_| ()).map_err(in_short), cause, "{}", world.fault);
}

#[test]
fn the_list_is_whole_or_none() {
    with_every_fault(|world| {
        for _ in 0..3 {
            world.old_token(&admin());
        }
        let client = world.faulty(FaultedRequest::TokensPage);
        let list = block_on(client.list(&Owner::Me, Some(&world.session.page.version), html::read_listing));
        if let Ok(listing) = &list {
            assert_eq!(listing.tokens.len(), 3, "{}", world.fault);
        }
        let cause = match world.fault {
            // Plain text where a page was expected is no sign-in.
            Fault::WrongContentType => Err(Error::UnexpectedReply),
            fault => expected(fault),
        };
        check(world, list, cause);
    });
}

#[test]
fn a_token_works_does_not_or_it_could_not_be_found_out() {
    with_every_fault(|world| {
        let made = block_on(world.session.client().generate(&world.order(world.of_the_page()))).unwrap();
        let verify = |value: &Secret| block_on(world.faulty(FaultedRequest::Me).verify(&admin(), value));
        let expected = match world.fault {
            // The token is no session.
            Fault::Restart => Ok(()),
            fault => expected(fault),
        };
        match verify(&made.value) {
            Verification::WorksAs(user) => assert_eq!((user, &expected), (admin(), &Ok(()))),
            Verification::Refused => panic!("{}: the token works", world.fault),
            Verification::Unknown(error) => {
                assert_eq!(Err(in_short(error)), expected, "{}", world.fault);
            }
        }
        let wrong = verify(&Secret::new("11000000000000000000000000000000"));
        assert!(!matches!(wrong, Verification::WorksAs(_)), "{}: that token does not exist", world.fault);
    });
}

#[test]
fn who_somebody_is() {
    with_every_fault(|world| {
        check(world, block_on(world.faulty(FaultedRequest::Me).me()), expected(world.fault));
    });
}

#[test]
fn a_crumb() {
    with_every_fault(|world| {
        check(world, block_on(world.faulty(FaultedRequest::Crumb).crumb()), expected(world.fault));
    });
}

#[test]
fn whether_there_is_a_jenkins_at_all() {
    with_every_fault(|world| {
        let cause = match world.fault {
            // It answers everybody.
            Fault::Restart => Ok(()),
            // What does not look like Jenkins is not believed to be one.
            Fault::HalfBody | Fault::HalfChunks | Fault::HugeBody | Fault::WrongTypes => {
                Err(Error::NotJenkins)
            }
            fault => expected(fault),
        };
        check(world, block_on(world.faulty(FaultedRequest::WhoAmI).whoami()), cause);
    });
}

#[test]
fn tokens_of_others_are_listed_by_a_script_whole_or_not_at_all() {
    with_every_fault(|world| {
        world.standin.add_token("alice", NewToken::new("old"));
        let client = world.faulty(FaultedRequest::Script);
        let users = [admin(), super::world::alice()];
        let list = block_on(client.list_by_script(&world.act_as(world.of_the_page()), &users));
        if let Ok(listed) = &list {
            assert_eq!(listed.len(), 2, "{}", world.fault);
        }
        check(world, list, expected(world.fault));
    });
}
