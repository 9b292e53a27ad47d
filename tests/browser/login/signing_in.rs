//! Signing in on the way to the page that the terminal opened.

use latchkey_driver::BrowserKind;
use latchkey_standin::{Account, Gate, Options, Security, SignOn};
use latchkey_tests::login::LoginCommand;

use super::person::{Person, path_and_query};
use crate::context::{TestContext, click};

in_every_browser! {
    the_page_is_found_after_the_form_of_jenkins,
    the_page_is_found_after_a_sign_on_that_posts_a_form,
}

long_in_every_browser! {
    a_page_that_a_sign_on_loses_is_opened_again,
    the_popup_leads_to_the_sign_in_and_back,
    user_other_than_the_requested_one_signs_in_again,
    any_user_id_gets_its_token,
    a_controller_without_a_context_path_is_logged_in_to,
    a_token_that_no_program_can_try_is_saved_with_a_warning,
}

/// A browser in which nobody is signed in.
fn with(kind: BrowserKind, options: Options) -> Person {
    let context = TestContext::with(kind, Options { context: "/jenkins".to_owned(), ..options });
    Person::new(kind, context)
}

fn behind(kind: BrowserKind, security: Security) -> Person {
    with(kind, Options { gates: vec![Gate::Security(security)], ..Options::default() })
}

fn the_page_is_found_after_the_form_of_jenkins(kind: BrowserKind) {
    // Anonymous people may read, but have no page of their own.
    let person = with(kind, Options { anonymous_read: true, ..Options::default() });
    let command = LoginCommand::start(person.context.standin.url());
    let address = command.address();
    let tab = person.context.browser.open(&address).unwrap();
    person.sign_in(&tab, "alice");
    assert_eq!(tab.url().unwrap(), address);
    let popup = person.open(&tab);
    person.give(&popup, &command.code());
    person.wait_until_saved(&popup);
    assert_eq!(command.wait_until_saved().0, "alice");
}

fn the_page_is_found_after_a_sign_on_that_posts_a_form(kind: BrowserKind) {
    let person = behind(kind, Security::SamlSignIn);
    let command = LoginCommand::start(person.context.standin.url());
    let address = command.address();
    let tab = person.context.browser.open(&address).unwrap();
    person.sign_in_at_provider(&tab, path_and_query(&address));
    let popup = person.open(&tab);
    person.give(&popup, &command.code());
    person.wait_until_saved(&popup);
    assert!(person.context.standin.token_works(&command.wait_until_saved().1));
}

fn a_page_that_a_sign_on_loses_is_opened_again(kind: BrowserKind) {
    let person = behind(kind, Security::RefererSignIn);
    let mut command = LoginCommand::start(person.context.standin.url());
    let address = command.address();
    // The page of a bookmark or a message names no other page.
    let begin = person.context.url("/securityRealm/commenceLogin");
    let tab = person.context.browser.open(&begin).unwrap();
    person.sign_in_at_provider(&tab, "/jenkins/");
    assert_eq!(command.open_again(), address);
    tab.goto(&address).unwrap();
    let popup = person.open(&tab);
    person.give(&popup, &command.code());
    person.wait_until_saved(&popup);
    assert!(person.context.standin.token_works(&command.wait_until_saved().1));
}

fn the_popup_leads_to_the_sign_in_and_back(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let command = LoginCommand::start(person.context.standin.url());
    let address = command.address();
    let tab = person.context.browser.open(&address).unwrap();
    person.context.standin.end_sessions();
    let popup = person.context.press(&tab);
    popup.wait_for_text("alert", "You are not signed in to this Jenkins.").unwrap();
    assert!(!popup.exists("textbox", "Code from the terminal").unwrap(), "nobody is asked for a code yet");
    click(&popup, "Sign in");
    popup.wait_until_closed().unwrap();
    person.sign_in(&tab, "alice");
    assert_eq!(tab.url().unwrap(), address);
    let popup = person.open(&tab);
    person.give(&popup, &command.code());
    person.wait_until_saved(&popup);
    command.wait_until_saved();
}

fn user_other_than_the_requested_one_signs_in_again(kind: BrowserKind) {
    let person = Person::signed_in(kind, "alice");
    let command = LoginCommand::with(person.context.standin.url(), &["--user", "admin"]);
    let address = command.address();
    let tab = person.context.browser.open(&address).unwrap();
    let popup = person.context.press(&tab);
    popup.wait_for_text("alert", "Your terminal asked for admin, but you are signed in as alice.").unwrap();
    popup.press_key("Enter").unwrap();
    click(&popup, "Sign in");
    popup.wait_until_closed().unwrap();
    assert_eq!(person.context.generate_requests(), 0);
    person.sign_in(&tab, "admin");
    assert_eq!(tab.url().unwrap(), address);
    let popup = person.open(&tab);
    person.give(&popup, &command.code());
    person.wait_until_saved(&popup);
    assert_eq!(command.wait_until_saved().0, "admin");
    assert!(person.context.standin.tokens_of("alice").is_empty());
}

fn any_user_id_gets_its_token(kind: BrowserKind) {
    let mut context = TestContext::new(kind);
    for id in ["CORP\\zoë x", "a/b", "o'neil+50%@example.org", "\u{202e}admin"] {
        let gates = vec![Gate::Security(Security::SamlSignIn)];
        let accounts = vec![Account::new("admin", "x"), Account::new(id, "x")];
        context = context.with_controller(Options { gates, accounts, ..Options::default() });
        let command = LoginCommand::start(context.standin.url());
        let address = command.address();
        let tab = context.browser.open(&address).unwrap();
        let person = Person::new(kind, context);
        person.sign_in_at_provider(&tab, path_and_query(&address));
        let popup = person.open(&tab);
        person.give(&popup, &command.code());
        assert!(person.wait_until_saved(&popup).contains(id));
        let (user, token, _) = command.wait_until_saved();
        assert_eq!(user, id);
        assert!(person.context.standin.token_works(&token));
        popup.close().unwrap();
        context = person.context;
    }
}

fn a_controller_without_a_context_path_is_logged_in_to(kind: BrowserKind) {
    let person = Person::new(kind, TestContext::with(kind, Options::default()));
    person.context.signed_in("/");
    // Any page of the controller leads to its root.
    let command = LoginCommand::start(&person.context.url("/job/deploy/"));
    let address = command.address();
    assert!(address.starts_with(&person.context.url("/me/?latchkey=1.")), "{address}");
    let tab = person.context.browser.open(&address).unwrap();
    let popup = person.open(&tab);
    person.give(&popup, &command.code());
    person.wait_until_saved(&popup);
    assert_eq!(command.wait_until_saved().0, "alice");
}

fn a_token_that_no_program_can_try_is_saved_with_a_warning(kind: BrowserKind) {
    let gates = vec![Gate::SignOn(SignOn::SingleSignOn)];
    let person = with(kind, Options { gates, ..Options::default() });
    let command = LoginCommand::start(person.context.standin.url());
    let address = command.address();
    let tab = person.context.browser.open(&address).unwrap();
    // Behind the sign-on in front of Jenkins is its own form.
    tab.wait_for("location.pathname === '/auth' && document.readyState === 'complete'").unwrap();
    tab.click("button").unwrap();
    person.sign_in(&tab, "alice");
    assert_eq!(tab.url().unwrap(), address);
    let popup = person.open(&tab);
    person.give(&popup, &command.code());
    person.wait_until_saved(&popup);
    let (user, token, shown) = command.wait_until_saved();
    assert_eq!(user, "alice");
    assert!(person.context.standin.token_works(&token) && shown.contains("could not be tried"), "{shown}");
}
