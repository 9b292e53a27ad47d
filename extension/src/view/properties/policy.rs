//! What is shown of an administrator's policy where nothing is wrong.

use super::Properties;
use crate::model::form::ExpiresChoice;
use crate::model::state::State;
use crate::view::Id;
use crate::view::message::{Key, Message};

/// The options of `Expires` that a policy can take away.
pub(in crate::view) const EXPIRY_OPTIONS: [(Id, ExpiresChoice); 5] = [
    (Id::Expires7, ExpiresChoice::Days(7)),
    (Id::Expires30, ExpiresChoice::Days(30)),
    (Id::Expires60, ExpiresChoice::Days(60)),
    (Id::Expires90, ExpiresChoice::Days(90)),
    (Id::ExpiresNever, ExpiresChoice::Never),
];

pub(super) fn properties(state: &State, properties: &mut Properties) {
    let policy = state.policy.values();
    for (id, choice) in EXPIRY_OPTIONS {
        // The only choice where there is no other.
        properties.offer(id, policy.offers(choice) || choice == state.expires());
    }
    if let (Some(first), Some(last)) = (state.today, state.last_date()) {
        properties.text(Id::Date, "min", &first.to_string());
        properties.text(Id::Date, "max", &last.to_string());
    }
    properties.prefix_hint(policy);
    let expiry = match policy.maximum_expiry {
        Some(days) => Some(Message::plain(Key::SetMaximum).and_count(days.into())),
        None => policy.forbid_never.then(|| Message::plain(Key::SetNoNever)),
    };
    properties.message(Id::ExpiryPolicy, expiry);
    properties.hidden(Id::ListOther, policy.hide_for_another_user);
}
