//! What a person can copy to report a fault: nothing in it names a host, a path, a user, or a token.

use latchkey_core::Expiry;

use crate::model::form::ExpiresChoice;
use crate::model::journal::{JournalEntry, Via, other_user};
use crate::model::policy::{ManagedPolicy, PolicyKey};
use crate::model::recorded_error::RecordedError;
use crate::model::settings::Settings;

/// What the details are made of.
pub(crate) struct Facts<'a> {
    /// Of Latchkey.
    pub(crate) version: &'a str,
    /// As the browser names itself.
    pub(crate) browser: &'a str,
    /// The language of the texts.
    pub(crate) language: &'a str,
    pub(crate) settings: &'a Settings,
    pub(crate) policy: &'a ManagedPolicy,
    pub(crate) remembered: usize,
    pub(crate) held: usize,
    pub(crate) journal: &'a [JournalEntry],
    pub(crate) unreadable: usize,
    /// The oldest first.
    pub(crate) errors: &'a [RecordedError],
}

/// Names things by a number each, in the order in which they are met.
struct Placeholders {
    kind: &'static str,
    met: Vec<String>,
}

impl Placeholders {
    fn new(kind: &'static str) -> Self {
        Self { kind, met: Vec::new() }
    }

    fn of(&mut self, text: &str) -> String {
        let known = self.met.iter().position(|met| met == text);
        let number = known.unwrap_or(self.met.len());
        if known.is_none() {
            self.met.push(text.to_owned());
        }
        format!("{}-{}", self.kind, number + 1)
    }
}

impl Facts<'_> {
    /// The details. `time` writes a time in milliseconds since 1970, `words` gives the text of a key's number without
    /// what is put into it.
    pub(crate) fn details(&self, time: &dyn Fn(f64) -> String, words: &dyn Fn(u16) -> String) -> String {
        let mut lines = vec![
            format!("Latchkey {}", self.version),
            format!("Browser: {}", self.browser),
            format!("Language: {}", self.language),
            format!("Settings: {}", self.settings()),
            format!("Policy: {}", self.policy()),
            format!("Remembered controllers: {}", self.remembered),
            format!("Tokens in memory: {}", self.held),
            format!("Journal: {} (unreadable: {})", self.journal.len(), self.unreadable),
        ];
        let (mut controllers, mut users, mut tokens) =
            (Placeholders::new("controller"), Placeholders::new("user"), Placeholders::new("token"));
        for entry in self.journal {
            let controller = controllers.of(&entry.session.controller.to_string());
            let user = entry.session.user.as_ref().map(|user| users.of(user.as_str()));
            let owner = other_user(&entry.owner).map(|owner| users.of(owner.as_str()));
            lines.push(format!(
                "- {} {controller} {} for {} {} expiry={} via={} replied={} named={} replaces={} terminal={}",
                time(entry.at),
                user.as_deref().unwrap_or("unknown"),
                owner.as_deref().unwrap_or("oneself"),
                tokens.of(&entry.name),
                expiry(entry.expiry),
                match entry.via {
                    Via::Api => "api",
                    Via::ScriptConsole => "script",
                },
                entry.replied,
                entry.uuid.is_some(),
                entry.replaces.is_some(),
                entry.terminal.is_some(),
            ));
        }
        lines.push(format!("Last errors: {}", self.errors.len()));
        for error in self.errors {
            let core = error.core.as_deref().unwrap_or("unknown");
            lines.push(format!("- {} Jenkins {core}: {}", time(error.at), words(error.text)));
        }
        let mut text = String::new();
        for line in lines {
            text.push_str(&line);
            text.push('\n');
        }
        text
    }

    fn settings(&self) -> String {
        let Settings { expires, name_pattern, reminder } = self.settings;
        let pattern = if name_pattern == Settings::DEFAULT_PATTERN { "default" } else { "changed" };
        let expires = if *expires == ExpiresChoice::Never { "never".to_owned() } else { expires.value() };
        format!("expiry={expires} name={pattern} reminder={reminder}")
    }

    /// Which keys have an effect, and which are invalid; their values may name hosts.
    fn policy(&self) -> String {
        match self.policy {
            ManagedPolicy::None => "none".to_owned(),
            ManagedPolicy::Unreadable => "unreadable".to_owned(),
            ManagedPolicy::Read(policy) => {
                let mut text = "read, invalid:".to_owned();
                for key in &policy.invalid {
                    text.push(' ');
                    text.push_str(key.name());
                }
                if policy.invalid.is_empty() {
                    text.push_str(" none");
                }
                text
            }
        }
    }
}

