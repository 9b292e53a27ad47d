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

fn badges<'a>(state: &State, token: &'a TokenRow) -> Vec<Fact<'a>> {
    let mut facts = facts(state, token);
    facts.retain(|fact| matches!(fact, Fact::Badge(_)));
    facts
}

fn badge(text: Key, class: &'static str) -> Fact<'static> {
    Fact::Badge(Badge { text, class })
}

#[test]
fn a_token_has_a_badge_for_each_warning_and_none_without() {
    let state = State::default();
    let mut risky = token("risky", never_used(), RowExpiry::Never("Never".to_owned()));
    risky.legacy = true;
    let expected = [
        badge(Key::BadgeNeverExpires, "badge"),
        badge(Key::BadgeNeverUsed, "badge"),
        badge(Key::BadgeLegacy, "badge warning"),
    ];
    assert_eq!(badges(&state, &risky), expected);
    let used = Usage::NoStatistics { text: "Unknown".to_owned() };
    let sound = token("sound", used, RowExpiry::On("1/31/27".to_owned()));
    assert_eq!(badges(&state, &sound), []);
}

#[test]
fn an_expired_token_and_one_that_expires_soon_weigh_differently() {
    let token = |expiry| token("t", Usage::NoStatistics { text: String::new() }, expiry);
    let expired = token(RowExpiry::Expired("Expired".to_owned()));
    let soon = token(RowExpiry::AboutToExpire("Tomorrow".to_owned()));
    let state = State::default();
    assert_eq!(badges(&state, &expired), [badge(Key::BadgeExpired, "badge trouble")]);
    assert_eq!(badges(&state, &soon), [badge(Key::BadgeExpiresSoon, "badge warning")]);
}

#[test]
fn the_expiry_comes_before_the_use_and_what_a_badge_says_is_not_said_again() {
    let state = State::default();
    let used = Usage::Times { count: Some(3), text: "Last used today".to_owned(), exact: None };
    let sound = token("t", used, RowExpiry::On("Expires on 1/31/27".to_owned()));
    assert_eq!(facts(&state, &sound), [Fact::Text("Expires on 1/31/27"), Fact::Text("Last used today")]);
    let risky = token("t", never_used(), RowExpiry::Never("Never".to_owned()));
    let expected = [badge(Key::BadgeNeverExpires, "badge"), badge(Key::BadgeNeverUsed, "badge")];
    assert_eq!(facts(&state, &risky), expected);
}

#[test]
fn when_it_was_created_is_in_the_tooltip_and_read_out() {
    let text = |text: &str| Some(text.to_owned());
    let used = Usage::Times { count: None, text: "Today".to_owned(), exact: text("Nov 30, 2026") };
    let mut token = token("t", used, RowExpiry::NotSupported);
    assert_eq!(details(&token), "Nov 30, 2026");
    token.created = Some(Created { text: "Created today".to_owned(), exact: text("Nov 30") });
    assert_eq!(details(&token), "Created today\nNov 30\nNov 30, 2026");
    assert_eq!(facts(&State::default(), &token).last(), Some(&Fact::Spoken("Created today")));
}

#[test]
fn the_list_says_what_is_under_way() {
    let key = |list: &TokenList| progress(list).0.map(|message| message.key);
    let mut list = TokenList::default();
    assert_eq!(key(&list), None);
    list.rows = Rows::Loading;
    assert_eq!(key(&list), Some(Key::LoadingTokens));
    list.rows = Rows::Listed(Vec::new());
    assert_eq!(key(&list), Some(Key::NoTokens));
    let reference = crate::model::list::TokenReference { uuid: "u".to_owned(), name: "n".to_owned() };
    list.revoking = Some(Revoking { tokens: vec![reference; 3], done: 1 });
    let revoking = Message::plain(Key::Revoking).and_count(1).and_count(3);
    assert_eq!(progress(&list), (Some(revoking), false));
}

#[test]
fn the_list_says_how_much_of_it_is_shown() {
    let tokens = ["a", "ab"].map(|name| token(name, never_used(), RowExpiry::NotSupported)).into();
    let mut list = TokenList::default();
    list.rows = Rows::Listed(tokens);
    assert_eq!(progress(&list), (None, false));
    list.filter_by("b".to_owned());
    let shown = Message::plain(Key::TokensShown).and_count(1).and_count(2);
    assert_eq!(progress(&list), (Some(shown), true));
    list.filter_by("c".to_owned());
    assert_eq!(progress(&list), (Some(Message::plain(Key::NoTokenMatches)), false));
}

#[test]
fn an_outcome_names_the_token_and_why() {
    let cause = Some(Error::UnknownUser(UserId::new("bob")));
    let message = outcome(&ListOutcome::NotRevoked("deploy".to_owned(), cause));
    let reason = Message::with(Key::UnknownUser, "bob");
    assert_eq!(message, Message::with(Key::NotRevoked, "deploy").because(Some(reason)));
}
