//! What the popup claims about tokens is compared with what a controller has, whatever becomes of requests and replies.

mod world;

use proptest::prelude::*;
use proptest::sample::Index;

use self::world::World;
use super::*;

/// The names of all tokens: two requests can be for the same.
const NAMES: [&str; 2] = ["n", "m"];

/// What happens.
#[derive(Debug, Clone)]
enum Step {
    Press(usize),
    /// The request that was sent last ends.
    End(Fate),
    /// The same, after the popup was closed. Another is opened.
    Reopen(Fate),
    /// A list arrives, or cannot be had.
    List(Index, bool),
    /// A request that was lost is carried out after all.
    CarryOut(Index),
    Wait(u8),
    /// A button of an alert is pressed, and what it asks is agreed to.
    Act(Index),
    Done,
}

/// What becomes of a request.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Refused,
    /// Carried out this often, because the browser repeated it; the reply to the last arrives.
    Answered(u8),
    /// Carried out this often; something else answers.
    Replaced(u8),
    /// Carried out this often; no reply arrives.
    Lost(u8),
    /// Not carried out yet; no reply arrives.
    Late,
}

fn fates() -> impl Strategy<Value = Fate> {
    prop_oneof![
        Just(Fate::Refused),
        (1..4_u8).prop_map(Fate::Answered),
        (0..3_u8).prop_map(Fate::Replaced),
        (0..3_u8).prop_map(Fate::Lost),
        Just(Fate::Late),
    ]
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..NAMES.len()).prop_map(Step::Press),
        4 => fates().prop_map(Step::End),
        1 => fates().prop_map(Step::Reopen),
        8 => (any::<Index>(), prop::bool::weighted(0.8)).prop_map(|(which, arrives)| Step::List(which, arrives)),
        1 => any::<Index>().prop_map(Step::CarryOut),
        1 => (1..12_u8).prop_map(Step::Wait),
        2 => any::<Index>().prop_map(Step::Act),
        1 => Just(Step::Done),
    ]
}

proptest! {
    #[test]
    fn what_the_popup_claims_is_true(
        old in prop::collection::vec(0..NAMES.len(), 0..3),
        steps in prop::collection::vec(steps(), 1..60),
    ) {
        let mut world = World::new(&old);
        for step in &steps {
            world.step(step);
        }
    }
}
