//! `latchkey login`, with a fake extension instead of the browser.

pub(crate) mod command;
mod hostile;
mod replacing;
mod terminal;

use std::os::unix::fs::PermissionsExt as _;

use latchkey_core::Expiry;
use latchkey_core::login::{Answer, Refusal, SavedIn};
use latchkey_standin::{CannedAnswer, Gate, NewToken, Options, SignOn};

use self::command::{Login, code_message, exchange, get, token_message};
use crate::context::TestContext;

/// Adds a token of alice, and returns its value and UUID.
fn new_token(context: &TestContext, digit: char) -> (String, String) {
    let value = context.token("latchkey on carrara", digit);
    let uuid = context.tokens().last().expect("a token").uuid.clone();
    (value, uuid)
}

/// Brings a new token of alice to a login.
#[track_caller]
fn deliver(context: &TestContext, login: &Login, digit: char) -> (Answer, String, String) {
    let extension = login.extension();
    assert_eq!(extension.send(&code_message(0, login.code())), Answer::Accepted);
    let (value, uuid) = new_token(context, digit);
    let answer = extension.send(&token_message(1, login.code(), context.url(), "alice", &value, &uuid));
    (answer, value, uuid)
}

fn saved() -> Answer {
    Answer::Saved { location: SavedIn::File, user: latchkey_core::UserId::new("alice") }
}

#[test]
fn a_token_from_the_browser_is_saved_and_used() {
    let context = TestContext::new();
    let file = context.text("token");
    let login = Login::start(&context, &["--save-to", &file]);
    assert!(login.url.starts_with(&format!("{}/me/?latchkey=1.", context.url())), "{}", login.url);
    let (answer, value, _) = deliver(&context, &login, 'a');
    assert_eq!(answer, saved());
    let output = login.end().done();
    // The day, and not Jenkins' words for it, which are in the language of the server.
    let expected =
        format!("Saved in {file}: alice at {}, \"latchkey on carrara\", expires about 2", context.url());
    assert!(output.stderr.contains(&expected), "{output:?}");
    assert_eq!(output.stdout, "");
    assert_eq!(context.run_with(&["token", "--from", &file], &[], "").done().line(), value);
    assert_eq!(context.run_with(&["whoami", "--from", &file], &[], "").done().line(), "alice");
    context.run_with(&["list", "--from", &file], &[], "").done();
}

#[test]
fn the_result_is_also_written_as_json() {
    let context = TestContext::new();
    let file = context.text("token");
    let login = Login::start(&context, &["--save-to", &file, "--json"]);
    let (_, _, uuid) = deliver(&context, &login, 'a');
    let expected = serde_json::json!({
        "controller": context.url(), "user": "alice", "name": "latchkey on carrara", "uuid": uuid, "place": file,
        "works": true, "revoked": null,
    });
    assert_eq!(login.end().done().json(), expected);
}

#[test]
fn the_browser_gets_what_the_command_line_asks_for() {
    let context = TestContext::new();
    let request = |arguments: &[&str]| {
        let file = context.text("token");
        let mut login = Login::start(&context, &[arguments, &["--save-to", &file]].concat());
        let request = login.extension().request;
        login.child.kill().expect("its end");
        request
    };
    let plain = request(&[]);
    assert_eq!(
        (plain.root.to_string().as_str(), plain.expires, plain.user),
        (context.url(), Expiry::Days(30), None)
    );
    assert!(plain.name.starts_with("latchkey on "), "{}", plain.name);
    let all = request(&[
        "--name",
        "my laptop",
        "--expires",
        "never",
        "--user",
        "bob",
        &format!("{}/job/x/", context.url()),
    ]);
    assert_eq!(
        (all.name.as_str(), all.expires, all.user.unwrap().as_str()),
        ("my laptop", Expiry::Never, "bob")
    );
    assert_eq!(all.root.to_string(), context.url());
    let run = |arguments: &[&str]| {
        context.run_with(
            &[&["login", context.url(), "--save-to", &context.text("token")], arguments].concat(),
            &[],
            "",
        )
    };
    run(&["--name", "a\u{ffff}b"]).failed(2).says("cannot store");
    run(&["--name", &"x".repeat(3000), "--no-open"]).failed(2).says("too long");
    run(&["--expires", "0d"]).failed(2);
    run(&["--port", "80"]).failed(2);
    run(&["--from", "file"]).failed(2).says("--save-to");
}

