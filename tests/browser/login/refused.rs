//! Requests and answers that are not believed, and codes that are wrong.

use std::net::TcpListener;

use latchkey_driver::{BrowserKind, Popup, Tab};
use latchkey_standin::{Options, Standin};
use latchkey_tests::login::LoginCommand;
use serde_json::{Value, json};

use super::impostor::{Impostor, request};
use super::person::{Person, type_code};
use crate::context::{ALICE, click, token_in, wait_for_identity};

in_every_browser! {
    three_wrong_codes_end_the_command,
    a_terminal_that_does_not_repeat_the_receipt_is_not_believed,
}

long_in_every_browser! {
    a_request_that_does_not_match_its_hash_is_not_read,
    a_request_of_another_version_is_named,
    a_request_for_another_controller_is_named,
    only_the_users_own_page_leads_to_a_terminal,
    a_listener_that_stays_silent_is_out_of_reach,
    a_name_that_jenkins_cannot_store_is_refused,
    a_token_that_never_expires_must_be_chosen,
    a_terminal_out_of_reach_takes_a_pasted_token,
}

fn three_wrong_codes_end_the_command(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let command = LoginCommand::start(person.context.standin.url());
    let tab = person.context.browser.open(&command.address()).unwrap();
    let popup = person.open(&tab);
    let wrong = command.wrong_code();
    for told in ["2 more tries.", "1 more try.", "your terminal has stopped waiting."] {
        person.give(&popup, &wrong);
        popup.wait_for_text("alert", told).unwrap();
    }
    let (_, shown) = command.wait_until_failed();
    assert!(shown.contains("wrong three times"), "{shown}");
    assert!(person.context.standin.tokens_of("alice").is_empty());
    // The form is the ordinary one.
    assert!(popup.exists("button", "Generate token").unwrap());
    person.assert_nothing_is_kept(&popup);
}

/// The page to which this impostor leads, and the popup there.
fn lured(person: &Person, impostor: &Impostor) -> (Tab, Popup) {
    let tab = person.context.browser.open(&impostor.address(person.context.standin.url())).unwrap();
    let popup = person.context.press(&tab);
    (tab, popup)
}

fn a_terminal_that_does_not_repeat_the_receipt_is_not_believed(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let wanted = request(person.context.standin.url());
    for answer in [json!({ "accepted": true }), json!({ "receipt": "A".repeat(22), "accepted": true })] {
        let impostor = Impostor::start(&wanted, move |_| answer.clone());
        let (_tab, popup) = lured(&person, &impostor);
        person.give(&popup, "0000");
        popup.wait_for_text("alert", "The terminal could not be reached from this browser.").unwrap();
        assert_eq!(impostor.heard().len(), 1);
        popup.close().unwrap();
    }
    assert!(person.context.standin.tokens_of("alice").is_empty());

    // One that accepts the code and does not say that it has the token: the token stays.
    let impostor = Impostor::start(&wanted, |message| match message["token"] {
        Value::Null => json!({ "receipt": message["receipt"], "accepted": true }),
        _ => json!({ "saved": "file", "user": "alice" }),
    });
    let (_tab, popup) = lured(&person, &impostor);
    person.give(&popup, "0000");
    popup.wait_for_text("alert", "It may not have the token.").unwrap();
    let token = token_in(&popup);
    assert!(person.context.standin.token_works(&token));
    assert_eq!(impostor.heard()[1]["token"], json!(token));
    click(&popup, "Send again");
    let heard = impostor.wait_until_heard(3);
    assert_eq!(heard[1], heard[2], "the same token goes out in the same message");
    popup.wait_for_text("alert", "It may not have the token.").unwrap();
    assert_eq!(person.context.generate_requests(), 1);
}

fn a_request_that_does_not_match_its_hash_is_not_read(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let wanted = request(person.context.standin.url());
    let mut another = wanted.clone();
    another["name"] = json!("another");
    let impostor = Impostor::with_another_request(&wanted, another.to_string());
    let (_tab, popup) = lured(&person, &impostor);
    wait_for_identity(&popup, ALICE);
    person.wait_for_note(&popup, "it could not be reached from this browser.");
    assert!(!popup.exists("textbox", "Code from the terminal").unwrap());
    assert_ne!(popup.find("textbox", "Token name").unwrap().value().unwrap(), "another");
    popup.press_key("Enter").unwrap();
    assert!(person.context.standin.token_works(&token_in(&popup)), "the form is the ordinary one");
    assert_eq!(impostor.heard(), Vec::<Value>::new());
}

