//! What the person has set on the settings page, and the name that the popup suggests by it.

use latchkey_core::Expiry;

use crate::model::form::ExpiresChoice;
use crate::model::object::{Object, Stored};

/// The person's own settings. The format in which a token was copied last and the remembered controllers are stored
/// apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// What `Expires` begins with: a preset or never.
    pub(crate) expires: ExpiresChoice,
    /// The suggested name, with placeholders.
    pub(crate) name_pattern: String,
    /// Whether the person is reminded of tokens that expire soon.
    pub(crate) reminder: bool,
}

/// The placeholders of a pattern: the date and time, the user's ID, and the controller's host.
const DATE: &str = "date";
const USER: &str = "user";
const HOST: &str = "host";

impl Settings {
    /// Their key in local storage.
    pub(crate) const KEY: &'static str = "settings";

    /// The pattern until the person sets another.
    pub(crate) const DEFAULT_PATTERN: &'static str = "Latchkey {date}";
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            expires: ExpiresChoice::default(),
            name_pattern: Self::DEFAULT_PATTERN.to_owned(),
            reminder: true,
        }
    }
}

impl Stored for Settings {
    fn write(&self, object: &mut impl Object) {
        object.set_text("expires", &self.expires.value());
        object.set_text("namePattern", &self.name_pattern);
        object.set_flag("reminder", self.reminder);
    }

    fn read(object: &impl Object) -> Option<Self> {
        let is_default = |choice: &ExpiresChoice| *choice != ExpiresChoice::OnDate;
        Some(Self {
            expires: ExpiresChoice::parse(&object.text("expires")?).filter(is_default)?,
            name_pattern: object.text("namePattern")?,
            reminder: object.flag("reminder")?,
        })
    }
}

/// What the placeholders of a name pattern stand for. What is not known yet is empty.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct NameParts<'a> {
    pub(crate) user: &'a str,
    pub(crate) host: &'a str,
    /// Date and time, as a clock where the person is shows them.
    pub(crate) date: &'a str,
}

/// The pattern with its placeholders replaced. Braces around anything else stay.
pub(crate) fn name_by(pattern: &str, parts: NameParts<'_>) -> String {
    let mut pieces = pattern.split('{');
    let mut name = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let known = piece.split_once('}').and_then(|(placeholder, rest)| match placeholder {
            DATE => Some((parts.date, rest)),
            USER => Some((parts.user, rest)),
            HOST => Some((parts.host, rest)),
            _ => None,
        });
        match known {
            Some((value, rest)) => name.extend([value, rest]),
            None => name.extend(["{", piece]),
        }
    }
    name
}

/// The choice of `Expires` that leads to this number of days, and whether it is one of the presets.
pub(crate) fn preset(days: u16) -> Option<ExpiresChoice> {
    Expiry::PRESETS.contains(&days).then_some(ExpiresChoice::Days(days))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const PARTS: NameParts<'_> =
        NameParts { user: "alice", host: "ci.example.org", date: "2026-11-24 14:05:31" };

    #[test]
    fn the_default_name_is_unique_by_its_time() {
        assert_eq!(name_by(Settings::DEFAULT_PATTERN, PARTS), "Latchkey 2026-11-24 14:05:31");
    }

    #[test]
    fn placeholders_are_replaced_wherever_they_stand() {
        assert_eq!(name_by("{user}@{host}", PARTS), "alice@ci.example.org");
        assert_eq!(name_by("{date}{date}", PARTS), "2026-11-24 14:05:312026-11-24 14:05:31");
        assert_eq!(name_by("plain", PARTS), "plain");
        assert_eq!(name_by("", PARTS), "");
    }

    #[test]
    fn other_braces_stay() {
        for pattern in ["{", "}", "{}", "{other}", "{ user }", "{{", "a{b"] {
            assert_eq!(name_by(pattern, PARTS), pattern);
        }
        assert_eq!(name_by("{{user}}", PARTS), "{alice}");
    }

    #[test]
    fn what_a_placeholder_stands_for_is_no_pattern() {
        assert_eq!(name_by("{user}", NameParts { user: "{host}", ..PARTS }), "{host}");
    }

    #[test]
    fn settings_are_read_as_they_were_written() {
        let settings = Settings {
            expires: ExpiresChoice::Never,
            name_pattern: "{user} {date}".to_owned(),
            reminder: false,
        };
        assert_eq!(Settings::from_object(&settings.to_object::<Value>()), Some(settings));
    }

    #[test]
    fn damaged_settings_are_not_read() {
        let whole = Settings::default().to_object::<Value>();
        for (key, value) in [
            ("version", json!(9)),
            ("expires", json!("date")),
            ("expires", json!("31")),
            ("namePattern", json!(1)),
            ("reminder", json!("on")),
        ] {
            let mut damaged = whole.clone();
            damaged[key] = value;
            assert_eq!(Settings::from_object(&damaged), None, "{damaged}");
        }
    }
}
