//! About what an administrator's policy forbids.

use super::{Alert, alert};
use crate::event::Action;
use crate::model::policy::Violation;
use crate::model::state::State;
use crate::view::message::{Key, Message};

/// What keeps every token from being created as long as it holds.
pub(super) fn about_policy(state: &State) -> Option<Alert> {
    state.controller()?;
    state.standing_violation().map(|violation| about_violation(violation, state))
}

pub(super) fn about_violation(violation: Violation, state: &State) -> Alert {
    match violation {
        Violation::Unreadable => {
            alert(Key::PolicyUnreadable, Key::PolicyUnreadableAdvice, &[Action::ReadPolicyAgain])
        }
        Violation::NoExpiry => alert(Key::PolicyNoExpiry, Key::PolicyNoExpiryAdvice, &[]),
        Violation::Controller => alert(Key::PolicyController, Key::PolicyControllerAdvice, &[]),
        Violation::OtherUser => alert(Key::PolicyOtherUser, Key::NothingCreated, &[]),
        Violation::Name => Alert {
            what: Message::with(Key::PolicyName, &state.policy.values().name_prefix),
            ..alert(Key::PolicyName, Key::PolicyNameAdvice, &[])
        },
        Violation::Expiry => alert(Key::PolicyExpiry, Key::PolicyExpiryAdvice, &[]),
    }
}
