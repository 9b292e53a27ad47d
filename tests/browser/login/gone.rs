//! A terminal that ends, a popup that closes, and a background that the browser stops, at each step: each is reported in its
//! own words, and no token is lost.

use latchkey_driver::{BrowserKind, WAIT_LIMIT};
use latchkey_tests::login::LoginCommand;

use super::person::Person;
use crate::context::{ALICE, click, done, token_in, wait_for_identity, wait_until_received};

in_every_browser! {
    a_token_for_a_terminal_that_has_gone_stays,
    a_popup_that_closes_while_the_terminal_tries_the_token_loses_nothing,
}

long_in_every_browser! {
    terminal_that_ended_earlier_is_reported_as_out_of_reach,
    no_token_is_created_for_a_terminal_that_ended_before_its_code_was_typed,
    a_popup_that_closes_before_the_code_is_typed_loses_nothing,
    a_popup_that_closes_while_the_token_is_created_gives_it_when_it_opens_again,
    a_background_that_ends_at_each_step_loses_nothing,
}

fn a_token_for_a_terminal_that_has_gone_stays(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let command = LoginCommand::start(person.context.standin.url());
    let tab = person.context.browser.open(&command.address()).unwrap();
    let popup = person.open(&tab);
    let held = person.context.standin.hold_next_generate();
    person.give(&popup, &command.code());
    let held = wait_until_received(held);
    command.kill();
    held.release();
    popup.wait_for_text("alert", "It may not have the token.").unwrap();
    let token = token_in(&popup);
    for button in ["Send again", "Copy token", "Revoke"] {
        assert!(popup.exists("button", button).unwrap(), "{button}");
    }
    popup.close().unwrap();
    let popup = person.context.press(&tab);
    // It tries once more by itself.
    popup.wait_for_text("alert", "It may not have the token.").unwrap();
    assert_eq!(token_in(&popup), token);
    done(&popup);
    person.assert_nothing_is_kept(&popup);
}

fn a_popup_that_closes_while_the_terminal_tries_the_token_loses_nothing(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let command = LoginCommand::start(person.context.standin.url());
    let tab = person.context.browser.open(&command.address()).unwrap();
    let popup = person.open(&tab);
    let making = person.context.standin.hold_next_generate();
    person.give(&popup, &command.code());
    let making = wait_until_received(making);
    let trying = person.context.standin.hold_next("/me/api/json");
    making.release();
    let trying = wait_until_received(trying);
    popup.close().unwrap();
    trying.release();
    let (_, token, _) = command.wait_until_saved();
    assert!(person.context.standin.token_works(&token));
    let popup = person.context.press(&tab);
    person.wait_until_saved(&popup);
    person.assert_nothing_is_kept(&popup);
    assert_eq!(person.context.generate_requests(), 1);
}

fn terminal_that_ended_earlier_is_reported_as_out_of_reach(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let command = LoginCommand::start(person.context.standin.url());
    let tab = person.context.browser.open(&command.address()).unwrap();
    command.kill();
    let popup = person.context.press(&tab);
    wait_for_identity(&popup, ALICE);
    person.wait_for_note(
        &popup,
        "If a terminal is waiting for a token, it could not be reached from this browser.",
    );
    popup.press_key("Enter").unwrap();
    assert!(person.context.standin.token_works(&token_in(&popup)), "the form is the ordinary one");
}

fn no_token_is_created_for_a_terminal_that_ended_before_its_code_was_typed(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let command = LoginCommand::start(person.context.standin.url());
    let tab = person.context.browser.open(&command.address()).unwrap();
    let popup = person.open(&tab);
    let code = command.code();
    command.kill();
    person.give(&popup, &code);
    popup.wait_for_text("alert", "The terminal could not be reached from this browser.").unwrap();
    assert!(person.context.standin.tokens_of("alice").is_empty());
    assert_eq!(person.context.generate_requests(), 0);
}

fn a_popup_that_closes_before_the_code_is_typed_loses_nothing(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let command = LoginCommand::start(person.context.standin.url());
    let tab = person.context.browser.open(&command.address()).unwrap();
    person.open(&tab).close().unwrap();
    let popup = person.open(&tab);
    person.give(&popup, &command.code());
    person.wait_until_saved(&popup);
    command.wait_until_saved();
}

fn a_popup_that_closes_while_the_token_is_created_gives_it_when_it_opens_again(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let command = LoginCommand::start(person.context.standin.url());
    let tab = person.context.browser.open(&command.address()).unwrap();
    let popup = person.open(&tab);
    let held = person.context.standin.hold_next_generate();
    person.give(&popup, &command.code());
    let held = wait_until_received(held);
    popup.close().unwrap();
    held.release();
    assert_eq!(command.saved(), None);
    // Any page of the controller will do.
    let other = person.context.browser.open(&person.context.url("/job/deploy/")).unwrap();
    let popup = person.context.press(&other);
    person.wait_until_saved(&popup);
    assert!(person.context.standin.token_works(&command.wait_until_saved().1));
    assert_eq!(person.context.generate_requests(), 1);
}

fn a_background_that_ends_at_each_step_loses_nothing(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let standin = &person.context.standin;
    let browser = &person.context.browser;
    let command = LoginCommand::start(standin.url());
    let tab = browser.open(&command.address()).unwrap();
    let popup = person.open(&tab);
    browser.stop_background().unwrap();
    let making = standin.hold_next_generate();
    person.give(&popup, &command.code());
    let making = wait_until_received(making);
    browser.stop_background().unwrap();
    let trying = standin.hold_next("/me/api/json");
    making.release();
    assert!(trying.wait_for_arrival(WAIT_LIMIT), "the terminal got no token");
    // With it ends the request to the terminal, which has the token already.
    browser.stop_background().unwrap();
    trying.release();
    let (_, token, _) = command.wait_until_saved();
    popup.wait_for_text("alert", "It may not have the token.").unwrap();
    assert_eq!(token_in(&popup), token);
    click(&popup, "Copy token");
    popup.wait_for_text("status", "Copied").unwrap();
    assert_eq!(browser.clipboard_text().unwrap(), token);
    done(&popup);
    person.assert_nothing_is_kept(&popup);
}
