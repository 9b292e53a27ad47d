//! An administrator turns terminal logins off, and a person does not allow them.

use latchkey_driver::BrowserKind;
use latchkey_tests::login::LoginCommand;
use latchkey_tests::policy::Policy;
use serde_json::{Value, json};

use super::impostor::{Impostor, request};
use super::person::{Person, type_code};
use crate::context::{ALICE, TestContext, token_in, wait_for_identity};

long_in_every_browser! {
    a_policy_turns_terminal_logins_off,
}

/// The ID by which policies know the extension.
fn policy_id(context: &TestContext, kind: BrowserKind) -> String {
    match kind {
        BrowserKind::Chromium => context.browser.extension_id().to_owned(),
        BrowserKind::Firefox => "latchkey@latchkey.example".to_owned(),
    }
}

fn a_policy_turns_terminal_logins_off(kind: BrowserKind) {
    let id = policy_id(&TestContext::new(kind), kind);
    let policy = Policy::set(kind, &id, &json!({ "terminalLogin": false }));
    let person = Person::new(kind, TestContext::with_browser(kind, policy.browser()));
    let standin = &person.context.standin;
    let tab = person.context.signed_in("/");
    let popup = person.context.press(&tab);
    // Chromium reads policies a moment after it has loaded an extension.
    popup
        .wait_for("chrome.storage.managed.get(null).then(({ terminalLogin }) => terminalLogin === false)")
        .unwrap();
    let impostor = Impostor::start(&request(standin.url()), |_| Value::Null);
    tab.goto(&impostor.address(standin.url())).unwrap();
    let popup = person.context.press(&tab);
    wait_for_identity(&popup, ALICE);
    person.wait_for_note(&popup, "Your organization has turned off giving tokens to terminals.");
    popup.press_key("Enter").unwrap();
    assert!(standin.token_works(&token_in(&popup)), "the form is the ordinary one");
    assert_eq!(impostor.connections(), 0, "the terminal is not asked");
}

/// Firefox asks whether the token may be transmitted. Chromium has no such question.
#[test]
fn whoever_does_not_allow_it_in_firefox_gets_the_token_without_the_terminal() {
    let person = Person::signed_in(BrowserKind::Firefox, "alice");
    let command = LoginCommand::start(person.context.standin.url());
    let tab = person.context.browser.open(&command.address()).unwrap();
    let popup = person.open(&tab);
    type_code(&popup, &command.code());
    person.context.browser.answer_permission_prompt(false).unwrap();
    popup
        .wait_for_text("alert", "Without your permission, Latchkey does not give the token to the terminal.")
        .unwrap();
    assert_eq!(person.context.generate_requests(), 0);
    popup.find("button", "Generate without the terminal").unwrap().click().unwrap();
    popup.press_key("Enter").unwrap();
    let token = token_in(&popup);
    let mut command = command;
    command.paste(&format!("alice:{token}"));
    assert_eq!(command.wait_until_saved().1, token);
}
