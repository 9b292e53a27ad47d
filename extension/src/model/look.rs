//! Looking for what a request has created, in lists of its owner's tokens.

use latchkey_core::listing::{Created, TokenRow};
use latchkey_core::look::{Finding as CoreFinding, LATE_EXECUTION, Sought};
use latchkey_core::{Error, Owner, UserId};

use crate::model::journal::JournalEntry;
use crate::model::list::TokenReference;

/// Which list was asked for, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListScope {
    pub(crate) owner: Owner,
    /// The user who is signed in, as the list's request makes sure. `None` if that was not known.
    pub(crate) user: Option<UserId>,
    /// How many requests had ended by then that changed tokens or may have.
    pub(crate) ended: u32,
}

/// The tokens that somebody had when they were listed last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownTokens {
    pub(crate) scope: ListScope,
    pub(crate) uuids: Vec<String>,
}

/// A request that ended without a token in the person's hands, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct UnconfirmedToken {
    pub(crate) entry: JournalEntry,
    /// How it ended, where that is known.
    pub(crate) cause: Option<Error>,
    /// Lists that were asked for earlier say nothing about it: [`ListScope::ended`].
    pub(crate) since: u32,
    pub(crate) finding: Finding,
}

/// A request whose token reached the person, and further tokens that it created: browsers can send a request more than
/// once.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ConfirmedToken {
    pub(crate) entry: JournalEntry,
    /// As of an unconfirmed one.
    pub(crate) since: u32,
    /// What was found besides the token itself.
    pub(crate) further: Finding,
}

/// What is known about the tokens that a request created.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Finding {
    /// A list is on its way, or will be once it is known who is signed in.
    Looking,
    Created(Vec<FoundToken>),
    /// Tokens of the name. Some may be older than the request: there is no list from before it.
    Candidates(Vec<FoundToken>),
    /// It created nothing.
    Absent,
    /// It could not be found out yet.
    Unclear(Doubt),
}

/// Why it could not be found out yet whether a token was created.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Doubt {
    /// No token is there, but the request may still be carried out.
    MayFollow,
    /// Only this user's list would show it, and somebody else is signed in.
    OfUser(UserId),
    /// No token is there, but which user's list would show it is not known.
    OfNobodyKnown,
    /// The list could not be read.
    NotListed(Error),
}

/// A token that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FoundToken {
    pub(crate) token: TokenReference,
    /// When it was created, in the words of the controller.
    pub(crate) created: Option<String>,
}

impl FoundToken {
    fn of(row: &TokenRow) -> Self {
        let created =
            row.created.as_ref().map(|Created { text, exact }| exact.as_ref().unwrap_or(text).clone());
        Self { token: TokenReference::to(row), created }
    }
}

impl Finding {
    /// The tokens that were found.
    pub(crate) fn tokens(&self) -> &[FoundToken] {
        match self {
            Self::Created(tokens) | Self::Candidates(tokens) => tokens,
            Self::Looking | Self::Absent | Self::Unclear(_) => &[],
        }
    }

    /// What remains of it without a token that turned out to be another request's, or is gone.
    pub(crate) fn drop_token(&mut self, uuid: &str) {
        match self {
            Self::Created(tokens) | Self::Candidates(tokens) => {
                tokens.retain(|found| found.token.uuid != uuid);
                if tokens.is_empty() {
                    *self = Self::Looking;
                }
            }
            Self::Looking | Self::Absent | Self::Unclear(_) => {}
        }
    }
}

impl JournalEntry {
    /// Whether a list of this scope shows the token that was asked for.
    pub(crate) fn is_shown_by(&self, scope: &ListScope) -> bool {
        let maker = self.session.user.as_ref();
        self.owner == scope.owner && scope.user.is_some() && (maker.is_none() || maker == scope.user.as_ref())
    }

    /// What the request created, according to the tokens that its owner has now. Those in `claimed` are known to be
    /// other requests'.
    pub(crate) fn find(&self, tokens: &[TokenRow], claimed: &[String]) -> Finding {
        let sought =
            Sought { name: &self.name, before: self.before.as_deref(), replaces: self.replaces.as_deref() };
        let unclaimed = |rows: Vec<&TokenRow>| -> Vec<FoundToken> {
            rows.into_iter().filter(|row| !claimed.contains(&row.uuid)).map(FoundToken::of).collect()
        };
        let finding = match sought.find(tokens) {
            CoreFinding::Absent => Finding::Absent,
            CoreFinding::Created(rows) => Finding::Created(unclaimed(rows)),
            CoreFinding::Candidates(rows) => Finding::Candidates(unclaimed(rows)),
        };
        if finding.tokens().is_empty() { Finding::Absent } else { finding }
    }

    /// Whether the request may still be carried out at this time.
    pub(crate) fn may_follow(&self, now: f64) -> bool {
        !self.replied && now - self.at < LATE_EXECUTION.as_secs_f64() * 1_000.0
    }
}

impl UnconfirmedToken {
    /// What is true now, according to the tokens that the owner has.
    pub(crate) fn look(&self, tokens: &[TokenRow], claimed: &[String], now: f64) -> Finding {
        let found = match &self.entry.uuid {
            Some(uuid) => {
                let own: Vec<_> = tokens.iter().filter(|row| row.uuid == *uuid).map(FoundToken::of).collect();
                if own.is_empty() { Finding::Absent } else { Finding::Created(own) }
            }
            None => self.entry.find(tokens, claimed),
        };
        match found {
            // A token that was there is gone.
            Finding::Absent if self.was_created() => Finding::Absent,
            Finding::Absent if self.entry.session.user.is_none() => Finding::Unclear(Doubt::OfNobodyKnown),
            Finding::Absent if self.entry.may_follow(now) => Finding::Unclear(Doubt::MayFollow),
            found => found,
        }
    }

    /// Whether it is being found out what became of it.
    pub(crate) fn is_looked_for(&self) -> bool {
        self.finding == Finding::Looking
    }

    /// Whether a token is known to have been created.
    pub(crate) fn was_created(&self) -> bool {
        self.entry.uuid.is_some()
            || matches!(self.cause, Some(Error::UnusableToken))
            || matches!(self.finding, Finding::Created(_))
    }

    /// Whether this token of that user may be one that the request created.
    pub(crate) fn may_be(&self, owner: &Owner, uuid: &str) -> bool {
        self.entry.owner == *owner && self.finding.tokens().iter().any(|found| found.token.uuid == uuid)
    }

    /// Whether the token of that user with this uuid is the one that was to be replaced.
    pub(crate) fn was_to_replace(&self, owner: &Owner, uuid: &str) -> bool {
        self.entry.owner == *owner && self.entry.replaces.as_deref() == Some(uuid)
    }
}
