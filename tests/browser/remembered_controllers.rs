//! Remembered controllers.

use latchkey_driver::BrowserKind;

use crate::context::{ALICE, TestContext, click, generate, sign_in, wait_for_identity};
use crate::server::{Server, respond};

in_every_browser! {
    controller_is_remembered_by_url_only_and_offered_on_other_pages,
    nothing_is_remembered_from_private_windows,
}

fn controller_is_remembered_by_url_only_and_offered_on_other_pages(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/job/deploy/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    let remember = popup.find("checkbox", "Remember this controller").unwrap();
    assert!(!remember.is_checked().unwrap(), "remembering is off by default");
    let kept = || popup.evaluate("chrome.storage.local.get(null)").unwrap();
    assert_eq!(kept(), serde_json::json!({}));
    remember.click().unwrap();
    popup.wait_for("chrome.storage.local.get(null).then(all => 'remembered' in all)").unwrap();
    assert_eq!(kept(), serde_json::json!({ "remembered": [context.standin.url()] }));
    popup.close().unwrap();

    let server = Server::start(|_, stream| respond(stream, "text/html", "<p>Elsewhere"));
    let elsewhere = context.browser.open(&server.url).unwrap();
    let popup = context.press(&elsewhere);
    let address = context.standin.url().trim_start_matches("http://");
    let link = popup.find("link", address).unwrap();
    assert_eq!(link.attribute("href").unwrap(), Some(format!("{}/", context.standin.url())));
    assert_eq!(server.asked(), ["/"], "remembering sends no request");
    popup.close().unwrap();

    let popup = context.press(&tab);
    assert!(popup.find("checkbox", "Remember this controller").unwrap().is_checked().unwrap());
    assert!(!popup.exists("link", address).unwrap(), "a controller's own page offers no other controllers");
    popup.close().unwrap();

    let popup = context.press(&elsewhere);
    click(&popup, &format!("Forget {address}"));
    popup.wait_until_gone("link", address).unwrap();
    popup.wait_for("chrome.storage.local.get('remembered').then(all => !all.remembered.length)").unwrap();
}

fn nothing_is_remembered_from_private_windows(kind: BrowserKind) {
    let context = TestContext::with_private_windows(kind);
    let tab = context.browser.open_incognito(&context.url("/login")).unwrap();
    sign_in(&tab, "alice");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    assert!(!popup.exists("checkbox", "Remember this controller").unwrap());
    generate(&popup);
    popup.find("combobox", "Copy as").unwrap().select_option("curl command").unwrap();
    click(&popup, "Copy token");
    popup.wait_for_text("status", "Copied").unwrap();
    assert_eq!(popup.evaluate("chrome.storage.local.get(null)").unwrap(), serde_json::json!({}));
}
