//! Managed settings, as an administrator sets them.

use latchkey_driver::{BrowserKind, Popup, Tab, WAIT_LIMIT};
use latchkey_standin::{JenkinsVersion, NewToken, Options};
use latchkey_tests::policy::Managed;
use serde_json::json;

use crate::context::{ALICE, click, done, generate, token_in, wait_for_identity};
use crate::early;

long_in_every_browser! {
    a_token_has_the_expiry_and_the_name_that_the_policy_wants,
    early_enter_is_for_the_name_with_the_prefix_or_for_an_allowed_one,
    nothing_is_asked_of_a_controller_that_is_not_allowed,
    a_jenkins_without_expiry_gets_no_token_that_must_expire,
    the_settings_page_says_what_the_policy_sets_and_what_is_invalid,
}

fn press(managed: &Managed, tab: &Tab) -> Popup {
    let popup = managed.press(tab);
    wait_for_identity(&popup, ALICE);
    popup
}

fn a_token_has_the_expiry_and_the_name_that_the_policy_wants(kind: BrowserKind) {
    let managed = Managed::start(
        kind,
        &json!({
            "defaultExpiryDays": 7,
            "maximumExpiryDays": 30,
            "namePrefix": "ci-",
            "hideForAnotherUser": true,
        }),
    );
    let context = &managed.context;
    context.standin.add_token("alice", NewToken::new("older"));
    let tab = context.signed_in("/");
    let popup = press(&managed, &tab);
    let name = popup.find("textbox", "Token name").unwrap();
    let suggested = name.value().unwrap();
    assert!(suggested.starts_with("ci-Latchkey 2"), "{suggested}");
    let expires = popup.find("combobox", "Expires").unwrap();
    assert_eq!(expires.selected_option().unwrap(), "7 days");
    let offered = "[...document.querySelectorAll('#expires > option')]
        .filter((option) => !option.disabled && !option.hidden).map((option) => option.value)";
    assert_eq!(popup.evaluate(offered).unwrap(), json!(["7", "30", "date"]));
    let form = popup.evaluate("document.getElementById('create').innerText").unwrap().to_string();
    for note in ["names begin with", "tokens expire within 30 days"] {
        assert!(form.contains(&format!("Set by your administrator: {note}")), "{form}");
    }
    assert!(!form.contains("For another user"), "{form}");

    name.fill("nightly").unwrap();
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", "Your administrator requires names that begin with").unwrap();
    assert!(name.is_focused().unwrap());
    name.fill("ci-nightly").unwrap();
    expires.select_option("On a date").unwrap();
    popup.find("date", "Expiry date").unwrap();
    popup
        .evaluate(
            "(() => {
                const date = document.getElementById('date');
                const late = new Date(Date.now() + 40 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
                if (date.max >= late) throw new Error(`${date.max} is too late`);
                date.value = late;
                date.dispatchEvent(new Event('input', { bubbles: true }));
            })()",
        )
        .unwrap();
    click(&popup, "Generate token");
    popup.wait_for_text("alert", "Your administrator does not allow this expiry").unwrap();
    assert_eq!(context.generate_requests(), 0);

    expires.select_option("30 days").unwrap();
    click(&popup, "Generate token");
    popup.find("region", "New token").unwrap();
    assert_eq!(context.generate_requests(), 1);
    popup.close().unwrap();

    // An old token gets the prefix when it is replaced.
    let popup = press(&managed, &tab);
    popup.find("tab", "Tokens").unwrap().click().unwrap();
    assert!(!popup.exists("button", "Show tokens").unwrap());
    click(&popup, "Replace older");
    assert_eq!(popup.find("textbox", "Token name").unwrap().value().unwrap(), "ci-older");
    generate(&popup);
    assert!(context.standin.tokens_of("alice").iter().any(|token| token.name == "ci-older"));
}

