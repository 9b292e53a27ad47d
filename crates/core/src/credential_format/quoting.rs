//! Quoting for shells and for curl.

use std::fmt;

use crate::Secret;

/// A quoted text. It may contain a secret, so it has no `Debug`; only `Display` shows it.
pub struct Quoted(Secret);

impl Quoted {
    pub(super) fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

impl fmt::Display for Quoted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.reveal())
    }
}

/// Quotes a text as one word for `sh`. It may contain any character but U+0000.
pub fn quote_for_sh(text: &str) -> Quoted {
    Quoted(Secret::new(format!("'{}'", text.replace('\'', "'\\''"))))
}

/// One value of curl's configuration, on one line.
pub(super) fn quote_for_curl(text: &str) -> Quoted {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{b}' => quoted.push_str("\\v"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    Quoted(Secret::new(quoted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_word_is_quoted() {
        assert_eq!(quote_for_sh("").reveal(), "''");
        assert_eq!(quote_for_sh("$x `y` \\").reveal(), "'$x `y` \\'");
        assert_eq!(quote_for_sh("it's").reveal(), "'it'\\''s'");
    }

    #[test]
    fn a_curl_value_is_quoted() {
        assert_eq!(quote_for_curl("a\"b\\c").reveal(), "\"a\\\"b\\\\c\"");
        assert_eq!(quote_for_curl("\n\r\t\u{b}").reveal(), "\"\\n\\r\\t\\v\"");
    }
}
