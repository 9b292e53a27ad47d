//! What is shown of the list of tokens, except its rows.

use latchkey_core::listing::TokenWarning;

use super::Properties;
use crate::model::journal::other_user;
use crate::model::list::{FILTER_FROM, TokenList};
use crate::model::state::State;
use crate::view::list::progress;
use crate::view::message::{Key, Message};
use crate::view::{Id, Property};

pub(super) fn properties(state: &State, properties: &mut Properties) {
    let list = &state.list;
    properties.message(Id::ListOwner, other_user(&list.owner).map(|user| Message::with(Key::TokensOf, user)));
    properties.set(Id::ListOther, Property::Flag("open", list.for_user.is_some()));
    if let Some(user) = &list.for_user {
        properties.text(Id::ListUser, "value", user);
    }
    let (progress, is_seen) = progress(list);
    properties.message(Id::ListState, progress);
    properties.set(Id::ListState, Property::Class("spoken", is_seen));
    summary(list, properties);
    properties.hidden(Id::RevokeChosen, list.chosen.is_empty());
    properties
        .message(Id::RevokeChosen, Some(Message::plain(Key::RevokeChosen).and_count(list.chosen.len())));
    properties.hidden(Id::FilterField, list.tokens().len() < FILTER_FROM);
    properties.text(Id::Filter, "value", &list.filter);
}

/// The parts of the summary; each shows only its tokens when it is pressed. A single token needs none.
fn summary(list: &TokenList, properties: &mut Properties) {
    let all = list.tokens().len();
    properties.hidden(Id::Summary, all < 2 && list.only.is_none());
    properties.message(Id::SummaryAll, Some(Message::plain(Key::SummaryTokens).and_count(all)));
    properties.set(Id::SummaryAll, Property::Attribute("aria-pressed", list.only.is_none()));
    for (id, warning, key) in [
        (Id::SummaryExpired, TokenWarning::Expired, Key::SummaryExpired),
        (Id::SummaryExpiresSoon, TokenWarning::ExpiresSoon, Key::SummaryExpiresSoon),
        (Id::SummaryNeverUsed, TokenWarning::NeverUsed, Key::SummaryNeverUsed),
        (Id::SummaryNeverExpires, TokenWarning::NeverExpires, Key::SummaryNeverExpires),
        (Id::SummaryLegacy, TokenWarning::Legacy, Key::SummaryLegacy),
    ] {
        let count = list.count(warning);
        properties.hidden(id, count == 0);
        properties.message(id, Some(Message::plain(key).and_count(count)));
        properties.set(id, Property::Attribute("aria-pressed", list.only == Some(warning)));
    }
}
