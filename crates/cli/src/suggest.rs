//! Command lines that messages suggest, quoted so that a person can copy them.

use latchkey_core::Owner;
use latchkey_core::credential_format::quote_for_sh;

/// A word as a shell reads it back, in quotes only if it needs them.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) && !word.starts_with('-') {
        word.to_owned()
    } else {
        quote_for_sh(word).to_string()
    }
}

/// The command line that does something with these tokens of a user, signed in as `user` if that was an option.
pub(crate) fn command_line(
    command: &str,
    url: &str,
    owner: &Owner,
    user: Option<&str>,
    tokens: &[&str],
) -> String {
    let mut options = Vec::new();
    if let Owner::User(owner) = owner {
        options.push(option("for", owner.as_str()));
    }
    options.extend(user.map(|user| option("user", user)));
    let mut parts = vec![format!("latchkey {command} {}", quoted(url))];
    let tokens_quoted = tokens.iter().map(|token| quoted(token));
    if tokens.iter().any(|token| token.starts_with('-')) {
        // Even in quotes, a token named `--expired` is read as an option.
        parts.extend(options);
        parts.push("--".to_owned());
        parts.extend(tokens_quoted);
    } else {
        parts.extend(tokens_quoted);
        parts.extend(options);
    }
    parts.join(" ")
}

/// An option with its value, even if that starts with a dash.
fn option(name: &str, value: &str) -> String {
    let separator = if value.starts_with('-') { '=' } else { ' ' };
    format!("--{name}{separator}{}", quoted(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_if_a_shell_would_read_more_into_them() {
        assert_eq!(quoted("https://ci:8080/jenkins"), "https://ci:8080/jenkins");
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(quoted(""), "''");
        // To zsh it is the path of a program.
        assert_eq!(quoted("=ls"), "'=ls'");
    }
}
