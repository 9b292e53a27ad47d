//! Creating tokens.

use jiff::{ToSpan as _, Zoned};
use latchkey_core::token::{CalendarDate, Lifetime};
use latchkey_core::{
    Error, Expiry, GeneratedToken, NewTokenRequest, Outcome, TokenName, Unconfirmed, UserId,
};

use crate::console::{Console, administrator, client, on, on_oldest_and_newest_core, run};
use crate::toolchain::CoreApi;

fn generate(console: &Console, expiry: Expiry) -> Result<GeneratedToken, Unconfirmed> {
    let act_as = administrator();
    let name = TokenName::new("nightly").unwrap();
    let order = NewTokenRequest { name, expiry, crumb: act_as.crumb, expected_user: act_as.expected_user };
    run(client(console).generate_by_script(&UserId::new("bob"), &order))
}

#[test]
fn a_token_that_never_expires() {
    on_oldest_and_newest_core(|_, console| {
        console.command("user", "bob");
        let token = generate(console, Expiry::Never).unwrap();
        assert_eq!(token.name, "nightly");
        assert_eq!(token.value.reveal(), format!("11{}", token.uuid.replace('-', "")));
        assert_eq!(token.lifetime, Lifetime::Never);
        assert_eq!(console.command("saves", "bob"), "1");
        assert_eq!(console.printed().lines().count(), 3, "{}", console.printed());
    });
}

#[test]
fn a_token_that_expires_after_days() {
    let in_30_days = || (Zoned::now().date() + 30.days()).to_string();
    let before = in_30_days();
    on(CoreApi::Latest, |console| {
        console.command("user", "bob");
        let Lifetime::Until(date) = generate(console, Expiry::Days(30)).unwrap().lifetime else {
            panic!("no date")
        };
        assert!([before, in_30_days()].contains(&date), "{date}");
    });
}

#[test]
fn a_token_that_expires_on_a_date() {
    on(CoreApi::Latest, |console| {
        console.command("user", "bob");
        let date = CalendarDate::parse("2999-12-31").unwrap();
        let token = generate(console, Expiry::On(date)).unwrap();
        assert_eq!(token.lifetime, Lifetime::Until("2999-12-31".to_owned()));
    });
}

#[test]
fn a_date_in_the_past_is_declined_as_jenkins_would() {
    on_oldest_and_newest_core(|_, console| {
        console.command("user", "bob");
        let date = CalendarDate::parse("2020-12-31").unwrap();
        let error = generate(console, Expiry::On(date)).unwrap_err();
        assert!(matches!(error.cause, Error::Rejected { .. }));
        assert_eq!(error.outcome, Outcome::NotDone);
        assert_eq!(console.command("saves", "bob"), "0");
    });
}

#[test]
fn an_older_core_says_that_its_tokens_never_expire() {
    for core in [CoreApi::Before2_260, CoreApi::Before2_548] {
        on(core, |console| {
            console.command("user", "bob");
            assert_eq!(generate(console, Expiry::Days(30)).unwrap().lifetime, Lifetime::NotSupported);
        });
    }
}

#[test]
fn no_user_is_created() {
    on_oldest_and_newest_core(|_, console| {
        let error = generate(console, Expiry::Never).unwrap_err();
        let cause = Error::UnknownUser(UserId::new("bob"));
        assert_eq!(error, Unconfirmed { cause, outcome: Outcome::NotDone });
    });
}

#[test]
fn a_record_that_cannot_be_written_may_have_made_the_token() {
    on_oldest_and_newest_core(|_, console| {
        console.command("user", "bob");
        console.command("unwritable", "bob");
        let error = generate(console, Expiry::Never).unwrap_err();
        let excerpt = "java.io.IOException: the record cannot be written".to_owned();
        assert_eq!(error.cause, Error::ScriptFailed { excerpt });
        assert_eq!(error.outcome, Outcome::Unknown);
    });
}
