//! The settings page.

use latchkey_driver::{BrowserKind, Tab};
use latchkey_standin::{Fault, FaultedRequest};

use crate::context::{ALICE, TestContext, click, wait_for_identity};

in_every_browser! {
    settings_apply_in_the_popup,
    details_name_no_host_path_user_or_token,
    storage_errors_are_shown,
}

/// The page in a tab of its own, once it shows what is stored.
fn open(context: &TestContext) -> Tab {
    let page = context.browser.open(&context.browser.extension_url("settings.html")).unwrap();
    page.wait_for("document.getElementById('details').value !== ''").unwrap();
    page
}

/// Sets a property of a control, as a person who changes it.
pub(crate) fn change(page: &Tab, id: &str, property: &str, value: &str) {
    let script = format!(
        "(() => {{
            const control = document.getElementById({id:?});
            control.{property} = {value};
            control.dispatchEvent(new Event('change', {{ bubbles: true }}));
        }})()"
    );
    page.evaluate(&script).unwrap();
}

fn text_of(page: &Tab, id: &str) -> String {
    let text = page.evaluate(&format!("document.getElementById({id:?}).textContent")).unwrap();
    text.as_str().unwrap().to_owned()
}

fn settings_apply_in_the_popup(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    click(&popup, "Settings");
    let opened = "chrome.runtime.getContexts({ contextTypes: ['TAB'] })
        .then((all) => all.some(({ documentUrl }) => documentUrl.endsWith('/settings.html')))";
    let page = open(&context);
    page.wait_for(opened).unwrap();

    change(&page, "expires", "value", "'7'");
    page.wait_for("document.getElementById('status').textContent === 'Saved.'").unwrap();
    change(&page, "name-pattern", "value", "'{user} on {host}'");
    page.wait_for("document.getElementById('name-example').textContent.includes('alice on ci.')").unwrap();
    change(&page, "copy-as", "value", "'curl'");
    change(&page, "remind", "checked", "false");
    let stored =
        "chrome.storage.local.get(null).then((all) => all.copyAs === 'curl' && !all.settings.reminder)";
    page.wait_for(stored).unwrap();
    change(&page, "name-pattern", "value", "' '");
    page.wait_for("!document.getElementById('settings-problem').hidden").unwrap();
    assert_eq!(text_of(&page, "settings-problem"), "The token needs a name.");
    page.close().unwrap();

    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    let name = popup.find("textbox", "Token name").unwrap();
    assert_eq!(name.value().unwrap(), "alice on 127.0.0.1");
    assert_eq!(name.selection().unwrap(), "alice on 127.0.0.1", "it can be typed over");
    assert_eq!(popup.find("combobox", "Expires").unwrap().selected_option().unwrap(), "7 days");
    popup.press_key("Enter").unwrap();
    popup.find("region", "New token").unwrap();
    assert_eq!(popup.find("combobox", "Copy as").unwrap().selected_option().unwrap(), "curl command");
    assert!(context.standin.tokens_of("alice").iter().any(|token| token.name == "alice on 127.0.0.1"));
}

fn details_name_no_host_path_user_or_token(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/job/deploy/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.find("textbox", "Token name").unwrap().fill("zebra").unwrap();
    context.standin.fault_next(Fault::FailedAfter, FaultedRequest::Generate);
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", "was created, but its value is lost").unwrap();
    popup.close().unwrap();

    let page = open(&context);
    let details = page.evaluate("document.getElementById('details').value").unwrap();
    let details = details.as_str().unwrap();
    for shown in ["Latchkey ", "Journal: 1", "controller-1 user-1 for oneself token-1", "its value is lost"] {
        assert!(details.contains(shown), "{shown} is missing: {details}");
    }
    let host = context.standin.url().trim_start_matches("http://").trim_end_matches("/jenkins");
    for secret in ["127.0.0.1", host, "/jenkins", "deploy", "alice", "Alice", "zebra"] {
        assert!(!details.contains(secret), "{secret} is told: {details}");
    }
    page.click("#copy-details").unwrap();
    page.wait_for("document.getElementById('status').textContent === 'Copied to the clipboard.'").unwrap();
    assert_eq!(context.browser.clipboard_text().unwrap().replace("\r\n", "\n"), details);
}

fn storage_errors_are_shown(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let page = open(&context);
    page.evaluate("void (chrome.storage.local.set = () => Promise.reject(new Error('The disk is full')))")
        .unwrap();
    change(&page, "expires", "value", "'90'");
    page.wait_for("!document.getElementById('settings-problem').hidden").unwrap();
    let problem = text_of(&page, "settings-problem");
    assert_eq!(problem, "The browser did not save this setting: The disk is full");
}
