//! Views of the form that creates a token.

use latchkey_driver::BrowserKind;
use latchkey_standin::{JenkinsVersion, Options};

use super::{Show, list, open_details};
use crate::context::{ALICE, TestContext, done, token_in, wait_for_identity};
use crate::localized::Localized;

pub(crate) fn create(kind: BrowserKind, show: Show<'_>) {
    new_core(kind, show);
    old_core(kind, show);
}

fn new_core(kind: BrowserKind, show: Show<'_>) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/job/deploy/1/consoleText");
    let held = context.standin.hold_next("/whoAmI/api/json");
    let popup = context.press(&tab);
    popup.wait_for("document.getElementById('name').value !== ''").unwrap();
    show(&popup, "looking");
    held.release();
    wait_for_identity(&popup, ALICE);
    show(&popup, "create");

    popup
        .find_localized("combobox", "Expires")
        .unwrap()
        .select_option(&popup.localized("On a date"))
        .unwrap();
    popup.find_localized("date", "Expiry date").unwrap();
    show(&popup, "create-on-a-date");

    popup.find_localized("combobox", "Expires").unwrap().select_option(&popup.localized("30 days")).unwrap();
    open_details(&popup, "other");
    show(&popup, "create-for-another-user");

    open_details_again(&popup);
    let held = context.standin.hold_next_generate();
    popup.find_localized("textbox", "Token name").unwrap().fill("Release pipeline").unwrap();
    popup.press_key("Enter").unwrap();
    popup.wait_for_localized_text("status", "Generating").unwrap();
    show(&popup, "generating");
    popup.close().unwrap();
    let popup = context.press(&tab);
    popup.wait_for_localized_text("status", "Still waiting for Jenkins. You can").unwrap();
    show(&popup, "still-waiting");
    held.release();
    token_in(&popup);
    done(&popup);

    list(&popup, 1);
    popup.find_localized("button", "Replace Release pipeline").unwrap().click().unwrap();
    popup.find_localized("button", "Do not replace").unwrap();
    show(&popup, "replacing");
}

/// A second press of the toolbar button closes the popup.
fn open_details_again(popup: &latchkey_driver::Popup) {
    popup.evaluate("document.querySelector('#other > summary').click()").unwrap();
    popup.wait_for("!document.getElementById('other').open").unwrap();
}

fn old_core(kind: BrowserKind, show: Show<'_>) {
    let context = TestContext::with(kind, Options { core: JenkinsVersion::V2_516_3, ..Options::default() });
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    show(&popup, "create-on-an-old-core");
}
