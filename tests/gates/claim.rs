//! What the popup and the command line say about a token they were to create, and whether it is true.

use std::collections::HashSet;

use latchkey_standin::{Standin, TokenRecord};

/// What somebody is told after they asked for a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// Here it is.
    Delivered(String),
    /// Nothing was created.
    NothingCreated,
    /// This many were created, but their values are lost: more than one if a browser or a proxy sent the request again.
    ValuesLost(usize),
    /// This many have its name; older ones may be among them.
    Candidates(usize),
    /// It could not be found out yet.
    NotKnownYet,
}

impl Claim {
    /// Whether it shows the person a token whose value never arrived.
    pub(crate) fn is_found(&self) -> bool {
        matches!(self, Self::ValuesLost(1) | Self::Candidates(1))
    }
}

/// The tokens of a user at one moment.
pub(crate) struct Before<'a> {
    standin: &'a Standin,
    user: &'a str,
    uuids: HashSet<String>,
}

impl<'a> Before<'a> {
    pub(crate) fn of(standin: &'a Standin, user: &'a str) -> Self {
        let uuids = standin.tokens_of(user).into_iter().map(|token| token.uuid).collect();
        Self { standin, user, uuids }
    }

    /// The tokens that were created since.
    pub(crate) fn created(&self) -> Vec<TokenRecord> {
        let tokens = self.standin.tokens_of(self.user).into_iter();
        tokens.filter(|token| !self.uuids.contains(&token.uuid)).collect()
    }

    /// How many tokens have the name of these.
    fn of_that_name(&self, created: &[TokenRecord]) -> usize {
        let same = |token: &&TokenRecord| created.iter().any(|made| made.name == token.name);
        self.standin.tokens_of(self.user).iter().filter(same).count()
    }

    /// Checks that a claim agrees with what the controller has.
    #[track_caller]
    pub(crate) fn check(&self, claim: &Claim) {
        let created = self.created();
        let is_true = match claim {
            Claim::Delivered(value) => created.len() == 1 && self.standin.token_works(value),
            Claim::NothingCreated => created.is_empty(),
            Claim::ValuesLost(count) => created.len() == *count,
            Claim::Candidates(count) => created.len() <= *count && *count <= self.of_that_name(&created),
            Claim::NotKnownYet => true,
        };
        assert!(is_true, "claimed: {claim:?}; created: {created:#?}");
    }
}
