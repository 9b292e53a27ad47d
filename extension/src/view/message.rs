//! Texts by key, so that every one of them can be translated.

use latchkey_core::token::{CalendarDate, LastDay};

// `enum Key`, which `build.rs` makes from the English texts.
include!(concat!(env!("OUT_DIR"), "/key.rs"));

/// A text of `_locales/*/messages.json` and what is put into it.
///
/// What is put in may come from a server or a page: it is shown as text, isolated from the direction of
/// the text around it, never as HTML.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Message {
    /// The text, in the plural form that fits the first value where it has several.
    pub(crate) key: Key,
    /// Values for `$1`, `$2`, … in their order.
    pub(crate) arguments: Vec<Argument>,
    /// A further sentence: why.
    pub(crate) reason: Option<Box<Message>>,
}

/// What is put into a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Argument {
    /// A name, an address and the like, which stay as they are in every language.
    Text(String),
    /// A number of things, written with the digits of the language.
    Count(usize),
    /// A time in milliseconds since 1970, written as the language does.
    Time(f64),
    /// A day as the language writes it: `December 29`, with the year if it is not the present one.
    Day(CalendarDate),
    /// How far a day is away: `in 30 days`, `tomorrow`.
    DaysUntil(CalendarDate),
}

impl Message {
    pub(crate) fn plain(key: Key) -> Self {
        Self { key, arguments: Vec::new(), reason: None }
    }

    pub(crate) fn with(key: Key, argument: impl ToString) -> Self {
        Self::plain(key).and(argument)
    }

    #[must_use]
    pub(crate) fn and(self, argument: impl ToString) -> Self {
        self.and_argument(Argument::Text(argument.to_string()))
    }

    fn and_argument(mut self, argument: Argument) -> Self {
        self.arguments.push(argument);
        self
    }

    /// Adds a number. Where the words of a text follow its first value, `messages.json` has a text for each plural
    /// category of its language: `{key}_one`, `{key}_other` and so on.
    #[must_use]
    pub(crate) fn and_count(self, count: usize) -> Self {
        self.and_argument(Argument::Count(count))
    }

    /// Adds a time in milliseconds since 1970.
    #[must_use]
    pub(crate) fn and_time(self, time: f64) -> Self {
        self.and_argument(Argument::Time(time))
    }

    /// The last day of a token, in parentheses. If several are possible, the earliest: nobody is surprised by a token that works
    /// longer. How far it is away is only said of a day that is certain.
    pub(crate) fn of_last_day(last_day: LastDay) -> Self {
        let day = last_day.earliest;
        if last_day.is_exact() {
            Self::plain(Key::LastDay).and_day(day).and_argument(Argument::DaysUntil(day))
        } else {
            Self::plain(Key::LastDayAbout).and_day(day)
        }
    }

    /// Adds a day.
    #[must_use]
    pub(crate) fn and_day(self, day: CalendarDate) -> Self {
        self.and_argument(Argument::Day(day))
    }

    /// Adds a sentence that says why, where there is one.
    #[must_use]
    pub(crate) fn because(mut self, reason: Option<Message>) -> Self {
        self.reason = reason.map(Box::new);
        self
    }

    /// Adds a sentence after all others, where there is one.
    #[must_use]
    pub(crate) fn followed_by(self, last: Option<Message>) -> Self {
        let reason = match self.reason {
            Some(reason) => Some(Box::new(reason.followed_by(last))),
            None => last.map(Box::new),
        };
        Self { reason, ..self }
    }
}

#[cfg(test)]
mod tests {
    use latchkey_core::Expiry;

    use super::*;

    fn day(text: &str) -> CalendarDate {
        CalendarDate::parse(text).unwrap()
    }

    #[test]
    fn the_distance_is_only_said_of_a_day_that_was_asked_for() {
        let exact = LastDay::of(Expiry::On(day("2027-01-31")), 1_796_032_800).unwrap();
        let message = Message::of_last_day(exact);
        assert_eq!(message.key, Key::LastDay);
        let expected = [Argument::Day(day("2027-01-31")), Argument::DaysUntil(day("2027-01-31"))];
        assert_eq!(message.arguments, expected);
    }

    #[test]
    fn a_number_of_days_leads_to_about_the_earliest_day() {
        // 2026-11-30, 10:00, when it is still the 29th somewhere; and 23:00, when it is the 30th or the 1st.
        for (requested_at, earliest) in
            [(1_796_032_800, "2026-12-29"), (1_796_032_800 + 13 * 3_600, "2026-12-30")]
        {
            let last_day = LastDay::of(Expiry::Days(30), requested_at).unwrap();
            let message = Message::of_last_day(last_day);
            assert_eq!(message.key, Key::LastDayAbout);
            assert_eq!(message.arguments, [Argument::Day(day(earliest))], "{requested_at}");
        }
    }
}
