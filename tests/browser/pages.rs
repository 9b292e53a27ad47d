//! All kinds of pages of a controller: those that can send requests, and those that cannot.

use latchkey_driver::{BrowserKind, Popup, Tab};
use latchkey_standin::{CannedAnswer, Options};

use crate::context::{ALICE, TestContext, done, generate, sign_in, wait_for_identity};

in_every_browser! {
    requests_are_sent_through_pages_of_jenkins,
    blue_ocean_receives_requests_only_after_the_user_asks,
    sign_in_page_leads_to_the_token,
    works_on_a_sandboxed_page,
    works_on_files_and_api_pages,
    works_where_the_csp_of_the_page_forbids_requests,
}

/// Creates a token in the popup and presses `Done`.
fn make_a_token(context: &TestContext, popup: &Popup, page: &str) {
    wait_for_identity(popup, ALICE);
    let before = context.standin.tokens_of("alice").len();
    assert!(generate(popup).starts_with("11"), "{page}");
    popup.wait_for("document.getElementById('token-works').textContent === 'Works as alice'").unwrap();
    assert_eq!(context.standin.tokens_of("alice").len(), before + 1, "{page}");
    done(popup);
    popup.wait_until_gone("region", "New token").unwrap();
}

/// Grants the permission for direct requests, where the browser asks for it.
fn allow_access(kind: BrowserKind, context: &TestContext, popup: &Popup) {
    if kind == BrowserKind::Firefox {
        popup.find("button", "Allow access to 127.0.0.1").unwrap().click().unwrap();
        context.browser.answer_permission_prompt(true).unwrap();
    }
}

/// An error page of the servlet container with this status: it has no sign of Jenkins.
fn bare_page(status: u16) -> CannedAnswer {
    CannedAnswer::new(status, format!("<html><head><title>Error {status}</title></head><body></body></html>"))
        .with_header("Content-Type", "text/html;charset=utf-8")
}

fn requests_are_sent_through_pages_of_jenkins(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    for path in ["/", "/job/team/job/deploy/", "/job/deploy/1/consoleText", "/api/xml", "/no-such-page"] {
        tab.goto(&context.url(path)).unwrap();
        make_a_token(&context, &context.press(&tab), path);
    }
    for status in [403, 404, 500, 503] {
        context.standin.answer_next("/job/broken/", bare_page(status));
        tab.goto(&context.url("/job/broken/")).unwrap();
        make_a_token(&context, &context.press(&tab), &status.to_string());
    }
}

fn blue_ocean_receives_requests_only_after_the_user_asks(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/blue/organizations/jenkins/pipelines"));
    popup.wait_for_text("alert", "This page does not look like a Jenkins page.").unwrap();
    assert!(context.sent().is_empty());
    popup.find("button", "Look for Jenkins here").unwrap().click().unwrap();
    make_a_token(&context, &popup, "/blue/");
}

fn sign_in_page_leads_to_the_token(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.browser.open(&context.url("/job/deploy/")).unwrap();
    tab.wait_for("location.pathname.endsWith('/login')").unwrap();
    let popup = context.press(&tab);
    popup.wait_for_text("alert", "You are not signed in").unwrap();
    sign_in(&tab, "alice");
    make_a_token(&context, &context.press(&tab), "after signing in");
}

/// An HTML report of a build, served with a `sandbox` policy that takes its origin away.
fn open_sandbox(context: &TestContext, tab: &Tab) {
    let policy = "sandbox allow-scripts";
    context
        .standin
        .answer_next("/report.html", bare_page(200).with_header("Content-Security-Policy", policy));
    tab.goto(&context.url("/job/deploy/1/artifact/report.html")).unwrap();
    assert_eq!(tab.evaluate("self.origin").unwrap(), "null");
}

fn works_on_a_sandboxed_page(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    open_sandbox(&context, &tab);
    let popup = context.press(&tab);
    allow_access(kind, &context, &popup);
    make_a_token(&context, &popup, "sandbox");
    let sent = context.sent();
    let made = sent.iter().find(|request| request.path.ends_with("/generateNewToken")).unwrap();
    let origin = made.header("origin").unwrap();
    assert!(origin.contains("-extension://"), "the popup has sent it itself: {origin}");
}

fn works_on_files_and_api_pages(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let mut asked = false;
    for path in ["/api/json", "/job/deploy/1/artifact/report.html", "/job/deploy/ws/"] {
        tab.goto(&context.url(path)).unwrap();
        context.standin.clear_requests();
        let popup = context.press(&tab);
        if kind == BrowserKind::Firefox && !asked {
            popup.wait_for_text("alert", "Latchkey cannot send requests from this page.").unwrap();
            assert!(context.sent().is_empty());
            allow_access(kind, &context, &popup);
            asked = true;
        }
        make_a_token(&context, &popup, path);
    }
}

/// In Chromium the page's policy does not apply to the relay; in Firefox it does.
fn works_where_the_csp_of_the_page_forbids_requests(kind: BrowserKind) {
    let policy = "default-src 'none'; connect-src 'none'; form-action 'self'";
    let options = Options { content_security_policy: Some(policy.to_owned()), ..Options::default() };
    let context = TestContext::with(kind, options);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    if kind == BrowserKind::Firefox {
        popup.wait_for_text("alert", "Jenkins did not answer.").unwrap();
        allow_access(kind, &context, &popup);
    }
    make_a_token(&context, &popup, "strict policy");
    popup.close().unwrap();
    // A granted permission is not requested again.
    make_a_token(&context, &context.press(&tab), "strict policy");
}

#[test]
fn declined_permission_sends_nothing() {
    let context = TestContext::new(BrowserKind::Firefox);
    let popup = context.press(&context.signed_in("/api/json"));
    popup.find("button", "Allow access to 127.0.0.1").unwrap().click().unwrap();
    context.browser.answer_permission_prompt(false).unwrap();
    popup.wait_for_text("alert", "Open the Jenkins dashboard").unwrap();
    assert!(context.sent().is_empty());
}

#[test]
fn token_of_a_direct_request_is_found_after_closing_before_the_reply() {
    let context = TestContext::new(BrowserKind::Chromium);
    let tab = context.signed_in("/");
    open_sandbox(&context, &tab);
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.find("textbox", "Token name").unwrap().fill("left behind").unwrap();
    let held = context.standin.hold_next_generate();
    popup.press_key("Enter").unwrap();
    assert!(held.wait_for_arrival(latchkey_driver::WAIT_LIMIT));
    popup.wait_for_text("status", "Keep this popup open").unwrap();
    popup.close().unwrap();
    held.release();
    let created = "The token “left behind” was created, but its value is lost.";
    context.press(&tab).wait_for_text("alert", created).unwrap();
}
