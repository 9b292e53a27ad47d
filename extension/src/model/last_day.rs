//! What the popup itself knows about the last day of a token: what was asked for, and when.
//!
//! Jenkins names the day only in the language of the server, in a form that can be ambiguous (`12/11/26`).

use latchkey_core::token::{LastDay, Lifetime};

use crate::model::held_token::HeldToken;
use crate::model::journal::JournalEntry;
use crate::model::state::State;

impl JournalEntry {
    /// The last day of the token, if the controller has set the expiry that was asked for.
    fn last_day(&self) -> Option<LastDay> {
        LastDay::of(self.expiry, (self.at / 1_000.0) as i64)
    }
}

impl HeldToken {
    /// The last day of the token; `None` if it never expires.
    pub(crate) fn last_day(&self) -> Option<LastDay> {
        matches!(self.token.lifetime, Lifetime::Until(_)).then(|| self.entry.last_day()).flatten()
    }
}

impl State {
    /// What is known about the last day of the token with this UUID, if it expires.
    pub(crate) fn last_day_of(&self, uuid: &str) -> Option<LastDay> {
        let held = self.held().map(|held| (held.token.uuid.as_str(), &held.entry));
        let confirmed = self.confirmed.iter().map(|confirmed| &confirmed.entry);
        let entries = confirmed.chain(self.unconfirmed.iter().map(|unconfirmed| &unconfirmed.entry));
        let mut known = held.chain(entries.filter_map(|entry| Some((entry.uuid.as_deref()?, entry))));
        match known.find(|(known, _)| *known == uuid) {
            Some((_, entry)) => entry.last_day(),
            None => {
                self.reminders.iter().find(|reminder| reminder.token.uuid == uuid).map(|known| known.last_day)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use latchkey_core::Secret;
    use latchkey_core::token::GeneratedToken;
    use serde_json::json;

    use super::*;
    use crate::model::object::Stored;

    /// A popup that holds a token whose expiry was asked for like this on 2026-11-30, 10:00 in UTC.
    fn holding(expires: &str, at: f64, lifetime: Lifetime) -> State {
        let entry = json!({
            "id": "1", "controller": "https://ci/jenkins", "store": { "private": false },
            "name": "n", "at": at, "expires": expires, "way": "api",
        });
        let (name, uuid, value) = ("n".to_owned(), "u".to_owned(), Secret::new("11aa"));
        let token = GeneratedToken { name, uuid, value, lifetime };
        let mut state = State::default();
        state.show(Some(HeldToken {
            entry: JournalEntry::from_object(&entry).unwrap(),
            token,
            copied_at: None,
        }));
        state
    }

    const REQUESTED_AT: f64 = 1_796_032_800_000.0;

    fn until() -> Lifetime {
        Lifetime::Until("12/30/26".to_owned())
    }

    #[test]
    fn the_last_day_follows_from_what_was_asked_for() {
        let days = |uuid: &str, expires: &str| {
            let day = holding(expires, REQUESTED_AT, until()).last_day_of(uuid)?;
            Some((day.earliest.to_string(), day.latest.to_string()))
        };
        let pair = |earliest: &str, latest: &str| Some((earliest.to_owned(), latest.to_owned()));
        assert_eq!(days("u", "2027-01-31"), pair("2027-01-31", "2027-01-31"));
        assert_eq!(days("u", "30"), pair("2026-12-29", "2026-12-31"));
        assert_eq!(days("other", "30"), None);
    }

    #[test]
    fn nothing_is_known_of_an_expiry_that_jenkins_did_not_set() {
        let last_day = |state: State| state.shown.and_then(|shown| shown.held.last_day());
        assert_eq!(last_day(holding("30", REQUESTED_AT, Lifetime::NotSupported)), None);
        assert!(last_day(holding("30", REQUESTED_AT, until())).is_some());
    }
}