#[test]
fn a_wrong_code_can_be_corrected() {
    let context = TestContext::new();
    let mut login = Login::start(&context, &["--save-to", &context.text("token")]);
    let extension = login.extension();
    let wrong = code_message(7, login.wrong_code());
    assert_eq!(extension.send(&wrong), Answer::WrongCode { left: 2 });
    login.wait_for("The code that was typed in the browser is wrong. 2 more tries are left.");
    // The same message does not count twice.
    assert_eq!(extension.send(&wrong), Answer::WrongCode { left: 2 });
    assert_eq!(deliver(&context, &login, 'a').0, saved());
    login.end().done();
}

#[test]
fn three_wrong_codes_end_the_command() {
    let context = TestContext::new();
    let login = Login::start(&context, &["--save-to", &context.text("token")]);
    let extension = login.extension();
    for (number, left) in [(1, 2), (2, 1), (3, 0)] {
        assert_eq!(extension.send(&code_message(number, login.wrong_code())), Answer::WrongCode { left });
    }
    login.end().failed(15).says("wrong three times");
    assert!(!context.path("token").exists());
}

#[test]
fn tokens_that_are_not_wanted_are_refused_and_the_command_waits_on() {
    let context = TestContext::new();
    let file = context.text("token");
    let mut login = Login::start(&context, &["--save-to", &file, "--user", "alice"]);
    let extension = login.extension();
    let code = || login.code();
    let (value, uuid) = new_token(&context, 'a');
    let other = token_message(1, code(), "https://ci.example.org", "alice", &value, &uuid);
    assert_eq!(extension.send(&other), Answer::Refused(Refusal::OtherController));
    let unknown = token_message(2, code(), context.url(), "alice", &format!("11{}", "f".repeat(32)), "u");
    assert_eq!(extension.send(&unknown), Answer::Refused(Refusal::TokenRejected));
    assert_eq!(extension.send(&unknown), Answer::Refused(Refusal::TokenRejected));
    let of_admin = format!("11{}", "e".repeat(32));
    let new = NewToken { value: Some(of_admin.clone()), ..NewToken::new("x") };
    let admin_uuid = context.standin.add_token("admin", new);
    let of_admin = token_message(3, code(), context.url(), "admin", &of_admin, &admin_uuid);
    assert_eq!(extension.send(&of_admin), Answer::Refused(Refusal::OtherUser));
    let checked = context.arrived().iter().filter(|request| request.contains("/me/api/json")).count();
    assert_eq!(checked, 2, "the first was not tried, and no message was tried twice");
    assert!(!context.path("token").exists());
    let last = token_message(4, code(), context.url(), "alice", &value, &uuid);
    assert_eq!(extension.send(&last), saved());
    login.wait_for("The token is of admin and not of alice");
    let output = login.end().done();
    assert!(output.stderr.contains("latchkey login https://ci.example.org"), "{output:?}");
}

#[test]
fn a_token_that_cannot_be_tried_is_saved_with_a_warning() {
    let context = TestContext::new();
    let file = context.text("token");
    let login = Login::start(&context, &["--save-to", &file]);
    let elsewhere = CannedAnswer::new(302, "").with_header("Location", "https://sso.example.org/");
    context.standin.answer_next("/me/api/json", elsewhere);
    assert_eq!(deliver(&context, &login, 'a').0, saved());
    login.end().done().says("Warning: The token could not be tried from here: A single sign-on in front of");
    assert!(context.path("token").exists());
}

#[test]
fn a_login_behind_a_sign_on_trusts_the_url_that_was_given() {
    let context = TestContext::new();
    context.standin.set_gates(&[Gate::SignOn(SignOn::Oauth2ProxyOidc)]);
    let login = Login::start(&context, &["--save-to", &context.text("token")]);
    assert_eq!(login.extension().request.root.to_string(), context.url());
    assert_eq!(deliver(&context, &login, 'a').0, saved());
    login.end().done().says("could not be tried");
}

#[test]
fn an_address_without_jenkins_opens_nothing() {
    let context = TestContext::with(Options { context: "/jenkins".to_owned(), ..Options::default() });
    let below = context.url().replace("/jenkins", "/other/");
    let arguments = ["login", &below, "--no-open", "--save-to", &context.text("token")];
    context.run_with(&arguments, &[], "").failed(8).says("not Jenkins");
}

