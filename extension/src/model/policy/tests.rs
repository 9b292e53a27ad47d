use serde_json::{Value, json};

use super::*;

fn read(value: Value) -> Policy {
    match ManagedPolicy::read(&value) {
        ManagedPolicy::Read(policy) => *policy,
        other => panic!("{value} is {other:?}"),
    }
}

fn today() -> CalendarDate {
    CalendarDate::parse("2026-11-24").unwrap()
}

fn on(date: &str) -> Expiry {
    Expiry::On(CalendarDate::parse(date).unwrap())
}

/// Chromium gives extensions only what its schema names.
#[test]
fn the_schema_names_every_key() {
    let schema: Value = serde_json::from_str(include_str!("../../../managed_schema.json")).unwrap();
    let mut names: Vec<_> = PolicyKey::ALL.map(PolicyKey::name).to_vec();
    names.sort_unstable();
    let properties = schema["properties"].as_object().unwrap();
    assert_eq!(properties.keys().collect::<Vec<_>>(), names);
    for (name, property) in properties {
        let documented = property["title"].is_string() && property["description"].is_string();
        assert!(documented, "{name} has a title and a description");
    }
}

#[test]
fn nothing_set_is_no_policy() {
    for value in [json!({}), Value::Null, json!({ "somethingElse": 1 })] {
        assert_eq!(ManagedPolicy::read(&value), ManagedPolicy::None);
    }
    assert_eq!(ManagedPolicy::None.values(), &NO_POLICY);
}

#[test]
fn a_key_that_is_not_set_has_its_default() {
    assert_eq!(read(json!({ "forbidNever": true })), Policy { forbid_never: true, ..NO_POLICY.clone() });
}

#[test]
fn every_key_is_read() {
    let policy = read(json!({
        "defaultExpiryDays": 14,
        "maximumExpiryDays": 60,
        "forbidNever": true,
        "allowWithoutExpiry": true,
        "namePrefix": "ci-",
        "allowedControllers": ["https://CI.example.org:443/"],
        "presetControllers": ["https://ci.example.org/jenkins/"],
        "hideForAnotherUser": true,
        "reminder": true,
        "terminalLogin": false,
    }));
    let expected = Policy {
        default_expiry: Some(14),
        maximum_expiry: Some(60),
        forbid_never: true,
        allow_without_expiry: true,
        name_prefix: "ci-".to_owned(),
        allowed_controllers: Some(vec![ControllerUrl::parse("https://ci.example.org").unwrap()]),
        preset_controllers: vec!["https://ci.example.org/jenkins".to_owned()],
        hide_for_another_user: true,
        reminder: Some(true),
        terminal_login: false,
        invalid: Vec::new(),
    };
    assert_eq!(policy, expected);
}

#[test]
fn an_invalid_value_is_the_strictest_or_the_default_and_is_noted() {
    let strictest = Policy {
        maximum_expiry: Some(1),
        forbid_never: true,
        allowed_controllers: Some(Vec::new()),
        hide_for_another_user: true,
        reminder: Some(false),
        terminal_login: false,
        invalid: PolicyKey::ALL.to_vec(),
        ..NO_POLICY.clone()
    };
    for invalid in [json!({}), Value::Null] {
        let values = PolicyKey::ALL.map(|key| (key.name().to_owned(), invalid.clone()));
        assert_eq!(read(Value::Object(values.into_iter().collect())), strictest, "{invalid}");
    }
}

#[test]
fn a_maximum_is_a_whole_number_of_days() {
    for invalid in [json!(0), json!(-1), json!(1.5), json!(1e9), json!("30"), json!(true)] {
        let policy = read(json!({ "maximumExpiryDays": invalid }));
        assert_eq!(policy.maximum_expiry, Some(1));
        assert_eq!(policy.invalid, [PolicyKey::MaximumExpiryDays]);
    }
    assert_eq!(read(json!({ "maximumExpiryDays": 730 })).maximum_expiry, Some(730));
    assert_eq!(read(json!({ "defaultExpiryDays": 366 })).invalid, [PolicyKey::DefaultExpiryDays]);
}

#[test]
fn a_prefix_that_jenkins_would_not_keep_is_invalid() {
    for invalid in [json!("a\n"), json!("\u{0}"), json!(" "), json!(7), json!("x".repeat(20_000))] {
        let policy = read(json!({ "namePrefix": invalid }));
        assert_eq!((policy.name_prefix.as_str(), policy.invalid), ("", vec![PolicyKey::NamePrefix]));
    }
    assert!(read(json!({ "namePrefix": "" })).invalid.is_empty());
}

