//! Containers and private windows: the token is created for the user who is signed in in the tab.

use latchkey_driver::{BrowserKind, Popup, Tab};
use latchkey_standin::CannedAnswer;

use crate::context::{ALICE, TestContext, generate, sign_in, wait_for_identity};

in_every_browser! {
    a_private_window_has_its_own_user_and_leaves_nothing,
}

/// A context in which `admin` is signed in in the regular windows.
fn with_admin(kind: BrowserKind) -> (TestContext, Tab) {
    let context = TestContext::with_private_windows(kind);
    let tab = context.browser.open(&context.url("/login")).unwrap();
    sign_in(&tab, "admin");
    (context, tab)
}

/// Creates a token as alice, whatever user is signed in in other windows.
fn make_a_token(context: &TestContext, popup: &Popup) -> String {
    wait_for_identity(popup, ALICE);
    let token = generate(popup);
    popup.wait_for("document.getElementById('token-works').textContent === 'Works as alice'").unwrap();
    assert!(!context.standin.tokens_of("alice").is_empty());
    assert!(context.standin.tokens_of("admin").is_empty());
    token
}

fn kept(popup: &Popup, area: &str) -> String {
    let kept = popup.evaluate(&format!("chrome.storage.{area}.get(null).then(JSON.stringify)")).unwrap();
    kept.as_str().unwrap().to_owned()
}

fn a_private_window_has_its_own_user_and_leaves_nothing(kind: BrowserKind) {
    let (context, regular) = with_admin(kind);
    let private = context.browser.open_incognito(&context.url("/login")).unwrap();
    sign_in(&private, "alice");
    let popup = context.press(&private);
    let held = context.standin.hold_next_generate();
    wait_for_identity(&popup, ALICE);
    popup.press_key("Enter").unwrap();
    assert!(held.wait_for_arrival(latchkey_driver::WAIT_LIMIT));
    assert_eq!(kept(&popup, "local"), "{}", "the request is under way and nothing is on disk");
    held.release();
    let token = make_a_token(&context, &context.press(&private));
    let popup = context.press(&private);
    assert_eq!(kept(&popup, "local"), "{}");
    assert!(kept(&popup, "session").contains(&token));
    popup.close().unwrap();

    let popup = context.press(&regular);
    wait_for_identity(&popup, "Signed in as admin (admin)");
    assert!(!popup.exists("region", "New token").unwrap(), "the token shows only where it was made");
    popup.close().unwrap();
    private.close().unwrap();
    let popup = context.press(&regular);
    popup.wait_for("chrome.storage.session.get(null).then(all => Object.keys(all).length === 0)").unwrap();
}

#[test]
fn a_container_has_its_own_user() {
    let (context, regular) = with_admin(BrowserKind::Firefox);
    let contained = context.browser.open_in_container(&context.url("/login")).unwrap();
    sign_in(&contained, "alice");
    make_a_token(&context, &context.press(&contained));
    let popup = context.press(&regular);
    wait_for_identity(&popup, "Signed in as admin (admin)");
    assert!(!popup.exists("region", "New token").unwrap(), "the token shows only where it was made");
}

#[test]
fn containers_never_send_direct_requests() {
    let (context, regular) = with_admin(BrowserKind::Firefox);
    regular.goto(&context.url("/api/json")).unwrap();
    let popup = context.press(&regular);
    popup.find("button", "Allow access to 127.0.0.1").unwrap().click().unwrap();
    context.browser.answer_permission_prompt(true).unwrap();
    wait_for_identity(&popup, "Signed in as admin (admin)");

    let contained = context.browser.open_in_container(&context.url("/login")).unwrap();
    sign_in(&contained, "alice");
    for page in ["/api/json", "/job/deploy/1/artifact/report.html"] {
        contained.goto(&context.url(page)).unwrap();
        context.standin.clear_requests();
        let popup = context.press(&contained);
        popup.wait_for_text("alert", "Open the Jenkins dashboard in this container").unwrap();
        assert!(!popup.exists("button", "Allow access to 127.0.0.1").unwrap());
        assert!(context.sent().is_empty(), "{:?}", context.sent());
    }
}

#[test]
fn incognito_windows_never_send_direct_requests() {
    let (context, _) = with_admin(BrowserKind::Chromium);
    let private = context.browser.open_incognito(&context.url("/login")).unwrap();
    sign_in(&private, "alice");
    let page = CannedAnswer::new(200, "<!doctype html><title>Report</title>")
        .with_header("Content-Type", "text/html")
        .with_header("Content-Security-Policy", "sandbox allow-scripts");
    context.standin.answer_next("/report.html", page);
    private.goto(&context.url("/job/deploy/1/artifact/report.html")).unwrap();
    context.standin.clear_requests();
    let popup = context.press(&private);
    popup.wait_for_text("alert", "Open the Jenkins dashboard in this window").unwrap();
    assert!(context.sent().is_empty());
}

/// In Firefox, the popup of a private window sends that window's cookies.
#[test]
fn firefox_sends_direct_requests_as_the_private_windows_user() {
    let (context, _regular) = with_admin(BrowserKind::Firefox);
    let private = context.browser.open_incognito(&context.url("/login")).unwrap();
    sign_in(&private, "alice");
    private.goto(&context.url("/api/json")).unwrap();
    let popup = context.press(&private);
    popup.find("button", "Allow access to 127.0.0.1").unwrap().click().unwrap();
    context.browser.answer_permission_prompt(true).unwrap();
    make_a_token(&context, &popup);
    assert_eq!(kept(&popup, "local"), "{}");
}
