//! Signing in again: each error offers one button, and the popup continues where it was.

use latchkey_driver::{BrowserKind, Popup, Tab};
use latchkey_standin::{Gate, Options, SignOn};

use crate::context::{ALICE, TestContext, click, done, generate, sign_in, wait_for_identity};
use crate::list::{names, open_list, used, wait_for_count};

in_every_browser! {
    form_contents_are_restored_after_signing_in,
    list_is_restored_after_signing_in,
    another_user_is_asked_before_their_list_is_shown,
    single_sign_on_takes_one_button,
}

fn nothing_is_kept(popup: &Popup) {
    popup.wait_for("chrome.storage.session.get(null).then(all => Object.keys(all).every(key => key.startsWith('error/')))").unwrap();
}

/// The buttons of every alert.
fn buttons(popup: &Popup) -> Vec<String> {
    let buttons = popup
        .evaluate("[...document.querySelectorAll('.alert button')].map(button => button.textContent)")
        .unwrap();
    serde_json::from_value(buttons).unwrap()
}

fn leave_to_sign_in(popup: &Popup, tab: &Tab) {
    click(popup, "Sign in");
    popup.wait_until_closed().unwrap();
    tab.wait_for("location.pathname.endsWith('/login') && document.readyState === 'complete'").unwrap();
}

fn form_contents_are_restored_after_signing_in(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/job/deploy/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.find("combobox", "Expires").unwrap().select_option("Never").unwrap();
    popup.find("textbox", "Token name").unwrap().fill("carried over").unwrap();
    context.standin.end_sessions();
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", "You are not signed in to this Jenkins.").unwrap();
    assert_eq!(buttons(&popup), ["Sign in"]);
    leave_to_sign_in(&popup, &tab);

    // On the sign-in page no user is signed in yet, so the saved form stays.
    let popup = context.press(&tab);
    popup.wait_for_text("alert", "You are not signed in to this Jenkins.").unwrap();
    popup.wait_for("document.getElementById('name').value === 'carried over'").unwrap();
    popup.close().unwrap();

    sign_in(&tab, "alice");
    assert!(tab.url().unwrap().ends_with("/job/deploy/"), "Jenkins leads back");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    assert_eq!(popup.find("textbox", "Token name").unwrap().value().unwrap(), "carried over");
    assert_eq!(popup.find("combobox", "Expires").unwrap().selected_option().unwrap(), "Never");
    generate(&popup);
    assert_eq!(context.standin.tokens_of("alice")[0].name, "carried over");
    done(&popup);
    nothing_is_kept(&popup);
    popup.close().unwrap();
    let popup = context.press(&tab);
    assert!(popup.find("textbox", "Token name").unwrap().value().unwrap().starts_with("Latchkey 20"));
}

fn list_is_restored_after_signing_in(kind: BrowserKind) {
    let context = TestContext::new(kind);
    context.standin.add_token("alice", used("deploy"));
    let tab = context.signed_in_as("admin", "/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, "Signed in as admin (admin)");
    open_list(&popup, 0);
    popup.find_where("summary", |name| name == "For another user").unwrap().click().unwrap();
    popup.find("textbox", "User ID").unwrap().fill("alice").unwrap();
    context.standin.end_sessions();
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", "You are not signed in to this Jenkins.").unwrap();
    assert_eq!(buttons(&popup), ["Sign in"]);
    leave_to_sign_in(&popup, &tab);
    sign_in(&tab, "admin");
    let popup = context.press(&tab);
    wait_for_count(&popup, 1);
    popup.wait_for("document.getElementById('list-owner').textContent === 'Tokens of alice'").unwrap();
}

fn another_user_is_asked_before_their_list_is_shown(kind: BrowserKind) {
    let context = TestContext::new(kind);
    context.standin.add_token("alice", used("of alice"));
    context.standin.add_token("admin", used("of admin"));
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    tab.evaluate(crate::sessions::BECOME_ADMIN).unwrap();
    popup.find("tab", "Tokens").unwrap().click().unwrap();
    popup.find_where("summary", |name| name == "For another user").unwrap().click().unwrap();
    click(&popup, "Show tokens");
    popup.wait_for_text("alert", "You are now signed in as admin.").unwrap();
    assert_eq!(buttons(&popup), ["Continue as admin"]);
    assert!(names(&popup).is_empty());
    click(&popup, "Continue as admin");
    wait_for_count(&popup, 1);
    assert_eq!(names(&popup), ["of admin"]);
    wait_for_identity(&popup, "Signed in as admin (admin)");
}

fn single_sign_on_takes_one_button(kind: BrowserKind) {
    let mut context = TestContext::new(kind);
    for sign_on in [SignOn::SingleSignOn, SignOn::SingleSignOnPage] {
        let options = Options { context: "/jenkins".to_owned(), ..Options::default() };
        context = context.with_controller(options);
        context.standin.add_token("alice", used("deploy"));
        let tab = context.signed_in("/job/deploy/");
        context.standin.set_gates(&[Gate::SignOn(sign_on)]);
        let popup = context.press(&tab);
        popup.find("tab", "Tokens").unwrap().click().unwrap();
        popup.wait_for_text("alert", "Your sign-in in front of Jenkins (single sign-on) has ended.").unwrap();
        assert_eq!(buttons(&popup), ["Sign in"], "{sign_on:?}");
        assert!(names(&popup).is_empty());
        let before = context.standin.identity_provider_requests().len();
        assert_eq!(before, 0, "the popup itself sends nothing to the other host");
        click(&popup, "Sign in");
        popup.wait_until_closed().unwrap();
        if sign_on == SignOn::SingleSignOnPage {
            tab.wait_for("document.getElementById('sign-in') !== null").unwrap();
            tab.click_and_wait_for_load("#sign-in").unwrap();
        }
        tab.wait_for("location.pathname === '/auth' && document.readyState === 'complete'").unwrap();
        tab.click_and_wait_for_load("button").unwrap();
        tab.wait_for("location.pathname === '/jenkins/job/deploy/'").unwrap();
        let popup = context.press(&tab);
        wait_for_count(&popup, 1);
        assert_eq!(names(&popup), ["deploy"]);
        popup.close().unwrap();
    }
}
