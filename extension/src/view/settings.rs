//! What the settings page shows.

use latchkey_core::token::{NameError, TokenName};

use super::properties::{EXPIRY_OPTIONS, Properties, remembered_of};
use super::{Id, Property, Remembered};
use crate::model::details::keys;
use crate::model::policy::ManagedPolicy;
use crate::model::settings::preset;
use crate::model::settings_page::{SettingsOutcome, SettingsPage};
use crate::view::message::{Key, Message};

/// The value of the option that stands for a default of the administrator's which is no preset.
const OTHER_DAYS: &str = "policy";

/// The properties of the page's elements.
pub(crate) fn settings_properties(page: &SettingsPage) -> Vec<(Id, Property)> {
    let mut properties = Properties::default();
    let policy = page.policy.values();
    let set = |is_set: bool| is_set.then(|| Message::plain(Key::SetByAdministrator));

    for (id, choice) in EXPIRY_OPTIONS {
        properties.offer(id, policy.offers(choice));
    }
    let other_days = policy.default_expiry.filter(|days| preset(*days).is_none());
    properties.hidden(Id::PolicyDays, other_days.is_none());
    let days = other_days.map(|days| Message::plain(Key::ExpiresDays).and_count(days.into()));
    properties.message(Id::PolicyDays, days);
    let (choice, _) = policy.nearest((page.settings.expires, String::new()), None);
    let value = match policy.default_expiry {
        Some(days) => preset(days).map_or_else(|| OTHER_DAYS.to_owned(), |preset| preset.value()),
        None => choice.value(),
    };
    properties.text(Id::Expires, "value", &value);
    properties.set(Id::Expires, Property::Flag("disabled", policy.default_expiry.is_some()));
    properties.message(Id::ExpiryPolicy, set(policy.default_expiry.is_some()));

    properties.text(Id::NamePattern, "value", &page.settings.name_pattern);
    properties.message(Id::NameExample, Some(Message::with(Key::NameExample, page.example())));
    properties.prefix_hint(policy);

    properties.text(Id::CopyAs, "value", page.copy_as.identifier());

    let reminder = policy.reminder.unwrap_or(page.settings.reminder);
    properties.set(Id::Remind, Property::Flag("checked", reminder));
    properties.set(Id::Remind, Property::Flag("disabled", policy.reminder.is_some()));
    properties.message(Id::RemindPolicy, set(policy.reminder.is_some()));

    properties.hidden(Id::NoRemembered, !remembered(page).is_empty());
    properties.text(Id::Details, "value", &page.details);

    let problem = problem(page);
    properties.hidden(Id::SettingsProblem, problem.is_none());
    properties.message(Id::SettingsProblem, problem);
    let note = policy_note(&page.policy);
    properties.hidden(Id::PolicyProblem, note.is_none());
    properties.message(Id::PolicyProblem, note);
    let done = match page.outcome {
        Some(SettingsOutcome::Saved) => Some(Key::SettingsSaved),
        Some(SettingsOutcome::Copied) => Some(Key::Copied),
        Some(SettingsOutcome::NotSaved(_) | SettingsOutcome::BadPattern(_) | SettingsOutcome::NotCopied)
        | None => None,
    };
    properties.message(Id::Status, done.map(Message::plain));
    properties.into_list()
}

/// The controllers of the administrator and those of the person.
pub(crate) fn remembered(page: &SettingsPage) -> Vec<Remembered> {
    remembered_of(&page.policy, &page.remembered)
}

/// What went wrong.
fn problem(page: &SettingsPage) -> Option<Message> {
    match (&page.outcome, &page.unread) {
        (Some(SettingsOutcome::NotSaved(reason)), _) => Some(Message::with(Key::SettingsNotSaved, reason)),
        (Some(SettingsOutcome::NotCopied), _) => Some(Message::plain(Key::DetailsNotCopied)),
        (Some(SettingsOutcome::BadPattern(error)), _) => Some(match error {
            NameError::Blank => Message::plain(Key::NameBlank),
            NameError::TooLong => Message::plain(Key::NameTooLong).followed_by(Some(
                Message::plain(Key::NameTooLongAdvice).and_count(TokenName::MAXIMUM_CHARACTERS),
            )),
            NameError::BreaksRecord => Message::plain(Key::NameBreaksRecord),
        }),
        (Some(SettingsOutcome::Saved | SettingsOutcome::Copied) | None, Some(reason)) => {
            Some(Message::with(Key::SettingsNotRead, reason))
        }
        (Some(SettingsOutcome::Saved | SettingsOutcome::Copied) | None, None) => None,
    }
}

