//! Ages of tokens, in the words and colors of the tokens pages.

use jiff::Timestamp;

/// The three age classes. Measured at 62, 200, and 370 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    New,
    GettingOn,
    Old,
}

impl Age {
    pub(super) fn of(days: i64) -> Self {
        match days {
            ..180 => Self::New,
            180..360 => Self::GettingOn,
            _ => Self::Old,
        }
    }

    /// The CSS class on the configuration page.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::New => "age-ok",
            Self::GettingOn => "age-mmmh",
            Self::Old => "age-argh",
        }
    }

    /// The CSS class of a text on a card.
    pub(super) fn color(self) -> &'static str {
        match self {
            Self::New => "jenkins-!-text-color-secondary",
            Self::GettingOn => "jenkins-!-warning-color",
            Self::Old => "jenkins-!-error-color",
        }
    }
}

/// Whole days of 24 hours since an instant.
pub(super) fn days(since: Timestamp, now: Timestamp) -> i64 {
    (now.as_second() - since.as_second()).max(0) / (24 * 60 * 60)
}

/// How long ago a token was created: "today", "2 weeks ago" (2.516.3).
pub(super) fn of_creation(days: i64) -> String {
    words(days, "")
}

/// How long ago a token was used: "today", "over 2 weeks ago" (2.516.3, 2.579).
pub(super) fn of_use(days: i64) -> String {
    words(days, "over ")
}

fn words(days: i64, over: &str) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        2..7 => format!("{days} days ago"),
        7..14 => "over a week ago".to_owned(),
        14..30 => format!("{over}{} weeks ago", days / 7),
        30..60 => "over a month ago".to_owned(),
        60..365 => format!("{over}{} months ago", days / 30),
        365..730 => "over a year ago".to_owned(),
        _ => format!("{over}{} years ago", days / 365),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_24_hours() {
        let now = Timestamp::from_second(1_795_000_000).unwrap();
        let before = |seconds: i64| Timestamp::from_second(1_795_000_000 - seconds).unwrap();
        assert_eq!(days(before(86_399), now), 0);
        assert_eq!(days(before(86_400), now), 1);
        assert_eq!(days(before(-5), now), 0);
    }

    #[test]
    fn creation_and_use_differ_by_a_word() {
        assert_eq!((of_creation(6), of_use(6)), ("6 days ago".to_owned(), "6 days ago".to_owned()));
        assert_eq!((of_creation(15), of_use(15)), ("2 weeks ago".to_owned(), "over 2 weeks ago".to_owned()));
    }
}
