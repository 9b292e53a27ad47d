//! What a script wants done, as its comment says it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

const MARK: &str = "// latchkey:";

/// What a script wants done.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command {
    Generate(Generate),
    List(List),
    Users(Users),
    Rename(Rename),
    Revoke(Revoke),
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Generate {
    pub(super) user: String,
    pub(super) name: String,
    pub(super) expires: Expires,
}

/// `"never"`, a date such as `"2026-12-24"`, or a number of days.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Expires {
    Days(i32),
    Text(String),
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    user: Option<String>,
    users: Option<Vec<String>>,
}

impl List {
    /// Everyone who is asked about.
    pub(super) fn users(self) -> Vec<String> {
        self.users.unwrap_or_default().into_iter().chain(self.user).collect()
    }
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Users {
    pub(super) from: usize,
    pub(super) count: usize,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rename {
    pub(super) user: String,
    pub(super) uuid: String,
    pub(super) name: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Revoke {
    pub(super) user: String,
    pub(super) uuid: String,
}

impl Expires {
    /// The last day, `None` for ever.
    pub(super) fn last_day(&self, today: Date) -> Result<Option<Date>, String> {
        match self {
            Self::Text(text) if text == "never" => Ok(None),
            Self::Text(text) => {
                Date::strptime("%Y-%m-%d", text).map(Some).map_err(|_| format!("{text:?} is no date"))
            }
            Self::Days(days) => {
                let span = jiff::Span::new().try_days(*days).map_err(|error| error.to_string())?;
                today.checked_add(span).map(Some).map_err(|error| error.to_string())
            }
        }
    }
}

/// What the script's comment says: `None` without one, an error where it cannot be read.
pub(super) fn read(script: &str) -> Option<Result<Command, String>> {
    let mut comments = script.lines().filter_map(|line| line.trim_start().strip_prefix(MARK));
    let comment = comments.next()?;
    if comments.next().is_some() {
        return Some(Err("there are two comments about what to do".to_owned()));
    }
    let (verb, data) = comment.trim_end().split_once(' ').unwrap_or((comment, ""));
    Some(match verb {
        "generate" => decode(data).map(Command::Generate),
        "list" => decode(data).map(Command::List),
        "users" => decode(data).map(Command::Users),
        "rename" => decode(data).map(Command::Rename),
        "revoke" => decode(data).map(Command::Revoke),
        _ => Err(format!("nobody knows how to {verb:?}")),
    })
}

fn decode<T: DeserializeOwned>(data: &str) -> Result<T, String> {
    let bytes = STANDARD.decode(data).map_err(|error| error.to_string())?;
    serde_json::from_slice(&bytes).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn script(verb: &str, json: &str) -> String {
        format!("def x = 1\n  // latchkey:{verb} {}\nprintln x\n", STANDARD.encode(json))
    }

    #[test]
    fn a_script_without_a_comment_says_nothing() {
        assert_eq!(read("println 1"), None);
        assert_eq!(read("println '// latchkey:list'"), None);
    }

    #[test]
    fn a_comment_is_read() {
        let json = r#"{"user":"Zoë","name":"a\"b","expires":30}"#;
        let Some(Ok(Command::Generate(generate))) = read(&script("generate", json)) else {
            panic!("a command")
        };
        assert_eq!((&*generate.user, &*generate.name), ("Zoë", "a\"b"));
        assert_eq!(generate.expires.last_day(date(2026, 11, 24)), Ok(Some(date(2026, 12, 24))));
        let Some(Ok(Command::List(list))) = read(&script("list", r#"{"users":["a","b"]}"#)) else {
            panic!("a command")
        };
        assert_eq!(list.users(), ["a", "b"]);
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        for (verb, json) in [("list", "{"), ("destroy", "{}"), ("rename", "{}"), ("users", r#"{"from":0}"#)] {
            assert!(matches!(read(&script(verb, json)), Some(Err(_))), "{verb}");
        }
        assert!(matches!(read("// latchkey:list ???"), Some(Err(_))));
        let twice = script("list", "{}").repeat(2);
        assert!(matches!(read(&twice), Some(Err(_))));
    }

    #[test]
    fn an_expiry_is_never_a_date_or_days() {
        let text = |text: &str| Expires::Text(text.to_owned()).last_day(date(2026, 11, 24));
        assert_eq!(text("never"), Ok(None));
        assert_eq!(text("2026-12-31"), Ok(Some(date(2026, 12, 31))));
        assert!(text("soon").is_err() && Expires::Days(i32::MAX).last_day(date(2026, 11, 24)).is_err());
    }
}
