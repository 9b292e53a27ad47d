//! The languages in which Jenkins writes dates.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A language that a visitor asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    German,
    Swedish,
}

impl Language {
    /// The first language of an `Accept-Language` header; English where it is not known.
    pub(crate) fn accepted(header: Option<&str>) -> Self {
        let first = header.unwrap_or_default().split(',').next().unwrap_or_default();
        let language = first.split(['-', ';']).next().unwrap_or_default().trim().to_ascii_lowercase();
        match language.as_str() {
            "de" => Self::German,
            "sv" => Self::Swedish,
            _ => Self::English,
        }
    }

    /// Its language tag.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Swedish => "sv",
        }
    }

    /// A date in its short form.
    pub(crate) fn short_date(self, date: Date) -> String {
        let (year, month, day) = (date.year().rem_euclid(100), date.month(), date.day());
        match self {
            Self::English => format!("{month}/{day}/{year:02}"),
            Self::German => format!("{day:02}.{month:02}.{year:02}"),
            Self::Swedish => date.to_string(),
        }
    }

    /// An instant in its medium form, in the time zone of the controller. Newer versions of Java put a narrow blank
    /// before AM and PM.
    pub(crate) fn medium_instant(self, instant: Timestamp, narrow_blank: bool) -> String {
        let zoned = instant.to_zoned(TimeZone::system());
        let format = match self {
            Self::English if narrow_blank => "%b %-d, %Y, %-I:%M:%S\u{202f}%p",
            Self::English => "%b %-d, %Y, %-I:%M:%S %p",
            Self::German => "%d.%m.%Y, %H:%M:%S",
            Self::Swedish => "%Y-%m-%d %H:%M:%S",
        };
        zoned.strftime(format).to_string()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_date_is_written_in_the_language_asked_for() {
        let short = |header| Language::accepted(header).short_date(date(2026, 12, 4));
        assert_eq!(short(None), "12/4/26");
        assert_eq!(short(Some("fr")), "12/4/26");
        assert_eq!(short(Some("de,en;q=0.5")), "04.12.26");
        assert_eq!(short(Some("sv-SE")), "2026-12-04");
    }

    #[test]
    fn an_instant_is_written_in_the_language_asked_for() {
        let instant = date(2026, 5, 8).at(19, 4, 7, 0).to_zoned(TimeZone::system()).unwrap().timestamp();
        let medium = |language: Language, narrow| language.medium_instant(instant, narrow);
        assert_eq!(medium(Language::English, true), "May 8, 2026, 7:04:07\u{202f}PM");
        assert_eq!(medium(Language::English, false), "May 8, 2026, 7:04:07 PM");
        assert_eq!(medium(Language::German, true), "08.05.2026, 19:04:07");
    }
}
