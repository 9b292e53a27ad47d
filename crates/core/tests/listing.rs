//! Pages of real controllers, cut down to the list, with tokens in every state.

#![expect(clippy::unwrap_used, reason = "a failed step of a test or of its helpers fails the test")]

use latchkey_core::listing::{Created, RowExpiry, Usage};
use latchkey_core::{Listing, ListingError, TokenRow};
use latchkey_native::html::read_listing;
use proptest::prelude::*;

/// Expired, `token-never-used`: the short names that the expectations below are written in.
fn short(token: &TokenRow) -> String {
    let usage = match &token.usage {
        Usage::Never { .. } => "never used".to_owned(),
        Usage::Times { count: Some(count), .. } => format!("{count} uses"),
        Usage::Times { count: None, .. } => "used".to_owned(),
        Usage::NoStatistics { .. } => "no statistics".to_owned(),
    };
    let expiry = match &token.expiry {
        RowExpiry::Expired(_) => "expired",
        RowExpiry::AboutToExpire(_) => "about to expire",
        RowExpiry::On(_) => "expires",
        RowExpiry::Never(_) => "never expires",
        RowExpiry::NotSupported => "no expiry",
    };
    let legacy = if token.legacy { ", legacy" } else { "" };
    format!("{}: {usage}, {expiry}{legacy}", token.name)
}

fn listing(html: &str) -> Listing {
    read_listing(html).unwrap()
}

fn shorts(html: &str) -> Vec<String> {
    listing(html).tokens.iter().map(short).collect()
}

fn token(html: &str, name: &str) -> TokenRow {
    listing(html).tokens.into_iter().find(|token| token.name == name).unwrap()
}

const EXPIRY: &str = include_str!("listing/since-2.548.en.html");
const EXPIRY_GERMAN: &str = include_str!("listing/since-2.548.de.html");
const CARDS: &str = include_str!("listing/since-2.505.en.html");
const CARDS_GERMAN: &str = include_str!("listing/since-2.505.de.html");
const ITEMS: &str = include_str!("listing/before-2.505.en.html");
const ITEMS_GERMAN: &str = include_str!("listing/before-2.505.de.html");

#[test]
fn reads_every_state_since_2_548() {
    assert_eq!(
        shorts(EXPIRY),
        [
            " spaced  name : never used, never expires",
            "<b>x</b> & \"q\": never used, never expires",
            "counter without date: used, never expires",
            "expired: never used, expired",
            "expired after use: 3 uses, expired",
            "expires in 3 days: never used, about to expire",
            "expires in 30 days: never used, expires",
            "Legacy Token: never used, never expires, legacy",
            "never expires: never used, never expires",
            "never used: never used, never expires",
            "tökén 令牌 🔑 \u{202e}idib\u{202c} עברית e\u{301}: never used, never expires",
            "used 3 times: 3 uses, never expires",
            "used 400 days ago: 7 uses, never expires",
        ]
    );
}

#[test]
fn reads_every_state_from_2_505_to_2_547() {
    assert_eq!(
        shorts(CARDS),
        [
            " spaced  name : never used, no expiry",
            "<b>x</b> & \"q\": never used, no expiry",
            "counter without date: used, no expiry",
            "Legacy Token: never used, no expiry, legacy",
            "never used: never used, no expiry",
            "tökén 令牌 🔑 \u{202e}idib\u{202c} עברית e\u{301}: never used, no expiry",
            "used 3 times: 3 uses, no expiry",
            "used 400 days ago: 7 uses, no expiry",
        ]
    );
}

#[test]
fn reads_every_state_up_to_2_504() {
    assert_eq!(shorts(ITEMS), shorts(CARDS));
}

