//! The token is nowhere but in memory, and in the file that the terminal saved.

use std::fs;
use std::path::PathBuf;

use latchkey_driver::{BrowserKind, WAIT_LIMIT};
use latchkey_tests::login::LoginCommand;

use super::person::Person;
use crate::secrets::{contains, files_with, page_knows};

in_every_browser! {
    a_token_is_in_no_address_argument_clipboard_or_file,
}

fn a_token_is_in_no_address_argument_clipboard_or_file(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let standin = &person.context.standin;
    let command = LoginCommand::start(standin.url());
    let address = command.address();
    let tab = person.context.browser.open(&address).unwrap();
    let popup = person.open(&tab);
    let trying = standin.hold_next("/me/api/json");
    person.give(&popup, &command.code());
    assert!(trying.wait_for_arrival(WAIT_LIMIT), "the terminal got no token");
    let process = PathBuf::from(format!("/proc/{}", command.process_number()));
    let known = ["cmdline", "environ"].map(|name| fs::read(process.join(name)).unwrap()).concat();
    assert!(contains(&known, b"latchkey"));
    trying.release();
    person.wait_until_saved(&popup);
    let (_, token, shown) = command.wait_until_saved();
    assert!(!contains(&known, token.as_bytes()) && !shown.contains(&token));
    let held = "document.documentElement.outerHTML + [...document.querySelectorAll('input')].map(field => field.value)";
    assert!(!popup.evaluate(held).unwrap().as_str().unwrap().contains(&token), "it went with the line");
    assert_eq!(tab.url().unwrap(), address);
    assert!(!page_knows(&tab, &token));
    assert!(!person.context.browser.clipboard_text().unwrap().contains(&token));
    person.assert_nothing_is_kept(&popup);
    // The terminal tries it by HTTP Basic, which encodes it.
    for request in standin.requests() {
        let headers = request.headers.iter().map(|(_, value)| value.as_str());
        let mut said = headers.chain([&*request.path, &*request.body]);
        assert!(said.all(|text| !text.contains(&token)), "{request:?}");
    }
    // Only a browser that has exited has written everything, also its history.
    let browser = person.context.browser.restart().unwrap();
    assert_eq!(files_with(browser.profile(), &token), Vec::<PathBuf>::new());
}
