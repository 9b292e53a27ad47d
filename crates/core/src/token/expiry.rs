//! The expiry of a new token.

use std::fmt;
use std::str::FromStr;

/// The requested expiry of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// After this number of days; Jenkins' own form offers 7, 30, 60 and 90.
    Days(u16),
    /// On a date, at most one year ahead. The token works through that day.
    On(CalendarDate),
    /// Never.
    Never,
}

impl Expiry {
    /// The numbers of days that Jenkins' own form offers.
    pub const PRESETS: [u16; 4] = [7, 30, 60, 90];

    /// What Jenkins' own form preselects.
    pub const DEFAULT: Self = Self::Days(30);
}

/// The text is not an [`Expiry`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseExpiryError;

/// Writes a number of days (`30`), a date (`2027-01-31`) or `never`.
impl fmt::Display for Expiry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => days.fmt(formatter),
            Self::On(date) => date.fmt(formatter),
            Self::Never => formatter.write_str("never"),
        }
    }
}

/// Reads what `Display` writes, and nothing else.
impl FromStr for Expiry {
    type Err = ParseExpiryError;

    fn from_str(text: &str) -> Result<Self, ParseExpiryError> {
        if text == "never" {
            Ok(Self::Never)
        } else if let Some(date) = CalendarDate::parse(text) {
            Ok(Self::On(date))
        } else if text.starts_with(|c: char| matches!(c, '1'..='9')) {
            text.parse().map(Self::Days).map_err(|_| ParseExpiryError)
        } else {
            Err(ParseExpiryError)
        }
    }
}

impl fmt::Display for ParseExpiryError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not a number of days, a date (YYYY-MM-DD) or never")
    }
}

impl std::error::Error for ParseExpiryError {}

/// A day of the Gregorian calendar, without a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CalendarDate {
    year: u16,
    month: u8,
    day: u8,
}

impl CalendarDate {
    /// Reads `YYYY-MM-DD`, the only form that Jenkins takes; `None` for anything else and for days that do
    /// not exist, which Jenkins answers with status 500.
    pub fn parse(text: &str) -> Option<Self> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(position, byte)| match position {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shaped {
            return None;
        }
        let date = Self {
            year: text.get(..4)?.parse().ok()?,
            month: text.get(5..7)?.parse().ok()?,
            day: text.get(8..)?.parse().ok()?,
        };
        (1..=date.days_in_month()).contains(&date.day).then_some(date)
    }

    /// The date in UTC at this time, in seconds since 1970-01-01; `None` beyond the years 1 to 9999.
    ///
    /// Years begin in March here, so that a leap day is the last of its year: then each year has as many days before its
    /// month `m` as the months from March on have, `(153 * m + 2) / 5`.
    pub fn of_unix_time(seconds: i64) -> Option<Self> {
        const DAYS_OF_400_YEARS: i64 = 146_097;
        const FROM_MARCH_OF_YEAR_0: i64 = 719_468;
        let days = seconds.div_euclid(24 * 60 * 60) + FROM_MARCH_OF_YEAR_0;
        let (era, day_of_era) = (days.div_euclid(DAYS_OF_400_YEARS), days.rem_euclid(DAYS_OF_400_YEARS));
        // Leap days that precede this day in its 400 years.
        let leap_days = day_of_era / 1460 - day_of_era / 36_524 + day_of_era / 146_096;
        let year_of_era = (day_of_era - leap_days) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        let in_range = (1..=9999).contains(&year);
        in_range.then_some(Self {
            year: year.try_into().ok()?,
            month: month.try_into().ok()?,
            day: day.try_into().ok()?,
        })
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The last day that Jenkins' own form offers for a token created on this day: one year ahead.
    #[must_use]
    pub fn one_year_later(self) -> Self {
        let next = Self { year: self.year + 1, ..self };
        Self { day: next.day.min(next.days_in_month()), ..next }
    }

    /// The day this number of days later.
    #[must_use]
    pub fn days_later(self, days: u16) -> Self {
        (0..days).fold(self, |date, _| date.next())
    }

    /// The day this number of days earlier.
    #[must_use]
    pub fn days_earlier(self, days: u16) -> Self {
        (0..days).fold(self, |date, _| date.previous())
    }

    fn previous(self) -> Self {
        let Self { year, month, day } = self;
        if day > 1 {
            return Self { day: day - 1, ..self };
        }
        let (year, month) = if month > 1 { (year, month - 1) } else { (year.saturating_sub(1), 12) };
        let end = Self { year, month, day };
        Self { day: end.days_in_month(), ..end }
    }

    fn next(self) -> Self {
        let Self { year, month, day } = self;
        if day < self.days_in_month() {
            Self { day: day + 1, ..self }
        } else if month < 12 {
            Self { month: month + 1, day: 1, ..self }
        } else {
            Self { year: year + 1, month: 1, day: 1 }
        }
    }

    /// The number of days of the month; 0 if there is no such month.
    fn days_in_month(self) -> u8 {
        let leap =
            self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 0,
        }
    }
}

