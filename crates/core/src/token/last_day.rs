//! The last day on which a token works, as far as it can be known without asking.

use super::{CalendarDate, Expiry};

/// The last day of a token.
///
/// Jenkins counts a number of days from its own date: `LocalDate.now()` in the time zone of the server, which no reply names. The
/// date in the reply to the request is written in the language of the server. So the last day is exact only for a date that
/// was requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastDay {
    /// If the server's clock is behind all others (UTC-12).
    pub earliest: CalendarDate,
    /// If the server's clock is ahead of all others (UTC+14).
    pub latest: CalendarDate,
}

/// The time zones of the world, in seconds from UTC.
const FIRST_ZONE: i64 = -12 * 60 * 60;
const LAST_ZONE: i64 = 14 * 60 * 60;

impl LastDay {
    /// The last day of a token that was requested at this time, in seconds since 1970-01-01 in UTC. `None` if it never expires,
    /// or if the time is not between the years 1 and 9999.
    pub fn of(expiry: Expiry, requested_at: i64) -> Option<Self> {
        let after = |days, zone| {
            let date = CalendarDate::of_unix_time(requested_at.checked_add(zone)?)?;
            Some(date.days_later(days))
        };
        match expiry {
            Expiry::Days(days) => {
                Some(Self { earliest: after(days, FIRST_ZONE)?, latest: after(days, LAST_ZONE)? })
            }
            Expiry::On(date) => Some(Self { earliest: date, latest: date }),
            Expiry::Never => None,
        }
    }

    /// Whether there is only one possibility.
    pub fn is_exact(&self) -> bool {
        self.earliest == self.latest
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 2026-11-30, 10:00 and 23:00 in UTC.
    const MORNING: i64 = 1_796_032_800;
    const NIGHT: i64 = MORNING + 13 * 60 * 60;

    fn last_day(expiry: Expiry, requested_at: i64) -> (String, String) {
        let day = LastDay::of(expiry, requested_at).unwrap();
        (day.earliest.to_string(), day.latest.to_string())
    }

    fn pair(earliest: &str, latest: &str) -> (String, String) {
        (earliest.to_owned(), latest.to_owned())
    }

    #[test]
    fn days_are_counted_from_every_date_that_a_server_may_have() {
        assert_eq!(last_day(Expiry::Days(30), MORNING), pair("2026-12-29", "2026-12-31"));
        assert_eq!(last_day(Expiry::Days(30), MORNING - 1), pair("2026-12-29", "2026-12-30"));
        assert_eq!(last_day(Expiry::Days(30), NIGHT), pair("2026-12-30", "2026-12-31"));
    }

    #[test]
    fn a_requested_date_is_exact() {
        let date = CalendarDate::parse("2027-01-31").unwrap();
        let day = LastDay::of(Expiry::On(date), NIGHT).unwrap();
        assert!(day.is_exact());
        assert_eq!(day.earliest, date);
        assert!(!LastDay::of(Expiry::Days(7), NIGHT).unwrap().is_exact());
    }

    #[test]
    fn a_token_that_never_expires_has_no_last_day() {
        assert_eq!(LastDay::of(Expiry::Never, NIGHT), None);
    }

    proptest! {
        #[test]
        fn no_time_panics_and_possibilities_are_at_most_two_days_apart(days in any::<u16>(), time in any::<i64>()) {
            if let Some(day) = LastDay::of(Expiry::Days(days), time) {
                prop_assert!(day.earliest < day.latest && day.latest <= day.earliest.days_later(2));
            }
        }
    }
}
