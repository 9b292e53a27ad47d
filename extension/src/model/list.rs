//! What the popup knows of the list of tokens.

use latchkey_core::listing::{Listing, TokenRow, TokenWarning};
use latchkey_core::{Error, Owner, text};

use crate::model::lowercase;

/// The smallest number of tokens for which the filter is shown.
pub(crate) const FILTER_FROM: usize = 8;

/// The list of somebody's tokens.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct TokenList {
    pub(crate) owner: Owner,
    pub(crate) rows: Rows,
    /// Grows with every change of what the rows show. Comparing a thousand rows would take longer.
    revision: u32,
    renaming: Option<Renaming>,
    /// Value of `User ID`; `None` while that part of the tab is folded.
    pub(crate) for_user: Option<String>,
    /// Only tokens whose name contains this text are shown, ignoring case.
    pub(crate) filter: String,
    /// Only tokens with this warning are shown.
    pub(crate) only: Option<TokenWarning>,
    /// How far the popup is scrolled down, in CSS pixels.
    pub(crate) scroll: f64,
    /// Tokens that are selected for revoking, by uuid.
    pub(crate) chosen: Vec<String>,
    pub(crate) revoking: Option<Revoking>,
    /// The outcome of the last change, token by token.
    pub(crate) outcomes: Vec<ListOutcome>,
}

/// The tokens, as far as they are known.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Rows {
    #[default]
    Unasked,
    Loading,
    /// As the controller listed them, in the order of the list.
    Listed(Vec<TokenRow>),
    Failed(Error),
}

/// A token whose name is being changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Renaming {
    pub(crate) uuid: String,
    /// Value of `New name`.
    pub(crate) new_name: String,
}

/// Tokens that are being revoked, one after the other.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Revoking {
    pub(crate) tokens: Vec<TokenReference>,
    pub(crate) done: usize,
}

/// The outcome of a change to the list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ListOutcome {
    /// The token had the first name and has the second.
    Renamed(String, String),
    /// The token of this name has it still; why, where that is known.
    NotRenamed(String, Option<Error>),
    /// The token of this name has it still, but this lost request may still be carried out.
    NotYetRenamed(String, Error),
    /// The token of this name was to be renamed, and the list could not be read afterwards.
    PerhapsRenamed(String),
    Gone(String),
    Revoked(String),
    /// The token of this name is not revoked; why, where that is known.
    NotRevoked(String, Option<Error>),
    /// The token of this name is not revoked, but this lost request may still be carried out.
    NotYetRevoked(String, Error),
    /// The token of this name was to be revoked, and the list could not be read afterwards.
    PerhapsRevoked(String),
}

impl ListOutcome {
    /// Whether what was asked for was done.
    pub(crate) fn is_success(&self) -> bool {
        matches!(self, Self::Renamed(..) | Self::Revoked(_))
    }
}

/// A token by its uuid, with the name it is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TokenReference {
    pub(crate) uuid: String,
    /// Its name, which need not be unique.
    pub(crate) name: String,
}

impl TokenReference {
    pub(crate) fn to(token: &TokenRow) -> Self {
        Self { uuid: token.uuid.clone(), name: token.name.clone() }
    }
}

/// A token that the next one is to replace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Replacement {
    pub(crate) token: TokenReference,
    /// Whose it is; the new one is made for the same user.
    pub(crate) owner: Owner,
}

impl Rows {
    fn tokens(&self) -> &[TokenRow] {
        if let Self::Listed(tokens) = self { tokens } else { &[] }
    }
}

impl TokenList {
    /// Starts over, with the same user's tokens or another's. What the person entered about the same tokens stays.
    pub(crate) fn reset(&mut self, owner: Owner, rows: Rows) {
        let last = std::mem::take(self);
        self.revision = last.revision;
        if last.owner == owner {
            (self.filter, self.only, self.scroll) = (last.filter, last.only, last.scroll);
            self.renaming = last.renaming;
        }
        (self.owner, self.rows, self.for_user) = (owner, rows, last.for_user);
        self.touch();
    }

    /// Starts over for somebody else.
    pub(crate) fn forget(&mut self) {
        *self = Self { revision: self.revision, ..Self::default() };
        self.touch();
    }

    /// Waits for a list. What was selected stays.
    pub(crate) fn load(&mut self) {
        self.rows = Rows::Loading;
        self.touch();
    }

    /// Begins to change the name of a token, or ends it.
    pub(crate) fn rename(&mut self, renaming: Option<Renaming>) {
        self.renaming = renaming;
        self.touch();
    }