/// What is wrong with the policy itself.
fn policy_note(policy: &ManagedPolicy) -> Option<Message> {
    match policy {
        ManagedPolicy::None => None,
        ManagedPolicy::Unreadable => Some(
            Message::plain(Key::PolicyUnreadable).because(Some(Message::plain(Key::PolicyUnreadableAdvice))),
        ),
        ManagedPolicy::Read(policy) => {
            (!policy.invalid.is_empty()).then(|| Message::with(Key::PolicyInvalid, keys(&policy.invalid)))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::settings::Settings;

    fn with_policy(policy: Value) -> SettingsPage {
        SettingsPage { policy: ManagedPolicy::read(&policy), ..SettingsPage::default() }
    }

    fn has(page: &SettingsPage, id: Id, property: Property) -> bool {
        settings_properties(page).contains(&(id, property))
    }

    #[test]
    fn without_a_policy_everything_can_be_set() {
        let page = SettingsPage::default();
        for id in [Id::Expires, Id::Remind, Id::ExpiresNever] {
            assert!(has(&page, id, Property::Flag("disabled", false)), "{id:?}");
        }
        assert!(has(&page, Id::Expires, Property::Text("value", "30".to_owned())));
        assert!(has(&page, Id::PolicyProblem, Property::Flag("hidden", true)));
        assert!(has(&page, Id::SettingsProblem, Property::Flag("hidden", true)));
    }

    #[test]
    fn what_the_policy_sets_is_shown_and_cannot_be_changed() {
        let page = with_policy(json!({ "defaultExpiryDays": 60, "reminder": false, "namePrefix": "ci-" }));
        assert!(has(&page, Id::Expires, Property::Flag("disabled", true)));
        assert!(has(&page, Id::Expires, Property::Text("value", "60".to_owned())));
        assert!(has(&page, Id::Remind, Property::Flag("disabled", true)));
        assert!(has(&page, Id::Remind, Property::Flag("checked", false)));
        let note = || Some(Message::plain(Key::SetByAdministrator));
        assert!(has(&page, Id::ExpiryPolicy, Property::Message(note())));
        assert!(has(&page, Id::RemindPolicy, Property::Message(note())));
        let example = Message::with(Key::NameExample, "ci-Latchkey 2026-11-24 14:05:31");
        assert!(has(&page, Id::NameExample, Property::Message(Some(example))));
    }

    #[test]
    fn a_default_of_the_policy_that_is_no_preset_is_an_option_of_its_own() {
        let page = with_policy(json!({ "defaultExpiryDays": 10 }));
        assert!(has(&page, Id::Expires, Property::Text("value", OTHER_DAYS.to_owned())));
        assert!(has(&page, Id::PolicyDays, Property::Flag("hidden", false)));
    }

    #[test]
    fn a_maximum_takes_longer_defaults_away() {
        let settings = Settings { expires: crate::model::form::ExpiresChoice::Never, ..Settings::default() };
        let page = SettingsPage { settings, ..with_policy(json!({ "maximumExpiryDays": 30 })) };
        assert!(has(&page, Id::Expires90, Property::Flag("disabled", true)));
        assert!(has(&page, Id::ExpiresNever, Property::Flag("disabled", true)));
        assert!(has(&page, Id::Expires, Property::Text("value", "30".to_owned())));
    }

    #[test]
    fn invalid_values_of_the_policy_are_named() {
        let page = with_policy(json!({ "forbidNever": "yes", "namePrefix": 3 }));
        let note = Message::with(Key::PolicyInvalid, "forbidNever, namePrefix");
        assert!(has(&page, Id::PolicyProblem, Property::Message(Some(note))));
    }

    #[test]
    fn what_is_preset_cannot_be_forgotten_and_is_listed_once() {
        let mut page = with_policy(json!({ "presetControllers": ["https://a.example/"] }));
        page.remembered = vec!["https://a.example".to_owned(), "https://b.example".to_owned()];
        let expected = [("https://a.example", true), ("https://b.example", false)];
        let listed = remembered(&page);
        assert_eq!(listed.iter().map(|r| (r.url.as_str(), r.is_preset)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_the_browser_does_not_store_or_give_is_told() {
        let mut page = SettingsPage { unread: Some("settings".to_owned()), ..SettingsPage::default() };
        let shown = |page: &SettingsPage, key, reason: &str| {
            has(page, Id::SettingsProblem, Property::Message(Some(Message::with(key, reason))))
        };
        assert!(shown(&page, Key::SettingsNotRead, "settings"));
        page.outcome = Some(SettingsOutcome::NotSaved("full".to_owned()));
        assert!(shown(&page, Key::SettingsNotSaved, "full"));
    }
}
