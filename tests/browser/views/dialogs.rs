//! Views of the dialogs that ask for confirmation.

use latchkey_driver::BrowserKind;
use latchkey_standin::{Gate, NewToken};

use super::{Show, list, open_details};
use crate::context::{TestContext, sign_in, wait_for_identity};
use crate::localized::Localized;

pub(crate) fn dialogs(kind: BrowserKind, show: Show<'_>) {
    let context = TestContext::new(kind);
    context.standin.add_token("admin", NewToken::new("Nightly metrics"));
    let tab = context.browser.open(&context.url("/login")).unwrap();
    sign_in(&tab, "admin");
    let popup = context.press(&tab);
    wait_for_identity(&popup, "Signed in as admin (admin)");
    list(&popup, 1);
    popup.find_localized("button", "Revoke Nightly metrics").unwrap().click().unwrap();
    popup.find_localized("alertdialog", "Revoke “Nightly metrics”?").unwrap();
    show(&popup, "dialog-revoke");
    popup.find_localized("button", "Cancel").unwrap().click().unwrap();

    popup.find_localized("tab", "Create").unwrap().click().unwrap();
    open_details(&popup, "other");
    popup.find_localized("textbox", "User ID").unwrap().fill("alice").unwrap();
    popup.find_localized("button", "Generate token").unwrap().click().unwrap();
    popup.find_localized("alertdialog", "Run a script on the controller?").unwrap();
    show(&popup, "dialog-script");
    popup.find_localized("button", "Show script").unwrap().click().unwrap();
    popup.find_localized("button", "Hide script").unwrap();
    show(&popup, "dialog-script-shown");
    popup.find_localized("button", "Cancel").unwrap().click().unwrap();

    context.standin.set_gates(&[Gate::Tomcat]);
    popup.find_localized("textbox", "User ID").unwrap().fill("team/alice").unwrap();
    popup.find_localized("button", "Generate token").unwrap().click().unwrap();
    popup.find_localized("alertdialog", "Run a script on the controller?").unwrap();
    show(&popup, "dialog-script-for-blocked-id");
}
