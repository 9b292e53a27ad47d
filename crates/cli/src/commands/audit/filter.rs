//! Conditions for the tokens that are listed.

use clap::Args;

use super::entry::{Entry, Now};
use crate::expiry_state::ExpiryState;
use crate::remaining::days;

/// Conditions, all of which must hold.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Only tokens that")]
pub(super) struct Filter {
    /// have expired
    #[arg(long)]
    expired: bool,
    /// were never used, as far as Jenkins counts uses
    #[arg(long)]
    never_used: bool,
    /// never expire
    #[arg(long)]
    no_expiry: bool,
    /// are legacy tokens, from before Jenkins 2.129
    #[arg(long)]
    legacy: bool,
    /// were created at least this many days ago (90d), or at an unknown time
    #[arg(long, value_name = "DAYS", value_parser = days)]
    older_than: Option<u32>,
}

impl Filter {
    /// Whether there is any condition.
    pub(super) fn is_given(&self) -> bool {
        let flags = [self.expired, self.never_used, self.no_expiry, self.legacy];
        flags.contains(&true) || self.older_than.is_some()
    }

    /// Whether a token meets all conditions. One that is to be revoked has expired only if its last day is over on every
    /// controller: where it is earlier than here, the token may still work.
    pub(super) fn admits(&self, entry: &Entry<'_>, now: Now, to_revoke: bool) -> bool {
        let old_enough = |days: u32| entry.age.is_none_or(|age| age >= i64::from(days));
        let has_expired = match to_revoke {
            true => entry.has_surely_expired(now),
            false => entry.expiry == ExpiryState::Expired,
        };
        (!self.expired || has_expired)
            && (!self.never_used || entry.was_never_used())
            && (!self.no_expiry || entry.expiry == ExpiryState::Never)
            && (!self.legacy || entry.token.legacy)
            && self.older_than.is_none_or(old_enough)
    }
}

#[cfg(test)]
mod tests {
    use latchkey_core::script::StoredToken;

    use super::super::entry::tests::{now, token};
    use super::*;

    fn admits(filter: &Filter, token: &StoredToken) -> bool {
        filter.admits(&Entry::of("bob", token, now()), now(), false)
    }

    /// It is noon of the 24th in UTC, and still the 23rd where the day begins last.
    #[test]
    fn a_token_is_revoked_as_expired_only_once_it_has_expired_everywhere() {
        let filter = Filter { expired: true, ..Filter::default() };
        let admitted = |day: &str, to_revoke| {
            let token = StoredToken { expires: Some(day.to_owned()), ..token(1) };
            filter.admits(&Entry::of("bob", &token, now()), now(), to_revoke)
        };
        assert!(admitted("2026-11-23", false) && !admitted("2026-11-23", true));
        assert!(admitted("2026-11-22", false) && admitted("2026-11-22", true));
        assert!(!admitted("2026-11-24", false));
    }

    #[test]
    fn a_token_must_meet_all_conditions() {
        let filter = Filter { never_used: true, older_than: Some(90), ..Filter::default() };
        assert!(admits(&filter, &token(90)) && !admits(&filter, &token(89)));
        assert!(!admits(&filter, &StoredToken { uses: Some(1), ..token(100) }));
        assert!(!admits(&filter, &StoredToken { uses: None, ..token(100) }), "nobody counted");
        assert!(admits(&filter, &StoredToken { created: None, ..token(0) }), "older than anybody knows");
        assert!(admits(&Filter::default(), &token(0)));
    }

    #[test]
    fn each_condition_selects_its_tokens() {
        let expired = StoredToken { expires: Some("2026-11-23".to_owned()), ..token(1) };
        let legacy = StoredToken { legacy: true, expires: Some("2027-11-23".to_owned()), ..token(1) };
        let filters = [
            Filter { expired: true, ..Filter::default() },
            Filter { no_expiry: true, ..Filter::default() },
            Filter { legacy: true, ..Filter::default() },
        ];
        for (place, filter) in filters.iter().enumerate() {
            assert!(filter.is_given());
            let admitted = [&expired, &token(1), &legacy].map(|token| admits(filter, token));
            assert_eq!(admitted, [0, 1, 2].map(|other| other == place), "{filter:?}");
        }
        assert!(!Filter::default().is_given());
    }

    #[test]
    fn days_are_whole_numbers() {
        assert_eq!(days("90d"), Ok(90));
        for text in ["", "90", "d", "-1d", "1.5d", "90D"] {
            assert!(days(text).is_err(), "{text}");
        }
    }
}
