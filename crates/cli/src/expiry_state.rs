//! What the last day of a token means today.

use jiff::civil::Date;

/// When a token expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExpiryState {
    Expired,
    /// In less than a week; Jenkins warns then, too.
    Soon,
    Later,
    Never,
    /// What the controller says is not a date.
    Unknown,
}

/// Jenkins warns about tokens that expire in less than this many days.
const SOON: i32 = 7;

impl ExpiryState {
    /// The state today of a token that works through its last day, `YYYY-MM-DD`; `None` if it never expires.
    pub(crate) fn on(today: Date, last_day: Option<&str>) -> Self {
        let Some(last_day) = last_day else { return Self::Never };
        let Ok(last_day) = Date::strptime("%Y-%m-%d", last_day) else { return Self::Unknown };
        match today.until(last_day).map(|span| span.get_days()) {
            Ok(..0) => Self::Expired,
            Ok(0..SOON) => Self::Soon,
            Ok(_) => Self::Later,
            Err(_) => Self::Unknown,
        }
    }

    /// The name for programs.
    pub(crate) fn identifier(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Soon => "soon",
            Self::Later => "on",
            Self::Never => "never",
            Self::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_token_works_through_its_last_day() {
        let expiry = |last_day| ExpiryState::on(date(2026, 11, 24), last_day);
        assert_eq!(expiry(Some("2026-11-23")), ExpiryState::Expired);
        assert_eq!(expiry(Some("1999-01-01")), ExpiryState::Expired);
        assert_eq!(expiry(Some("2026-11-24")), ExpiryState::Soon);
        assert_eq!(expiry(Some("2026-11-30")), ExpiryState::Soon);
        assert_eq!(expiry(Some("2026-12-01")), ExpiryState::Later);
        assert_eq!(expiry(Some("2027-12-01")), ExpiryState::Later);
        assert_eq!(expiry(Some("24.12.26")), ExpiryState::Unknown);
        assert_eq!(expiry(None), ExpiryState::Never);
    }
}
