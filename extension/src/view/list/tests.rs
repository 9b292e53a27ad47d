use latchkey_core::{Error, UserId};

use super::*;
use crate::model::list::Revoking;

fn token(name: &str, usage: Usage, expiry: RowExpiry) -> TokenRow {
    TokenRow {
        uuid: format!("uuid-{name}"),
        name: name.to_owned(),
        created: None,
        usage,
        expiry,
        legacy: false,
    }
}

fn never_used() -> Usage {
    Usage::Never { text: "Never".to_owned() }
}

fn texts(badges: &[Badge]) -> Vec<Key> {
    badges.iter().map(|badge| badge.text).collect()
}

#[test]
fn a_token_has_a_badge_for_each_warning_and_none_without() {
    let state = State::default();
    let mut risky = token("risky", never_used(), RowExpiry::Never("Never".to_owned()));
    risky.legacy = true;
    assert_eq!(
        texts(&badges(&state, &risky)),
        [Key::BadgeNeverExpires, Key::BadgeNeverUsed, Key::BadgeLegacy]
    );
    let used = Usage::NoStatistics { text: "Unknown".to_owned() };
    let sound = token("sound", used, RowExpiry::On("1/31/27".to_owned()));
    assert_eq!(badges(&state, &sound), []);
}

#[test]
fn an_expired_token_and_one_that_expires_soon_weigh_differently() {
    let badge =
        |expiry| badges(&State::default(), &token("t", Usage::NoStatistics { text: String::new() }, expiry));
    let expired = badge(RowExpiry::Expired("Expired".to_owned()));
    let soon = badge(RowExpiry::AboutToExpire("Tomorrow".to_owned()));
    assert_eq!(expired, [Badge { text: Key::BadgeExpired, class: "badge trouble" }]);
    assert_eq!(soon, [Badge { text: Key::BadgeExpiresSoon, class: "badge warning" }]);
}

#[test]
fn what_a_badge_says_is_not_said_again_as_a_fact() {
    let token = token("t", never_used(), RowExpiry::Never("Never".to_owned()));
    assert_eq!(facts(&token).count(), 0);
    let token = TokenRow { expiry: RowExpiry::On("1/31/27".to_owned()), ..token };
    let shown: Vec<Fact<'_>> = facts(&token).collect();
    assert_eq!(shown, [Fact { class: ".expiry", text: "1/31/27", exact: None }]);
}

#[test]
fn the_list_says_what_is_under_way() {
    let key = |list: &TokenList| progress(list).map(|message| message.key);
    let mut list = TokenList::default();
    assert_eq!(key(&list), None);
    list.rows = Rows::Loading;
    assert_eq!(key(&list), Some(Key::LoadingTokens));
    list.rows = Rows::Listed(Vec::new());
    assert_eq!(key(&list), Some(Key::NoTokens));
    let reference = crate::model::list::TokenReference { uuid: "u".to_owned(), name: "n".to_owned() };
    list.revoking = Some(Revoking { tokens: vec![reference; 3], done: 1 });
    let revoking = Message::plain(Key::Revoking).and_count(1).and_count(3);
    assert_eq!(progress(&list), Some(revoking));
}

#[test]
fn an_outcome_names_the_token_and_why() {
    let cause = Some(Error::UnknownUser(UserId::new("bob")));
    let message = outcome(&ListOutcome::NotRevoked("deploy".to_owned(), cause));
    let reason = Message::with(Key::UnknownUser, "bob");
    assert_eq!(message, Message::with(Key::NotRevoked, "deploy").because(Some(reason)));
}