#[test]
fn a_token_that_cannot_be_saved_stays_in_the_browser() {
    let context = TestContext::new();
    std::fs::create_dir(context.path("folder")).unwrap();
    let mut login = Login::start(&context, &["--save-to", &context.text("folder/token")]);
    std::fs::remove_dir(context.path("folder")).unwrap();
    assert_eq!(deliver(&context, &login, 'a').0, Answer::Refused(Refusal::NotSaved));
    login.wait_for("there is no folder");
    std::fs::create_dir(context.path("folder")).unwrap();
    let extension = login.extension();
    let (value, uuid) = new_token(&context, 'b');
    let again = token_message(2, login.code(), context.url(), "alice", &value, &uuid);
    assert_eq!(extension.send(&again), saved());
    login.end().done();
}

#[test]
fn a_line_on_standard_input_brings_the_token_without_an_extension() {
    let context = TestContext::new();
    let file = context.text("token");
    let value = context.token("by hand", 'a');
    let mut login = Login::start(&context, &["--save-to", &file]);
    let mut stdin = login.stdin();
    for line in ["https://ci.example.org/", &format!("alice:11{}", "f".repeat(32)), &format!("alice:{value}")]
    {
        std::io::Write::write_all(&mut stdin, format!("{line}\n").as_bytes()).unwrap();
    }
    login.wait_for("not a token with its user");
    login.wait_for("Jenkins does not accept the token");
    login.end().done().says(&format!("Saved in {file}: alice at {}.", context.url()));
    assert_eq!(context.run_with(&["token", "--from", &file], &[], "").done().line(), value);
}

#[test]
fn the_port_can_be_chosen_unless_it_is_taken() {
    let context = TestContext::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (file, url) = (context.text("token"), context.url());
    let arguments = ["login", url, "--no-open", "--save-to", &file, "--port", &port];
    context.run_with(&arguments, &[], "").failed(1).says(&format!("Port {port} of 127.0.0.1 cannot be used"));
    drop(taken);
    let login = Login::start(&context, &["--save-to", &file, "--port", &port]);
    assert!(login.url.contains(&format!("?latchkey=1.{port}.")), "{}", login.url);
    deliver(&context, &login, 'a');
    login.end().done();
}

#[test]
fn the_page_opens_in_the_browser_that_the_environment_names() {
    let context = TestContext::new();
    let fifo = context.text("opened");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    context.write("browser", "#!/bin/sh\necho \"$@\" > \"$HOME/opened\"\n");
    std::fs::set_permissions(context.path("browser"), std::fs::Permissions::from_mode(0o700)).unwrap();
    let variables = [("BROWSER", context.text("browser")), ("PATH", "/usr/bin:/bin".to_owned())];
    let variables: Vec<(&str, &str)> =
        variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut login = Login::with(&context, &["--save-to", &context.text("token")], &variables);
    assert_eq!(std::fs::read_to_string(&fifo).unwrap().trim(), login.url);
    // Enter opens the page again.
    let mut stdin = login.stdin();
    std::io::Write::write_all(&mut stdin, b"\n").unwrap();
    assert_eq!(std::fs::read_to_string(&fifo).unwrap().trim(), login.url);
    deliver(&context, &login, 'a');
    login.end().done();
}

#[test]
fn without_a_browser_the_person_opens_the_url() {
    let context = TestContext::new();
    let mut login = Login::with(&context, &["--save-to", &context.text("token")], &[]);
    login.wait_for("No browser could be opened here");
    deliver(&context, &login, 'a');
    login.end().done();
}

#[test]
fn two_logins_do_not_interfere() {
    let context = TestContext::new();
    let (one, two) = (context.text("one"), context.text("two"));
    let (first, second) =
        (Login::start(&context, &["--save-to", &one]), Login::start(&context, &["--save-to", &two]));
    let (of_first, of_second) = (first.extension(), second.extension());
    let sealed = of_first.seal(code_message(0, first.code()).to_json().reveal());
    assert_eq!(of_second.post(&sealed).0, 400, "sealed for the other");
    assert_eq!(exchange(of_second.port, &get(of_second.port, &of_first.path)).0, 404);
    deliver(&context, &second, 'b');
    deliver(&context, &first, 'a');
    first.end().done();
    second.end().done();
    assert_ne!(std::fs::read_to_string(one).unwrap(), std::fs::read_to_string(two).unwrap());
}
