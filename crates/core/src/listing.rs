//! What the tokens page means: for a user's tokens, Jenkins has no other source than its HTML.
//!
//! The page has had three markups: up to 2.504, from 2.505 to 2.547, and since 2.548. HTML is read by
//! whoever has a parser, through [`Element`]; what classes and attributes mean stands here. Texts are in
//! the person's language and only shown. State is taken from classes.

mod cards;
mod element;
mod items;
mod row;
mod warning;

use std::collections::BinaryHeap;
use std::fmt;

pub use element::Element;
pub use row::{Created, RowExpiry, TokenRow, Usage};
pub use warning::TokenWarning;

/// The tokens on the page of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The tokens, in the order of the page. An empty list is a user without tokens.
    pub tokens: Vec<TokenRow>,
}

/// Why a page gives no list of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListingError {
    /// The page has no list of tokens: a sign-in page, an error page, or a markup not known yet.
    NoTokensPage,
    /// The page has a list, but a row of it lacks what every token has.
    UnreadableRow,
}

impl fmt::Display for ListingError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NoTokensPage => "the page has no list of tokens",
            Self::UnreadableRow => "the page has a list of tokens that cannot be read",
        })
    }
}

impl std::error::Error for ListingError {}

/// Reads the tokens page of a user: `{root}/me/security/` (since 2.468), `{root}/me/configure` before.
///
/// Hidden row templates and the item for a new token are no tokens and are left out.
///
/// # Errors
///
/// [`ListingError`] for every page that is no tokens page; never an empty list.
pub fn read_listing(document: &impl Element) -> Result<Listing, ListingError> {
    if let Some(list) = document.find(cards::LIST) {
        cards::read(document, &list)
    } else if document.find(items::MARKER).is_some() {
        items::read(document)
    } else {
        Err(ListingError::NoTokensPage)
    }
}

impl Listing {
    /// The tokens in the order that helps looking after them: expired, about to expire, never used,
    /// then the others; each by name, whatever the case.
    #[must_use]
    pub fn sorted(self) -> Self {
        self.sorted_by(str::to_lowercase)
    }

    /// As [`Listing::sorted`], with Unicode's tables for lower case where the caller has them.
    #[must_use]
    pub fn sorted_by(self, lowercase: impl Fn(&str) -> String) -> Self {
        let keys = self.tokens.iter().enumerate();
        let urgency = |token: &TokenRow| token.warnings().map(TokenWarning::urgency).min().unwrap_or(u8::MAX);
        let keys = keys.map(|(place, token)| (urgency(token), lowercase(&token.name), place));
        // A heap sorts with a tenth of the code of `sort`, which counts in WebAssembly.
        let order = BinaryHeap::from_iter(keys).into_sorted_vec();
        let mut tokens: Vec<_> = self.tokens.into_iter().map(Some).collect();
        let sorted = order.into_iter().filter_map(|(_, _, place)| tokens.get_mut(place)?.take());
        Self { tokens: sorted.collect() }
    }
}