fn early_enter_is_for_the_name_with_the_prefix_or_for_an_allowed_one(kind: BrowserKind) {
    let policy = json!({ "namePrefix": "ci-" });
    let managed = Managed::with_changed_extension(kind, &policy, early::hold_webassembly);
    let context = &managed.context;
    let tab = context.signed_in("/");
    let popup = early::ready(managed.press(&tab));
    let expected = format!("ci-{}", early::value(&popup));
    popup.press_key("Enter").unwrap();
    let held = context.standin.hold_next_generate();
    early::start(&popup);
    assert!(held.wait_for_arrival(WAIT_LIMIT));
    assert_eq!(early::value(&popup), expected, "it is shown before it is used");
    held.release();
    token_in(&popup);
    assert_eq!(context.generate_requests(), 1);
    assert_eq!(context.standin.tokens_of("alice")[0].name, expected);
    done(&popup);
    popup.close().unwrap();

    let popup = early::ready(managed.press(&tab));
    popup.type_text("nightly").unwrap();
    popup.press_key("Enter").unwrap();
    early::start(&popup);
    popup.wait_for_text("alert", "Your administrator requires names that begin with").unwrap();
    wait_for_identity(&popup, ALICE);
    assert_eq!((early::value(&popup).as_str(), context.generate_requests()), ("nightly", 0));
    popup.close().unwrap();

    let popup = early::ready(managed.press(&tab));
    popup.type_text("ci-nightly").unwrap();
    popup.press_key("Enter").unwrap();
    early::start(&popup);
    token_in(&popup);
    assert_eq!(context.generate_requests(), 1);
    let names: Vec<String> = context.standin.tokens_of("alice").into_iter().map(|token| token.name).collect();
    assert!(names.contains(&"ci-nightly".to_owned()) && !names.contains(&"nightly".to_owned()), "{names:?}");
}

fn nothing_is_asked_of_a_controller_that_is_not_allowed(kind: BrowserKind) {
    let managed = Managed::start(
        kind,
        &json!({
            "allowedControllers": ["https://ci.example.org"],
            "presetControllers": ["https://ci.example.org/jenkins/"],
        }),
    );
    let context = &managed.context;
    let tab = context.signed_in("/");
    let popup = managed.press(&tab);
    popup.wait_for_text("alert", "Your administrator does not allow Latchkey on this controller").unwrap();
    popup.find("link", "ci.example.org/jenkins").unwrap();
    let listed = popup.evaluate("document.getElementById('remembered').innerText").unwrap().to_string();
    assert!(listed.contains("Set by your administrator") && !listed.contains("Forget"), "{listed}");
    popup.press_key("Enter").unwrap();
    assert!(!popup.exists("button", "Generate token").unwrap());
    assert_eq!(context.sent().len(), 0, "{:?}", context.sent());
}

fn a_jenkins_without_expiry_gets_no_token_that_must_expire(kind: BrowserKind) {
    let mut managed = Managed::start(kind, &json!({ "forbidNever": true }));
    let tab = managed.context.signed_in("/");
    let popup = press(&managed, &tab);
    assert!(popup.evaluate("document.querySelector('#expires-never').disabled").unwrap().as_bool().unwrap());
    generate(&popup);
    assert_eq!(managed.context.generate_requests(), 1);
    popup.close().unwrap();
    drop(tab);

    managed.context =
        managed.context.with_controller(Options { core: JenkinsVersion::V2_516_3, ..Options::default() });
    let tab = managed.context.signed_in("/");
    let popup = press(&managed, &tab);
    popup.wait_for_text("alert", "Your administrator requires every token to expire").unwrap();
    popup.press_key("Enter").unwrap();
    let button = popup.find("button", "Generate token").unwrap();
    assert_eq!(button.attribute("aria-disabled").unwrap().as_deref(), Some("true"));
    assert_eq!(managed.context.generate_requests(), 0);
}

fn the_settings_page_says_what_the_policy_sets_and_what_is_invalid(kind: BrowserKind) {
    let managed = Managed::start(
        kind,
        &json!({ "defaultExpiryDays": 60, "maximumExpiryDays": 0, "reminder": false, "namePrefix": "ci-" }),
    );
    let context = &managed.context;
    let tab = context.signed_in("/");
    // The strictest maximum is in effect.
    let popup = press(&managed, &tab);
    assert_eq!(
        popup.find("combobox", "Expires").unwrap().selected_option().unwrap(),
        "On a date",
        "every preset is longer than a day"
    );
    popup.close().unwrap();

    let page = context.browser.open(&context.browser.extension_url("settings.html")).unwrap();
    page.wait_for("!document.getElementById('policy-problem').hidden").unwrap();
    let text = page.evaluate("document.getElementById('policy-problem').textContent").unwrap().to_string();
    assert!(text.contains("invalid values for these keys: maximumExpiryDays."), "{text}");
    for id in ["expires", "remind"] {
        let is_disabled = page.evaluate(&format!("document.getElementById({id:?}).disabled")).unwrap();
        assert_eq!(is_disabled, true, "{id}");
    }
    assert_eq!(page.evaluate("document.getElementById('expires').value").unwrap(), "60");
    assert_eq!(page.evaluate("document.getElementById('remind').checked").unwrap(), false);
    for (id, note) in [
        ("expiry-policy", "Set by your administrator"),
        ("remind-policy", "Set by your administrator"),
        ("name-policy", "Set by your administrator: names begin with “ci-”."),
    ] {
        let shown = page.evaluate(&format!("document.getElementById({id:?}).textContent")).unwrap();
        assert_eq!(shown, note, "{id}");
    }
}
