//! Replacing a token by one of the same name: the old one is revoked only after the new one works and is copied.

use latchkey_driver::{BrowserKind, Popup};
use latchkey_standin::CannedAnswer;

use crate::context::{ALICE, TestContext, done, generate, token_in, wait_for_identity, wait_until_received};
use crate::list::{badges, names, open_list, used};

in_every_browser! {
    old_token_is_revoked_once_the_new_one_works_and_is_copied,
    asks_before_revoking_if_the_new_token_could_not_be_verified,
    old_token_stays_if_the_new_one_does_not_work,
    old_token_stays_if_the_new_one_works_as_another_user,
    failed_revocation_is_shown_and_can_be_retried,
    closing_before_copying_keeps_both_tokens_and_says_so,
    reopened_popup_asks_if_the_new_token_was_not_verified,
    browser_restart_keeps_both_tokens_and_marks_them,
    interruption_without_a_reply_finds_the_new_token_among_those_of_its_name,
    do_not_replace_creates_an_ordinary_token,
}

/// The error page of a proxy.
const PROXY: &str = "<html><title>502 Bad gateway</title></html>";

/// A popup that is about to replace the only token, `deploy`, and the old token's UUID.
fn about_to_replace(context: &TestContext) -> (latchkey_driver::Tab, Popup, String) {
    let old = context.standin.add_token("alice", used("deploy"));
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    open_list(&popup, 1);
    popup.find("button", "Replace deploy").unwrap().click().unwrap();
    popup.find("button", "Do not replace").unwrap();
    assert_eq!(popup.find("textbox", "Token name").unwrap().value().unwrap(), "deploy");
    (tab, popup, old)
}

fn works(popup: &Popup) {
    popup.wait_for("document.getElementById('token-works').textContent === 'Works as alice'").unwrap();
}

fn copy(popup: &Popup) {
    popup.find("button", "Copy token").unwrap().click().unwrap();
}

fn uuids(context: &TestContext) -> Vec<String> {
    context.standin.tokens_of("alice").into_iter().map(|token| token.uuid).collect()
}

/// The request that verifies a token: it carries no cookie.
fn tries(context: &TestContext) -> usize {
    context.sent().iter().filter(|request| request.header("authorization").is_some()).count()
}

fn old_token_is_revoked_once_the_new_one_works_and_is_copied(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let (_tab, popup, old) = about_to_replace(&context);
    popup.find("combobox", "Expires").unwrap().select_option("90 days").unwrap();
    popup.find("button", "Generate token").unwrap().click().unwrap();
    let token = token_in(&popup);
    works(&popup);
    popup
        .wait_for("document.getElementById('token-replaces').textContent.startsWith('Latchkey will revoke')")
        .unwrap();
    assert_eq!(uuids(&context).len(), 2, "the new token has not been copied yet");
    copy(&popup);
    popup.wait_for_text("status", "The old token was revoked.").unwrap();
    assert!(!uuids(&context).contains(&old));
    assert!(context.standin.token_works(&token));
    assert_eq!(context.standin.tokens_of("alice")[0].name, "deploy");
    assert!(!popup.exists("alert", "").unwrap());
    assert_eq!(context.browser.clipboard_text().unwrap(), token);
}

fn asks_before_revoking_if_the_new_token_could_not_be_verified(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let (_tab, popup, old) = about_to_replace(&context);
    let held = context.standin.hold_next_generate();
    popup.press_key("Enter").unwrap();
    let held = wait_until_received(held);
    context.standin.answer_next("/me/api/json", CannedAnswer::new(502, PROXY));
    held.release();
    token_in(&popup);
    copy(&popup);
    popup
        .wait_for_text(
            "alert",
            "The new token could not be verified here, so the old one has not been revoked.",
        )
        .unwrap();
    assert!(uuids(&context).contains(&old));
    popup.find("button", "Revoke the old token").unwrap().click().unwrap();
    popup.wait_for_text("status", "The old token was revoked.").unwrap();
    assert!(!uuids(&context).contains(&old));
    popup.wait_until_gone("button", "Revoke the old token").unwrap();
}

