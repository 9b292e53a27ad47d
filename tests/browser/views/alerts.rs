//! What goes wrong, told at the place where it does.

use latchkey_driver::{BrowserKind, Popup, Tab};
use latchkey_standin::{CannedAnswer, NewToken};
use serde_json::{Value, json};

use super::{Show, list, wait_for_verdict};
use crate::speech::Speech;
use crate::world::{ALICE, World, done, generate, sign_in, wait_for_identity};

const JSON: &str = "application/json;charset=utf-8";

fn json_answer(value: &Value) -> CannedAnswer {
    CannedAnswer::new(200, value.to_string()).with_header("Content-Type", JSON)
}

/// The form cannot be sent as it is.
pub(crate) fn about_the_form(kind: BrowserKind, show: Show<'_>) {
    let world = World::new(kind);
    let popup = world.press(&world.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    let name = popup.find_said("textbox", "Token name").unwrap();
    name.fill("  ").unwrap();
    popup.press_key("Enter").unwrap();
    popup.wait_for_said("alert", "needs a name").unwrap();
    show(&popup, "alert-no-name");
    name.fill("deploy").unwrap();
    popup.find_said("combobox", "Expires").unwrap().select_option(&popup.say("On a date")).unwrap();
    popup.find_said("button", "Generate token").unwrap().click().unwrap();
    popup.wait_for_said("alert", "No expiry date is set").unwrap();
    show(&popup, "alert-no-date");
}

/// The controller, or what stands in front of it, does not do what it is asked.
pub(crate) fn about_requests(kind: BrowserKind, show: Show<'_>) {
    let world = World::new(kind);
    let tab = world.signed_in("/");
    let popup = world.press(&tab);
    wait_for_identity(&popup, ALICE);
    let press = |told: &str, view: &str| {
        popup.press_key("Enter").unwrap();
        popup.wait_for_said("alert", told).unwrap();
        show(&popup, view);
    };
    let answer = |answer| world.standin.answer_next("/generateNewToken", answer);

    popup.find_said("textbox", "Token name").unwrap().fill("deploy").unwrap();
    answer(json_answer(&json!({ "status": "error", "message": "<b>No more tokens</b> for you." })));
    press("Jenkins rejected the request: ", "alert-declined");
    answer(CannedAnswer::new(302, "").with_header("Location", "https://login.invalid/"));
    press("A sign-in page answered", "alert-sign-in-in-front");
    world.standin.refuse_next_crumbs(3);
    press("its crumb (CSRF token) was not valid", "alert-crumb-refused");
    popup.close().unwrap();

    unresolved(&world, &tab, show);
    someone_else(&world, &tab, show);
}

/// Several requests of which nobody knows what became.
fn unresolved(world: &World, tab: &Tab, show: Show<'_>) {
    let popup = world.press(tab);
    wait_for_identity(&popup, ALICE);
    for name in ["Nightly metrics", "Terraform"] {
        popup.find_said("textbox", "Token name").unwrap().fill(name).unwrap();
        let gateway = CannedAnswer::new(502, "<html></html>").with_header("Content-Type", "text/html");
        world.standin.answer_next("/generateNewToken", gateway);
        popup.press_key("Enter").unwrap();
        popup.wait_for(&format!("document.getElementById('alerts').textContent.includes({name:?})")).unwrap();
    }
    show(&popup, "alerts-may-have-been-created");
    popup.close().unwrap();
}

fn someone_else(world: &World, tab: &Tab, show: Show<'_>) {
    let popup = world.press(tab);
    wait_for_identity(&popup, ALICE);
    popup
        .evaluate(
            "document.querySelectorAll('.alert .buttons > :last-child').forEach(button => button.click())",
        )
        .unwrap();
    // The person signs in anew in another tab.
    popup.close().unwrap();
    let popup = world.press(tab);
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
    popup.wait_for_said("alert", "You are now signed in as").unwrap();
    show(&popup, "alert-someone-else");
}

/// Something is the matter with the token that was made.
pub(crate) fn about_tokens(kind: BrowserKind, show: Show<'_>) {
    let world = World::new(kind);
    let tab = world.signed_in("/");
    let popup = world.press(&tab);
    wait_for_identity(&popup, ALICE);
    let made = |name: &str| {
        let data =
            json!({ "tokenName": name, "tokenUuid": "u", "tokenValue": format!("11{}", "f".repeat(32)) });
        json_answer(&json!({ "status": "ok", "data": data }))
    };
    world.standin.answer_next("/generateNewToken", made("Nightly metrics"));
    generate(&popup);
    popup.wait_for("document.querySelectorAll('.alert').length === 2").unwrap();
    show(&popup, "alerts-expiry-ignored-and-refused");
    done(&popup);

    world.standin.answer_next("/me/api/json", json_answer(&json!({ "id": "bob", "fullName": "Bob" })));
    generate(&popup);
    popup.wait_for_said("alert", "The token works as").unwrap();
    show(&popup, "alert-works-as-someone-else");
    done(&popup);

    not_copied(&popup, show);
    done(&popup);
    popup.close().unwrap();
    old_stands(&world, &tab, show);
    of_another_user(&world, show);
}

fn not_copied(popup: &Popup, show: Show<'_>) {
    generate(popup);
    wait_for_verdict(popup, "Works as alice");
    popup.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())").unwrap();
    popup.find_said("button", "Copy token").unwrap().click().unwrap();
    popup.wait_for_said("alert", "did not copy").unwrap();
    show(popup, "alert-not-copied");
    popup.find_said("combobox", "Copy as").unwrap().select_option(&popup.say(".netrc line")).unwrap();
    popup.find_said("button", "Copy token").unwrap().click().unwrap();
    popup.wait_for_said("alert", "cannot name a port").unwrap();
    show(popup, "alert-port-matters");
    popup.find_said("combobox", "Copy as").unwrap().select_option(&popup.say("API token")).unwrap();
}

fn old_stands(world: &World, tab: &Tab, show: Show<'_>) {
    world.standin.add_token("alice", NewToken::new("to be replaced"));
    let popup = world.press(tab);
    wait_for_identity(&popup, ALICE);
    list(&popup, world.standin.tokens_of("alice").len());
    popup.find_said("button", "Replace to be replaced").unwrap().click().unwrap();
    let elsewhere = CannedAnswer::new(302, "").with_header("Location", "https://login.invalid/");
    world.standin.answer_next("/me/api/json", elsewhere);
    popup.find_said("button", "Generate token").unwrap().click().unwrap();
    wait_for_verdict(&popup, "The token could not be verified here; it may still work.");
    popup.find_said("button", "Copy token").unwrap().click().unwrap();
    popup.wait_for_said("alert", "could not be verified here, so").unwrap();
    show(&popup, "alert-old-stands");
    popup.close().unwrap();
}

fn of_another_user(world: &World, show: Show<'_>) {
    let tab = world.browser.open(&world.url("/logout")).unwrap();
    tab.goto(&world.url("/login")).unwrap();
    sign_in(&tab, "admin");
    let popup = world.press(&tab);
    wait_for_identity(&popup, "Signed in as admin (admin)");
    popup.find_said("tab", "Tokens").unwrap().click().unwrap();
    super::open_details(&popup, "list-other");
    popup.find_said("textbox", "User ID").unwrap().fill("nobody").unwrap();
    popup.find_said("button", "Show tokens").unwrap().click().unwrap();
    popup.wait_for_said("alert", "Jenkins has no user").unwrap();
    show(&popup, "alert-unknown-user");
}
