//! When a token expires (since 2.548).

use jiff::civil::Date;
use jiff::{Span, ToSpan, Zoned};

use crate::form::Parameters;

/// Why no token is created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExpiryError {
    /// The date is in the past. Jenkins says so.
    Past,
    /// Jenkins cannot parse the number or date, and answers 500.
    Unreadable,
}

/// A token with fewer days left than this is about to expire.
const ABOUT_TO_EXPIRE_DAYS: i32 = 7;

/// The last day on which the token works; `None` means it never expires.
///
/// `expirationDuration` is a number of days, `never`, or `custom`. Only `custom` uses `tokenExpiration`.
/// Without it a token never expires.
pub(crate) fn last_day(parameters: &Parameters, today: Date) -> Result<Option<Date>, ExpiryError> {
    let last_day = match parameters.get("expirationDuration") {
        None | Some("never") => return Ok(None),
        Some("custom") => {
            let date = parameters.get("tokenExpiration").ok_or(ExpiryError::Unreadable)?;
            Date::strptime("%Y-%m-%d", date).map_err(|_| ExpiryError::Unreadable)?
        }
        Some(days) => {
            let days: i32 = days.parse().map_err(|_| ExpiryError::Unreadable)?;
            let span = Span::new().try_days(days).map_err(|_| ExpiryError::Unreadable)?;
            today.checked_add(span).map_err(|_| ExpiryError::Unreadable)?
        }
    };
    if last_day < today { Err(ExpiryError::Past) } else { Ok(Some(last_day)) }
}

/// The date where the controller is: Jenkins counts days in the server's own time zone.
pub(crate) fn today() -> Date {
    Zoned::now().date()
}

/// Whether a token that works through `last_day` is about to expire.
pub(crate) fn about_to_expire(last_day: Option<Date>, today: Date) -> bool {
    last_day.is_some_and(|last_day| last_day < today.saturating_add(ABOUT_TO_EXPIRE_DAYS.days()))
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    async fn expiry(query: &str) -> Result<Option<Date>, ExpiryError> {
        last_day(&Parameters::read(query, None, &Bytes::new()).await, TODAY)
    }

    #[tokio::test]
    async fn every_way_to_ask_for_an_expiry() {
        assert_eq!(expiry("").await, Ok(None));
        assert_eq!(expiry("tokenExpiration=2030-01-31").await, Ok(None));
        assert_eq!(expiry("expirationDuration=never").await, Ok(None));
        assert_eq!(expiry("expirationDuration=30").await, Ok(Some(date(2026, 12, 24))));
        assert_eq!(expiry("expirationDuration=0").await, Ok(Some(TODAY)));
        assert_eq!(expiry("expirationDuration=custom&tokenExpiration=2026-11-24").await, Ok(Some(TODAY)));
    }

    #[tokio::test]
    async fn every_way_to_be_refused() {
        let custom = |date: &str| format!("expirationDuration=custom&tokenExpiration={date}");
        assert_eq!(expiry("expirationDuration=-1").await, Err(ExpiryError::Past));
        assert_eq!(expiry(&custom("2020-01-31")).await, Err(ExpiryError::Past));
        assert_eq!(expiry("expirationDuration=soon").await, Err(ExpiryError::Unreadable));
        assert_eq!(expiry("expirationDuration=2147483647").await, Err(ExpiryError::Unreadable));
        assert_eq!(expiry(&custom("31/01/2030")).await, Err(ExpiryError::Unreadable));
        assert_eq!(expiry("expirationDuration=custom").await, Err(ExpiryError::Unreadable));
    }

    #[test]
    fn under_seven_days_is_about_to_expire() {
        let in_days = |days: i32| Some(TODAY.saturating_add(days.days()));
        assert!(about_to_expire(in_days(0), TODAY) && about_to_expire(in_days(6), TODAY));
        assert!(!about_to_expire(in_days(7), TODAY) && !about_to_expire(None, TODAY));
    }
}