/// The kind of an expiry: a date is one that the person chose.
fn expiry(expiry: Expiry) -> String {
    match expiry {
        Expiry::Days(_) | Expiry::Never => expiry.to_string(),
        Expiry::On(_) => "date".to_owned(),
    }
}

/// The keys, as one text for a person.
pub(crate) fn keys(keys: &[PolicyKey]) -> String {
    let mut text = String::new();
    for key in keys {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(key.name());
    }
    text
}

#[cfg(test)]
mod tests {
    use latchkey_core::{ControllerUrl, Owner, UserId};
    use serde_json::json;

    use super::*;
    use crate::model::session::{CookieStore, Session};

    fn entry(controller: &str, user: &str, owner: Owner, name: &str) -> JournalEntry {
        JournalEntry {
            id: "secret-id".to_owned(),
            session: Session {
                controller: ControllerUrl::parse(controller).unwrap(),
                store: CookieStore { private: false, container: None },
                user: Some(UserId::new(user)),
            },
            owner,
            name: name.to_owned(),
            at: 5.0,
            expiry: Expiry::Days(30),
            via: Via::Api,
            replaces: None,
            terminal: None,
            before: Some(vec!["secret-uuid".to_owned()]),
            replied: true,
            uuid: None,
        }
    }

    fn details(journal: &[JournalEntry], policy: &ManagedPolicy, pattern: &str) -> String {
        let settings = Settings { name_pattern: pattern.to_owned(), ..Settings::default() };
        let errors = [RecordedError { at: 7.0, text: 3, core: Some("2.579".to_owned()) }];
        let facts = Facts {
            version: "0.1.0",
            browser: "Browser/1",
            language: "en",
            settings: &settings,
            policy,
            remembered: 2,
            held: 0,
            journal,
            unreadable: 1,
            errors: &errors,
        };
        facts.details(&|time| format!("T{time}"), &|text| format!("text {text}"))
    }

    #[test]
    fn names_are_replaced_by_placeholders_and_the_same_name_by_the_same() {
        let (alice, bob) = ("alice.secret", "bob.secret");
        let journal = [
            entry("https://secret.example/secret", alice, Owner::Me, "secret one"),
            entry("https://secret.example/other", alice, Owner::User(UserId::new(bob)), "secret two"),
            entry("https://secret.example/secret", bob, Owner::Me, "secret one"),
        ];
        let policy = ManagedPolicy::read(&json!({
            "allowedControllers": ["https://secret.example", "secret"],
            "namePrefix": "secret",
        }));
        let text = details(&journal, &policy, "secret {date}");
        assert!(!text.contains("secret"), "{text}");
        let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("- T5")).collect();
        let rest = "expiry=30 via=api replied=true named=false replaces=false terminal=false";
        let expected = [
            format!("- T5 controller-1 user-1 for oneself token-1 {rest}"),
            format!("- T5 controller-2 user-1 for user-2 token-2 {rest}"),
            format!("- T5 controller-1 user-2 for oneself token-1 {rest}"),
        ];
        assert_eq!(lines, expected);
        assert!(text.contains("Policy: read, invalid: allowedControllers"), "{text}");
    }

    #[test]
    fn the_details_tell_versions_and_the_last_errors() {
        let text = details(&[], &ManagedPolicy::None, Settings::DEFAULT_PATTERN);
        let expected = "Latchkey 0.1.0\nBrowser: Browser/1\nLanguage: en\n\
            Settings: expiry=30 name=default reminder=true\nPolicy: none\nRemembered controllers: 2\n\
            Tokens in memory: 0\nJournal: 0 (unreadable: 1)\nLast errors: 1\n- T7 Jenkins 2.579: text 3\n";
        assert_eq!(text, expected);
    }
}
