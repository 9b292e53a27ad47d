//! The settings page: what it shows, and what follows from a change.

use latchkey_core::TokenName;
use latchkey_core::credential_format::CredentialFormat;
use latchkey_core::token::NameError;

use crate::model::form::ExpiresChoice;
use crate::model::policy::ManagedPolicy;
use crate::model::settings::{NameParts, Settings, name_by};

/// Everything the settings page knows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct SettingsPage {
    pub(crate) settings: Settings,
    pub(crate) copy_as: CredentialFormat,
    /// Controllers the person wants to find again, by root URL.
    pub(crate) remembered: Vec<String>,
    pub(crate) policy: ManagedPolicy,
    /// Why the settings could not be read.
    pub(crate) unread: Option<String>,
    /// What may be copied to report a fault.
    pub(crate) details: String,
    pub(crate) outcome: Option<SettingsOutcome>,
}

/// What became of the last thing the person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SettingsOutcome {
    Saved,
    /// The browser did not store it, for this reason.
    NotSaved(String),
    /// Jenkins cannot take names by that pattern.
    BadPattern(NameError),
    Copied,
    NotCopied,
}

/// A change that the person makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SettingsChange {
    Expires(ExpiresChoice),
    NamePattern(String),
    Reminder(bool),
    CopyAs(CredentialFormat),
    Forget(String),
}

/// What an example of a name is made of.
const EXAMPLE: NameParts<'_> =
    NameParts { user: "alice", host: "ci.example.org", date: "2026-11-24 14:05:31" };

impl SettingsPage {
    /// Applies a change.
    ///
    /// # Errors
    ///
    /// If it is a pattern that leads to no name.
    pub(crate) fn apply(&mut self, change: SettingsChange) -> Result<(), NameError> {
        match change {
            SettingsChange::Expires(choice) => self.settings.expires = choice,
            SettingsChange::NamePattern(pattern) => {
                TokenName::new(&name_by(&pattern, EXAMPLE))?;
                self.settings.name_pattern = pattern;
            }
            SettingsChange::Reminder(on) => self.settings.reminder = on,
            SettingsChange::CopyAs(format) => self.copy_as = format,
            SettingsChange::Forget(url) => self.remembered.retain(|remembered| *remembered != url),
        }
        Ok(())
    }

    /// A name as the popup would suggest it.
    pub(crate) fn example(&self) -> String {
        self.policy.values().prefixed(name_by(&self.settings.name_pattern, EXAMPLE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_leads_to_no_name_is_refused() {
        let mut page = SettingsPage::default();
        for pattern in ["", "  "] {
            let change = SettingsChange::NamePattern(pattern.to_owned());
            assert_eq!(page.apply(change), Err(NameError::Blank));
        }
        assert_eq!(page, SettingsPage::default());
    }

    #[test]
    fn a_change_is_applied_to_its_setting_alone() {
        let remembered = vec!["https://a".to_owned(), "https://b".to_owned()];
        let mut page = SettingsPage { remembered, ..SettingsPage::default() };
        for change in [
            SettingsChange::Expires(ExpiresChoice::Never),
            SettingsChange::NamePattern("{user}".to_owned()),
            SettingsChange::Reminder(false),
            SettingsChange::CopyAs(CredentialFormat::Curl),
            SettingsChange::Forget("https://a".to_owned()),
        ] {
            page.apply(change).unwrap();
        }
        let settings =
            Settings { expires: ExpiresChoice::Never, name_pattern: "{user}".to_owned(), reminder: false };
        let expected = SettingsPage {
            settings,
            copy_as: CredentialFormat::Curl,
            remembered: vec!["https://b".to_owned()],
            ..SettingsPage::default()
        };
        assert_eq!(page, expected);
        assert_eq!(page.example(), "alice");
    }
}
