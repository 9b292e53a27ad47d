//! An administrator turns terminal logins off, and a person does not allow them.

use latchkey_driver::BrowserKind;
use latchkey_tests::login::LoginCommand;
use latchkey_tests::policy::Managed;
use serde_json::{Value, json};

use super::impostor::{Impostor, request};
use super::person::{Person, type_code};
use crate::context::{ALICE, token_in, wait_for_identity};

long_in_every_browser! {
    a_policy_turns_terminal_logins_off,
}

fn a_policy_turns_terminal_logins_off(kind: BrowserKind) {
    let managed = Managed::start(kind, &json!({ "terminalLogin": false }));
    let tab = managed.context.signed_in("/");
    managed.press(&tab).close().unwrap();
    let standin = &managed.context.standin;
    let impostor = Impostor::start(&request(standin.url()), |_| Value::Null);
    tab.goto(&impostor.address(standin.url())).unwrap();
    let popup = managed.context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.wait_for_text("status", "Your organization has turned off giving tokens to terminals.").unwrap();
    popup.press_key("Enter").unwrap();
    assert!(standin.token_works(&token_in(&popup)), "the form is the ordinary one");
    assert_eq!(impostor.connections(), 0, "the terminal is not asked");
}

/// Firefox asks whether the token may be transmitted. Chromium has no such question.
#[test]
fn declined_permission_in_firefox_leads_to_a_token_without_the_terminal() {
    let person = Person::signed_in(BrowserKind::Firefox, "alice");
    let command = LoginCommand::start(person.context.standin.url());
    let tab = person.context.browser.open(&command.address()).unwrap();
    let popup = person.open(&tab);
    type_code(&popup, &command.code());
    person.context.browser.answer_permission_prompt(false).unwrap();
    popup
        .wait_for_text("alert", "Latchkey needs your permission to give the token to the terminal.")
        .unwrap();
    assert_eq!(person.context.generate_requests(), 0);
    popup.find("button", "Generate without the terminal").unwrap().click().unwrap();
    popup.press_key("Enter").unwrap();
    let token = token_in(&popup);
    let mut command = command;
    command.paste(&format!("alice:{token}"));
    assert_eq!(command.wait_until_saved().1, token);
}
