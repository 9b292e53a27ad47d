//! Views of the settings page and of what an administrator has set.

use latchkey_driver::{BrowserKind, Popup};
use latchkey_tests::policy::Managed;
use serde_json::json;

use super::Show;
use crate::context::{ALICE, TestContext, wait_for_identity};
use crate::localized::Localized;

/// The settings page, in the place of the popup: it is as narrow there as a page can be.
fn go_to_settings(popup: &Popup) {
    popup.evaluate("void (location.href = 'settings.html')").unwrap();
    popup.wait_for("document.getElementById('details')?.value").unwrap();
}

/// The settings page of somebody who has set nothing.
pub(crate) fn settings(kind: BrowserKind, show: Show<'_>) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    go_to_settings(&popup);
    show(&popup, "settings");
}

/// What a policy changes in the popup and on the settings page.
pub(crate) fn managed(kind: BrowserKind, show: Show<'_>) {
    let managed = Managed::start(
        kind,
        &json!({
            "defaultExpiryDays": 10,
            "maximumExpiryDays": 30,
            "namePrefix": "ci-",
            "hideForAnotherUser": true,
            // Chromium itself drops a list with an item that is no text.
            "presetControllers": ["https://ci.example.org/jenkins", "ci.example.org"],
        }),
    );
    let tab = managed.context.signed_in("/");
    let popup = managed.press(&tab);
    wait_for_identity(&popup, ALICE);
    show(&popup, "policy");
    popup.find_localized("textbox", "Token name").unwrap().fill("nightly").unwrap();
    popup.press_key("Enter").unwrap();
    popup.wait_for_localized_text("alert", "Your administrator requires names").unwrap();
    show(&popup, "policy-name");
    go_to_settings(&popup);
    show(&popup, "policy-settings");
    drop(popup);

    let managed = Managed::start(
        kind,
        &json!({ "allowedControllers": [], "presetControllers": ["https://ci.example.org/jenkins"] }),
    );
    let tab = managed.context.signed_in("/");
    let popup = managed.press(&tab);
    popup.wait_for_localized_text("alert", "does not allow Latchkey").unwrap();
    show(&popup, "policy-controller");
}
