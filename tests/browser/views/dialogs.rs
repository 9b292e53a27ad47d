//! What is asked before something is done.

use latchkey_driver::BrowserKind;
use latchkey_standin::NewToken;

use super::{Show, list, open_details};
use crate::speech::Speech;
use crate::world::{World, sign_in, wait_for_identity};

pub(crate) fn dialogs(kind: BrowserKind, show: Show<'_>) {
    let world = World::new(kind);
    world.standin.add_token("admin", NewToken::new("Nightly metrics"));
    let tab = world.browser.open(&world.url("/login")).unwrap();
    sign_in(&tab, "admin");
    let popup = world.press(&tab);
    wait_for_identity(&popup, "Signed in as admin (admin)");
    list(&popup, 1);
    popup.find_said("button", "Revoke Nightly metrics").unwrap().click().unwrap();
    popup.find_said("alertdialog", "Revoke “Nightly metrics”?").unwrap();
    show(&popup, "dialog-revoke");
    popup.find_said("button", "Cancel").unwrap().click().unwrap();

    popup.find_said("tab", "Create").unwrap().click().unwrap();
    open_details(&popup, "other");
    popup.find_said("textbox", "User ID").unwrap().fill("alice").unwrap();
    popup.find_said("button", "Generate token").unwrap().click().unwrap();
    popup.find_said("alertdialog", "Run a script on the controller?").unwrap();
    show(&popup, "dialog-script");
    popup.find_said("button", "Show script").unwrap().click().unwrap();
    popup.find_said("button", "Hide script").unwrap();
    show(&popup, "dialog-script-shown");
}