fn a_request_of_another_version_is_named(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let mut wanted = request(person.context.standin.url());
    wanted["v"] = json!(2);
    let impostor = Impostor::start(&wanted, |_| Value::Null);
    let (_tab, popup) = lured(&person, &impostor);
    popup.wait_for_text("alert", "Latchkey cannot read the request of your terminal.").unwrap();
    assert!(!popup.exists("textbox", "Code from the terminal").unwrap());
}

fn a_request_for_another_controller_is_named(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let other = Standin::start(Options::default()).unwrap();
    let impostor = Impostor::start(&request(other.url()), |_| Value::Null);
    let (_tab, popup) = lured(&person, &impostor);
    let asked = other.url().trim_start_matches("http://");
    popup.wait_for_text("alert", &format!("Your terminal asked for {asked}")).unwrap();
    let command = format!("Run: latchkey login {}", person.context.standin.url());
    popup.wait_for_text("alert", &command).unwrap();
    assert!(!popup.exists("textbox", "Code from the terminal").unwrap());
    assert_eq!(impostor.heard(), Vec::<Value>::new());
}

fn only_the_users_own_page_leads_to_a_terminal(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let command = LoginCommand::start(person.context.standin.url());
    let address = command.address();
    let query = address.split_once('?').unwrap().1;
    for path in ["/", "/job/deploy/", "/user/alice/", "/me/security/"] {
        let tab = person.context.browser.open(&person.context.url(&format!("{path}?{query}"))).unwrap();
        let popup = person.context.press(&tab);
        wait_for_identity(&popup, ALICE);
        assert!(!popup.exists("textbox", "Code from the terminal").unwrap(), "{path}");
        assert_eq!(popup.evaluate("document.getElementById('terminal-note').textContent").unwrap(), "");
        tab.close().unwrap();
    }
}

fn a_listener_that_stays_silent_is_out_of_reach(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    // The system accepts the connection, and nobody answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let page = person.context.url(&format!("/me/?latchkey=1.{port}.{}", "A".repeat(22)));
    let tab = person.context.browser.open(&page).unwrap();
    let popup = person.context.press(&tab);
    person.wait_for_note(&popup, "it could not be reached from this browser.");
    popup.press_key("Enter").unwrap();
    assert!(person.context.standin.token_works(&token_in(&popup)), "the form is the ordinary one");
}

fn a_name_that_jenkins_cannot_store_is_refused(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    for name in ["a\0b", "a\u{fffe}b"] {
        let mut wanted = request(person.context.standin.url());
        wanted["name"] = json!(name);
        let impostor = Impostor::start(&wanted, |_| Value::Null);
        let (_tab, popup) = lured(&person, &impostor);
        popup.find("textbox", "Code from the terminal").unwrap();
        type_code(&popup, "0000");
        popup.wait_for_text("alert", "The name contains a character that Jenkins cannot store.").unwrap();
        assert_eq!(impostor.heard(), Vec::<Value>::new());
        popup.close().unwrap();
    }
    assert!(person.context.standin.tokens_of("alice").is_empty());
}

fn a_token_that_never_expires_must_be_chosen(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    for (choice, ends) in [(None, true), (Some("Never"), false)] {
        let command = LoginCommand::with(person.context.standin.url(), &["--expires", "never"]);
        let tab = person.context.browser.open(&command.address()).unwrap();
        let popup = person.open(&tab);
        let expires = popup.find("combobox", "Expires").unwrap();
        assert_eq!(expires.selected_option().unwrap(), "30 days");
        popup
            .wait_for("document.getElementById('expiry-hint').textContent.includes('choose “Never”')")
            .unwrap();
        if let Some(choice) = choice {
            expires.select_option(choice).unwrap();
        }
        person.give(&popup, &command.code());
        person.wait_until_saved(&popup);
        command.wait_until_saved();
        let newest = person.context.standin.tokens_of("alice").pop().unwrap();
        assert_eq!(newest.expires.is_some(), ends);
    }
}

fn a_terminal_out_of_reach_takes_a_pasted_token(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let mut command = LoginCommand::start(person.context.standin.url());
    let tab = person.context.browser.open(&person.context.url("/job/deploy/")).unwrap();
    let popup = person.context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.press_key("Enter").unwrap();
    let token = token_in(&popup);
    popup.find("combobox", "Copy as").unwrap().select_option("user:token").unwrap();
    popup.find_where("button", |name| name.starts_with("Copy")).unwrap().click().unwrap();
    popup.wait_for_text("status", "Copied").unwrap();
    command.wait_for("paste it here");
    command.paste(&person.context.browser.clipboard_text().unwrap());
    let (user, saved, shown) = command.wait_until_saved();
    assert_eq!((user.as_str(), &saved), ("alice", &token));
    assert!(!shown.contains(&token), "a pasted line is not shown");
}
