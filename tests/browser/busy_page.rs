//! A page whose main thread is blocked: nothing that Latchkey injects into it runs until it has recovered.

use latchkey_driver::{BrowserKind, Popup, Tab};
use latchkey_standin::CannedAnswer;

use crate::context::{ALICE, TestContext, generate, token_in, wait_for_identity};
use crate::list::{list_again, names, open_list, used, wait_for_outcomes};

in_every_browser! {
    busy_page_is_reported_as_busy_and_waited_for,
    a_press_waits_for_a_busy_page_and_is_sent_once,
    a_request_that_a_busy_page_was_given_outlives_the_popup,
    requests_can_be_sent_without_a_busy_page,
    a_busy_page_without_a_sign_of_jenkins_is_asked_only_when_the_person_wants_it,
    page_that_becomes_busy_can_be_bypassed,
    lists_and_renames_wait_for_a_busy_page,
    a_list_arrives_although_the_background_ends_while_the_page_is_busy,
    leaving_a_busy_page_ends_the_wait,
}

/// The alert's first sentence.
const BUSY: &str = "This page is busy and does not respond.";

/// A page of the controller that can be blocked, and a tab that can release it.
struct BusyPage {
    tab: Tab,
    releasing: Tab,
}

impl BusyPage {
    /// A page of the controller with a crumb, signed in as alice. Its headers give it shared memory, which a worker can
    /// change while the page's own thread is blocked.
    fn open(context: &TestContext) -> Self {
        Self::open_at(context, "/job/busy/")
    }

    fn open_at(context: &TestContext, path: &str) -> Self {
        let releasing = context.signed_in("/");
        let crumb = |name: &str| {
            let value = releasing.evaluate(&format!("document.head.dataset.{name}")).unwrap();
            value.as_str().unwrap().to_owned()
        };
        let html = include_str!("busy_page/busy.html")
            .replace("{root}", "/jenkins")
            .replace("{crumb_header}", &crumb("crumbHeader"))
            .replace("{crumb}", &crumb("crumbValue"));
        let answer = CannedAnswer::new(200, html)
            .with_header("Content-Type", "text/html;charset=utf-8")
            .with_header("Cross-Origin-Opener-Policy", "same-origin")
            .with_header("Cross-Origin-Embedder-Policy", "require-corp");
        context.standin.answer_next(path, answer);
        let tab = context.browser.open(&context.url(path)).unwrap();
        tab.wait_for("globalThis.ready").unwrap();
        context.standin.clear_requests();
        Self { tab, releasing }
    }

    fn block(&self) {
        self.tab.evaluate("setTimeout(block); true").unwrap();
    }

    /// Waits for a reply to the page's own request, which it sends after everything that it was given before.
    fn answer(&self) {
        self.tab.evaluate("fetch('/jenkins/').then(() => true)").unwrap();
    }

    fn release(&self) {
        self.releasing.evaluate("new BroadcastChannel('busy page').postMessage(true); true").unwrap();
    }
}

/// Makes the popup send its requests itself; in Chromium by this button.
fn bypass(kind: BrowserKind, context: &TestContext, popup: &Popup, button: &str) {
    match kind {
        BrowserKind::Chromium => popup.find("button", button).unwrap().click().unwrap(),
        BrowserKind::Firefox => {
            popup.find("button", "Allow access to 127.0.0.1").unwrap().click().unwrap();
            context.browser.answer_permission_prompt(true).unwrap();
        }
    }
}

/// Whether the popup itself has sent the request for a token.
fn was_sent_directly(context: &TestContext) -> bool {
    let sent = context.sent();
    let request = sent.iter().find(|request| request.path.ends_with("/generateNewToken")).unwrap();
    request.header("origin").unwrap().contains("-extension://")
}

fn busy_page_is_reported_as_busy_and_waited_for(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let page = BusyPage::open(&context);
    page.block();
    let popup = context.press(&page.tab);
    popup.wait_for_text("alert", BUSY).unwrap();
    assert!(context.sent().is_empty());
    page.release();
    wait_for_identity(&popup, ALICE);
    popup.wait_until_gone("alert", "").unwrap();
    generate(&popup);
    assert!(!popup.exists("alert", "").unwrap());
}

fn a_press_waits_for_a_busy_page_and_is_sent_once(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let page = BusyPage::open(&context);
    let popup = context.press(&page.tab);
    wait_for_identity(&popup, ALICE);
    page.block();
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("status", "Waiting for the page").unwrap();
    popup.wait_for_text("alert", "Keep the page open.").unwrap();
    popup.press_key("Enter").unwrap();
    assert_eq!(context.generate_requests(), 0);
    page.release();
    token_in(&popup);
    assert!(!popup.exists("alert", "").unwrap(), "the alert about the request stays");
    assert_eq!((context.generate_requests(), context.standin.tokens_of("alice").len()), (1, 1));
}