#[test]
fn reads_uuids_and_words() {
    let row = token(EXPIRY, "used 3 times");
    let created = Created { text: "Created on Nov 24, 2026, 7:24:57\u{202f}AM".to_owned(), exact: None };
    let usage = Usage::Times {
        count: Some(3),
        text: "Last used today".to_owned(),
        exact: Some("Nov 24, 2026, 7:24:57\u{202f}AM".to_owned()),
    };
    assert_eq!((row.uuid.as_str(), row.created, row.usage), ("uuid-2", Some(created), usage));
    assert_eq!(row.expiry, RowExpiry::Never("This token does not expire".to_owned()));
    let soon = token(EXPIRY, "expires in 3 days").expiry;
    assert_eq!(soon, RowExpiry::AboutToExpire("Expires on 11/27/26".to_owned()));

    let row = token(CARDS, "used 3 times");
    let exact = Some("Nov 24, 2026, 7:24:49 AM".to_owned());
    assert_eq!(row.created, Some(Created { text: "Created today".to_owned(), exact }));

    let row = token(ITEMS, "used 3 times");
    let exact = Some("Nov 24, 2026, 7:24:58 AM".to_owned());
    assert_eq!(row.uuid, "uuid-2");
    let text = "Created 0 day(s) ago".to_owned();
    assert_eq!(row.created, Some(Created { text, exact: exact.clone() }));
    let text = "Used 3 time(s), last time was 0 day(s) ago".to_owned();
    assert_eq!(row.usage, Usage::Times { count: Some(3), text, exact });
}

#[test]
fn reads_pages_in_german() {
    let soon = token(EXPIRY_GERMAN, "expires in 3 days").expiry;
    assert_eq!(soon, RowExpiry::AboutToExpire("Expires on 27.11.26".to_owned()));
    let created = token(EXPIRY_GERMAN, "used 3 times").created.unwrap();
    assert_eq!(created.text, "Created on 24.11.2026, 07:24:57");
    for page in [CARDS_GERMAN, ITEMS_GERMAN] {
        let token = token(page, "used 3 times");
        assert_eq!(short(&token), "used 3 times: 3 uses, no expiry");
        assert!(token.created.unwrap().exact.unwrap().starts_with("24.11.2026, 07:24:"));
    }
}

#[test]
fn takes_state_from_classes_and_the_pages_own_words() {
    let japanese = EXPIRY
        .replace("This token does not expire", "このトークンは期限切れになりません")
        .replace("Expires on", "有効期限")
        .replace("This token has expired", "期限切れ")
        .replace("Never used", "使用されていません");
    assert_eq!(shorts(&japanese), shorts(EXPIRY));
    let japanese = ITEMS.replace("Never used", "使用されていません").replace(
        "Used <b>3</b> time(s), last time was <b>0</b> day(s) ago",
        "<b>3</b> 回使用、前回は <b>0</b> 日前",
    );
    assert_eq!(shorts(&japanese), shorts(ITEMS));
}

#[test]
fn statistics_can_be_switched_off() {
    for page in [
        include_str!("listing/since-2.548.no-statistics.html"),
        include_str!("listing/since-2.505.no-statistics.html"),
        include_str!("listing/before-2.505.no-statistics.html"),
    ] {
        let tokens = listing(page).tokens;
        assert!(tokens.len() >= 3);
        let text = "No statistics available".to_owned();
        assert!(tokens.iter().all(|token| token.usage == Usage::NoStatistics { text: text.clone() }));
    }
}

#[test]
fn legacy_tokens_may_have_no_date() {
    for (page, words) in [
        (
            include_str!("listing/since-2.548.undated.html"),
            "Created on There is no creation date for that token",
        ),
        (include_str!("listing/since-2.505.undated.html"), "There is no creation date for that token"),
        (include_str!("listing/before-2.505.undated.html"), "Unknown"),
    ] {
        let tokens = listing(page).tokens;
        assert_eq!(tokens.len(), 1);
        assert!(tokens[0].legacy);
        assert_eq!(tokens[0].created.as_ref().unwrap().text, words);
    }
}

