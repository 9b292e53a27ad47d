//! Views of errors.

use latchkey_driver::{BrowserKind, Popup, Tab};
use latchkey_standin::{CannedAnswer, Fault, FaultedRequest, NewToken};
use serde_json::{Value, json};

use super::{Show, list, wait_for_verdict};
use crate::context::{ALICE, TestContext, done, generate, sign_in, wait_for_identity};
use crate::localized::Localized;

const JSON: &str = "application/json;charset=utf-8";

fn json_answer(value: &Value) -> CannedAnswer {
    CannedAnswer::new(200, value.to_string()).with_header("Content-Type", JSON)
}

/// Errors of the form.
pub(crate) fn form_errors(kind: BrowserKind, show: Show<'_>) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    let name = popup.find_localized("textbox", "Token name").unwrap();
    name.fill("  ").unwrap();
    popup.press_key("Enter").unwrap();
    popup.wait_for_localized_text("alert", "needs a name").unwrap();
    show(&popup, "alert-no-name");
    name.fill("deploy").unwrap();
    popup
        .find_localized("combobox", "Expires")
        .unwrap()
        .select_option(&popup.localized("On a date"))
        .unwrap();
    popup.find_localized("button", "Generate token").unwrap().click().unwrap();
    popup.wait_for_localized_text("alert", "No expiry date is set").unwrap();
    show(&popup, "alert-no-date");
}

/// Errors from the controller or a proxy in front of it.
pub(crate) fn request_errors(kind: BrowserKind, show: Show<'_>) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    let press = |told: &str, view: &str| {
        popup.press_key("Enter").unwrap();
        popup.wait_for_localized_text("alert", told).unwrap();
        show(&popup, view);
    };
    let answer = |answer| context.standin.answer_next("/generateNewToken", answer);

    popup.find_localized("textbox", "Token name").unwrap().fill("deploy").unwrap();
    answer(json_answer(&json!({ "status": "error", "message": "<b>No more tokens</b> for you." })));
    press("Jenkins rejected the request: ", "alert-declined");
    answer(CannedAnswer::new(302, "").with_header("Location", "https://login.invalid/"));
    press("Your sign-in in front of Jenkins", "alert-sign-in-in-front");
    context.standin.refuse_next_crumbs(3);
    press("its crumb (CSRF token) was not valid", "alert-crumb-refused");
    popup.close().unwrap();

    refused_in_front(&context, &tab, show);
    unresolved(&context, &tab, show);
    someone_else(&context, &tab, show);
}

/// Refusals by something in front of the controller.
fn refused_in_front(context: &TestContext, tab: &Tab, show: Show<'_>) {
    for (status, told, view) in [
        (400, "were too large or malformed", "alert-request-malformed"),
        (403, "refused the request", "alert-request-refused"),
        (503, "down for maintenance", "alert-unavailable"),
    ] {
        let page = CannedAnswer::new(status, "<html></html>").with_header("Content-Type", "text/html");
        context.standin.answer_next("/me/api/json", page);
        let popup = context.press(tab);
        popup.wait_for_localized_text("alert", told).unwrap();
        show(&popup, view);
        popup.close().unwrap();
    }
}

/// Several unconfirmed tokens: some that may still be created, and one that was.
fn unresolved(context: &TestContext, tab: &Tab, show: Show<'_>) {
    let popup = context.press(tab);
    wait_for_identity(&popup, ALICE);
    for name in ["Nightly metrics", "Terraform"] {
        popup.find_localized("textbox", "Token name").unwrap().fill(name).unwrap();
        let gateway = CannedAnswer::new(504, "<html></html>").with_header("Content-Type", "text/html");
        context.standin.answer_next("/generateNewToken", gateway);
        popup.press_key("Enter").unwrap();
        popup.wait_for(&format!("document.getElementById('alerts').textContent.includes({name:?})")).unwrap();
    }
    popup.find_localized("textbox", "Token name").unwrap().fill("Renovate").unwrap();
    context.standin.fault_next(Fault::FailedAfter, FaultedRequest::Generate);
    popup.press_key("Enter").unwrap();
    popup.wait_for_localized_text("alert", "was created, but its value is lost").unwrap();
    show(&popup, "alerts-unconfirmed");
    popup.close().unwrap();
}

fn someone_else(context: &TestContext, tab: &Tab, show: Show<'_>) {
    let popup = context.press(tab);
    wait_for_identity(&popup, ALICE);
    popup
        .evaluate(
            "document.querySelectorAll('.alert .buttons > :last-child').forEach(button => button.click())",
        )
        .unwrap();
    // The user signs in again in another tab.
    popup.close().unwrap();
    let popup = context.press(tab);
    wait_for_identity(&popup, ALICE);
    tab.evaluate(
        "(async () => {
            await fetch('/jenkins/logout');
            const page = new DOMParser().parseFromString(await (await fetch('/jenkins/login')).text(), 'text/html');
            const form = new URLSearchParams(new FormData(page.querySelector('form')));
            form.set('j_username', 'admin');
            form.set('j_password', 'admin-pass-1');
            await fetch('/jenkins/j_spring_security_check', { method: 'POST', body: form });
        })()",
    )
    .unwrap();
    popup.press_key("Enter").unwrap();
    popup.wait_for_localized_text("alert", "You are now signed in as").unwrap();
    show(&popup, "alert-someone-else");
}

