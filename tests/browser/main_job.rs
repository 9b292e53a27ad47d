//! Click, Enter, copy.

use latchkey_driver::BrowserKind;

use crate::context::{ALICE, TestContext, done, generate, wait_for_identity};

in_every_browser! {
    one_click_enter_and_copy_deliver_a_working_token,
}

fn one_click_enter_and_copy_deliver_a_working_token(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    let name = popup.find("textbox", "Token name").unwrap();
    assert!(name.is_focused().unwrap());
    assert!(name.value().unwrap().starts_with("Latchkey 20"));
    assert_eq!(name.selection().unwrap(), name.value().unwrap());
    wait_for_identity(&popup, ALICE);
    let at_opening = context.sent().len();

    let token = generate(&popup);
    assert_eq!(token.len(), 34);
    assert!(token.starts_with("11"));
    popup.wait_for("document.getElementById('token-works').textContent === 'Works as alice'").unwrap();
    let sent = context.sent();
    assert_eq!(
        sent[at_opening].path,
        "/jenkins/me/descriptorByName/jenkins.security.ApiTokenProperty/generateNewToken"
    );
    assert_eq!(sent[at_opening + 1].header("cookie"), None, "the token is verified");
    // Then the tokens are listed again: the browser may have sent the request more than once.
    wait_for_identity(&popup, ALICE);
    let changes = sent.iter().filter(|request| request.method == "POST").count();
    assert_eq!(changes, 1, "one request creates the token");

    let field = popup.find("textbox", "API token").unwrap();
    assert_eq!(field.attribute("type").unwrap().as_deref(), Some("text"));
    popup.find("button", "Show token").unwrap().click().unwrap();
    popup.find("button", "Hide token").unwrap();
    popup.find("button", "Copy token").unwrap().click().unwrap();
    popup.wait_for_text("status", "Copied").unwrap();
    assert_eq!(context.browser.clipboard_text().unwrap(), token);

    done(&popup);
    popup.wait_until_gone("region", "New token").unwrap();
    assert_eq!(popup.evaluate("document.getElementById('value').value").unwrap(), "");
    assert!(popup.find("textbox", "Token name").unwrap().is_focused().unwrap());
    assert_eq!(context.standin.tokens_of("alice").len(), 1);
    assert_eq!(context.browser.extension_warnings().unwrap(), Vec::<String>::new());
    assert_eq!(context.browser.install_warnings().unwrap(), Vec::<String>::new());
}
