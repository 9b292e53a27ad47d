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
    /// It was created, but its value is lost.
    ValueLost,
    /// It could not be found out yet.
    NotKnownYet,
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

    /// Checks that a claim agrees with what the controller has.
    #[track_caller]
    pub(crate) fn check(&self, claim: &Claim) {
        let created = self.created();
        let is_true = match claim {
            Claim::Delivered(value) => created.len() == 1 && self.standin.token_works(value),
            Claim::NothingCreated => created.is_empty(),
            Claim::ValueLost => created.len() == 1,
            Claim::NotKnownYet => true,
        };
        assert!(is_true, "claimed: {claim:?}; created: {created:#?}");
    }
}
