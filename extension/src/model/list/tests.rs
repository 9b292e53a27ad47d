use latchkey_core::UserId;
use latchkey_core::listing::{RowExpiry, Usage};

use super::*;

fn token(name: &str, expiry: RowExpiry) -> TokenRow {
    let usage = Usage::Never { text: "Never used".to_owned() };
    TokenRow {
        uuid: format!("uuid-{name}"),
        name: name.to_owned(),
        created: None,
        usage,
        expiry,
        legacy: false,
    }
}

fn on() -> RowExpiry {
    RowExpiry::On("1/31/27".to_owned())
}

fn never() -> RowExpiry {
    RowExpiry::Never("Never".to_owned())
}

/// Ten tokens, of which the last never expires.
fn list() -> TokenList {
    let mut tokens: Vec<_> = (0..9).map(|number| token(&format!("Deploy {number}"), on())).collect();
    tokens.push(token("CI Ünïted", never()));
    let mut list = TokenList::default();
    list.take(Ok(Listing { tokens }));
    list
}

fn names(list: &TokenList) -> Vec<&str> {
    list.shown().iter().map(|token| token.name.as_str()).collect()
}

#[test]
fn the_filter_finds_a_part_of_a_name_in_any_case() {
    let mut list = list();
    assert_eq!((names(&list).len(), list.is_filtered()), (10, false));
    for (text, found) in
        [("PLOY 3", vec!["Deploy 3"]), ("üNÏ", vec!["CI Ünïted"]), ("?", vec![]), (" ci", vec![])]
    {
        list.filter_by(text.to_owned());
        assert_eq!((names(&list), list.is_filtered()), (found, true), "{text}");
    }
}

#[test]
fn a_part_of_the_summary_and_the_filter_apply_together() {
    let mut list = list();
    assert_eq!((list.count(TokenWarning::NeverExpires), list.count(TokenWarning::NeverUsed)), (1, 10));
    list.show_only(Some(TokenWarning::NeverExpires));
    assert_eq!(names(&list), ["CI Ünïted"]);
    list.filter_by("deploy".to_owned());
    assert_eq!(names(&list), [""; 0]);
}

fn renaming() -> Renaming {
    Renaming { uuid: "uuid-Deploy 0".to_owned(), new_name: "new".to_owned() }
}

#[test]
fn only_a_list_without_the_token_ends_its_renaming() {
    let mut list = list();
    list.rename(Some(renaming()));
    list.take(Err(Error::SsoRequired));
    list.reset(Owner::Me, Rows::Loading);
    assert_eq!(list.renaming(), Some(&renaming()));
    list.take(Ok(Listing { tokens: vec![token("one", on())] }));
    assert_eq!(list.renaming(), None);
    list.rename(Some(renaming()));
    list.reset(Owner::User(UserId::new("bob")), Rows::Loading);
    assert_eq!(list.renaming(), None, "another user's token");
}

#[test]
fn a_token_that_is_being_renamed_stays_in_view() {
    let mut list = list();
    list.rename(Some(renaming()));
    list.filter_by("ci".to_owned());
    assert_eq!(names(&list), ["CI Ünïted", "Deploy 0"]);
}

#[test]
fn a_filter_that_is_no_longer_shown_hides_nothing() {
    let mut list = list();
    list.filter_by("deploy 3".to_owned());
    list.show_only(Some(TokenWarning::NeverExpires));
    let before = list.revision();
    list.take(Ok(Listing { tokens: vec![token("one", on()), token("two", on())] }));
    assert_eq!(names(&list), ["one", "two"]);
    assert_eq!((list.filter.as_str(), list.only), ("", None));
    assert!(list.revision() > before);
}

#[test]
fn a_list_that_is_read_again_is_filtered_and_scrolled_as_before_and_another_users_is_not() {
    let mut list = list();
    list.filter_by("deploy".to_owned());
    list.scroll = 120.0;
    list.reset(Owner::Me, Rows::Loading);
    assert_eq!((list.filter.as_str(), list.scroll), ("deploy", 120.0));
    list.reset(Owner::User(UserId::new("bob")), Rows::Loading);
    assert_eq!((list.filter.as_str(), list.scroll), ("", 0.0));
}
