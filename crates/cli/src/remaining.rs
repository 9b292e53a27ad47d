//! How long a saved token still works, as far as that is known.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use latchkey_core::Expiry;
use latchkey_core::token::{CalendarDate, LastDay};

use crate::token_store::SavedToken;

/// How long a token still works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remaining {
    /// Until the end of its last day.
    Until {
        last_day: LastDay,
        /// From today to the earliest last day; negative if that is over.
        days: i32,
        /// Whether even the latest last day is over.
        is_over: bool,
    },
    /// Forever.
    Always,
    /// It was saved without its expiry.
    Unknown,
}

/// Today in UTC.
pub(crate) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

impl Remaining {
    /// How long this token works, counted from this day in UTC.
    pub(crate) fn of(saved: &SavedToken, today: Date) -> Self {
        let Some(requested) = saved.expiry else { return Self::Unknown };
        if requested.expiry == Expiry::Never {
            return Self::Always;
        }
        let until = |day: CalendarDate| {
            let day: Date = day.to_string().parse().ok()?;
            today.until(day).ok().map(|span| span.get_days())
        };
        let known = requested.last_day().and_then(|last_day| {
            let (days, latest) = (until(last_day.earliest)?, until(last_day.latest)?);
            Some(Self::Until { last_day, days, is_over: latest < 0 })
        });
        known.unwrap_or(Self::Unknown)
    }

    /// Whether at most this many days are left, if that is known. The earliest possible last day counts.
    pub(crate) fn is_within(&self, limit: u32) -> bool {
        matches!(self, Self::Until { days, .. } if i64::from(*days) <= i64::from(limit))
    }
}

/// `1 day`, `2 days`.
pub(crate) fn counted_days(days: impl Into<i64>) -> String {
    match days.into() {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// Reads `90d`.
pub(crate) fn days(text: &str) -> Result<u32, String> {
    let days = text.strip_suffix('d').and_then(|days| days.parse().ok());
    days.ok_or_else(|| "give whole days, such as 90d".to_owned())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use latchkey_core::Secret;

    use super::*;
    use crate::token_store::RequestedExpiry;

    /// 2026-11-30, 10:00 in UTC.
    const MORNING: i64 = 1_796_032_800;

    fn remaining(expiry: Option<Expiry>, today: Date) -> Remaining {
        let saved = SavedToken {
            controller: "https://ci.example.org".to_owned(),
            user: "alice".to_owned(),
            token: Secret::new("11aa"),
            uuid: None,
            name: None,
            expiry: expiry.map(|expiry| RequestedExpiry { expiry, at: MORNING }),
            successor: None,
        };
        Remaining::of(&saved, today)
    }

    #[test]
    fn the_earliest_last_day_counts() {
        let left = |today| match remaining(Some(Expiry::Days(30)), today) {
            Remaining::Until { days, is_over, .. } => (days, is_over),
            other => panic!("{other:?}"),
        };
        assert_eq!(left(date(2026, 11, 30)), (29, false));
        assert_eq!(left(date(2026, 12, 29)), (0, false));
        assert_eq!(left(date(2026, 12, 31)), (-2, false));
        assert_eq!(left(date(2027, 1, 1)), (-3, true));
    }

    #[test]
    fn a_limit_includes_its_last_day_and_what_is_over() {
        let on = |today| remaining(Some(Expiry::Days(30)), today);
        assert!(!on(date(2026, 12, 21)).is_within(7));
        assert!(on(date(2026, 12, 22)).is_within(7) && on(date(2027, 3, 1)).is_within(0));
        for never in [Some(Expiry::Never), None] {
            assert!(!remaining(never, date(2026, 12, 22)).is_within(u32::MAX));
        }
        assert_eq!(remaining(None, date(2026, 12, 22)), Remaining::Unknown);
    }

    #[test]
    fn a_limit_is_a_number_of_days() {
        assert_eq!((days("7d"), days("0d")), (Ok(7), Ok(0)));
        for text in ["7", "d", "-1d", "1w", ""] {
            assert!(days(text).is_err(), "{text}");
        }
    }
}
