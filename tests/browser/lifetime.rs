//! A closing popup and an ending background lose no token.

use latchkey_driver::BrowserKind;

use crate::context::{
    ALICE, TestContext, click, done, generate, token_in, wait_for_identity, wait_until_received,
};

in_every_browser! {
    token_is_shown_until_done_is_pressed,
    token_survives_popup_and_background_ending_before_the_reply,
    token_arrives_although_the_background_ends_while_the_popup_waits,
    reopened_popup_waits_for_the_pending_reply,
    popup_on_another_tab_waits_for_the_pending_reply,
    popup_waits_for_a_slow_controller_and_says_so,
    token_whose_page_was_left_before_the_reply_is_found_again,
    token_is_found_again_after_a_browser_restart,
    double_click_and_held_enter_create_one_token,
    token_is_not_shown_on_another_controller,
}

fn token_is_shown_until_done_is_pressed(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    let token = generate(&popup);
    popup.close().unwrap();
    let popup = context.press(&tab);
    assert_eq!(token_in(&popup), token);
    done(&popup);
    popup.wait_until_gone("region", "New token").unwrap();
    popup.wait_for("chrome.storage.session.get(null).then(all => Object.keys(all).length === 0)").unwrap();
    popup.wait_for("chrome.storage.local.get(null).then(all => Object.keys(all).every(key => key.startsWith('reminder/')))").unwrap();
    popup.close().unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    assert!(!popup.exists("region", "New token").unwrap());
}

fn token_survives_popup_and_background_ending_before_the_reply(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    let held = context.standin.hold_next_generate();
    popup.press_key("Enter").unwrap();
    let held = wait_until_received(held);
    popup.close().unwrap();
    context.browser.stop_background().unwrap();
    held.release();
    let popup = context.press(&tab);
    assert!(token_in(&popup).starts_with("11"));
    popup.wait_for("document.getElementById('token-works').textContent === 'Works as alice'").unwrap();
    assert_eq!(context.standin.tokens_of("alice").len(), 1);
}

fn token_arrives_although_the_background_ends_while_the_popup_waits(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    let held = context.standin.hold_next_generate();
    popup.press_key("Enter").unwrap();
    let held = wait_until_received(held);
    context.browser.stop_background().unwrap();
    held.release();
    token_in(&popup);
}

fn reopened_popup_waits_for_the_pending_reply(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    let held = context.standin.hold_next_generate();
    popup.press_key("Enter").unwrap();
    let held = wait_until_received(held);
    popup.close().unwrap();
    let popup = context.press(&tab);
    popup.wait_for_text("status", "Still waiting for Jenkins.").unwrap();
    popup.press_key("Enter").unwrap();
    held.release();
    token_in(&popup);
    assert_eq!(context.generate_requests(), 1, "waiting creates no second token");
}

fn popup_on_another_tab_waits_for_the_pending_reply(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    let held = context.standin.hold_next_generate();
    popup.press_key("Enter").unwrap();
    let held = wait_until_received(held);
    let other = context.browser.open(&context.url("/job/deploy/")).unwrap();
    let popup = context.press(&other);
    popup.wait_for_text("status", "Still waiting for Jenkins.").unwrap();
    popup.press_key("Enter").unwrap();
    held.release();
    let token = token_in(&popup);
    assert!(context.standin.token_works(&token));
    assert_eq!(context.generate_requests(), 1, "two popups create one token");
}

fn popup_waits_for_a_slow_controller_and_says_so(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    let held = context.standin.hold_next_generate();
    popup.press_key("Enter").unwrap();
    let held = wait_until_received(held);
    popup.wait_for_text("status", "Still waiting for Jenkins.").unwrap();
    held.release();
    token_in(&popup);
}

fn token_whose_page_was_left_before_the_reply_is_found_again(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.find("textbox", "Token name").unwrap().fill("left behind").unwrap();
    let held = context.standin.hold_next_generate();
    popup.press_key("Enter").unwrap();
    let held = wait_until_received(held);
    popup.close().unwrap();
    tab.goto(&context.url("/job/deploy/")).unwrap();
    held.release();
    let popup = context.press(&tab);
    popup.wait_for_text("alert", "The token “left behind” was created, but its value is lost.").unwrap();
    click(&popup, "Revoke");
    popup.wait_for("document.getElementById('dialog').open").unwrap();
    click(&popup, "Revoke");
    popup.wait_for_text("status", "The token was revoked.").unwrap();
    assert!(context.standin.tokens_of("alice").is_empty());
    popup.wait_until_gone("alert", "").unwrap();
}

fn token_is_found_again_after_a_browser_restart(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    popup.find("textbox", "Token name").unwrap().fill("before the restart").unwrap();
    let held = context.standin.hold_next_generate();
    popup.press_key("Enter").unwrap();
    let held = wait_until_received(held);
    let context = TestContext { browser: context.browser.restart().unwrap(), ..context };
    held.release();
    let popup = context.press(&context.signed_in("/"));
    popup
        .wait_for_text("alert", "The token “before the restart” was created, but its value is lost.")
        .unwrap();
    let disk = popup.evaluate("chrome.storage.local.get(null).then(JSON.stringify)").unwrap();
    assert!(!disk.as_str().unwrap().contains("value"), "{disk}");
}

fn double_click_and_held_enter_create_one_token(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    let held = context.standin.hold_next_generate();
    popup.find("button", "Generate token").unwrap().double_click().unwrap();
    for _ in 0..5 {
        popup.press_key("Enter").unwrap();
    }
    wait_until_received(held).release();
    token_in(&popup);
    assert_eq!(context.generate_requests(), 1);
    assert_eq!(context.standin.tokens_of("alice").len(), 1);
}

fn token_is_not_shown_on_another_controller(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let other = latchkey_standin::Standin::start(latchkey_standin::Options::default()).unwrap();
    generate(&context.press(&context.signed_in("/")));
    let tab = context.browser.open(&format!("{}/login", other.url())).unwrap();
    let popup = context.press(&tab);
    popup.wait_for_text("alert", "You are not signed in").unwrap();
    assert!(!popup.exists("region", "New token").unwrap());
}