/// Errors about the new token.
pub(crate) fn token_errors(kind: BrowserKind, show: Show<'_>) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    let made = |name: &str| {
        let data =
            json!({ "tokenName": name, "tokenUuid": "u", "tokenValue": format!("11{}", "f".repeat(32)) });
        json_answer(&json!({ "status": "ok", "data": data }))
    };
    context.standin.answer_next("/generateNewToken", made("Nightly metrics"));
    generate(&popup);
    popup.wait_for("document.querySelectorAll('.alert').length === 2").unwrap();
    show(&popup, "alerts-expiry-ignored-and-refused");
    done(&popup);

    context.standin.answer_next("/me/api/json", json_answer(&json!({ "id": "bob", "fullName": "Bob" })));
    generate(&popup);
    popup.wait_for_localized_text("alert", "The token works as").unwrap();
    show(&popup, "alert-works-as-someone-else");
    done(&popup);

    let refused = CannedAnswer::new(403, "<html></html>")
        .with_header("X-You-Are-Authenticated-As", "alice")
        .with_header("X-Required-Permission", "hudson.model.Hudson.Read");
    context.standin.answer_next("/me/api/json", refused);
    generate(&popup);
    popup.wait_for_localized_text("alert", "but without the permission").unwrap();
    show(&popup, "alert-works-without-permission");
    done(&popup);

    context.standin.fault_every(Fault::GoneAfterIfReused, FaultedRequest::Generate);
    generate(&popup);
    popup.wait_for("document.querySelectorAll('.alert').length === 1").unwrap();
    show(&popup, "alert-sent-more-than-once");
    context.standin.clear_faults();
    done(&popup);

    not_copied(&popup, show);
    done(&popup);
    popup.close().unwrap();
    old_stands(&context, &tab, show);
    of_another_user(&context, show);
}

fn not_copied(popup: &Popup, show: Show<'_>) {
    generate(popup);
    wait_for_verdict(popup, "Works as alice");
    popup.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())").unwrap();
    popup.find_localized("button", "Copy token").unwrap().click().unwrap();
    popup.wait_for_localized_text("alert", "did not copy").unwrap();
    show(popup, "alert-not-copied");
    popup
        .find_localized("combobox", "Copy as")
        .unwrap()
        .select_option(&popup.localized(".netrc line"))
        .unwrap();
    popup.find_localized("button", "Copy token").unwrap().click().unwrap();
    popup.wait_for_localized_text("alert", "cannot name a port").unwrap();
    show(popup, "alert-port-matters");
    popup
        .find_localized("combobox", "Copy as")
        .unwrap()
        .select_option(&popup.localized("API token"))
        .unwrap();
}

fn old_stands(context: &TestContext, tab: &Tab, show: Show<'_>) {
    context.standin.add_token("alice", NewToken::new("to be replaced"));
    let popup = context.press(tab);
    wait_for_identity(&popup, ALICE);
    list(&popup, context.standin.tokens_of("alice").len());
    popup.find_localized("button", "Replace to be replaced").unwrap().click().unwrap();
    let elsewhere = CannedAnswer::new(302, "").with_header("Location", "https://login.invalid/");
    context.standin.answer_next("/me/api/json", elsewhere);
    popup.find_localized("button", "Generate token").unwrap().click().unwrap();
    wait_for_verdict(&popup, "The token could not be verified here; it may still work.");
    popup.find_localized("button", "Copy token").unwrap().click().unwrap();
    popup.wait_for_localized_text("alert", "could not be verified here, so").unwrap();
    show(&popup, "alert-old-stands");
    popup.close().unwrap();
}

fn of_another_user(context: &TestContext, show: Show<'_>) {
    let tab = context.browser.open(&context.url("/logout")).unwrap();
    tab.goto(&context.url("/login")).unwrap();
    sign_in(&tab, "admin");
    let popup = context.press(&tab);
    wait_for_identity(&popup, "Signed in as admin (admin)");
    popup.find_localized("tab", "Tokens").unwrap().click().unwrap();
    super::open_details(&popup, "list-other");
    popup.find_localized("textbox", "User ID").unwrap().fill("nobody").unwrap();
    popup.find_localized("button", "Show tokens").unwrap().click().unwrap();
    popup.wait_for_localized_text("alert", "Jenkins has no user").unwrap();
    show(&popup, "alert-unknown-user");
}
