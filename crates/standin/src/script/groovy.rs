//! Reads the part of Groovy that scripts for other users' tokens are written in.
//!
//! It is stricter than Groovy, so that a script cannot work here and fail on a controller: no comments, no
//! double-quoted strings, and no `\u`, which Groovy decodes before it looks for the ends of strings.

/// A token of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Word(&'a str),
    Number(u32),
    /// The value of a string in single quotes.
    Text(String),
    Sign(char),
}

/// The most bytes that a constant has in a class file.
const LONGEST_CONSTANT: usize = 65_535;

/// The lines of a script that are not blank, as tokens.
pub(super) fn lines(script: &str) -> Result<Vec<Vec<Token<'_>>>, String> {
    if has_unicode_escape(script) {
        return Err("Groovy decodes a \\u escape before it looks for the ends of strings".to_owned());
    }
    let lines: Vec<_> = script.lines().map(tokens).collect::<Result<_, _>>()?;
    Ok(lines.into_iter().filter(|line| !line.is_empty()).collect())
}

/// Whether an odd number of backslashes comes before a `u`.
fn has_unicode_escape(script: &str) -> bool {
    let mut odd = false;
    for character in script.chars() {
        match character {
            '\\' => odd = !odd,
            'u' if odd => return true,
            _ => odd = false,
        }
    }
    false
}

fn tokens(line: &str) -> Result<Vec<Token<'_>>, String> {
    let mut tokens = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        if first == ' ' {
            rest = after;
        } else if first == '\'' {
            let (text, after) = text(after)?;
            tokens.push(Token::Text(text));
            rest = after;
        } else if first.is_ascii_alphanumeric() {
            let end = rest.find(|next: char| !next.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            tokens.push(word.parse().map_or(Token::Word(word), Token::Number));
            rest = after;
        } else if "()[]{}.,:;=!?*+-><&@".contains(first) {
            tokens.push(Token::Sign(first));
            rest = after;
        } else {
            return Err(format!("unexpected char: {first:?}"));
        }
    }
    Ok(tokens)
}

/// Reads a string after its quote; gives its value and what comes after it.
fn text(source: &str) -> Result<(String, &str), String> {
    let mut text = String::new();
    let mut characters = source.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '\'' if size_in_class_file(&text) <= LONGEST_CONSTANT => return Ok((text, &source[index + 1..])),
            '\'' => return Err("a constant is too long for a class file".to_owned()),
            '\\' => text.push(match characters.next() {
                Some((_, 'n')) => '\n',
                Some((_, 'r')) => '\r',
                Some((_, 't')) => '\t',
                Some((_, itself @ ('\\' | '\'' | '"' | '$'))) => itself,
                other => return Err(format!("unknown escape: {other:?}")),
            }),
            plain => text.push(plain),
        }
    }
    Err("a string does not end on its line".to_owned())
}

/// Java writes each half of a surrogate pair in three bytes, and NUL in two.
fn size_in_class_file(text: &str) -> usize {
    let size = |character: char| match character {
        '\0' => 2,
        '\u{10000}'.. => 6,
        other => other.len_utf8(),
    };
    text.chars().map(size).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_read_line_by_line() {
        let expected = vec![
            vec![Token::Word("def"), Token::Word("x1"), Token::Sign('='), Token::Number(30)],
            vec![Token::Word("a"), Token::Sign('.'), Token::Word("b"), Token::Sign('('), Token::Sign(')')],
        ];
        assert_eq!(lines("def x1 = 30\n\na.b()\n"), Ok(expected));
    }

    #[test]
    fn a_string_is_read_with_its_escapes() {
        for (source, value) in [
            (r#"'Zoë\'s \"\$x\" 🔑\n\r\t'"#, "Zoë's \"$x\" 🔑\n\r\t"),
            (r"'\\u0027 \\\\u0027'", r"\u0027 \\u0027"),
        ] {
            assert_eq!(lines(source), Ok(vec![vec![Token::Text(value.to_owned())]]));
        }
    }

    #[test]
    fn whatever_core_does_not_write_is_refused() {
        for script in [
            r"'\u0027'",
            r"'\\\u0027'",
            "'a",
            r"'a\'",
            r"'\b'",
            "\"a\"",
            "// a comment",
            "/* a comment */",
            "`",
        ] {
            assert!(lines(script).is_err(), "{script}");
        }
        assert!(lines(&format!("'{}'", "L".repeat(LONGEST_CONSTANT))).is_ok());
        assert!(lines(&format!("'{}'", "L".repeat(LONGEST_CONSTANT + 1))).is_err());
        assert!(lines(&format!("'{}'", "🔑".repeat(LONGEST_CONSTANT / 6 + 1))).is_err());
    }
}