impl fmt::Display for CalendarDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rejects_days_that_do_not_exist() {
        for text in ["2027-02-29", "2027-13-01", "2027-00-10", "2027-04-31", "2100-02-29"] {
            assert_eq!(CalendarDate::parse(text), None, "{text}");
        }
        assert!(CalendarDate::parse("2028-02-29").is_some() && CalendarDate::parse("2000-02-29").is_some());
    }

    #[test]
    fn rejects_what_has_another_form() {
        for text in ["2027-1-1", "27-01-01", "", "2027-01-1é", "2027/01/01", "2027-01-011", "2027-01-01 "] {
            assert_eq!(CalendarDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn invalid_text_is_an_error_and_not_never() {
        for text in ["", "0", "00", "030", "+30", "-1", "30d", "65536", "Never", " never", "2027-02-30", "x"]
        {
            assert_eq!(text.parse::<Expiry>(), Err(ParseExpiryError), "{text}");
        }
        assert!(ParseExpiryError.to_string().contains("YYYY-MM-DD"));
    }

    #[test]
    fn a_year_after_a_leap_day_is_the_end_of_february() {
        let leap_day = CalendarDate::parse("2028-02-29").unwrap();
        assert_eq!(leap_day.one_year_later().to_string(), "2029-02-28");
    }

    #[test]
    fn days_later_are_counted_across_months_and_leap_years() {
        let later = |from, days| CalendarDate::parse(from).unwrap().days_later(days).to_string();
        assert_eq!(later("2026-11-24", 0), "2026-11-24");
        assert_eq!(later("2026-11-24", 45), "2027-01-08");
        assert_eq!(later("2027-02-28", 1), "2027-03-01");
        assert_eq!(later("2028-02-28", 366), "2029-02-28");
    }

    #[test]
    fn days_earlier_are_counted_across_months_years_and_leap_years() {
        let earlier = |from, days| CalendarDate::parse(from).unwrap().days_earlier(days).to_string();
        assert_eq!(earlier("2026-12-01", 0), "2026-12-01");
        assert_eq!(earlier("2026-12-01", 1), "2026-11-30");
        assert_eq!(earlier("2027-01-08", 45), "2026-11-24");
        assert_eq!(earlier("2027-03-01", 1), "2027-02-28");
        assert_eq!(earlier("2029-02-28", 366), "2028-02-28");
    }

    #[test]
    fn a_date_has_a_year() {
        assert_eq!(CalendarDate::parse("2026-12-01").unwrap().year(), 2026);
    }

    #[test]
    fn a_time_has_a_date() {
        let date = |seconds| CalendarDate::of_unix_time(seconds).map(|date| date.to_string());
        let day = 24 * 60 * 60;
        assert_eq!(date(0).unwrap(), "1970-01-01");
        assert_eq!(date(-1).unwrap(), "1969-12-31");
        assert_eq!(date(1_796_032_800).unwrap(), "2026-11-30");
        assert_eq!(date(951_782_400).unwrap(), "2000-02-29");
        assert_eq!(date(951_782_400 + day).unwrap(), "2000-03-01");
        assert_eq!(date(253_402_300_799).unwrap(), "9999-12-31");
        assert_eq!((date(253_402_300_800), date(i64::MIN), date(i64::MAX)), (None, None, None));
    }

    proptest! {
        #[test]
        fn dates_follow_each_other(day in 0_i64..80_000) {
            let date = |day| CalendarDate::of_unix_time(day * 24 * 60 * 60).unwrap();
            prop_assert_eq!(date(day).days_later(1), date(day + 1));
            prop_assert_eq!(date(day + 1).days_earlier(1), date(day));
        }

        #[test]
        fn an_expiry_is_read_as_it_was_written(days in 1_u16.., day in 1_u8..=28) {
            let date = CalendarDate { year: 2027, month: 1, day };
            for expiry in [Expiry::Days(days), Expiry::On(date), Expiry::Never] {
                prop_assert_eq!(expiry.to_string().parse(), Ok(expiry));
            }
        }

        #[test]
        fn dates_are_written_as_they_were_read(year in 1970u16..9999, month in 1u8..=12, day in 1u8..=31) {
            let text = format!("{year:04}-{month:02}-{day:02}");
            if let Some(date) = CalendarDate::parse(&text) {
                prop_assert_eq!(date.to_string(), text);
                prop_assert!(date < date.one_year_later());
            }
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = CalendarDate::parse(&text);
        }
    }
}