fn old_token_stays_if_the_new_one_does_not_work(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let (_tab, popup, old) = about_to_replace(&context);
    let held = context.standin.hold_next_generate();
    popup.press_key("Enter").unwrap();
    let held = wait_until_received(held);
    let refused = CannedAnswer::new(401, "").with_header("WWW-Authenticate", "Basic realm=\"Jenkins\"");
    context.standin.answer_next("/me/api/json", refused);
    held.release();
    token_in(&popup);
    copy(&popup);
    popup.wait_for_text("alert", "Jenkins does not accept the token.").unwrap();
    popup.find("button", "Revoke").unwrap().click().unwrap();
    popup.wait_for_text("status", "The token was revoked.").unwrap();
    assert_eq!(uuids(&context), [old]);
    popup.find("textbox", "Token name").unwrap();
}

fn old_token_stays_if_the_new_one_works_as_another_user(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let (_tab, popup, old) = about_to_replace(&context);
    let held = context.standin.hold_next_generate();
    popup.press_key("Enter").unwrap();
    let held = wait_until_received(held);
    let bob = CannedAnswer::new(200, r#"{"id":"bob","fullName":"Bob"}"#)
        .with_header("Content-Type", "application/json;charset=utf-8");
    context.standin.answer_next("/me/api/json", bob);
    held.release();
    token_in(&popup);
    copy(&popup);
    popup.wait_for_text("alert", "The token works as bob, not as the user shown.").unwrap();
    assert!(uuids(&context).contains(&old));
}

fn failed_revocation_is_shown_and_can_be_retried(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let (_tab, popup, old) = about_to_replace(&context);
    generate(&popup);
    works(&popup);
    context.standin.answer_next("/revoke", CannedAnswer::new(502, PROXY));
    copy(&popup);
    popup.wait_for_text("alert", "“deploy” was not revoked.").unwrap();
    assert!(uuids(&context).contains(&old));
    popup.find("button", "Revoke the old token").unwrap().click().unwrap();
    popup.wait_for_text("status", "The old token was revoked.").unwrap();
    assert!(!uuids(&context).contains(&old));
}

fn closing_before_copying_keeps_both_tokens_and_says_so(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let (tab, popup, old) = about_to_replace(&context);
    let token = generate(&popup);
    popup.close().unwrap();
    context.browser.stop_background().unwrap();
    let popup = context.press(&tab);
    assert_eq!(token_in(&popup), token);
    popup
        .wait_for("document.getElementById('token-replaces').textContent.startsWith('Latchkey will revoke')")
        .unwrap();
    works(&popup);
    assert_eq!(uuids(&context).len(), 2);
    copy(&popup);
    popup.wait_for_text("status", "The old token was revoked.").unwrap();
    assert!(!uuids(&context).contains(&old));
}

fn reopened_popup_asks_if_the_new_token_was_not_verified(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let (tab, popup, old) = about_to_replace(&context);
    let made = context.standin.hold_next_generate();
    popup.press_key("Enter").unwrap();
    let made = wait_until_received(made);
    let tried = context.standin.hold_next("/me/api/json");
    made.release();
    token_in(&popup);
    let tried = wait_until_received(tried);
    copy(&popup);
    popup.wait_for_text("status", "Copied").unwrap();
    popup.close().unwrap();
    context.browser.stop_background().unwrap();
    tried.release();
    let popup = context.press(&tab);
    popup
        .wait_for_text(
            "alert",
            "The new token works and has been copied, but the old one has not been revoked.",
        )
        .unwrap();
    assert_eq!(uuids(&context).len(), 2, "opening the popup revokes nothing");
    assert_eq!(tries(&context), 2);
    popup.find("button", "Revoke the old token").unwrap().click().unwrap();
    popup.wait_for_text("status", "The old token was revoked.").unwrap();
    assert!(!uuids(&context).contains(&old));
}

fn browser_restart_keeps_both_tokens_and_marks_them(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let (_tab, popup, old) = about_to_replace(&context);
    generate(&popup);
    let context = TestContext { browser: context.browser.restart().unwrap(), ..context };
    let popup = context.press(&context.signed_in("/"));
    let alert = popup
        .wait_for_text("alert", "The token “deploy” was created, but Latchkey no longer has its value.")
        .unwrap();
    assert!(alert.contains("The token it was meant to replace has not been revoked."), "{alert}");
    open_list(&popup, 2);
    let marks = badges(&popup);
    let marked =
        |badge: &str| marks.iter().filter(|badges| badges.iter().any(|other| other == badge)).count();
    assert_eq!(marked("May be from an unanswered request"), 1, "{marks:?}");
    assert_eq!(marked("Replacement not finished"), 1, "{marks:?}");
    assert!(uuids(&context).contains(&old));
}

fn interruption_without_a_reply_finds_the_new_token_among_those_of_its_name(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let same_name = context.standin.add_token("alice", used("deploy"));
    let old = context.standin.add_token("alice", used("old deploy"));
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    open_list(&popup, 2);
    popup.find("button", "Replace old deploy").unwrap().click().unwrap();
    popup.find("textbox", "Token name").unwrap().fill("deploy").unwrap();
    let held = context.standin.hold_next_generate();
    popup.press_key("Enter").unwrap();
    let held = wait_until_received(held);
    let context = TestContext { browser: context.browser.restart().unwrap(), ..context };
    held.release();
    let popup = context.press(&context.signed_in("/"));
    let alert =
        popup.wait_for_text("alert", "The token “deploy” was created, but its value is lost.").unwrap();
    assert!(alert.contains("The token it was meant to replace has not been revoked."), "{alert}");
    open_list(&popup, 3);
    let marks: Vec<_> = names(&popup).into_iter().zip(badges(&popup)).collect();
    let marked = |badge: &str| {
        let marked = marks.iter().filter(|(_, badges)| badges.iter().any(|other| other == badge));
        marked.map(|(name, _)| name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(marked("May be from an unanswered request"), ["deploy"], "{marks:?}");
    assert_eq!(marked("Replacement not finished"), ["old deploy"], "{marks:?}");
    popup.find("button", "Revoke").unwrap().click().unwrap();
    popup.wait_for("document.getElementById('dialog').open").unwrap();
    popup.find("button", "Revoke").unwrap().click().unwrap();
    popup.wait_for("document.querySelectorAll('#list > li').length === 2").unwrap();
    assert!(uuids(&context).contains(&old) && uuids(&context).contains(&same_name));
}

fn do_not_replace_creates_an_ordinary_token(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let (_tab, popup, old) = about_to_replace(&context);
    popup.find("button", "Do not replace").unwrap().click().unwrap();
    popup.wait_until_gone("button", "Do not replace").unwrap();
    assert!(popup.find("textbox", "Token name").unwrap().value().unwrap().starts_with("Latchkey 20"));
    generate(&popup);
    works(&popup);
    copy(&popup);
    popup.wait_for_text("status", "Copied").unwrap();
    done(&popup);
    open_list(&popup, 2);
    assert!(uuids(&context).contains(&old));

    // Replacing another token brings the form back although a token is shown.
    popup.find("tab", "Create").unwrap().click().unwrap();
    popup.find("button", "Generate token").unwrap().click().unwrap();
    token_in(&popup);
    open_list(&popup, 3);
    popup.find("button", "Replace deploy").unwrap().click().unwrap();
    let form = popup.find("textbox", "Token name").unwrap();
    assert!(form.is_focused().unwrap());
    popup.find("button", "Do not replace").unwrap().click().unwrap();
    token_in(&popup);
}
