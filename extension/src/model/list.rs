//! What the popup knows of the list of tokens.

use latchkey_core::listing::{Listing, TokenRow};
use latchkey_core::{Error, Owner, UserId};

use crate::model::journal::other_user;
use crate::model::lowercase;

/// The smallest number of tokens for which the filter is shown.
pub const FILTER_FROM: usize = 8;

/// The list of somebody's tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenList {
    /// Whose tokens.
    pub owner: Owner,
    /// The tokens.
    pub rows: Rows,
    /// Grows with every change of what the rows show. Comparing a thousand rows would take longer.
    revision: u32,
    /// The token whose name is being changed.
    renaming: Option<String>,
    /// Tokens that are chosen for revoking, by uuid.
    pub chosen: Vec<String>,
    /// Tokens that are being revoked.
    pub revoking: Option<Revoking>,
    /// The outcome of the last change, token by token.
    pub outcomes: Vec<ListOutcome>,
}

/// The tokens, as far as they are known.
#[derive(Debug, Clone, PartialEq)]
pub enum Rows {
    /// Not asked for yet.
    Unasked,
    /// Requested.
    Loading,
    /// As the controller listed them, in the order of the list.
    Listed(Vec<TokenRow>),
    /// The request failed.
    Failed(Error),
}

/// Tokens that are being revoked, one after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Revoking {
    /// Which.
    pub tokens: Vec<TokenReference>,
    /// How many are done.
    pub done: usize,
}

/// What came of a change to the list.
#[derive(Debug, Clone, PartialEq)]
pub enum ListOutcome {
    /// The token has another name.
    Renamed {
        /// The name it had.
        old: String,
        /// The name it has.
        new: String,
    },
    /// The token has the name it had.
    NotRenamed {
        /// That name.
        name: String,
        /// Why, where that is known.
        cause: Option<Error>,
    },
    /// The token of this name was to be renamed, and the list could not be read afterwards.
    PerhapsRenamed(String),
    /// The token of this name does not exist any more.
    Gone(String),
    /// The token of this name is revoked.
    Revoked(String),
    /// The token is not revoked, or may not be.
    NotRevoked {
        /// Its name.
        name: String,
        /// Why, where that is known.
        cause: Option<Error>,
    },
    /// The token of this name was to be revoked, and the list could not be read afterwards.
    PerhapsRevoked(String),
    /// No token of the list has this name, which was looked for.
    NoneOfThatName(String),
    /// Several tokens of the list have this name, which was looked for.
    SeveralOfThatName(String),
}

impl ListOutcome {
    /// Whether what was asked for was done.
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Renamed { .. } | Self::Revoked(_))
    }
}

/// A token by its uuid, with the name it is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenReference {
    /// The uuid that Jenkins knows it by.
    pub uuid: String,
    /// Its name, which need not be unique.
    pub name: String,
}

impl TokenReference {
    /// The reference to a token of a list.
    pub fn to(token: &TokenRow) -> Self {
        Self { uuid: token.uuid.clone(), name: token.name.clone() }
    }
}

/// A token that the next one is to replace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The old token.
    pub token: TokenReference,
    /// Whose it is; the new one is made for the same user.
    pub owner: Owner,
}

impl Default for TokenList {
    fn default() -> Self {
        Self {
            owner: Owner::Me,
            rows: Rows::Unasked,
            revision: 0,
            renaming: None,
            chosen: Vec::new(),
            revoking: None,
            outcomes: Vec::new(),
        }
    }
}

impl TokenList {
    /// Starts over with another user's tokens.
    pub fn reset(&mut self, owner: Owner, rows: Rows) {
        *self = Self { owner, rows, revision: self.revision, ..Self::default() };
        self.touch();
    }

    /// Begins to change the name of a token, or ends it.
    pub fn rename(&mut self, uuid: Option<String>) {
        self.renaming = uuid;
        self.touch();
    }

    /// Notes that the rows show something else now.
    pub fn touch(&mut self) {
        self.revision += 1;
    }

    /// A number that differs whenever the rows show something else.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// The token whose name is being changed.
    pub fn renaming(&self) -> Option<&str> {
        self.renaming.as_deref()
    }

    /// Takes the controller's answer.
    pub fn take(&mut self, listing: Result<Listing, Error>) {
        self.rows = match listing {
            Ok(listing) => Rows::Listed(listing.sorted_by(lowercase).tokens),
            Err(error) => Rows::Failed(error),
        };
        self.touch();
        let tokens = match &self.rows {
            Rows::Listed(tokens) => tokens.as_slice(),
            _ => &[],
        };
        let is_listed = |uuid: &String| tokens.iter().any(|token| token.uuid == *uuid);
        self.chosen.retain(is_listed);
        self.renaming.take_if(|uuid| !is_listed(uuid));
    }

    /// The tokens, if they are known.
    pub fn tokens(&self) -> &[TokenRow] {
        match &self.rows {
            Rows::Listed(tokens) => tokens,
            Rows::Unasked | Rows::Loading | Rows::Failed(_) => &[],
        }
    }

    /// The user whose tokens they are, where they are not the person's own.
    pub fn user(&self) -> Option<&UserId> {
        other_user(&self.owner)
    }

    /// The token of that uuid.
    pub fn reference(&self, uuid: &str) -> Option<TokenReference> {
        self.tokens().iter().find(|token| token.uuid == uuid).map(TokenReference::to)
    }
}
