//! The list of tokens: what is under way, its outcome, and what a row shows.

use latchkey_core::listing::{Created, RowExpiry, TokenRow, TokenWarning, Usage};

use crate::model::list::{ListOutcome, Rows, TokenList};
use crate::model::state::State;
use crate::view::alerts::what_happened;
use crate::view::message::{Key, Message};

/// A warning about a token, by words and a sign and not by color alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Badge {
    pub(crate) text: Key,
    /// How much they weigh, as a list of classes.
    pub(crate) class: &'static str,
}

/// What Jenkins says of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fact<'a> {
    /// The class of its paragraph in `popup.html`.
    pub(crate) class: &'static str,
    pub(crate) text: &'a str,
    pub(crate) exact: Option<&'a String>,
}

/// What is being done, or that there is nothing.
pub(super) fn progress(list: &TokenList) -> Option<Message> {
    match (&list.revoking, &list.rows) {
        (Some(revoking), _) => {
            let progress = Message::plain(Key::Revoking).and_count(revoking.done);
            Some(progress.and_count(revoking.tokens.len()))
        }
        (None, Rows::Loading) => Some(Message::plain(Key::LoadingTokens)),
        (None, Rows::Listed(tokens)) if tokens.is_empty() => Some(Message::plain(Key::NoTokens)),
        (None, Rows::Listed(_) | Rows::Unasked | Rows::Failed(_)) => None,
    }
}

/// The outcome of a change to the list.
pub(crate) fn outcome(outcome: &ListOutcome) -> Message {
    match outcome {
        ListOutcome::Renamed(old, new) => Message::with(Key::Renamed, old).and(new),
        ListOutcome::NotRenamed(name, cause) => {
            Message::with(Key::NotRenamed, name).because(cause.as_ref().map(what_happened))
        }
        ListOutcome::NotYetRenamed(name, cause) => {
            Message::with(Key::RenameMayFollow, name).because(Some(what_happened(cause)))
        }
        ListOutcome::PerhapsRenamed(name) => Message::with(Key::RenameUnconfirmed, name),
        ListOutcome::Gone(name) => Message::with(Key::GoneMeanwhile, name),
        ListOutcome::Revoked(name) => Message::with(Key::Revoked, name),
        ListOutcome::NotRevoked(name, cause) => {
            Message::with(Key::NotRevoked, name).because(cause.as_ref().map(what_happened))
        }
        ListOutcome::NotYetRevoked(name, cause) => {
            Message::with(Key::RevokeMayFollow, name).because(Some(what_happened(cause)))
        }
        ListOutcome::PerhapsRevoked(name) => Message::with(Key::RevokeUnconfirmed, name),
    }
}

/// The facts about a token. What a badge says already is left out.
pub(crate) fn facts(token: &TokenRow) -> impl Iterator<Item = Fact<'_>> {
    let created = token.created.as_ref();
    let created =
        created.map(|Created { text, exact }| Fact { class: ".created", text, exact: exact.as_ref() });
    let used = match &token.usage {
        Usage::Times { text, exact, .. } => Some(Fact { class: ".used", text, exact: exact.as_ref() }),
        Usage::NoStatistics { text } => Some(Fact { class: ".used", text, exact: None }),
        Usage::Never { .. } => None,
    };
    let expiry = match &token.expiry {
        RowExpiry::AboutToExpire(text) | RowExpiry::On(text) => {
            Some(Fact { class: ".expiry", text, exact: None })
        }
        RowExpiry::Expired(_) | RowExpiry::Never(_) | RowExpiry::NotSupported => None,
    };
    [created, used, expiry].into_iter().flatten()
}

/// The warnings about a token, the most pressing first.
pub(crate) fn badges(state: &State, token: &TokenRow) -> Vec<Badge> {
    let owner = &state.list.owner;
    let unconfirmed = state.unconfirmed.iter().any(|unconfirmed| unconfirmed.may_be(owner, &token.uuid));
    let replaced = state.unconfirmed.iter().any(|unconfirmed| unconfirmed.was_to_replace(owner, &token.uuid));
    let badge = |text, class| Badge { text, class };
    let mut badges = Vec::new();
    if unconfirmed {
        badges.push(badge(Key::BadgeUnconfirmed, "badge trouble"));
    }
    if replaced {
        badges.push(badge(Key::BadgeToReplace, "badge warning"));
    }
    badges.extend(token.warnings().map(|warning| match warning {
        TokenWarning::Expired => badge(Key::BadgeExpired, "badge trouble"),
        TokenWarning::ExpiresSoon => badge(Key::BadgeExpiresSoon, "badge warning"),
        TokenWarning::NeverExpires => badge(Key::BadgeNeverExpires, "badge"),
        TokenWarning::NeverUsed => badge(Key::BadgeNeverUsed, "badge"),
        TokenWarning::Legacy => badge(Key::BadgeLegacy, "badge warning"),
    }));
    badges
}

#[cfg(test)]
mod tests;
