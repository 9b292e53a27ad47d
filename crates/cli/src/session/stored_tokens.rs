//! Tokens as the script console lists them, in the rows of a tokens page.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use latchkey_core::listing::{Created, RowExpiry, Usage};
use latchkey_core::script::StoredToken;
use latchkey_core::{Listing, TokenRow};

use crate::expiry_state::ExpiryState;
use crate::remaining;

/// The rows of these tokens, with dates in UTC.
pub(super) fn listing(tokens: &[StoredToken]) -> Listing {
    let today = remaining::today();
    Listing { tokens: tokens.iter().map(|token| row(token, today)).collect() }
}

fn row(token: &StoredToken, today: Date) -> TokenRow {
    let created = day(token.created).map(|day| Created { text: format!("Created on {day}"), exact: None });
    TokenRow {
        uuid: token.uuid.clone(),
        name: token.name.clone(),
        created,
        usage: usage(token),
        expiry: expiry(token, today),
        legacy: token.legacy,
    }
}

fn usage(token: &StoredToken) -> Usage {
    match token.uses {
        None => Usage::NoStatistics { text: "No statistics available".to_owned() },
        Some(0) => Usage::Never { text: "Never used".to_owned() },
        count => {
            let text = day(token.last_used).map_or("Used".to_owned(), |day| format!("Last used on {day}"));
            Usage::Times { count, text, exact: None }
        }
    }
}

fn expiry(token: &StoredToken, today: Date) -> RowExpiry {
    let last_day = token.expires.as_deref();
    let on = || format!("Expires on {}", last_day.unwrap_or_default());
    match ExpiryState::on(today, last_day) {
        ExpiryState::Expired => RowExpiry::Expired("Expired".to_owned()),
        ExpiryState::Soon => RowExpiry::AboutToExpire(on()),
        ExpiryState::Later | ExpiryState::Unknown => RowExpiry::On(on()),
        ExpiryState::Never => RowExpiry::Never("Never expires".to_owned()),
    }
}

fn day(milliseconds: Option<i64>) -> Option<Date> {
    Some(Timestamp::from_millisecond(milliseconds?).ok()?.to_zoned(TimeZone::UTC).date())
}

#[cfg(test)]
mod tests {
    use latchkey_core::listing::TokenWarning;

    use super::*;

    #[test]
    fn a_stored_token_is_shown_like_one_of_a_tokens_page() {
        let token = StoredToken {
            uuid: "u-1".to_owned(),
            name: "nightly".to_owned(),
            created: Some(0),
            legacy: false,
            uses: Some(2),
            last_used: Some(24 * 60 * 60 * 1000),
            expires: Some("2026-11-30".to_owned()),
        };
        let today = jiff::civil::date(2026, 11, 24);
        let shown = row(&token, today);
        assert_eq!((shown.uuid.as_str(), shown.name.as_str()), ("u-1", "nightly"));
        assert_eq!(
            shown.created.as_ref().map(|created| created.text.as_str()),
            Some("Created on 1970-01-01")
        );
        assert_eq!(shown.expiry, RowExpiry::AboutToExpire("Expires on 2026-11-30".to_owned()));
        let text = "Last used on 1970-01-02".to_owned();
        assert_eq!(shown.usage, Usage::Times { count: Some(2), text, exact: None });
        let unused = StoredToken { uses: Some(0), expires: None, created: None, legacy: true, ..token };
        let warnings: Vec<_> = row(&unused, today).warnings().collect();
        assert_eq!(warnings, [TokenWarning::NeverExpires, TokenWarning::NeverUsed, TokenWarning::Legacy]);
    }
}