#[test]
fn a_user_without_tokens_has_an_empty_list() {
    for page in [
        include_str!("listing/since-2.548.none.html"),
        include_str!("listing/since-2.505.none.html"),
        include_str!("listing/before-2.505.none.html"),
    ] {
        assert_eq!(listing(page).tokens, []);
    }
}

#[test]
fn no_other_page_is_an_empty_list() {
    for page in [
        "",
        "<html><head data-rooturl=''></head><body><form name='login'></form></body></html>",
        "<h1>502 Bad Gateway</h1>",
        "<div class='token-list'></div>",
        "<form action='https://login.example.org'><input name='user'></form>",
    ] {
        assert_eq!(read_listing(page), Err(ListingError::NoTokensPage), "{page}");
    }
}

#[test]
fn a_row_that_cannot_be_read_is_an_error() {
    for (page, what, other) in [
        (EXPIRY, "id=\"uuid-2\"", "id=\"\""),
        (EXPIRY, "class=\"token-name\"", "class=\"title\""),
        (CARDS, "token-last-used", "usage"),
        (ITEMS, "value=\"uuid-2\"", "value=\"\""),
        (ITEMS, "token-use-counter", "usage"),
    ] {
        let page = page.replace(what, other);
        let read = read_listing(&page);
        assert_eq!(read, Err(ListingError::UnreadableRow), "{what}");
    }
}

#[test]
fn sorts_by_what_needs_attention() {
    let sorted: Vec<String> = listing(EXPIRY).sorted().tokens.into_iter().map(|token| token.name).collect();
    assert_eq!(
        sorted,
        [
            "expired",
            "expired after use",
            "expires in 3 days",
            " spaced  name ",
            "<b>x</b> & \"q\"",
            "expires in 30 days",
            "Legacy Token",
            "never expires",
            "never used",
            "tökén 令牌 🔑 \u{202e}idib\u{202c} עברית e\u{301}",
            "counter without date",
            "used 3 times",
            "used 400 days ago",
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_name_never_becomes_markup_or_a_row(name in "\\PC{0,40}") {
        let escaped = name.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        for (page, hidden) in [(EXPIRY, 1), (ITEMS, 0)] {
            let page = page.replace("used 3 times", &escaped);
            let names: Vec<String> = listing(&page).tokens.into_iter().map(|token| token.name).collect();
            prop_assert_eq!(names.iter().filter(|given| **given == name).count(), 1);
            prop_assert_eq!(names.len(), page.matches("token-creation").count() - hidden);
        }
    }

    /// A card that lacks a part makes the list unreadable: none is left out silently.
    #[test]
    fn a_row_that_lacks_a_part_is_not_believed(has in any::<[bool; 4]>(), others in 0_usize..3) {
        let parts = [
            ("<i class=token-name>n</i>", has[1]),
            ("<i class=token-creation>c</i>", has[2]),
            ("<i class=token-last-used><b class=token-never-used>x</b></i>", has[3]),
        ];
        let inside: String = parts.iter().filter(|(_, there)| *there).map(|(part, _)| *part).collect();
        let whole = format!("<p class=token-card id=w>{}</p>", parts.map(|(part, _)| part).concat());
        let id = if has[0] { "id=u" } else { "id=''" };
        let page =
            format!("<div id=api-token-list>{}<p class=token-card {id}>{inside}</p></div>", whole.repeat(others));
        let read = read_listing(&page);
        match has.iter().all(|there| *there) {
            true => prop_assert_eq!(read.unwrap().tokens.len(), others + 1),
            false => prop_assert_eq!(read, Err(ListingError::UnreadableRow)),
        }
    }

    #[test]
    fn no_page_panics(inside in any::<String>()) {
        let page = format!("<div id=api-token-list><div class=token-card id=a>{inside}</div></div>");
        let _ = read_listing(&page);
        let page = format!("<div class=token-list><div class=token-list-existing-item>{inside}</div></div>");
        let _ = read_listing(&page);
    }
}
