//! An administrator's policy and the person's settings.

mod earlier_drafts;

use serde_json::{Value, json};

use super::terminal::{address, own_page, request};
use super::*;
use crate::model::draft::Draft;
use crate::model::form::View;
use crate::model::list::Replacement;
use crate::model::popup_context::Preparation;
use crate::model::state::Page;
use crate::model::terminal::{ReadFailure, Terminal};
use crate::view::{Property, view};

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

    /// This policy is in effect, and an earlier popup left this draft.
    fn find(&mut self, policy: Value, draft: Draft) {
        let Event::Prepared(mut preparation) = drafts::preparation(vec![draft], ordinary_page()) else {
            unreachable!()
        };
        preparation.policy = ManagedPolicy::read(&policy);
        self.drafts = preparation.drafts.iter().map(|draft| (draft.key(), draft.clone())).collect();
        self.dispatch(Event::Prepared(preparation));
        self.dispatch(Event::Opened(Box::new(on(ordinary_page()))));
        self.dispatch(Event::IdentityArrived(Ok(alice())));
    }
}

/// The same on this page; Alice is signed in.
fn of_alice_on(page: PageReport, policy: ManagedPolicy) -> Popup {
    let mut popup = Popup::suggesting();
    popup.set(policy, Settings::default());
    popup.dispatch(Event::Opened(Box::new(on(page))));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup
}

fn of_alice(policy: Value) -> Popup {
    of_alice_on(ordinary_page(), ManagedPolicy::read(&policy))
}

/// A page of a core whose tokens never expire, or that names no version.
fn page_of(version: Option<&str>) -> PageReport {
    let page = ordinary_page();
    PageReport { signs: PageSigns { version: version.map(str::to_owned), ..page.signs }, ..page }
}