    /// Notes what `New name` says. The field shows it already.
    pub(crate) fn new_name_edited(&mut self, text: String) {
        if let Some(renaming) = &mut self.renaming {
            renaming.new_name = text;
        }
    }

    /// Shows only tokens whose name contains this text.
    pub(crate) fn filter_by(&mut self, text: String) {
        self.filter = text;
        self.touch();
    }

    /// Shows only tokens with this warning, or all where none is given.
    pub(crate) fn show_only(&mut self, warning: Option<TokenWarning>) {
        self.only = warning;
        self.touch();
    }

    /// Notes that the rows show something else now.
    pub(crate) fn touch(&mut self) {
        self.revision += 1;
    }

    /// A number that differs whenever the rows show something else.
    pub(crate) fn revision(&self) -> u32 {
        self.revision
    }

    pub(crate) fn renaming(&self) -> Option<&Renaming> {
        self.renaming.as_ref()
    }

    /// Whether the name of the token with this uuid is being changed.
    pub(crate) fn is_renaming(&self, uuid: &str) -> bool {
        self.renaming().is_some_and(|renaming| renaming.uuid == uuid)
    }

    pub(crate) fn take(&mut self, listing: Result<Listing, Error>) {
        let rows = match listing {
            Ok(listing) => Rows::Listed(listing.sorted_by(lowercase).tokens),
            Err(error) => Rows::Failed(error),
        };
        if rows != self.rows {
            self.rows = rows;
            self.touch();
        }
        let is_listed = |uuid: &String| self.rows.tokens().iter().any(|token| token.uuid == *uuid);
        self.chosen.retain(is_listed);
        // A list that could not be read does not show that a token is gone.
        if matches!(self.rows, Rows::Listed(_)) {
            self.renaming.take_if(|renaming| !is_listed(&renaming.uuid));
        }
        self.drop_hidden_filters();
    }

    /// What cannot be seen must not hide anything.
    fn drop_hidden_filters(&mut self) {
        if !matches!(self.rows, Rows::Listed(_)) {
            return;
        }
        if self.tokens().len() < FILTER_FROM && !self.filter.is_empty() {
            self.filter_by(String::new());
        }
        if self.only.is_some_and(|warning| self.count(warning) == 0) {
            self.show_only(None);
        }
    }

    /// How many tokens have this warning.
    pub(crate) fn count(&self, warning: TokenWarning) -> usize {
        self.tokens().iter().filter(|token| has(token, warning)).count()
    }

    /// Whether some tokens may be left out.
    pub(crate) fn is_filtered(&self) -> bool {
        !self.filter.is_empty() || self.only.is_some()
    }

    /// The tokens that are shown: those that the filter and the summary leave, and the one that is being renamed.
    pub(crate) fn shown(&self) -> Vec<&TokenRow> {
        let wanted = lowercase(&self.filter);
        let is_named =
            |token: &TokenRow| wanted.is_empty() || text::contains(&lowercase(&token.name), &wanted);
        let is_shown = |token: &&TokenRow| {
            self.is_renaming(&token.uuid)
                || (self.only.is_none_or(|warning| has(token, warning)) && is_named(token))
        };
        self.tokens().iter().filter(is_shown).collect()
    }

    pub(crate) fn tokens(&self) -> &[TokenRow] {
        self.rows.tokens()
    }

    pub(crate) fn reference(&self, uuid: &str) -> Option<TokenReference> {
        self.tokens().iter().find(|token| token.uuid == uuid).map(TokenReference::to)
    }
}

/// What a warning is called in `popup.html` and in records.
pub(crate) fn name_of(warning: TokenWarning) -> &'static str {
    match warning {
        TokenWarning::Expired => "expired",
        TokenWarning::ExpiresSoon => "expires-soon",
        TokenWarning::NeverUsed => "never-used",
        TokenWarning::NeverExpires => "never-expires",
        TokenWarning::Legacy => "legacy",
    }
}

/// The inverse of [`name_of`].
pub(crate) fn warning_named(name: &str) -> Option<TokenWarning> {
    use TokenWarning::{Expired, ExpiresSoon, Legacy, NeverExpires, NeverUsed};
    [Expired, ExpiresSoon, NeverUsed, NeverExpires, Legacy]
        .into_iter()
        .find(|warning| name_of(*warning) == name)
}

fn has(token: &TokenRow, warning: TokenWarning) -> bool {
    token.warnings().any(|of_token| of_token == warning)
}

#[cfg(test)]
mod tests;
