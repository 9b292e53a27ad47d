//! Escapes for text from a server, which must not control the terminal.

use std::fmt::Write as _;

/// The text with an escape for every character that a terminal would act on or that would make the rest look like
/// something else: control characters, controls of the writing direction, and invisible characters.
pub(crate) fn escape_unprintable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unprintable(c) {
            // Writing into a string cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// The same for JSON, where such characters occur only in strings and have an escape of their own.
pub(crate) fn escape_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for c in json.chars() {
        if is_unprintable(c) && c != '\n' {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                // Writing into a string cannot fail.
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Control characters, controls of the writing direction, and characters that Unicode says are not shown
/// (`Default_Ignorable_Code_Point`). Those that people write with stay: joiners of letters and emoji, and variation
/// selectors.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn characters_that_a_terminal_would_act_on_are_escaped() {
        assert_eq!(
            escape_unprintable("a\u{1b}[31mb\r\n\u{9b}c\u{7f}"),
            r"a\u{1b}[31mb\u{d}\u{a}\u{9b}c\u{7f}"
        );
        assert_eq!(escape_unprintable("\u{202e}gnp.exe\u{2066}"), r"\u{202e}gnp.exe\u{2066}");
        assert_eq!(escape_unprintable("deploy\u{3164}"), r"deploy\u{3164}");
    }

    #[test]
    fn characters_that_people_write_are_kept() {
        for text in ["tökén 令牌 🔑 مفتاح", "11/24/26, 2:05\u{202f}PM", "a\u{200d}b"] {
            assert_eq!(escape_unprintable(text), text);
        }
    }

    proptest! {
        #[test]
        fn escaped_json_means_the_same(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            let shown = escape_json(&json);
            prop_assert!(!shown.chars().any(is_unprintable));
            prop_assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
        }

        #[test]
        fn no_unprintable_character_is_left(text in any::<String>()) {
            prop_assert!(!escape_unprintable(&text).chars().any(is_unprintable));
        }
    }
}
