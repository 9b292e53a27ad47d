//! Views of a new token.

use latchkey_driver::BrowserKind;
use latchkey_standin::Options;

use super::{Show, wait_for_verdict};
use crate::context::{ALICE, TestContext, done, generate, sign_in, token_in, wait_for_identity};
use crate::localized::Localized;

pub(crate) fn token(kind: BrowserKind, show: Show<'_>) {
    own(kind, show);
    for_another_user(kind, show);
}

fn own(kind: BrowserKind, show: Show<'_>) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    let held = context.standin.hold_next("/me/api/json");
    generate(&popup);
    show(&popup, "token-being-checked");
    held.release();
    wait_for_verdict(&popup, "Works as alice");
    show(&popup, "token");

    popup.find_localized("button", "Show token").unwrap().click().unwrap();
    popup.find_localized("button", "Hide token").unwrap();
    show(&popup, "token-shown");
    popup.find_localized("button", "Copy token").unwrap().click().unwrap();
    popup.wait_for_localized_text("status", "Copied").unwrap();
    show(&popup, "token-copied");
    done(&popup);

    popup.find_localized("textbox", "Token name").unwrap();
    popup
        .evaluate("document.getElementById('name').value = 'Nightly build of everything '.repeat(300)")
        .unwrap();
    generate(&popup);
    wait_for_verdict(&popup, "Works as alice");
    show(&popup, "token-of-a-long-name");
}

fn for_another_user(kind: BrowserKind, show: Show<'_>) {
    let context = TestContext::with(kind, Options { administrators_generate: true, ..Options::default() });
    let tab = context.browser.open(&context.url("/login")).unwrap();
    sign_in(&tab, "admin");
    let popup = context.press(&tab);
    wait_for_identity(&popup, "Signed in as admin (admin)");
    super::open_details(&popup, "other");
    popup.find_localized("textbox", "User ID").unwrap().fill("alice").unwrap();
    popup.find_localized("button", "Generate token").unwrap().click().unwrap();
    token_in(&popup);
    wait_for_verdict(&popup, "Works as alice");
    show(&popup, "token-for-another-user");
}
