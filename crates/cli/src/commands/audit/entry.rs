//! A stored token, and what it means today.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use latchkey_core::listing::TokenWarning;
use latchkey_core::script::StoredToken;

use crate::expiry_state::ExpiryState;

/// When the audit started; all of its lines refer to that moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Now {
    pub(super) instant: Timestamp,
    /// The day here; on the controller it may be the one before or after.
    pub(super) today: Date,
}

/// A token of a user, and what it means.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) user: &'a str,
    pub(super) token: &'a StoredToken,
    /// `None` if Jenkins does not know it, or the value makes no sense.
    pub(super) created: Option<Timestamp>,
    /// In whole days.
    pub(super) age: Option<i64>,
    pub(super) last_used: Option<Timestamp>,
    /// In whole days.
    pub(super) idle: Option<i64>,
    pub(super) expiry: ExpiryState,
}

impl<'a> Entry<'a> {
    pub(super) fn of(user: &'a str, token: &'a StoredToken, now: Now) -> Self {
        let instant = |milliseconds: Option<i64>| Timestamp::from_millisecond(milliseconds?).ok();
        let days = |then: Timestamp| (now.instant.duration_since(then).as_hours() / 24).max(0);
        let (created, last_used) = (instant(token.created), instant(token.last_used));
        let expiry = ExpiryState::on(now.today, token.expires.as_deref());
        Self { user, token, created, age: created.map(days), last_used, idle: last_used.map(days), expiry }
    }

    /// Whether Jenkins counts uses, and there was none.
    pub(super) fn was_never_used(&self) -> bool {
        self.token.uses == Some(0)
    }

    /// Whether it has expired on the controller, too, whose day is at the earliest the one before that of UTC.
    pub(super) fn has_surely_expired(&self, now: Now) -> bool {
        let last_day = self.token.expires.as_deref().and_then(|day| Date::strptime("%Y-%m-%d", day).ok());
        let earliest = now.instant.to_zoned(TimeZone::UTC).date().yesterday();
        last_day.zip(earliest.ok()).is_some_and(|(last_day, earliest)| last_day < earliest)
    }

    /// The warnings about this token, the most urgent first.
    pub(super) fn warnings(&self) -> impl Iterator<Item = TokenWarning> + use<> {
        let expiry = match self.expiry {
            ExpiryState::Expired => Some(TokenWarning::Expired),
            ExpiryState::Soon => Some(TokenWarning::ExpiresSoon),
            ExpiryState::Never => Some(TokenWarning::NeverExpires),
            ExpiryState::Later | ExpiryState::Unknown => None,
        };
        TokenWarning::of(expiry, self.was_never_used(), self.token.legacy)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;

    use super::*;

    pub(in super::super) const DAY: i64 = 24 * 60 * 60 * 1000;

    /// Noon of the 24th of November 2026.
    pub(in super::super) fn now() -> Now {
        Now { instant: "2026-11-24T12:00:00Z".parse().unwrap(), today: date(2026, 11, 24) }
    }

    /// A token that was created this many days before, and never used.
    pub(in super::super) fn token(days: i64) -> StoredToken {
        StoredToken {
            uuid: "u-1".to_owned(),
            name: "nightly".to_owned(),
            created: Some(now().instant.as_millisecond() - days * DAY),
            legacy: false,
            uses: Some(0),
            last_used: None,
            expires: None,
        }
    }

    #[test]
    fn ages_are_whole_days() {
        let mut young = token(0);
        young.created = young.created.map(|created| created - DAY + 1);
        assert_eq!(Entry::of("bob", &young, now()).age, Some(0));
        assert_eq!(Entry::of("bob", &token(90), now()).age, Some(90));
        assert_eq!(Entry::of("bob", &token(-3), now()).age, Some(0), "its clock is ahead");
        let nonsense = StoredToken { created: Some(i64::MAX), ..token(0) };
        assert_eq!(Entry::of("bob", &nonsense, now()).age, None);
    }

    #[test]
    fn a_token_has_surely_expired_if_its_last_day_is_over_everywhere() {
        let expired = |day: &str| {
            let token = StoredToken { expires: Some(day.to_owned()), ..token(9) };
            Entry::of("bob", &token, now()).has_surely_expired(now())
        };
        assert!(expired("2026-11-22") && !expired("2026-11-23") && !expired("soon"));
        assert!(!Entry::of("bob", &token(9), now()).has_surely_expired(now()));
    }

    #[test]
    fn the_most_urgent_warning_comes_first() {
        let warnings = |token: &StoredToken| Entry::of("bob", token, now()).warnings().collect::<Vec<_>>();
        let legacy = StoredToken { legacy: true, expires: Some("2026-11-25".to_owned()), ..token(1) };
        assert_eq!(
            warnings(&legacy),
            [TokenWarning::ExpiresSoon, TokenWarning::NeverUsed, TokenWarning::Legacy]
        );
        let uncounted = StoredToken { uses: None, ..token(1) };
        assert_eq!(warnings(&uncounted), [TokenWarning::NeverExpires]);
    }
}