/// Whether that element has that property.
fn shows(popup: &Popup, id: Id, property: Property) -> bool {
    view(&popup.state).properties.contains(&(id, property))
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

#[test]
fn a_request_that_the_policy_forbids_does_not_leave() {
    let base = || form("ci-nightly");
    let never = Form { expires: ExpiresChoice::Never, ..base() };
    let too_long = Form { expires: ExpiresChoice::Days(60), ..base() };
    let date = Form { expires: ExpiresChoice::OnDate, date: "2026-12-25".to_owned(), ..base() };
    let for_bob = Form { for_user: Some("bob".to_owned()), ..base() };
    let policy = json!({ "maximumExpiryDays": 30, "namePrefix": "ci-", "hideForAnotherUser": true });
    for (form, alert, focus) in [
        (form("nightly"), "policy_name", vec!["focus token name"]),
        (never.clone(), "policy_expiry", vec!["focus expires"]),
        (too_long.clone(), "policy_expiry", vec!["focus expires"]),
        (date, "policy_expiry", vec!["focus expiry date"]),
        (for_bob, "policy_other_user", vec![]),
    ] {
        let mut popup = of_alice(policy.clone());
        popup.press_with(form);
        assert_eq!((popup.did(), popup.alerts(), popup.requests), (focus, vec![(alert, vec![])], 0));
        popup.press_with(base());
        assert_eq!((popup.requests, popup.alerts()), (1, vec![]), "what is allowed is sent");
    }
    for (form, requests) in [(never, 0), (too_long, 1)] {
        let mut popup = of_alice(json!({ "forbidNever": true }));
        popup.press_with(form);
        assert_eq!(popup.requests, requests);
    }
}

#[test]
fn a_script_for_another_user_is_bound_by_a_policy_that_came_meanwhile() {
    let mut popup = of_alice(json!({ "forbidNever": true }));
    popup.press_with(Form { for_user: Some("bob".to_owned()), ..form("n") });
    popup.end(Err(Unconfirmed { cause: Error::OwnerOnly, outcome: Outcome::NotDone }));
    let policy = ManagedPolicy::read(&json!({ "hideForAnotherUser": true }));
    popup.dispatch(Event::PolicyRead(policy));
    popup.dispatch(Event::DialogAnswered(true));
    assert_eq!((popup.sent().is_none(), popup.alerts()), (true, vec![("policy_other_user", vec![])]));
}

#[test]
fn a_replacement_gets_the_prefix_and_is_bound_as_well() {
    let mut popup = of_alice(json!({ "namePrefix": "ci-", "maximumExpiryDays": 30 }));
    popup.dispatch(Event::ViewChosen(View::Tokens));
    popup.lists(Owner::Me, &[("uuid-old", "n")]);
    popup.dispatch(Event::ReplacePressed("uuid-old".to_owned()));
    assert_eq!(popup.state.form.name, "ci-n");
    popup.press_with(Form { expires: ExpiresChoice::Days(90), ..form("ci-n") });
    assert_eq!((popup.sent().is_none(), popup.alerts()), (true, vec![("policy_expiry", vec![])]));
    popup.press_with(form("ci-n"));
    assert_eq!(popup.sent().unwrap().2.replaces.as_deref(), Some("uuid-old"));
}

#[test]
fn a_core_without_expiry_or_version_gets_no_token_that_must_expire() {
    for version in [Some("2.516.3"), None] {
        for policy in [json!({ "maximumExpiryDays": 30 }), json!({ "forbidNever": true })] {
            let read = ManagedPolicy::read(&policy);
            let mut popup = of_alice_on(page_of(version), read);
            assert_eq!(popup.alerts(), [("policy_no_expiry", vec![])]);
            popup.press();
            assert_eq!((popup.requests, popup.alerts()), (0, vec![("policy_no_expiry", vec![])]));
            assert!(shows(&popup, Id::Generate, Property::Attribute("aria-disabled", true)));
        }
        let allowed = json!({ "forbidNever": true, "allowWithoutExpiry": true });
        let mut popup = of_alice_on(page_of(version), ManagedPolicy::read(&allowed));
        popup.press();
        assert_eq!((popup.requests, popup.alerts()), (1, vec![]));
    }
}

#[test]
fn a_policy_that_cannot_be_read_blocks_creation_until_it_can() {
    let mut popup = Popup::suggesting();
    popup.dispatch(Event::GeneratePressed);
    popup.set(ManagedPolicy::Unreadable, Settings::default());
    popup.dispatch(Event::Opened(Box::new(on(ordinary_page()))));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    let blocked = [("policy_unreadable", vec!["try_again"])];
    assert_eq!((popup.requests, popup.alerts()), (0, blocked.to_vec()));
    popup.press();
    assert_eq!((popup.requests, popup.alerts()), (0, blocked.to_vec()));
    popup.act("try_again");
    assert_eq!(popup.did(), ["read policy"]);
    popup.dispatch(Event::PolicyRead(ManagedPolicy::None));
    popup.press();
    assert_eq!((popup.requests, popup.alerts()), (1, vec![]));
}

#[test]
fn a_controller_that_is_not_allowed_is_asked_nothing() {
    let policy = || ManagedPolicy::read(&json!({ "allowedControllers": ["https://ci.example.org/other"] }));
    let popup = of_alice_on(ordinary_page(), policy());
    assert_eq!((popup.did(), &popup.state.page), (vec![], &Page::NotAllowed));
    assert_eq!(popup.alerts(), [("policy_controller", vec![])]);

    let mut popup = Popup::suggesting();
    popup.dispatch(Event::GeneratePressed);
    popup.set(policy(), Settings::default());
    popup.dispatch(Event::Opened(Box::new(on(ordinary_page()))));
    assert_eq!((popup.did(), popup.requests), (vec![], 0));

    // Nor is it asked whether it is Jenkins.
    let page = PageReport {
        signs: PageSigns::default(),
        path: "/other-team/job/x/api/json".to_owned(),
        ..ordinary_page()
    };
    let mut popup = Popup::suggesting();
    popup.set(policy(), Settings::default());
    popup.dispatch(Event::Opened(Box::new(on(page))));
    assert_eq!((popup.did(), &popup.state.page), (vec![], &Page::NotAllowed));

    // It turns out when the policy is read at last.
    let mut popup = of_alice_on(ordinary_page(), ManagedPolicy::Unreadable);
    popup.dispatch(Event::PolicyRead(policy()));
    popup.press();
    assert_eq!((popup.requests, popup.alerts()), (0, vec![("policy_controller", vec![])]));
}

#[test]
fn an_allowed_controller_works_as_ever() {
    let mut popup = of_alice(json!({ "allowedControllers": ["https://ci.example.org/jenkins"] }));
    popup.press();
    assert_eq!((popup.requests, popup.alerts()), (1, vec![]));
}

#[test]
fn the_form_offers_only_what_is_allowed() {
    let popup = of_alice(json!({ "maximumExpiryDays": 45, "defaultExpiryDays": 90 }));
    assert_eq!(popup.state.form.expires, ExpiresChoice::Days(30), "the longest that is allowed");
    for (id, is_taken_away) in [(Id::Expires30, false), (Id::Expires60, true), (Id::ExpiresNever, true)] {
        assert!(shows(&popup, id, Property::Flag("hidden", is_taken_away)), "{id:?}");
        assert!(shows(&popup, id, Property::Flag("disabled", is_taken_away)), "{id:?}");
    }
    assert!(shows(&popup, Id::Date, Property::Text("max", "2027-01-08".to_owned())));

    let popup = of_alice(json!({ "maximumExpiryDays": 3 }));
    let form = &popup.state.form;
    assert_eq!((form.expires, form.date.as_str()), (ExpiresChoice::OnDate, "2026-11-27"));
}

#[test]
fn for_another_user_is_hidden() {
    let popup = of_alice(json!({ "hideForAnotherUser": true }));
    for id in [Id::Other, Id::ListOther] {
        assert!(shows(&popup, id, Property::Flag("hidden", true)), "{id:?}");
    }
}

/// A draft that is all about Bob.
#[test]
fn a_press_before_the_version_is_known_asks_no_expiry_of_a_core_without() {
    let chosen = Form { expires: ExpiresChoice::Days(90), ..form("n") };
    let no_date = Form { expires: ExpiresChoice::OnDate, date: "2026-12-25".to_owned(), ..form("n") };
    for (version, form, expiry) in [
        ("2.516.3", chosen.clone(), Expiry::Never),
        ("2.516.3", no_date, Expiry::Never),
        ("2.579", chosen.clone(), Expiry::Days(90)),
    ] {
        let mut popup = Popup::suggesting();
        popup.press_with(form);
        popup.dispatch(Event::Opened(Box::new(on(page_of(Some(version))))));
        popup.dispatch(Event::IdentityArrived(Ok(alice())));
        assert_eq!(popup.sent().unwrap().1.expiry, expiry, "{version}");
    }
    let mut popup = Popup::suggesting();
    popup.press_with(chosen);
    popup.set(ManagedPolicy::read(&json!({ "forbidNever": true })), Settings::default());
    popup.dispatch(Event::Opened(Box::new(on(page_of(Some("2.516.3"))))));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!((popup.requests, popup.alerts()), (0, vec![("policy_no_expiry", vec![])]));
}

#[test]
fn a_preset_controller_stays_remembered() {
    let popup = of_alice(json!({ "presetControllers": ["https://ci.example.org/jenkins/"] }));
    assert!(shows(&popup, Id::Remember, Property::Flag("checked", true)));
    assert!(shows(&popup, Id::Remember, Property::Flag("disabled", true)));
}

#[test]
fn a_terminal_is_asked_and_given_nothing_that_the_policy_forbids() {
    for policy in [ManagedPolicy::read(&json!({ "terminalLogin": false })), ManagedPolicy::Unreadable] {
        let popup = of_alice_on(own_page(), policy);
        assert_eq!(popup.state.terminal, Terminal::Unread(ReadFailure::Off));
        assert!(!popup.did().contains(&"read terminal"));
    }
    let policy = json!({ "maximumExpiryDays": 30, "namePrefix": "ci-" });
    let mut popup = of_alice_on(own_page(), ManagedPolicy::read(&policy));
    popup.dispatch(Event::TerminalRead(Ok(Box::new(request()))));
    assert_eq!(popup.state.terminal.address(), Some(&address()));
    let form = popup.state.form.clone();
    assert_eq!((form.name.as_str(), form.expires), ("ci-latchkey on carrara", ExpiresChoice::Days(30)));
    popup.press_with(Form { code: "4821".to_owned(), expires: ExpiresChoice::Days(60), ..form.clone() });
    assert_eq!((popup.did(), popup.alerts()), (vec!["focus expires"], vec![("policy_expiry", vec![])]));
    popup.press_with(Form { code: "4821".to_owned(), ..form });
    assert_eq!(popup.did(), ["request transmission"]);
}
