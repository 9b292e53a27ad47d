//! Sessions that end, change user or do not exist.

use latchkey_driver::BrowserKind;
use latchkey_standin::{CannedAnswer, Fault, FaultedRequest, JenkinsVersion, Options};

use crate::context::{ALICE, TestContext, generate, sign_in, token_in, wait_for_identity};

in_every_browser! {
    signed_out_user_can_sign_in_and_create_a_token,
    signed_out_user_is_recognized_where_anonymous_users_may_read,
    nothing_is_created_if_the_session_ended_meanwhile,
    nothing_is_created_if_another_user_signed_in_meanwhile,
    rejected_crumb_is_replaced_once_and_creates_one_token,
    works_behind_a_proxy_that_drops_the_crumb_header,
    crumb_that_is_always_rejected_leads_back_to_the_page,
    rejection_is_shown_in_jenkins_own_words,
    after_a_proxys_error_the_popup_says_that_nothing_was_created,
    sign_in_page_in_front_of_jenkins_is_recognized,
}

/// Signs out and in as the administrator, without leaving the page.
pub(crate) const BECOME_ADMIN: &str = "(async () => {
        await fetch('/jenkins/logout');
        const page = new DOMParser().parseFromString(await (await fetch('/jenkins/login')).text(), 'text/html');
        const form = new URLSearchParams(new FormData(page.querySelector('form')));
        form.set('j_username', 'admin');
        form.set('j_password', 'admin-pass-1');
        await fetch('/jenkins/j_spring_security_check', { method: 'POST', body: form });
    })()";

fn signed_out_user_can_sign_in_and_create_a_token(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.browser.open(&context.url("/login")).unwrap();
    let popup = context.press(&tab);
    let alert = popup.wait_for_text("alert", "You are not signed in").unwrap();
    assert!(alert.contains("Sign in"));
    popup.press_key("Enter").unwrap();
    assert_eq!(context.generate_requests(), 0);
    popup.find("button", "Sign in").unwrap().click().unwrap();
    popup.wait_until_closed().unwrap();
    tab.wait_for("location.pathname.endsWith('/login') && document.readyState === 'complete'").unwrap();
    sign_in(&tab, "alice");
    generate(&context.press(&tab));
}

fn signed_out_user_is_recognized_where_anonymous_users_may_read(kind: BrowserKind) {
    let mut context = TestContext::new(kind);
    for core in [JenkinsVersion::V2_303_3, JenkinsVersion::V2_579] {
        context = context.with_controller(Options { core, anonymous_read: true, ..Options::default() });
        let popup = context.press(&context.browser.open(&context.url("/")).unwrap());
        popup.wait_for_text("alert", "You are not signed in").unwrap();
    }
}

fn nothing_is_created_if_the_session_ended_meanwhile(kind: BrowserKind) {
    let mut context = TestContext::new(kind);
    for core in JenkinsVersion::ALL {
        context = context.with_controller(Options { core, ..Options::default() });
        let popup = context.press(&context.signed_in("/"));
        wait_for_identity(&popup, ALICE);
        context.standin.end_sessions();
        popup.press_key("Enter").unwrap();
        popup.wait_for_text("alert", "You are not signed in").unwrap();
        popup.find("button", "Sign in").unwrap();
        assert_eq!(context.generate_requests(), 1);
        assert!(context.standin.tokens_of("alice").is_empty());
    }
}

fn nothing_is_created_if_another_user_signed_in_meanwhile(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    tab.evaluate(BECOME_ADMIN).unwrap();
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", "You are now signed in as admin.").unwrap();
    assert!(context.standin.tokens_of("alice").is_empty());
    assert!(context.standin.tokens_of("admin").is_empty());

    popup.find("button", "Continue as admin").unwrap().click().unwrap();
    token_in(&popup);
    popup.wait_for("document.getElementById('token-works').textContent === 'Works as admin'").unwrap();
    assert_eq!(context.standin.tokens_of("admin").len(), 1);
    assert!(context.standin.tokens_of("alice").is_empty());
}

fn rejected_crumb_is_replaced_once_and_creates_one_token(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    context.standin.refuse_next_crumbs(1);
    generate(&popup);
    assert_eq!(context.generate_requests(), 2);
    assert_eq!(context.standin.tokens_of("alice").len(), 1);
}

fn works_behind_a_proxy_that_drops_the_crumb_header(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    context.standin.fault_every(Fault::CrumbHeaderDropped, FaultedRequest::Any);
    generate(&popup);
    assert_eq!(context.generate_requests(), 3, "page's crumb, fresh crumb, form field");
    assert_eq!(context.standin.tokens_of("alice").len(), 1);
}

fn crumb_that_is_always_rejected_leads_back_to_the_page(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.find("textbox", "Token name").unwrap().fill("carried over").unwrap();
    context.standin.refuse_next_crumbs(3);
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", "its crumb (CSRF token) was not valid").unwrap();
    assert!(context.standin.tokens_of("alice").is_empty());
    popup.find("button", "Open the page again").unwrap().click().unwrap();
    popup.wait_until_closed().unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    generate(&popup);
    assert_eq!(context.standin.tokens_of("alice")[0].name, "carried over");
}

fn rejection_is_shown_in_jenkins_own_words(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    let sentence = r#"{"status":"error","message":"<b>No more tokens</b> for you."}"#;
    let declined = CannedAnswer::new(200, sentence).with_header("Content-Type", "application/json");
    context.standin.answer_next("/generateNewToken", declined);
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", "Jenkins rejected the request: <b>No more tokens</b> for you.").unwrap();
}

fn after_a_proxys_error_the_popup_says_that_nothing_was_created(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    let gateway = CannedAnswer::new(502, "<html>Bad gateway</html>").with_header("Content-Type", "text/html");
    context.standin.answer_next("/generateNewToken", gateway);
    popup.press_key("Enter").unwrap();
    let alert = popup.wait_for_text("alert", "Nothing was created.").unwrap();
    assert!(alert.contains("A proxy could not reach Jenkins (HTTP status 502)."), "{alert}");
    assert!(context.standin.tokens_of("alice").is_empty());
    popup.find("button", "Try again").unwrap();
    popup.close().unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    assert!(!popup.exists("alert", "").unwrap());
}

fn sign_in_page_in_front_of_jenkins_is_recognized(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    let elsewhere = CannedAnswer::new(302, "").with_header("Location", "https://login.invalid/");
    context.standin.answer_next("/generateNewToken", elsewhere);
    popup.press_key("Enter").unwrap();
    let ended = "Your sign-in in front of Jenkins (single sign-on) has ended.";
    let alert = popup.wait_for_text("alert", ended).unwrap();
    assert!(alert.contains("Nothing was created."), "{alert}");
    popup.find("button", "Sign in").unwrap();
}
