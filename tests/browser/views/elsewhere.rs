//! Pages on which no token can be made.

use latchkey_driver::BrowserKind;

use super::Show;
use crate::server::{Server, respond};
use crate::speech::Speech;
use crate::world::{ALICE, World, wait_for_identity};

const HTML: &str = "text/html; charset=utf-8";

pub(crate) fn elsewhere(kind: BrowserKind, show: Show<'_>) {
    let world = World::new(kind);
    let foreign = Server::start(|_, stream| respond(stream, HTML, "<!doctype html><title>News</title>"));
    let lying = "<!doctype html><html><head data-rooturl='//evil.test'><title>Page</title></head>";
    let lying = Server::start(move |_, stream| respond(stream, HTML, lying));

    let popup = world.press(&world.browser.open(&foreign.url).unwrap());
    popup.wait_for_said("alert", "does not look like a Jenkins page").unwrap();
    show(&popup, "not-jenkins");
    popup.find_said("button", "Look for Jenkins here").unwrap().click().unwrap();
    popup.wait_for_said("alert", "No Jenkins was found").unwrap();
    show(&popup, "no-jenkins-found");
    popup.close().unwrap();

    let popup = world.press(&world.browser.open(&world.url("/login")).unwrap());
    popup.wait_for_said("alert", "You are not signed in").unwrap();
    show(&popup, "signed-out");
    popup.close().unwrap();

    let popup = world.press(&world.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    popup.find_said("checkbox", "Remember this controller").unwrap().click().unwrap();
    remember_more(&popup);
    popup.close().unwrap();

    let popup = world.press(&world.browser.open(&foreign.url).unwrap());
    popup.find_said("region", "Your controllers").unwrap();
    show(&popup, "not-jenkins-with-controllers");
    popup.close().unwrap();

    let popup = world.press(&world.browser.open(&lying.url).unwrap());
    popup.wait_for_said("alert", "at another address").unwrap();
    show(&popup, "lying-root");
    popup.close().unwrap();

    // To an extension, Firefox's blank page is like any other.
    let browsers_own = match kind {
        BrowserKind::Chromium => "about:blank",
        BrowserKind::Firefox => "about:license",
    };
    let popup = world.press(&world.browser.open(browsers_own).unwrap());
    popup.wait_for_said("alert", "does not let Latchkey read").unwrap();
    show(&popup, "out-of-reach");
}

/// Adds controllers behind the popup's back.
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
