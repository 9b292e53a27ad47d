//! The data of a script, written as Groovy that an administrator can read.
//!
//! Names and IDs come from people. They enter a script only as literals that [`literal`] writes, so nothing
//! in them can end a string of the script.

use crate::UserId;
use crate::token::Expiry;

/// The longest constant of a script, in bytes of its source. A class file of Java holds no constant of
/// 65,536 bytes, and Java's encoding of a character can be longer than UTF-8's.
const LONGEST_CONSTANT: usize = 16_000;

/// A Groovy expression for a text.
///
/// It has no `\u` escape, which Groovy decodes before it looks for the ends of strings. A backslash of the
/// text becomes two, and Groovy leaves `\\u` alone. A long text is written as several constants that the
/// script joins; none ends inside an escape.
pub(super) fn literal(text: &str) -> String {
    let mut constants = String::from("'");
    let mut length = 0;
    let mut is_long = false;
    for character in text.chars() {
        let escaped = match character {
            '\n' => Some('n'),
            '\r' => Some('r'),
            '\t' => Some('t'),
            '\\' | '\'' | '"' | '$' => Some(character),
            _ => None,
        };
        let size = if escaped.is_some() { 2 } else { character.len_utf8() };
        if length + size > LONGEST_CONSTANT {
            constants.push_str("', '");
            length = 0;
            is_long = true;
        }
        if escaped.is_some() {
            constants.push('\\');
        }
        constants.push(escaped.unwrap_or(character));
        length += size;
    }
    constants.push('\'');
    if is_long { format!("[{constants}].join('')") } else { constants }
}

/// A Groovy expression for a list of users.
pub(super) fn user_list(users: &[UserId]) -> String {
    list(users.iter().map(|user| literal(user.as_str())))
}

/// A Groovy expression for a list of tokens, each by user and UUID.
pub(super) fn token_list(tokens: &[(&UserId, &str)]) -> String {
    list(tokens.iter().map(|(user, uuid)| list([literal(user.as_str()), literal(uuid)].into_iter())))
}

fn list(expressions: impl Iterator<Item = String>) -> String {
    let mut list = String::from("[");
    for (index, expression) in expressions.enumerate() {
        if index > 0 {
            list.push_str(", ");
        }
        list.push_str(&expression);
    }
    list.push(']');
    list
}

/// A Groovy expression for the last day on which a token works.
pub(super) fn last_day(expiry: Expiry) -> String {
    match expiry {
        Expiry::Days(days) => format!("LocalDate.now().plusDays({days})"),
        Expiry::On(date) => format!("LocalDate.parse('{date}')"),
        Expiry::Never => "null".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::token::CalendarDate;

    #[test]
    fn ordinary_text_stays_readable() {
        assert_eq!(literal("nightly build 7"), "'nightly build 7'");
        assert_eq!(literal("Zoë 🔑"), "'Zoë 🔑'");
        assert_eq!(literal(""), "''");
    }

    #[test]
    fn characters_with_a_meaning_in_groovy_are_escaped() {
        assert_eq!(literal("a'b\"c$d"), r#"'a\'b\"c\$d'"#);
        assert_eq!(literal("a\nb\rc\td"), r"'a\nb\rc\td'");
        assert_eq!(literal(r"a\b"), r"'a\\b'");
        assert_eq!(literal(r"\u0027"), r"'\\u0027'");
    }

    #[test]
    fn a_long_text_is_joined_from_constants_that_java_can_hold() {
        for piece in ["L", "é", "🔑", "'", "\\"] {
            let written = literal(&piece.repeat(20_000));
            let constants = written.strip_prefix("['").unwrap().strip_suffix("'].join('')").unwrap();
            let constants: Vec<&str> = constants.split("', '").collect();
            assert!(constants.len() > 1);
            assert!(constants.iter().all(|constant| constant.len() <= LONGEST_CONSTANT));
        }
        assert!(!literal(&"L".repeat(LONGEST_CONSTANT)).contains("join"));
        assert!(literal(&"L".repeat(LONGEST_CONSTANT + 1)).contains("join"));
    }

    #[test]
    fn an_escape_is_never_split() {
        for before in [LONGEST_CONSTANT - 2, LONGEST_CONSTANT - 1, LONGEST_CONSTANT] {
            let written = literal(&format!("{}'x", "L".repeat(before)));
            assert!(!written.contains(r"\', '") || written.contains(r"\'', '"), "{before}");
            assert!(written.contains(r"\'"), "{before}");
        }
    }

    #[test]
    fn users_tokens_and_expiries_are_expressions() {
        assert_eq!(user_list(&[]), "[]");
        assert_eq!(user_list(&[UserId::new("a"), UserId::new("b's")]), r"['a', 'b\'s']");
        let bob = UserId::new("b's");
        assert_eq!(token_list(&[(&bob, "u-1"), (&bob, "u-2")]), r"[['b\'s', 'u-1'], ['b\'s', 'u-2']]");
        assert_eq!(last_day(Expiry::Never), "null");
        assert_eq!(last_day(Expiry::Days(30)), "LocalDate.now().plusDays(30)");
        let date = CalendarDate::parse("2027-01-31").unwrap();
        assert_eq!(last_day(Expiry::On(date)), "LocalDate.parse('2027-01-31')");
    }

    proptest! {
        #[test]
        fn every_backslash_starts_a_pair_and_no_quote_is_bare(text in "[\\\\'\"$\n\r\tu0027a🔑]{0,40}") {
            let written = literal(&text);
            let inner = written.strip_prefix('\'').unwrap().strip_suffix('\'').unwrap();
            let mut read = String::new();
            let mut characters = inner.chars();
            while let Some(character) = characters.next() {
                prop_assert!(!"'\"$\n\r\t".contains(character));
                read.push(match character {
                    '\\' => match characters.next().unwrap() {
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        other => {
                            prop_assert!("\\'\"$".contains(other));
                            other
                        }
                    },
                    plain => plain,
                });
            }
            prop_assert_eq!(read, text);
        }
    }
}
