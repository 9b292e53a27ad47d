//! After a request without a trustworthy reply, the popup finds out what happened and says so.

use latchkey_driver::{BrowserKind, Popup, Tab};
use latchkey_standin::{Apache, CannedAnswer, Fault, FaultedRequest, Gate, Haproxy, Nginx};

use crate::context::{
    ADMIN, ALICE, TestContext, click, done, token_in, wait_for_identity, wait_until_received,
};
use crate::list::used;

in_every_browser! {
    token_that_a_gate_hid_is_found_and_revoked,
    refusal_of_a_gate_is_followed_by_nothing_was_created,
    token_that_appears_after_a_504_is_found,
    ten_minutes_after_a_504_an_empty_list_is_final,
    tokens_of_a_request_that_the_browser_repeated_are_named,
    token_is_found_once_the_list_can_be_read,
    token_is_found_once_its_user_is_signed_in_again,
    without_an_earlier_list_each_token_of_the_name_has_its_own_button,
}

const CREATED: &str = "The token “deploy” was created, but its value is lost.";
const NOT_YET: &str = "It could not be found out yet whether the token “deploy” was created.";

/// A popup that knows alice and her tokens, with "deploy" as the name of the next one.
fn named_popup(context: &TestContext, tab: &Tab) -> Popup {
    let popup = context.press(tab);
    wait_for_identity(&popup, ALICE);
    popup.find("textbox", "Token name").unwrap().fill("deploy").unwrap();
    popup
}

/// Presses this button and agrees.
fn revoke(popup: &Popup, button: &str) {
    click(popup, button);
    popup.wait_for("document.getElementById('dialog').open").unwrap();
    popup.find("button", "Revoke").unwrap().click().unwrap();
    popup.wait_for_text("status", "revoked.").unwrap();
}

fn count(context: &TestContext) -> usize {
    context.standin.tokens_of("alice").len()
}

fn journal_is_empty(popup: &Popup) {
    popup.wait_for("chrome.storage.local.get(null).then(all => Object.keys(all).every(key => key.startsWith('reminder/')))").unwrap();
}

fn token_that_a_gate_hid_is_found_and_revoked(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let old = context.standin.add_token("alice", used("deploy"));
    for gate in [Gate::Apache(Apache::ModsecResponse403), Gate::Haproxy(Haproxy::ResponseDeny502)] {
        context.standin.set_gates(&[gate]);
        let popup = named_popup(&context, &tab);
        popup.press_key("Enter").unwrap();
        popup.wait_for_text("alert", CREATED).unwrap();
        assert_eq!(count(&context), 2, "{gate}");
        popup.close().unwrap();
        // It stays until it is dealt with.
        let popup = context.press(&tab);
        popup.wait_for_text("alert", CREATED).unwrap();
        revoke(&popup, "Revoke");
        popup.wait_until_gone("alert", "").unwrap();
        assert_eq!(context.standin.tokens_of("alice")[0].uuid, old, "{gate}");
        journal_is_empty(&popup);
        popup.close().unwrap();
    }
}

fn refusal_of_a_gate_is_followed_by_nothing_was_created(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    for gate in [
        Gate::Nginx(Nginx::LimitExcept),
        Gate::Nginx(Nginx::Post405),
        Gate::Nginx(Nginx::Body413),
        Gate::Nginx(Nginx::LimitReq429),
        Gate::Nginx(Nginx::LimitReq503),
        Gate::Apache(Apache::Modsec406),
        Gate::Haproxy(Haproxy::Deny401),
        Gate::Haproxy(Haproxy::NoServer503),
    ] {
        context.standin.set_gates(&[gate]);
        let popup = named_popup(&context, &tab);
        popup.press_key("Enter").unwrap();
        popup
            .wait_for_text("alert", "Nothing was created.")
            .unwrap_or_else(|error| panic!("{gate}: {error}"));
        assert_eq!(popup.find("textbox", "Token name").unwrap().value().unwrap(), "deploy", "{gate}");
        assert_eq!(count(&context), 0, "{gate}");
        journal_is_empty(&popup);
        popup.close().unwrap();
    }
}

fn token_that_appears_after_a_504_is_found(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    context.standin.set_gates(&[Gate::Nginx(Nginx::ReadTimeout504)]);
    let popup = named_popup(&context, &tab);
    popup.press_key("Enter").unwrap();
    let alert = popup.wait_for_text("alert", NOT_YET).unwrap();
    assert!(alert.contains("Jenkins may still carry out the request."), "{alert}");
    click(&popup, "Look again");
    popup.wait_for_text("alert", NOT_YET).unwrap();
    assert_eq!(context.standin.carry_out_late_requests(), 1);
    popup.close().unwrap();
    let popup = context.press(&tab);
    popup.wait_for_text("alert", CREATED).unwrap();
    revoke(&popup, "Revoke");
    assert_eq!(count(&context), 0);
}

