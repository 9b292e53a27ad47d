//! Parameters that look like an attack to mod_security's core rules, in their first paranoia level.
//!
//! These are the rules that refused scripts and token names, and a few words of the others; the real rules know many more.

/// Whether one of the rules finds something in the value of a parameter.
pub(super) fn looks_like_one(value: &str) -> bool {
    let value = value.to_lowercase();
    javascript_global(&value) || windows_if(&value) || unix_command(&value) || sql(&value)
}

/// 941370: a global object of JavaScript, then `/*`, `[`, or `)`, and later `]` or `*/`.
fn javascript_global(value: &str) -> bool {
    ["self", "document", "this", "top", "window"].iter().any(|name| {
        value.match_indices(name).any(|(start, _)| {
            let rest = value[start + name.len()..].trim_start();
            let opened = rest.strip_prefix("/*").or_else(|| rest.strip_prefix(['[', ')']));
            opened.is_some_and(|rest| {
                let later: String = rest.chars().skip(1).collect();
                later.contains(']') || later.contains("*/")
            })
        })
    })
}

/// 932140: `if`, a space or a parenthesis, and a comparison of the Windows shell somewhere behind it.
fn windows_if(value: &str) -> bool {
    words(value, "if").any(|rest| rest.starts_with([' ', '(']) && rest.contains("=="))
}

/// The commands that 932100 looks for, as far as they are used here.
const COMMANDS: [&str; 14] =
    ["id", "ls", "cat", "rm", "wget", "curl", "bash", "sh", "nc", "ps", "uname", "whoami", "chmod", "ping"];

/// 932100: a sign that begins a command of a Unix shell, then a command.
fn unix_command(value: &str) -> bool {
    let begins = |before: &str| {
        let before = before.trim_end_matches([' ', '\t']);
        before.ends_with([';', '{', '|', '&', '\n', '\r', '`']) || before.ends_with("$(")
    };
    COMMANDS.iter().any(|command| {
        words(value, command).any(|rest| begins(&value[..value.len() - rest.len() - command.len()]))
    })
}

/// A few signs of 942100, which takes a value apart as SQL.
fn sql(value: &str) -> bool {
    ["' or ", "' and ", "' --", "union select", "drop table", "or 1=1"]
        .iter()
        .any(|sign| value.contains(sign))
}

/// What follows each occurrence of a whole word.
fn words<'v>(value: &'v str, word: &'v str) -> impl Iterator<Item = &'v str> {
    let part_of_word = |character: char| character.is_alphanumeric() || character == '_';
    value.match_indices(word).filter_map(move |(start, _)| {
        let rest = &value[start + word.len()..];
        let whole = !value[..start].ends_with(part_of_word) && !rest.starts_with(part_of_word);
        whole.then_some(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_names_are_refused_as_recorded() {
        for refused in [
            "def say = { document -> println document) [a]",
            "if (user == null) return",
            "ids.each { id ->\n try",
            "deploy; rm -rf /",
            "$(id)",
            "x' or '1'='1",
        ] {
            assert!(looks_like_one(refused), "{refused}");
        }
    }

    #[test]
    fn ordinary_names_pass() {
        for passed in
            ["Latchkey 2026-11-29 10:45:34", "ci & deploy", "laptop (home)", "if only", "bob.o'hara"]
        {
            assert!(!looks_like_one(passed), "{passed}");
        }
    }
}
