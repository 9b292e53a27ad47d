//! Pages whose URL holds a user name and a password.

use latchkey_driver::BrowserKind;

use crate::context::{ALICE, TestContext, generate, wait_for_identity};

in_every_browser! {
    a_page_with_credentials_in_its_url_leads_to_a_token,
}

/// Chromium gives extensions no access to such a page, and hides its URL from them.
fn a_page_with_credentials_in_its_url_leads_to_a_token(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let url = context.url("/job/deploy/").replacen("://", "://alice:not-to-be-shown@", 1);
    tab.goto(&url).unwrap();
    let mut popup = context.press(&tab);
    if kind == BrowserKind::Chromium {
        let alert = popup.wait_for_text("alert", "The browser does not let Latchkey read").unwrap();
        assert!(alert.contains("contains a user name and password, enter it without them"), "{alert}");
        assert!(context.sent().is_empty());
        popup = context.press(&context.browser.open(&context.url("/job/deploy/")).unwrap());
    }
    wait_for_identity(&popup, ALICE);
    assert!(generate(&popup).starts_with("11"));
    let written =
        "Promise.all([chrome.storage.local.get(), chrome.storage.session.get()]).then(JSON.stringify)";
    let written = popup.evaluate(written).unwrap();
    let shown = popup.evaluate("document.documentElement.outerHTML").unwrap();
    for text in [written, shown] {
        assert!(!text.as_str().unwrap().contains("not-to-be-shown"), "{text}");
    }
}
