//! The placeholders of the fixtures, for values that differ between runs.

use jiff::{ToSpan, Zoned};

/// The name of 10,000 characters.
fn long() -> String {
    "L".repeat(10_000)
}

/// Fills the placeholders of a request.
pub(super) fn fill(text: &str, crumb: &str) -> String {
    text.replace("{crumb}", crumb)
        .replace("{long}", &long())
        .replace("{today}", &Zoned::now().date().to_string())
}

/// Whether a text matches a pattern with placeholders.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let Some((before, name, after)) = first_placeholder(pattern) else { return pattern == text };
    let Some(text) = text.strip_prefix(before) else { return false };
    let ends = text.char_indices().map(|(index, _)| index).chain([text.len()]);
    ends.into_iter().any(|end| is_value(name, &text[..end]) && matches(after, &text[end..]))
}

/// The text before the first placeholder, its name, and the text after it.
fn first_placeholder(pattern: &str) -> Option<(&str, &str, &str)> {
    pattern.match_indices('{').find_map(|(start, _)| {
        let (name, after) = pattern[start + 1..].split_once('}')?;
        (NAMES.contains(&name) || name.contains('+')).then_some((&pattern[..start], name, after))
    })
}

const NAMES: [&str; 7] = ["uuid", "token", "crumb", "instant", "long", "millis", "any"];

fn is_value(name: &str, value: &str) -> bool {
    match name {
        "uuid" => value.len() == 36 && value.chars().all(|digit| digit == '-' || is_hex(digit)),
        "token" => value.len() == 34 && value.starts_with("11") && value.chars().all(is_hex),
        "crumb" => value.len() == 64 && value.chars().all(is_hex),
        "instant" => value.ends_with('Z') && value.parse::<jiff::Timestamp>().is_ok(),
        "long" => value == long(),
        "millis" => value.len() == 13 && value.chars().all(|digit| digit.is_ascii_digit()),
        "any" => !value.is_empty(),
        _ => name.split_once('+').is_some_and(|(language, days)| is_short_date(language, days, value)),
    }
}

fn is_hex(digit: char) -> bool {
    matches!(digit, '0'..='9' | 'a'..='f')
}

/// Whether the text is the date this many days from now.
fn is_short_date(language: &str, days: &str, text: &str) -> bool {
    let days: i64 = days.parse().expect("a number of days");
    let format = match language {
        "en" => "%-m/%-d/%y",
        "de" => "%d.%m.%y",
        "sv" => "%Y-%m-%d",
        other => panic!("nobody knows the language {other}"),
    };
    let now = Zoned::now();
    // In the first minute of a day the reply may be from the day before.
    let started = if now.hour() == 0 && now.minute() == 0 { [0, 1] } else { [0, 0] };
    started.into_iter().any(|ago| {
        let date = now.date().checked_add((days - ago).days()).expect("a date");
        date.strftime(format).to_string() == text
    })
}

#[test]
fn a_placeholder_stands_for_nothing_else() {
    let today = Zoned::now().date();
    let ahead = |days: i64| today.checked_add(days.days()).expect("a date").to_string();
    assert!(matches("{sv+30}", &ahead(30)));
    assert!(
        !matches("{sv+30}", &ahead(31)) && !matches("{sv+30}", &ahead(28)) && !matches("{de+30}", &ahead(30))
    );
    assert!(matches("a {crumb}", &format!("a {}", "f".repeat(64))));
    assert!(!matches("{crumb}", &"f".repeat(63)) && !matches("{crumb}", &"g".repeat(64)));
    assert!(matches("Token created on {instant}", "Token created on 2026-11-24T06:24:49.128932697Z"));
    assert!(!matches("Token created on {instant}", "Token created on Tuesday"));
    assert!(matches("{\"a\":{millis}} {any}", "{\"a\":1795501033107} x y") && !matches("{any}", ""));
    assert!(!matches("{millis}", "179550103310") && !matches("{millis} {crumb}", "1795501033107 "));
    assert!(!matches("{uuid}", "") && !matches("{token}", "11") && !matches("plain", "other"));
}
