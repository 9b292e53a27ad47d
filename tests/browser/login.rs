//! `latchkey login`: the real program on a terminal, the popup, and the token that goes from the one to the other.

mod gone;
mod impostor;
pub(crate) mod person;
mod policy;
mod refused;
mod secrets;
mod signing_in;
mod stores;

use latchkey_driver::BrowserKind;
use latchkey_tests::login::LoginCommand;

use self::person::Person;
use crate::context::{ALICE, wait_for_identity};

in_every_browser! {
    a_terminal_gets_a_token_and_ends,
    a_wrong_code_can_be_corrected,
    two_terminals_get_tokens_of_their_own,
}

fn a_terminal_gets_a_token_and_ends(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let standin = &person.context.standin;
    let command = LoginCommand::with(standin.url(), &["--name", "for the terminal"]);
    let tab = person.context.browser.open(&command.address()).unwrap();
    standin.clear_requests();
    let popup = person.open(&tab);
    person.give(&popup, &command.code());
    let line = person.wait_until_saved(&popup);
    assert_eq!(line, "Your terminal saved the token “for the terminal” for alice in a file.");
    let (user, token, shown) = command.wait_until_saved();
    assert_eq!(user, "alice");
    assert!(standin.token_works(&token) && shown.contains("Saved in "), "{shown}");
    let tokens = standin.tokens_of("alice");
    assert_eq!(tokens.iter().map(|token| &*token.name).collect::<Vec<_>>(), ["for the terminal"]);
    assert_eq!(person.context.generate_requests(), 1);
    person.assert_nothing_is_kept(&popup);
    popup.close().unwrap();

    // The address leads to nobody any more.
    let popup = person.context.press(&tab);
    wait_for_identity(&popup, ALICE);
    person.wait_for_note(&popup, "it could not be reached from this browser.");
    assert!(!popup.exists("textbox", "Code from the terminal").unwrap());
    assert!(popup.exists("button", "Generate token").unwrap());
}

fn a_wrong_code_can_be_corrected(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let command = LoginCommand::start(person.context.standin.url());
    let tab = person.context.browser.open(&command.address()).unwrap();
    let popup = person.open(&tab);
    person.give(&popup, &command.wrong_code());
    popup.wait_for_text("alert", "you have 2 more tries.").unwrap();
    assert_eq!(person.context.generate_requests(), 0, "the code comes before the token");
    person.give(&popup, &command.code());
    person.wait_until_saved(&popup);
    assert!(person.context.standin.token_works(&command.wait_until_saved().1));
}

fn two_terminals_get_tokens_of_their_own(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let (browser, standin) = (&person.context.browser, &person.context.standin);
    let [one, other] = ["one", "other"].map(|name| LoginCommand::with(standin.url(), &["--name", name]));
    let tabs = [&one, &other].map(|command| browser.open(&command.address()).unwrap());
    if one.code() != other.code() {
        let popup = person.open(&tabs[0]);
        person.give(&popup, &other.code());
        popup.wait_for_text("alert", "This is not the code of your terminal.").unwrap();
    }
    let tokens = [(other, &tabs[1], "other"), (one, &tabs[0], "one")].map(|(command, tab, name)| {
        let popup = person.open(tab);
        person.give(&popup, &command.code());
        assert!(person.wait_until_saved(&popup).contains(&format!("“{name}”")));
        command.wait_until_saved().1
    });
    assert!(tokens[0] != tokens[1] && tokens.iter().all(|token| standin.token_works(token)));
}
