//! Private windows and containers: the token is of the user who is signed in in the tab.

use latchkey_driver::{BrowserKind, Tab};
use latchkey_tests::login::LoginCommand;

use super::person::Person;
use crate::context::{TestContext, sign_in};

long_in_every_browser! {
    a_private_window_gives_the_token_of_its_user,
}

/// A browser in whose regular windows the administrator is signed in.
fn with_admin(kind: BrowserKind) -> Person {
    let context = TestContext::with_private_windows(kind);
    let tab = context.browser.open(&context.url("/login")).unwrap();
    sign_in(&tab, "admin");
    Person::new(kind, context)
}

/// Gives a token of alice, who signs in in this tab.
fn give_as_alice(person: &Person, tab: &Tab, command: LoginCommand) {
    person.sign_in(tab, "alice");
    let popup = person.open(tab);
    person.give(&popup, &command.code());
    person.wait_until_saved(&popup);
    let (user, token, _) = command.wait_until_saved();
    assert_eq!(user, "alice");
    assert!(person.context.standin.token_works(&token));
    assert!(person.context.standin.tokens_of("admin").is_empty());
    person.assert_nothing_is_kept(&popup);
}

fn a_private_window_gives_the_token_of_its_user(kind: BrowserKind) {
    let person = with_admin(kind);
    let command = LoginCommand::start(person.context.standin.url());
    let tab = person.context.browser.open_incognito(&command.address()).unwrap();
    give_as_alice(&person, &tab, command);
}

#[test]
#[ignore = "takes minutes: cargo xtask test --long"]
fn a_container_gives_the_token_of_its_user() {
    let person = with_admin(BrowserKind::Firefox);
    let command = LoginCommand::start(person.context.standin.url());
    let tab = person.context.browser.open_in_container(&command.address()).unwrap();
    give_as_alice(&person, &tab, command);
}
