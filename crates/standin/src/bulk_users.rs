//! Many users with tokens in every state, for audits.

use jiff::{SignedDuration, Timestamp};

use crate::expiry;
use crate::new_token::NewToken;
use crate::random;
use crate::users::Account;

/// How many tokens each of them has.
pub(crate) const TOKENS_EACH: usize = 4;

/// The user with that number, starting at 1, with a random password.
pub(crate) fn account(number: usize) -> Account {
    let full_name = format!("User Number {number}");
    Account { full_name, ..Account::new(format!("user-{number:05}"), random::hex_of::<16>()) }
}

/// The tokens of the user with that number: one in use, one that expired, one that was never used, and a legacy one.
pub(crate) fn tokens(number: usize) -> [NewToken; TOKENS_EACH] {
    let ago = |days: usize| before(Timestamp::now(), days);
    let in_use = NewToken {
        created: Some(ago(20 + number % 300)),
        expires: expiry::today().checked_add(jiff::Span::new().days(20)).ok(),
        uses: 1 + u32::try_from(number % 90).unwrap_or_default(),
        last_used: Some(ago(number % 20)),
        ..NewToken::new(format!("nightly build {number}"))
    };
    let expired = NewToken {
        created: Some(ago(400)),
        expires: expiry::today().checked_sub(jiff::Span::new().days(30)).ok(),
        uses: 3,
        last_used: Some(ago(30)),
        ..NewToken::new("deployment")
    };
    let unused = NewToken { created: Some(ago(number % 200)), ..NewToken::new("tried once") };
    let legacy = NewToken {
        created: None,
        uses: 12,
        last_used: Some(ago(700)),
        legacy: true,
        ..NewToken::new("Legacy API Token")
    };
    [in_use, expired, unused, legacy]
}

fn before(now: Timestamp, days: usize) -> Timestamp {
    let hours = i64::try_from(days).unwrap_or_default() * 24;
    now.checked_sub(SignedDuration::from_hours(hours)).unwrap_or(now)
}
