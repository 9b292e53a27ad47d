//! The tokens page. Its HTML is the only list of a user's tokens that Jenkins has.
//!
//! The page has had three markups: up to 2.504, from 2.505 to 2.547, and since 2.548. The caller's parser
//! provides the elements ([`Element`]); this module knows what classes and attributes mean. Texts are in the
//! user's language and only displayed; state is read from classes.

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
    /// The tokens, in the order of the page. It is empty if the user has no tokens.
    pub tokens: Vec<TokenRow>,
}

/// Why a page has no readable list of tokens.
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
/// Hidden row templates and the item for a new token are left out.
///
/// # Errors
///
/// [`ListingError`] for every page that is not a tokens page; never an empty list.
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
    /// Sorts the tokens by urgency: expired, about to expire, never used, then the others; each group by
    /// name, ignoring case.
    #[must_use]
    pub fn sorted(self) -> Self {
        self.sorted_by(str::to_lowercase)
    }

    /// As [`Listing::sorted`], with the caller's conversion to lower case.
    #[must_use]
    pub fn sorted_by(self, lowercase: impl Fn(&str) -> String) -> Self {
        let keys = self.tokens.iter().enumerate();
        let urgency = |token: &TokenRow| token.warnings().map(TokenWarning::urgency).min().unwrap_or(u8::MAX);
        let keys = keys.map(|(place, token)| (urgency(token), lowercase(&token.name), place));
        // A heap needs a tenth of the code of `sort`, which matters for WebAssembly.
        let order = BinaryHeap::from_iter(keys).into_sorted_vec();
        let mut tokens: Vec<_> = self.tokens.into_iter().map(Some).collect();
        let sorted = order.into_iter().filter_map(|(_, _, place)| tokens.get_mut(place)?.take());
        Self { tokens: sorted.collect() }
    }
}
