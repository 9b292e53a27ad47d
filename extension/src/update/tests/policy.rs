//! An administrator's policy and the person's settings.

use serde_json::{Value, json};

use super::*;
use crate::model::state::Preparation;

/// Opened where this policy and these settings are in effect; nobody is known to be signed in yet.
fn opened(policy: Value, settings: Settings) -> Popup {
    let mut popup = Popup::suggesting();
    popup.set(ManagedPolicy::read(&policy), settings);
    popup.dispatch(Event::Opened(Box::new(on(ordinary_page()))));
    popup
}

impl Popup {
    /// A popup that has suggested a name and knows nothing else.
    fn suggesting() -> Self {
        let mut popup = Self::default();
        let stamp = popup.stamp();
        popup.state.suggest_name(&stamp);
        popup
    }

    /// This is in effect.
    fn set(&mut self, policy: ManagedPolicy, settings: Settings) {
        let (store, address, drafts) = (ORDINARY, None, Vec::new());
        let preparation = Preparation { store, address, policy, settings, drafts };
        self.dispatch(Event::Prepared(Box::new(preparation)));
    }
}

fn settings(name_pattern: &str, expires: ExpiresChoice) -> Settings {
    Settings { name_pattern: name_pattern.to_owned(), expires, ..Settings::default() }
}

#[test]
fn the_name_is_suggested_by_the_pattern_as_soon_as_its_parts_are_known() {
    let pattern = settings("{user}@{host} {date}", ExpiresChoice::default());
    let mut popup = opened(json!({ "namePrefix": "ci-" }), pattern);
    assert_eq!(popup.state.form.name, "ci-@ci.example.org 2026-11-24 12:34:56");
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.state.form.name, "ci-alice@ci.example.org 2026-11-24 12:34:56");
    assert_eq!(popup.state.form.name, popup.state.suggested_name);
}

#[test]
fn a_name_that_was_typed_is_not_replaced() {
    let mut popup = Popup::suggesting();
    popup.dispatch(Event::Edited(form("typed")));
    popup.set(ManagedPolicy::None, settings("{user}", ExpiresChoice::default()));
    popup.dispatch(Event::Opened(Box::new(on(ordinary_page()))));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.state.form.name, "typed");
}

#[test]
fn who_presses_before_the_popup_knows_the_settings_gets_a_token_by_them() {
    let mut popup = Popup::suggesting();
    popup.dispatch(Event::GeneratePressed);
    popup.set(ManagedPolicy::None, settings("{user} {date}", ExpiresChoice::Days(7)));
    popup.dispatch(Event::Opened(Box::new(on(ordinary_page()))));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    let (_, request, _) = popup.sent().unwrap();
    assert_eq!(request.name.as_str(), "alice 2026-11-24 12:34:56");
    assert_eq!(request.expiry, Expiry::Days(7));
}

#[test]
fn the_default_expiry_is_the_administrators_or_the_persons_own() {
    let mine = || settings(Settings::DEFAULT_PATTERN, ExpiresChoice::Days(90));
    let chosen = |policy| {
        let Form { expires, date, .. } = opened(policy, mine()).state.form;
        (expires, date)
    };
    assert_eq!(chosen(json!({})), (ExpiresChoice::Days(90), String::new()));
    assert_eq!(chosen(json!({ "defaultExpiryDays": 60 })), (ExpiresChoice::Days(60), String::new()));
    let tenth_day = (ExpiresChoice::OnDate, "2026-12-04".to_owned());
    assert_eq!(chosen(json!({ "defaultExpiryDays": 10 })), tenth_day);
}