fn a_request_that_a_busy_page_was_given_outlives_the_popup(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let page = BusyPage::open(&context);
    let popup = context.press(&page.tab);
    wait_for_identity(&popup, ALICE);
    page.block();
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", BUSY).unwrap();
    popup.close().unwrap();
    context.browser.stop_background().unwrap();
    let popup = context.press(&page.tab);
    popup.wait_for_text("alert", BUSY).unwrap();
    page.release();
    token_in(&popup);
    assert_eq!((context.generate_requests(), context.standin.tokens_of("alice").len()), (1, 1));
}

fn requests_can_be_sent_without_a_busy_page(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let page = BusyPage::open(&context);
    page.block();
    let popup = context.press(&page.tab);
    popup.wait_for_text("alert", BUSY).unwrap();
    popup.press_key("Enter").unwrap();
    bypass(kind, &context, &popup, "Send without the page");
    token_in(&popup);
    wait_for_identity(&popup, ALICE);
    assert!(was_sent_directly(&context));
    page.release();
    page.answer();
    assert_eq!((context.generate_requests(), context.standin.tokens_of("alice").len()), (1, 1));
}

fn a_busy_page_without_a_sign_of_jenkins_is_asked_only_when_the_person_wants_it(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let page = BusyPage::open_at(&context, "/plugin-page/");
    page.block();
    let popup = context.press(&page.tab);
    popup.wait_for_text("alert", BUSY).unwrap();
    popup.press_key("Enter").unwrap();
    assert!(context.sent().is_empty());
    bypass(kind, &context, &popup, "Look for Jenkins here");
    token_in(&popup);
    assert_eq!(context.generate_requests(), 1);
}

fn page_that_becomes_busy_can_be_bypassed(kind: BrowserKind) {
    let context = TestContext::new(kind);
    context.standin.add_token("alice", used("deploy"));
    let page = BusyPage::open(&context);
    let popup = context.press(&page.tab);
    wait_for_identity(&popup, ALICE);
    page.block();
    list_again(&popup, "alice");
    popup.wait_for_text("alert", BUSY).unwrap();
    bypass(kind, &context, &popup, "Send without the page");
    popup.find("button", "Rename deploy").unwrap();
    assert!(!popup.exists("alert", "").unwrap());
    page.release();
    page.answer();
    popup.find("tab", "Create").unwrap().click().unwrap();
    popup.find("button", "Generate token").unwrap().click().unwrap();
    token_in(&popup);
    assert!(!popup.exists("alert", "").unwrap(), "what the page answered too late is not shown");
    assert!(was_sent_directly(&context));
    assert_eq!(context.generate_requests(), 1);
}

fn lists_and_renames_wait_for_a_busy_page(kind: BrowserKind) {
    let context = TestContext::new(kind);
    context.standin.add_token("alice", used("deploy"));
    let page = BusyPage::open(&context);
    let popup = context.press(&page.tab);
    open_list(&popup, 1);
    popup.find("button", "Rename deploy").unwrap().click().unwrap();
    popup.find("textbox", "New name").unwrap().fill("other").unwrap();
    page.block();
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", BUSY).unwrap();
    page.release();
    wait_for_outcomes(&popup, &["“deploy” is now “other”."]);
    assert_eq!(names(&popup), ["other"]);
    assert!(!popup.exists("alert", "").unwrap());
    let renamed = context.sent().into_iter().filter(|request| request.path.ends_with("/rename")).count();
    assert_eq!(renamed, 1);
}

fn a_list_arrives_although_the_background_ends_while_the_page_is_busy(kind: BrowserKind) {
    let context = TestContext::new(kind);
    context.standin.add_token("alice", used("deploy"));
    let page = BusyPage::open(&context);
    let popup = context.press(&page.tab);
    wait_for_identity(&popup, ALICE);
    page.block();
    list_again(&popup, "alice");
    popup.wait_for_text("alert", BUSY).unwrap();
    context.browser.stop_background().unwrap();
    page.release();
    popup.find("button", "Rename deploy").unwrap();
    assert!(!popup.exists("alert", "").unwrap());
}

/// The page goes without having started the request: whether it did, only the controller knows.
fn leaving_a_busy_page_ends_the_wait(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let page = BusyPage::open(&context);
    let popup = context.press(&page.tab);
    wait_for_identity(&popup, ALICE);
    page.block();
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", BUSY).unwrap();
    page.tab.close().unwrap();
    let popup = context.press(&page.releasing);
    popup.wait_for_text("alert", "It could not be found out yet whether the token").unwrap();
    assert_eq!(context.generate_requests(), 0);
}
