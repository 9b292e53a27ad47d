//! The list of tokens: what is under way, its outcome, and what a row shows.

use latchkey_core::listing::{Created, RowExpiry, TokenRow, TokenWarning, Usage};

use crate::model::list::{ListOutcome, Rows, TokenList};
use crate::model::state::State;
use crate::view::alerts::what_happened;
use crate::view::message::{Key, Message};

/// What a row says about its token, below the name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fact<'a> {
    Badge(Badge),
    /// In Jenkins' words.
    Text(&'a str),
    /// The last day, beside Jenkins' words for it.
    Day(Message),
    /// The same, only for assistive technology: in sight it is in the tooltip.
    Spoken(&'a str),
}

/// A warning about a token, by words and a sign and not by color alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Badge {
    pub(crate) text: Key,
    /// How much they weigh, as a list of classes.
    pub(crate) class: &'static str,
}

/// What is being done, that the list is empty, or how much of it is shown; and whether that is visible without these words.
pub(super) fn progress(list: &TokenList) -> (Option<Message>, bool) {
    let message = match (&list.revoking, &list.rows) {
        (Some(revoking), _) => {
            let progress = Message::plain(Key::Revoking).and_count(revoking.done);
            progress.and_count(revoking.tokens.len())
        }
        (None, Rows::Loading) => Message::plain(Key::LoadingTokens),
        (None, Rows::Listed(tokens)) if tokens.is_empty() => Message::plain(Key::NoTokens),
        (None, Rows::Listed(_)) if list.is_filtered() => {
            let shown = list.shown().len();
            if shown > 0 {
                let message = Message::plain(Key::TokensShown).and_count(shown);
                return (Some(message.and_count(list.tokens().len())), true);
            }
            Message::plain(Key::NoTokenMatches)
        }
        (None, Rows::Listed(_) | Rows::Unasked | Rows::Failed(_)) => return (None, false),
    };
    (Some(message), false)
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

/// What a row says about its token: what else there is to know about it, its expiry, and its use. What a badge says is not
/// said again.
pub(crate) fn facts<'a>(state: &State, token: &'a TokenRow) -> Vec<Fact<'a>> {
    let has = |warning| token.warnings().any(|of_token| of_token == warning);
    let mut facts = Vec::new();
    let badge = |facts: &mut Vec<Fact<'a>>, is_shown, text, class| {
        if is_shown {
            facts.push(Fact::Badge(Badge { text, class }));
        }
    };
    let owner = &state.list.owner;
    let is_unconfirmed = state.unconfirmed.iter().any(|unconfirmed| unconfirmed.may_be(owner, &token.uuid));
    let is_replaced =
        state.unconfirmed.iter().any(|unconfirmed| unconfirmed.was_to_replace(owner, &token.uuid));
    badge(&mut facts, is_unconfirmed, Key::BadgeUnconfirmed, "badge trouble");
    badge(&mut facts, is_replaced, Key::BadgeToReplace, "badge warning");
    badge(&mut facts, has(TokenWarning::Expired), Key::BadgeExpired, "badge trouble");
    badge(&mut facts, has(TokenWarning::ExpiresSoon), Key::BadgeExpiresSoon, "badge warning");
    badge(&mut facts, has(TokenWarning::NeverExpires), Key::BadgeNeverExpires, "badge");
    if let RowExpiry::AboutToExpire(text) | RowExpiry::On(text) = &token.expiry {
        facts.push(Fact::Text(text));
        facts.extend(state.last_day_of(&token.uuid).map(|day| Fact::Day(Message::of_last_day(day))));
    }
    badge(&mut facts, has(TokenWarning::NeverUsed), Key::BadgeNeverUsed, "badge");
    if let Usage::Times { text, .. } | Usage::NoStatistics { text } = &token.usage {
        facts.push(Fact::Text(text));
    }
    badge(&mut facts, has(TokenWarning::Legacy), Key::BadgeLegacy, "badge warning");
    facts.extend(token.created.as_ref().map(|created| Fact::Spoken(&created.text)));
    facts
}

/// What the tooltip of the facts says, line by line: when the token was created, and full dates.
pub(crate) fn details(token: &TokenRow) -> String {
    let created = token
        .created
        .as_ref()
        .map(|Created { text, exact }| [Some(text), exact.as_ref()])
        .unwrap_or_default();
    let used = if let Usage::Times { exact, .. } = &token.usage { exact.as_ref() } else { None };
    let mut details = String::new();
    for line in created.into_iter().chain([used]).flatten() {
        if !details.is_empty() {
            details.push('\n');
        }
        details.push_str(line);
    }
    details
}

#[cfg(test)]
mod tests;
