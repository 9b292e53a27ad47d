//! Tokens that were created here are remembered, and the popup reminds of them before they expire.

use latchkey_driver::{BrowserKind, Popup, Tab};
use latchkey_standin::{Options, Standin};

use crate::context::{ALICE, TestContext, click, done, sign_in, token_in, wait_for_identity};
use crate::server::{Server, respond};

in_every_browser! {
    a_token_is_replaced_from_its_reminder,
    a_token_is_revoked_from_its_reminder,
    a_token_that_was_revoked_elsewhere_is_forgotten,
    a_reminder_that_is_forgotten_does_not_come_back,
    other_sites_and_controllers_link_to_the_controller,
    the_badge_is_there_when_the_browser_starts,
    turning_reminders_off_erases_them,
    nothing_of_a_private_window_is_remembered,
    a_token_that_expires_later_has_no_reminder_yet,
}

/// The keys of all reminders on disk.
const STORED: &str = "chrome.storage.local.get(null)
    .then((all) => Object.keys(all).filter((key) => key.startsWith('reminder/')))";

/// Whether the toolbar button shows this.
fn badge(text: &str) -> String {
    format!("chrome.action.getBadgeText({{}}).then((text) => text === {text:?})")
}

/// Creates a token of this name with this choice of `Expires`, and presses `Done`.
fn create(popup: &Popup, name: &str, expires: &str) {
    popup.find("textbox", "Token name").unwrap().fill(name).unwrap();
    popup.find("combobox", "Expires").unwrap().select_option(expires).unwrap();
    click(popup, "Generate token");
    token_in(popup);
    popup.wait_for("document.getElementById('token-works').textContent === 'Works as alice'").unwrap();
    done(popup);
}

/// A popup that reminds of the token `deploy`, and its tab.
fn reminded(kind: BrowserKind) -> (TestContext, Tab, Popup) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    create(&popup, "deploy", "7 days");
    popup.wait_for(&badge("1")).unwrap();
    popup.close().unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.find("button", "Replace deploy").unwrap();
    let button = context.browser.toolbar_button().unwrap();
    assert_eq!(button.badge, "1");
    assert_eq!(button.title, "Jenkins API tokens about to expire: 1");
    (context, tab, popup)
}

/// What the first reminder says, without the marks that isolate its values.
fn first_reminder(popup: &Popup) -> String {
    let text = popup.evaluate("document.querySelector('#reminder-list .what').textContent").unwrap();
    text.as_str().unwrap().to_owned()
}

fn a_token_is_replaced_from_its_reminder(kind: BrowserKind) {
    let (context, tab, popup) = reminded(kind);
    let day = "chrome.storage.local.get(null).then((all) => {
        const [{ earliest }] = Object.entries(all).filter(([key]) => key.startsWith('reminder/')).map(([, one]) => one);
        const year = earliest.startsWith(String(new Date().getFullYear())) ? undefined : 'numeric';
        return new Date(earliest).toLocaleDateString('en', { month: 'long', day: 'numeric', year, timeZone: 'UTC' });
    })";
    let day = popup.evaluate(day).unwrap();
    let expected = format!("“deploy” expires about {}.", day.as_str().unwrap());
    assert_eq!(first_reminder(&popup), expected);
    let old = context.standin.tokens_of("alice")[0].uuid.clone();
    click(&popup, "Replace deploy");
    popup.find("button", "Do not replace").unwrap();
    assert!(!popup.exists("button", "Replace deploy").unwrap(), "one thing at a time");
    popup.find("combobox", "Expires").unwrap().select_option("90 days").unwrap();
    click(&popup, "Generate token");
    token_in(&popup);
    popup.wait_for("document.getElementById('token-works').textContent === 'Works as alice'").unwrap();
    click(&popup, "Copy token");
    popup.wait_for_text("status", "The old token was revoked.").unwrap();
    let tokens = context.standin.tokens_of("alice");
    assert!(tokens.len() == 1 && tokens[0].uuid != old);
    let new = format!("{STORED}.then((keys) => keys.join() === 'reminder/{}')", tokens[0].uuid);
    popup.wait_for(&new).unwrap();
    popup.wait_for(&badge("")).unwrap();
    done(&popup);
    popup.close().unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    assert!(!popup.exists("button", "Forget deploy").unwrap());
}

fn a_token_is_revoked_from_its_reminder(kind: BrowserKind) {
    let (context, _tab, popup) = reminded(kind);
    click(&popup, "Revoke deploy");
    popup.wait_for("document.getElementById('dialog').open").unwrap();
    click(&popup, "Revoke");
    popup.wait_for_text("status", "The token was revoked.").unwrap();
    assert!(context.standin.tokens_of("alice").is_empty());
    popup.wait_until_gone("button", "Forget deploy").unwrap();
    popup.wait_for(&format!("{STORED}.then((keys) => keys.length === 0)")).unwrap();
    popup.wait_for(&badge("")).unwrap();
}

