//! Controllers of every kind: versions, context paths, cookies, policies, pages.

use latchkey_driver::BrowserKind;
use latchkey_standin::{JenkinsVersion, Options, SameSite};

use crate::context::{ALICE, TestContext, done, generate, wait_for_identity};

in_every_browser! {
    every_version_works_at_the_root_and_under_a_context_path,
    works_with_a_strict_session_cookie,
    works_on_a_plain_text_page,
    works_without_csrf_protection,
    says_when_the_controller_does_not_support_expiry,
    each_expiry_reaches_the_controller,
    expiry_date_is_sent_as_shown_and_past_dates_are_rejected,
    names_of_every_kind_reach_the_controller_unchanged,
    blank_name_is_rejected_without_a_request,
}

/// Creates a token on the page at `path`.
fn makes_a_token(context: &TestContext, path: &str) {
    let tab = context.signed_in(path);
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    let token = generate(&popup);
    assert!(token.starts_with("11"), "the field holds the token");
    popup.wait_for("document.getElementById('token-works').textContent === 'Works as alice'").unwrap();
    assert_eq!(context.standin.tokens_of("alice").len(), 1);
}

fn every_version_works_at_the_root_and_under_a_context_path(kind: BrowserKind) {
    let mut context = TestContext::new(kind);
    for core in JenkinsVersion::ALL {
        for path in ["", "/jenkins"] {
            context =
                context.with_controller(Options { core, context: path.to_owned(), ..Options::default() });
            makes_a_token(&context, "/");
            assert_eq!(context.generate_requests(), 1, "{core} under {path:?}");
        }
    }
}

fn works_with_a_strict_session_cookie(kind: BrowserKind) {
    let options = Options { same_site: Some(SameSite::Strict), ..Options::default() };
    makes_a_token(&TestContext::with(kind, options), "/");
}

fn works_on_a_plain_text_page(kind: BrowserKind) {
    let options = Options { context: "/ci/jenkins".to_owned(), ..Options::default() };
    let context = TestContext::with(kind, options);
    makes_a_token(&context, "/job/deploy/1/consoleText");
    let paths: Vec<_> = context.sent().iter().map(|request| request.path.clone()).collect();
    assert_eq!(paths[0], "/ci/jenkins/whoAmI/api/json", "one root is asked: {paths:?}");
}

fn works_without_csrf_protection(kind: BrowserKind) {
    makes_a_token(&TestContext::with(kind, Options { crumb: false, ..Options::default() }), "/");
}

fn says_when_the_controller_does_not_support_expiry(kind: BrowserKind) {
    let context = TestContext::with(kind, Options { core: JenkinsVersion::V2_516_3, ..Options::default() });
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    let expires = popup.find("combobox", "Expires").unwrap();
    assert!(!expires.is_enabled().unwrap());
    assert_eq!(expires.selected_option().unwrap(), "Never");
    popup
        .wait_for("document.body.innerText.includes('Tokens of this version of Jenkins never expire.')")
        .unwrap();
    generate(&popup);
    assert!(!popup.exists("alert", "").unwrap(), "nobody asked for an expiry");
}

fn each_expiry_reaches_the_controller(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    for (option, fields) in [
        ("7 days", "&expirationDuration=7"),
        ("30 days", "&expirationDuration=30"),
        ("60 days", "&expirationDuration=60"),
        ("90 days", "&expirationDuration=90"),
        ("Never", "&expirationDuration=never"),
    ] {
        let popup = context.press(&tab);
        popup.find("combobox", "Expires").unwrap().select_option(option).unwrap();
        popup.find("button", "Generate token").unwrap().click().unwrap();
        popup.find("region", "New token").unwrap();
        let sent = context.sent();
        let request = sent.iter().rfind(|request| request.method == "POST").unwrap();
        assert!(request.body.ends_with(fields), "{option}: {}", request.body);
        done(&popup);
        popup.close().unwrap();
    }
}

fn expiry_date_is_sent_as_shown_and_past_dates_are_rejected(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.find("combobox", "Expires").unwrap().select_option("On a date").unwrap();
    let date = popup.find("date", "Expiry date").unwrap();
    date.fill("2001-02-03").unwrap();
    popup.find("button", "Generate token").unwrap().click().unwrap();
    popup.wait_for_text("alert", "The expiry date is in the past.").unwrap();
    assert_eq!(context.generate_requests(), 0);

    let tomorrow = popup
        .evaluate("(d => { d.setDate(d.getDate() + 1); return d.toLocaleDateString('sv'); })(new Date())")
        .unwrap();
    let tomorrow = tomorrow.as_str().unwrap();
    date.fill(tomorrow).unwrap();
    popup.find("button", "Generate token").unwrap().click().unwrap();
    popup.find("region", "New token").unwrap();
    let sent = context.sent();
    let request = sent.iter().find(|request| request.method == "POST").unwrap();
    assert!(request.body.ends_with(&format!("&expirationDuration=custom&tokenExpiration={tomorrow}")));
}

fn names_of_every_kind_reach_the_controller_unchanged(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let long = "L".repeat(10_000);
    for name in ["<b>bold</b><script>alert(1)</script>&\"'", "tökén 令牌 🔑 \u{202e}txt", &long] {
        let popup = context.press(&tab);
        popup.find("textbox", "Token name").unwrap();
        let pasted = serde_json::to_string(name).unwrap();
        popup.evaluate(&format!("document.getElementById('name').value = {pasted}")).unwrap();
        generate(&popup);
        let shown = popup.evaluate("document.getElementById('token-name').textContent").unwrap();
        assert_eq!(shown, name);
        assert!(context.standin.tokens_of("alice").iter().any(|token| token.name == name));
        let width = popup.evaluate("document.documentElement.scrollWidth").unwrap();
        assert!(width.as_f64().unwrap() <= 380.0, "{width} px");
        done(&popup);
        popup.close().unwrap();
    }
}

fn blank_name_is_rejected_without_a_request(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    let name = popup.find("textbox", "Token name").unwrap();
    name.fill("   ").unwrap();
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", "The token needs a name.").unwrap();
    assert!(name.is_focused().unwrap());
    assert_eq!(context.generate_requests(), 0);
}
