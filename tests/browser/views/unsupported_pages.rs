//! Views on pages where no token can be created.

use latchkey_driver::BrowserKind;

use super::Show;
use crate::context::{ALICE, TestContext, wait_for_identity};
use crate::localized::Localized;
use crate::server::{Server, respond};

const HTML: &str = "text/html; charset=utf-8";

pub(crate) fn unsupported_pages(kind: BrowserKind, show: Show<'_>) {
    let context = TestContext::new(kind);
    let foreign = Server::start(|_, stream| respond(stream, HTML, "<!doctype html><title>News</title>"));
    let lying = "<!doctype html><html><head data-rooturl='//evil.test'><title>Page</title></head>";
    let lying = Server::start(move |_, stream| respond(stream, HTML, lying));

    let popup = context.press(&context.browser.open(&foreign.url).unwrap());
    popup.wait_for_localized_text("alert", "does not look like a Jenkins page").unwrap();
    show(&popup, "not-jenkins");
    popup.find_localized("button", "Look for Jenkins here").unwrap().click().unwrap();
    popup.wait_for_localized_text("alert", "No Jenkins was found").unwrap();
    show(&popup, "no-jenkins-found");
    popup.close().unwrap();

    let popup = context.press(&context.browser.open(&context.url("/login")).unwrap());
    popup.wait_for_localized_text("alert", "You are not signed in").unwrap();
    show(&popup, "signed-out");
    popup.close().unwrap();

    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    popup.find_localized("checkbox", "Remember this controller").unwrap().click().unwrap();
    remember_more(&popup);
    popup.close().unwrap();

    let popup = context.press(&context.browser.open(&foreign.url).unwrap());
    popup.find_localized("region", "Your controllers").unwrap();
    show(&popup, "not-jenkins-with-controllers");
    popup.close().unwrap();

    let popup = context.press(&context.browser.open(&lying.url).unwrap());
    popup.wait_for_localized_text("alert", "at another address").unwrap();
    show(&popup, "lying-root");
    popup.close().unwrap();

    // Extensions can access Firefox's blank page like any other.
    let browsers_own = match kind {
        BrowserKind::Chromium => "about:blank",
        BrowserKind::Firefox => "about:license",
    };
    let popup = context.press(&context.browser.open(browsers_own).unwrap());
    popup.wait_for_localized_text("alert", "does not let Latchkey read").unwrap();
    show(&popup, "out-of-reach");
    popup.close().unwrap();

    let busy = context.browser.open(&context.url("/job/deploy/?busy=60")).unwrap();
    // Once the click has been answered, the page answers nothing more.
    busy.evaluate("setTimeout(() => document.getElementById('busy').click()); true").unwrap();
    let popup = context.press(&busy);
    popup.wait_for_localized_text("alert", "This page is busy").unwrap();
    show(&popup, "busy-page");
}

/// Adds remembered controllers to the storage directly.
fn remember_more(popup: &latchkey_driver::Popup) {
    popup
        .wait_for("chrome.storage.local.get('remembered').then(found => found.remembered?.length === 1)")
        .unwrap();
    popup
        .evaluate(
            "chrome.storage.local.get('remembered').then(({ remembered }) => chrome.storage.local.set({
                remembered: [...remembered, 'https://jenkins.example.com',
                    'https://ci.of-the-platform-team.somewhere.example.org/a/long/context/path'] }))",
        )
        .unwrap();
}