fn a_token_that_was_revoked_elsewhere_is_forgotten(kind: BrowserKind) {
    let (context, tab, popup) = reminded(kind);
    popup.close().unwrap();
    let uuid = context.standin.tokens_of("alice")[0].uuid.clone();
    assert!(context.standin.revoke_token("alice", &uuid));
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.wait_until_gone("button", "Forget deploy").unwrap();
    popup.wait_for(&badge("")).unwrap();
}

fn a_reminder_that_is_forgotten_does_not_come_back(kind: BrowserKind) {
    let (context, tab, popup) = reminded(kind);
    click(&popup, "Forget deploy");
    popup.wait_until_gone("button", "Forget deploy").unwrap();
    assert!(popup.find("textbox", "Token name").unwrap().is_focused().unwrap());
    popup.wait_for(&badge("")).unwrap();
    popup.close().unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    assert!(!popup.exists("button", "Forget deploy").unwrap());
    assert_eq!(context.standin.tokens_of("alice").len(), 1, "the token itself stays");
}

fn other_sites_and_controllers_link_to_the_controller(kind: BrowserKind) {
    let (context, _tab, popup) = reminded(kind);
    let address = context.standin.url().trim_start_matches("http://").to_owned();
    assert!(!popup.exists("link", &address).unwrap(), "this is it");
    popup.close().unwrap();
    let server = Server::start(|_, stream| respond(stream, "text/html", "<p>Elsewhere"));
    let elsewhere = context.browser.open(&server.url).unwrap();
    let other = Standin::start(Options::default()).unwrap();
    let other = context.browser.open(&format!("{}/login", other.url())).unwrap();
    for tab in [elsewhere, other] {
        let popup = context.press(&tab);
        popup.find("region", "Tokens about to expire").unwrap();
        let link = popup.find("link", &address).unwrap();
        assert_eq!(link.attribute("href").unwrap(), Some(format!("{}/", context.standin.url())));
        assert!(!popup.exists("button", "Forget deploy").unwrap());
        popup.close().unwrap();
    }
    assert_eq!(server.asked(), ["/"], "a reminder sends no request");
}

fn the_badge_is_there_when_the_browser_starts(kind: BrowserKind) {
    let (context, _tab, _popup) = reminded(kind);
    let context = TestContext { browser: context.browser.restart().unwrap(), ..context };
    // A page of the extension that is not the popup, to wait in.
    let page = context.browser.open(&context.browser.extension_url("settings.html")).unwrap();
    page.wait_for(&badge("1")).unwrap();
    assert_eq!(context.browser.toolbar_button().unwrap().badge, "1");
}

fn turning_reminders_off_erases_them(kind: BrowserKind) {
    let (context, tab, popup) = reminded(kind);
    popup.close().unwrap();
    let page = context.browser.open(&context.browser.extension_url("settings.html")).unwrap();
    page.wait_for("document.getElementById('details').value !== ''").unwrap();
    page.evaluate("document.getElementById('remind').click()").unwrap();
    page.wait_for(&format!("{STORED}.then((keys) => keys.length === 0)")).unwrap();
    page.wait_for(&badge("")).unwrap();
    page.close().unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    assert!(!popup.exists("button", "Forget deploy").unwrap());
    create(&popup, "another", "7 days");
    assert_eq!(popup.evaluate(STORED).unwrap(), serde_json::json!([]));
}

fn nothing_of_a_private_window_is_remembered(kind: BrowserKind) {
    let context = TestContext::with_private_windows(kind);
    let tab = context.browser.open_incognito(&context.url("/login")).unwrap();
    sign_in(&tab, "alice");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    create(&popup, "deploy", "7 days");
    assert_eq!(popup.evaluate("chrome.storage.local.get(null)").unwrap(), serde_json::json!({}));
    popup.close().unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    assert!(!popup.exists("button", "Forget deploy").unwrap());
    assert_eq!(context.browser.toolbar_button().unwrap().badge, "");
    // Nothing else that outlives the browser either. Firefox (153) has no IndexedDB in private windows.
    let kept = "Promise.all([indexedDB.databases(), caches.keys()].map((kept) => kept.catch(() => [])))
        .then((all) => all.flat().length + localStorage.length)";
    assert_eq!(popup.evaluate(kept).unwrap(), serde_json::json!(0));
}

fn a_token_that_expires_later_has_no_reminder_yet(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    create(&popup, "deploy", "30 days");
    create(&popup, "forever", "Never");
    popup.close().unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    assert!(!popup.exists("button", "Forget deploy").unwrap());
    let tokens = context.standin.tokens_of("alice");
    let deploy = tokens.iter().find(|token| token.name == "deploy").unwrap();
    assert_eq!(popup.evaluate(STORED).unwrap(), serde_json::json!([format!("reminder/{}", deploy.uuid)]));
    assert_eq!(context.browser.toolbar_button().unwrap().badge, "");
}
