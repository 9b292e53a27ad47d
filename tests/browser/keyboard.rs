//! Every view works by keyboard, and screen readers announce the results.

use latchkey_driver::{BrowserKind, Popup};
use latchkey_standin::NewToken;

use crate::context::{ALICE, TestContext, generate, sign_in, wait_for_identity};

in_every_browser! {
    tab_key_follows_the_reading_order_of_the_form,
    arrow_keys_switch_between_tabs,
    escape_closes_the_dialog_and_the_name_field_but_not_the_popup,
    script_can_be_read_by_keyboard,
    focus_stays_in_the_popup_when_its_button_disappears,
    announcements_are_not_repeated,
}

/// The role and name of the focused element.
fn focused(popup: &Popup) -> String {
    let nodes = popup.accessibility_tree().unwrap();
    let node = nodes.iter().rfind(|node| node.focused).expect("something has the focus");
    format!("{} {}", node.role, node.name)
}

/// Presses a key and returns what has the focus then.
fn after(popup: &Popup, key: &str) -> String {
    popup.press_key(key).unwrap();
    focused(popup)
}

fn tab_key_follows_the_reading_order_of_the_form(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    popup.find("textbox", "Token name").unwrap().fill("by keyboard").unwrap();
    assert_eq!(after(&popup, "Shift+Tab"), "tab Create");
    assert_eq!(after(&popup, "Tab"), "textbox Token name");
    assert_eq!(after(&popup, "Tab"), "combobox Expires");
    assert_eq!(after(&popup, "Tab"), "summary For another user");
    popup.press_key("Space").unwrap();
    assert_eq!(after(&popup, "Tab"), "textbox User ID");
    assert_eq!(after(&popup, "Tab"), "button Generate token");
    assert_eq!(after(&popup, "Tab"), "checkbox Remember this controller");
    popup.press_key("Shift+Tab").unwrap();
    popup.press_key("Space").unwrap();
    popup.find("region", "New token").unwrap();
    assert_eq!(focused(&popup), "button Copy token");
    popup.wait_for_text("status", "Token “by keyboard” is ready.").unwrap();
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("status", "Copied to the clipboard.").unwrap();
    assert_eq!(focused(&popup), "button Copy token");
    assert_eq!(after(&popup, "Tab"), "button Show token");
    assert_eq!(after(&popup, "Tab"), "combobox Copy as");
    assert_eq!(after(&popup, "Tab"), "button Done");
    assert_eq!(after(&popup, "Space"), "textbox Token name");
}

fn arrow_keys_switch_between_tabs(kind: BrowserKind) {
    let context = TestContext::new(kind);
    context.standin.add_token("alice", NewToken::new("deploy"));
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    popup.press_key("Shift+Tab").unwrap();
    assert_eq!(after(&popup, "ArrowRight"), "tab Tokens");
    popup.find("tabpanel", "Tokens").unwrap();
    popup.find("button", "Revoke deploy").unwrap();
    assert_eq!(after(&popup, "Tab"), "summary For another user");
    assert_eq!(after(&popup, "Tab"), "checkbox Choose deploy");
    assert_eq!(after(&popup, "Tab"), "button Rename deploy");
    assert_eq!(after(&popup, "Tab"), "button Replace deploy");
    assert_eq!(after(&popup, "Tab"), "button Revoke deploy");
    popup.find("tab", "Tokens").unwrap().click().unwrap();
    assert_eq!(after(&popup, "ArrowLeft"), "tab Create");
    popup.find("tabpanel", "Create").unwrap();
}

fn escape_closes_the_dialog_and_the_name_field_but_not_the_popup(kind: BrowserKind) {
    let context = TestContext::new(kind);
    context.standin.add_token("alice", NewToken::new("deploy"));
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    popup.find("tab", "Tokens").unwrap().click().unwrap();
    popup.find("button", "Revoke deploy").unwrap().click().unwrap();
    popup.find("alertdialog", "Revoke “deploy”?").unwrap();
    assert_eq!(focused(&popup), "button Cancel");
    assert_eq!(after(&popup, "Escape"), "button Revoke deploy");
    assert!(!popup.exists("alertdialog", "Revoke “deploy”?").unwrap());

    popup.find("button", "Rename deploy").unwrap().click().unwrap();
    popup.find("textbox", "New name").unwrap();
    assert_eq!(focused(&popup), "textbox New name");
    assert_eq!(after(&popup, "Escape"), "button Rename deploy");
    assert!(popup.is_open().unwrap());
    assert_eq!(context.standin.tokens_of("alice").len(), 1);
}

fn script_can_be_read_by_keyboard(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.browser.open(&context.url("/login")).unwrap();
    sign_in(&tab, "admin");
    let popup = context.press(&tab);
    wait_for_identity(&popup, "Signed in as admin (admin)");
    popup.evaluate("document.querySelector('#other > summary').click()").unwrap();
    popup.find("textbox", "User ID").unwrap().fill("alice").unwrap();
    popup.press_key("Enter").unwrap();
    popup.find("alertdialog", "Run a script on the controller?").unwrap();
    assert_eq!(focused(&popup), "button Cancel");
    popup.press_key("Shift+Tab").unwrap();
    assert_eq!(after(&popup, "Shift+Tab"), "button Show script");
    popup.press_key("Enter").unwrap();
    popup.find("button", "Hide script").unwrap();
    popup.press_key("Tab").unwrap();
    popup.wait_for("document.activeElement.id === 'script'").unwrap();
    popup.press_key("Escape").unwrap();
    popup.wait_until_gone("alertdialog", "Run a script on the controller?").unwrap();
    assert_eq!(focused(&popup), "textbox User ID");
}

fn focus_stays_in_the_popup_when_its_button_disappears(kind: BrowserKind) {
    let context = TestContext::new(kind);
    context.standin.add_token("alice", NewToken::new("deploy"));
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    popup.find("tab", "Tokens").unwrap().click().unwrap();
    popup.find("button", "Revoke deploy").unwrap().click().unwrap();
    popup.find("button", "Revoke").unwrap().click().unwrap();
    popup.wait_for_text("status", "was revoked").unwrap();
    popup.find("tab", "Tokens").unwrap();
    assert_eq!(focused(&popup), "tab Tokens");
}

/// A screen reader reads a live region again if the same text is written to it again.
fn announcements_are_not_repeated(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    generate(&popup);
    popup.wait_for("document.getElementById('token-works').textContent === 'Works as alice'").unwrap();
    // What is hidden is not announced: the list of the other tab arrives by itself.
    popup
        .evaluate(
            "globalThis.told = [];
            const isAnnounced = (node) => node?.checkVisibility() && node.closest('[role=status], [role=alert]');
            void new MutationObserver(changes => told.push(...changes.map(({ target }) => target.id)
                    .filter(id => isAnnounced(document.getElementById(id)))))
                .observe(document.body, { childList: true, characterData: true, subtree: true })",
        )
        .unwrap();
    popup.find("button", "Show token").unwrap().click().unwrap();
    popup.find("button", "Hide token").unwrap();
    assert_eq!(popup.evaluate("told.join()").unwrap(), "");
    popup.find("button", "Copy token").unwrap().click().unwrap();
    popup.wait_for_text("status", "Copied").unwrap();
    assert_eq!(popup.evaluate("[...new Set(told)].join()").unwrap(), "status");
}
