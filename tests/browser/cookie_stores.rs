//! Containers and private windows: the token is made as whoever is signed in in the tab.

use latchkey_driver::{BrowserKind, Popup, Tab};
use latchkey_standin::CannedAnswer;

use crate::world::{ALICE, World, generate, sign_in, wait_for_identity};

in_every_browser! {
    a_private_window_has_its_own_user_and_leaves_nothing,
}

/// A world in which `admin` is signed in in the regular windows.
fn with_admin(kind: BrowserKind) -> (World, Tab) {
    let world = World::with_private_windows(kind);
    let tab = world.browser.open(&world.url("/login")).unwrap();
    sign_in(&tab, "admin");
    (world, tab)
}

/// Makes a token as alice, whoever is signed in elsewhere.
fn make_a_token(world: &World, popup: &Popup) -> String {
    wait_for_identity(popup, ALICE);
    let token = generate(popup);
    popup.wait_for("document.getElementById('token-works').textContent === 'Works as alice'").unwrap();
    assert!(!world.standin.tokens_of("alice").is_empty());
    assert!(world.standin.tokens_of("admin").is_empty());
    token
}

fn kept(popup: &Popup, area: &str) -> String {
    let kept = popup.evaluate(&format!("chrome.storage.{area}.get(null).then(JSON.stringify)")).unwrap();
    kept.as_str().unwrap().to_owned()
}

fn a_private_window_has_its_own_user_and_leaves_nothing(kind: BrowserKind) {
    let (world, regular) = with_admin(kind);
    let private = world.browser.open_incognito(&world.url("/login")).unwrap();
    sign_in(&private, "alice");
    let popup = world.press(&private);
    let held = world.standin.hold_next_generate();
    wait_for_identity(&popup, ALICE);
    popup.press_key("Enter").unwrap();
    assert!(held.wait_for_arrival(latchkey_driver::WAIT_LIMIT));
    assert_eq!(kept(&popup, "local"), "{}", "the request is under way and nothing is on disk");
    held.release();
    let token = make_a_token(&world, &world.press(&private));
    let popup = world.press(&private);
    assert_eq!(kept(&popup, "local"), "{}");
    assert!(kept(&popup, "session").contains(&token));
    popup.close().unwrap();

    let popup = world.press(&regular);
    wait_for_identity(&popup, "Signed in as admin (admin)");
    assert!(!popup.exists("region", "New token").unwrap(), "the token shows only where it was made");
    popup.close().unwrap();
    private.close().unwrap();
    let popup = world.press(&regular);
    popup.wait_for("chrome.storage.session.get(null).then(all => Object.keys(all).length === 0)").unwrap();
}

#[test]
fn a_container_has_its_own_user() {
    let (world, regular) = with_admin(BrowserKind::Firefox);
    let contained = world.browser.open_in_container(&world.url("/login")).unwrap();
    sign_in(&contained, "alice");
    make_a_token(&world, &world.press(&contained));
    let popup = world.press(&regular);
    wait_for_identity(&popup, "Signed in as admin (admin)");
    assert!(!popup.exists("region", "New token").unwrap(), "the token shows only where it was made");
}

#[test]
fn from_a_container_nothing_goes_past_the_page() {
    let (world, regular) = with_admin(BrowserKind::Firefox);
    regular.goto(&world.url("/api/json")).unwrap();
    let popup = world.press(&regular);
    popup.find("button", "Allow access to 127.0.0.1").unwrap().click().unwrap();
    world.browser.answer_permission_prompt(true).unwrap();
    wait_for_identity(&popup, "Signed in as admin (admin)");

    let contained = world.browser.open_in_container(&world.url("/login")).unwrap();
    sign_in(&contained, "alice");
    for page in ["/api/json", "/job/deploy/1/artifact/report.html"] {
        contained.goto(&world.url(page)).unwrap();
        world.standin.clear_requests();
        let popup = world.press(&contained);
        popup.wait_for_text("alert", "Open the Jenkins dashboard in this container").unwrap();
        assert!(!popup.exists("button", "Allow access to 127.0.0.1").unwrap());
        assert!(world.sent().is_empty(), "{:?}", world.sent());
    }
}

#[test]
fn from_an_incognito_window_nothing_goes_past_the_page() {
    let (world, _) = with_admin(BrowserKind::Chromium);
    let private = world.browser.open_incognito(&world.url("/login")).unwrap();
    sign_in(&private, "alice");
    let page = CannedAnswer::new(200, "<!doctype html><title>Report</title>")
        .with_header("Content-Type", "text/html")
        .with_header("Content-Security-Policy", "sandbox allow-scripts");
    world.standin.answer_next("/report.html", page);
    private.goto(&world.url("/job/deploy/1/artifact/report.html")).unwrap();
    world.standin.clear_requests();
    let popup = world.press(&private);
    popup.wait_for_text("alert", "Open the Jenkins dashboard in this window").unwrap();
    assert!(world.sent().is_empty());
}

/// Firefox's popup of a private window has that window's cookies.
#[test]
fn firefox_sends_past_the_page_as_the_private_windows_user() {
    let (world, _regular) = with_admin(BrowserKind::Firefox);
    let private = world.browser.open_incognito(&world.url("/login")).unwrap();
    sign_in(&private, "alice");
    private.goto(&world.url("/api/json")).unwrap();
    let popup = world.press(&private);
    popup.find("button", "Allow access to 127.0.0.1").unwrap().click().unwrap();
    world.browser.answer_permission_prompt(true).unwrap();
    make_a_token(&world, &popup);
    assert_eq!(kept(&popup, "local"), "{}");
}
