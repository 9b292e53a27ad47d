//! The expiry of a token as the controller reports it.

use jiff::{ToSpan, Zoned};
use latchkey_core::listing::RowExpiry;
use latchkey_core::token::{CalendarDate, Lifetime};
use latchkey_core::{Error, Expiry, GeneratedToken, NewTokenRequest, Outcome, Unconfirmed};

use super::context::TestContext;
use super::everywhere;

fn generate(context: &TestContext<'_>, text: &str, expiry: Expiry) -> Result<GeneratedToken, Unconfirmed> {
    context.generate(&NewTokenRequest { expiry, ..context.order(text) })
}

/// The date in this number of days, in this machine's time zone.
fn in_days(days: i64) -> CalendarDate {
    let date = Zoned::now().date().checked_add(days.days()).expect("a date");
    CalendarDate::parse(&date.to_string()).expect("a date as Jenkins takes it")
}

/// The expiry of the token on the tokens page.
fn listed(context: &TestContext<'_>, token: &GeneratedToken) -> RowExpiry {
    context.made().into_iter().find(|row| row.uuid == token.uuid).expect("the token").expiry
}

#[test]
fn only_versions_with_expiry_report_never() {
    everywhere(|context| {
        let token = generate(context, "never", Expiry::Never).unwrap();
        let (lifetime, listed) = (&token.lifetime, listed(context, &token));
        if context.tokens_expire() {
            assert_eq!(*lifetime, Lifetime::Never);
            assert!(matches!(listed, RowExpiry::Never(_)), "{listed:?}");
        } else {
            assert_eq!((lifetime, listed), (&Lifetime::NotSupported, RowExpiry::NotSupported));
        }
    });
}

#[test]
fn days_and_dates_are_listed_as_a_date() {
    everywhere(|context| {
        for expiry in Expiry::PRESETS.map(Expiry::Days).into_iter().chain([Expiry::On(in_days(45))]) {
            let token = generate(context, &format!("{expiry:?}"), expiry).unwrap();
            let (lifetime, listed) = (&token.lifetime, listed(context, &token));
            if context.tokens_expire() {
                let Lifetime::Until(date) = lifetime else { panic!("{expiry:?}: {lifetime:?}") };
                // The controller's date may differ from this machine's, in another time zone.
                let (RowExpiry::On(words) | RowExpiry::AboutToExpire(words)) = &listed else {
                    panic!("{expiry:?}: {listed:?}")
                };
                assert!(words.contains(date.as_str()), "{words:?} does not contain {date:?}");
            } else {
                assert_eq!((lifetime, listed), (&Lifetime::NotSupported, RowExpiry::NotSupported));
            }
        }
    });
}

#[test]
fn past_date_creates_nothing_where_tokens_expire() {
    everywhere(|context| {
        let end = generate(context, "over", Expiry::On(in_days(-3)));
        if context.tokens_expire() {
            let error = end.unwrap_err();
            let Error::Rejected { message } = &error.cause else { panic!("{error:?}") };
            assert!(!message.is_empty() && error.outcome == Outcome::NotDone);
            assert_eq!(context.names_made(), [""; 0]);
        } else {
            assert_eq!(end.unwrap().lifetime, Lifetime::NotSupported);
        }
    });
}