fn ten_minutes_after_a_504_an_empty_list_is_final(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    context.standin.set_gates(&[Gate::Haproxy(Haproxy::Timeout504)]);
    let popup = named_popup(&context, &tab);
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", NOT_YET).unwrap();
    popup
        .evaluate(
            "chrome.storage.local.get(null).then((all) => {
                for (const entry of Object.values(all)) entry.at -= 600_000;
                return chrome.storage.local.set(all);
            }).then(() => true)",
        )
        .unwrap();
    popup.close().unwrap();
    let popup = context.press(&tab);
    popup.wait_for_text("alert", "The token “deploy” was not created.").unwrap();
    assert_eq!(popup.find("textbox", "Token name").unwrap().value().unwrap(), "deploy");
    journal_is_empty(&popup);
    popup.close().unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    assert!(!popup.exists("alert", "").unwrap());
}

/// A reused connection is cut after Jenkins has acted: the browser sends the request again by itself, and the last one is
/// answered.
fn tokens_of_a_request_that_the_browser_repeated_are_named(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = named_popup(&context, &tab);
    context.standin.fault_every(Fault::GoneAfterIfReused, FaultedRequest::Generate);
    popup.press_key("Enter").unwrap();
    let token = token_in(&popup);
    let more = count(&context) - 1;
    assert!(more > 0, "the browser sent the request once");
    let alert = popup.wait_for_text("alert", "Your browser sent the request more than once:").unwrap();
    assert!(alert.contains(&format!("{more} more token")), "{more}: {alert}");
    revoke(&popup, &if more == 1 { "Revoke".to_owned() } else { format!("Revoke all {more}") });
    popup.wait_until_gone("alert", "").unwrap();
    assert_eq!(count(&context), 1);
    assert!(context.standin.token_works(&token));
    done(&popup);
}

fn token_is_found_once_the_list_can_be_read(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = named_popup(&context, &tab);
    context.standin.fault_next(Fault::FailedAfter, FaultedRequest::Generate);
    let down = CannedAnswer::new(502, "<html>Bad gateway</html>").with_header("Content-Type", "text/html");
    context.standin.answer_next("/security/", down);
    popup.press_key("Enter").unwrap();
    let alert = popup.wait_for_text("alert", NOT_YET).unwrap();
    assert!(alert.contains("A proxy could not reach Jenkins (HTTP status 502)."), "{alert}");
    click(&popup, "Look again");
    popup.wait_for_text("alert", CREATED).unwrap();
    revoke(&popup, "Revoke");
    assert_eq!(count(&context), 0);
}

fn token_is_found_once_its_user_is_signed_in_again(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    context.standin.add_token("admin", used("deploy"));
    let popup = named_popup(&context, &tab);
    let held = context.standin.hold_next_generate();
    popup.press_key("Enter").unwrap();
    let held = wait_until_received(held);
    popup.close().unwrap();
    tab.goto(&context.url("/job/deploy/")).unwrap();
    held.release();
    tab.evaluate(crate::sessions::BECOME_ADMIN).unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ADMIN);
    let alert = popup.wait_for_text("alert", NOT_YET).unwrap();
    assert!(alert.contains("Only alice's list of tokens shows it: sign in as alice"), "{alert}");
    assert_eq!(context.standin.tokens_of("admin").len(), 1);
    popup.close().unwrap();
    let popup = context.press(&context.signed_in("/"));
    popup.wait_for_text("alert", CREATED).unwrap();
}

fn without_an_earlier_list_each_token_of_the_name_has_its_own_button(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    context.standin.add_token("alice", used("deploy"));
    let list = context.standin.hold_next("/security/");
    let popup = context.press(&tab);
    popup.wait_for("document.getElementById('identity').textContent !== ''").unwrap();
    let list = wait_until_received(list);
    popup.find("textbox", "Token name").unwrap().fill("deploy").unwrap();
    context.standin.fault_next(Fault::FailedAfter, FaultedRequest::Generate);
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", "2 tokens named “deploy” exist; older ones may be among them.").unwrap();
    list.release();
    let buttons = "[...document.querySelectorAll('.alert button')].map(button => button.textContent)";
    let buttons: Vec<String> = serde_json::from_value(popup.evaluate(buttons).unwrap()).unwrap();
    let [first, second, forget] = &buttons[..] else { panic!("{buttons:?}") };
    assert!(first.starts_with("Revoke ") && second.starts_with("Revoke ") && first != second, "{buttons:?}");
    assert_eq!(forget, "Forget");
    revoke(&popup, first);
    assert_eq!(count(&context), 1);
}