#[test]
fn a_prefix_is_put_before_a_name_once() {
    let policy = read(json!({ "namePrefix": "ci-" }));
    assert_eq!(policy.prefixed("nightly".to_owned()), "ci-nightly");
    assert_eq!(policy.prefixed("ci-nightly".to_owned()), "ci-nightly");
    assert_eq!(NO_POLICY.prefixed("nightly".to_owned()), "nightly");
}

#[test]
fn a_maximum_limits_days_and_dates_and_forbids_never() {
    let policy = read(json!({ "maximumExpiryDays": 30 }));
    assert!(policy.allows_expiry(Expiry::Days(30), today()));
    assert!(!policy.allows_expiry(Expiry::Days(60), today()));
    assert!(policy.allows_expiry(on("2026-12-24"), today()));
    assert!(!policy.allows_expiry(on("2026-12-25"), today()));
    assert!(!policy.allows_expiry(Expiry::Never, today()));
    assert!(policy.requires_expiry());
}

#[test]
fn a_maximum_of_more_than_a_year_still_forbids_never() {
    let policy = read(json!({ "maximumExpiryDays": 65535 }));
    assert_eq!(policy.last_date(today()), today().one_year_later());
    assert!(policy.allows_expiry(on("2027-11-24"), today()));
    assert!(!policy.allows_expiry(Expiry::Never, today()));
}

#[test]
fn never_can_be_forbidden_alone() {
    let policy = read(json!({ "forbidNever": true }));
    assert!(policy.allows_expiry(Expiry::Days(90), today()));
    assert!(policy.allows_expiry(on("2027-11-24"), today()));
    assert!(!policy.allows_expiry(Expiry::Never, today()));
    assert!(NO_POLICY.allows_expiry(Expiry::Never, today()));
}

/// Whether these roots allow this controller.
fn allows(roots: &[&str], controller: &str) -> bool {
    read(json!({ "allowedControllers": roots })).allows_controller(&ControllerUrl::parse(controller).unwrap())
}

#[test]
fn a_root_allows_itself_and_what_is_below_it() {
    for root in ["https://ci.example.org", "https://ci.example.org/", "HTTPS://CI.Example.ORG:443"] {
        assert!(allows(&[root], "https://ci.example.org"), "{root}");
        assert!(allows(&[root], "https://ci.example.org/jenkins"), "{root}");
    }
    assert!(allows(&["https://ci.example.org/a"], "https://ci.example.org/a/b"));
    assert!(allows(&["https://ci.example.org/a"], "https://ci.example.org/a"));
    assert!(allows(&["https://other.example", "http://ci:8080"], "http://ci:8080/jenkins"));
}

#[test]
fn a_root_allows_nothing_that_looks_like_it() {
    for controller in [
        "https://ci.example.org.evil",
        "https://ci.example.orgevil/a",
        "https://evil-ci.example.org/a",
        "https://evil.ci.example.org/a",
        "http://ci.example.org/a",
        "https://ci.example.org:8443/a",
        "https://evil.example/https://ci.example.org/a",
        "https://evil.example/ci.example.org/a",
        "https://ci.example.org",
        "https://ci.example.org/ab",
        "https://ci.example.org/A",
        "https://ci.example.org/b/a",
        "https://ci.example.org/%61",
    ] {
        if let Ok(url) = ControllerUrl::parse(controller) {
            let policy = read(json!({ "allowedControllers": ["https://ci.example.org/a"] }));
            assert!(!policy.allows_controller(&url), "{controller}");
        }
    }
}

#[test]
fn an_item_that_is_no_root_allows_nothing_and_is_noted() {
    for invalid in [
        json!("*"),
        json!("https://*.example.org"),
        json!("ci.example.org"),
        json!("https://"),
        json!("https://user@ci.example.org"),
        json!("https://ci.example.org/a/../b"),
        json!("https://ci.example.org/a?b"),
        json!("https://ci.example.org#a"),
        json!("file:///a"),
        json!(""),
        json!(7),
        Value::Null,
    ] {
        let policy = read(json!({ "allowedControllers": [invalid, "https://ci.example.org"] }));
        assert_eq!(policy.invalid, [PolicyKey::AllowedControllers], "{invalid}");
        assert_eq!(policy.allowed_controllers.unwrap().len(), 1, "{invalid}");
    }
    assert!(!allows(&[], "https://ci.example.org"), "an empty list allows none");
}

#[test]
fn a_terminal_is_asked_only_if_the_policy_is_known_to_allow_it() {
    assert!(ManagedPolicy::None.allows_terminals());
    assert!(ManagedPolicy::read(&json!({ "terminalLogin": true })).allows_terminals());
    assert!(!ManagedPolicy::read(&json!({ "terminalLogin": "yes" })).allows_terminals());
    assert!(!ManagedPolicy::Unreadable.allows_terminals());
}
