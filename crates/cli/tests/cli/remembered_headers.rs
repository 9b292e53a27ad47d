//! Headers that are remembered with a token in a file. Those in a keychain are in `keychain.rs`.

use std::fs;

use jiff::Timestamp;
use latchkey_core::login::{Answer, SavedIn};
use latchkey_standin::{GATE_TOKEN, Gate, NewToken, Options, SignOn, Standin};
use serde_json::{Value, json};

use crate::context::{Output, PASSWORD, TestContext};
use crate::login::command::{Login, code_message, token_message};

/// What the gate lets pass.
pub(crate) fn pass() -> String {
    format!("Proxy-Authorization: Bearer {GATE_TOKEN}\n")
}

/// A stand-in behind a gate that lets programs pass with a token of its own, and a file with that header.
pub(crate) fn behind_a_gate() -> (TestContext, String) {
    let gates = vec![Gate::SignOn(SignOn::BearerChallenge)];
    let context = TestContext::with(Options { gates, context: "/jenkins".to_owned(), ..Options::default() });
    context.write("headers", &pass());
    let header = format!("@{}", context.text("headers"));
    (context, header)
}

/// Checks that what a command says has no value of a header.
#[track_caller]
pub(crate) fn quiet(output: Output) -> Output {
    assert!(!output.stdout.contains(GATE_TOKEN) && !output.stderr.contains(GATE_TOKEN), "{output:?}");
    output
}

/// A token of alice in a file, with the headers for the gate.
fn remembered() -> (TestContext, String) {
    let (context, header) = behind_a_gate();
    let file = context.text("token");
    let create = ["create", "--name", "kept", "--expires", "10d", "--header", &header, "--remember-headers"];
    let output = quiet(context.alice(&[&create[..], &["--save-to", &file]].concat()).done());
    output.says(&format!("proxy-authorization. They are kept in {file}"));
    // No later command needs it.
    fs::remove_file(context.path("headers")).expect("its end");
    (context, file)
}

fn record(file: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(file).expect("a record")).expect("JSON")
}

#[test]
fn every_later_command_sends_them() {
    let (context, file) = remembered();
    let run = |arguments: &[&str]| quiet(context.run_with(arguments, &[], ""));
    context.standin.clear_requests();
    for arguments in [
        &["whoami"][..],
        &["list", "--json"],
        &["status"],
        &["status", "--json"],
        &["create", "--name", "more"],
        &["rename", "more", "again"],
        &["revoke", "again", "--yes"],
        &["token"],
        &["renew", "--within", "1d"],
    ] {
        run(&[arguments, &["--from", &file]].concat()).done();
    }
    // The root is looked for above this page.
    run(&["list", &format!("{}/login", context.url()), "--from", &file]).done();
    assert!(context.standin.requests().len() > 8);
    run(&["logout", "--from", &file]).done().says("Revoked");
    assert!(!context.path("token").exists());
    context.alice(&["list"]).failed(7);
}

#[test]
fn their_names_are_in_the_status() {
    let (context, file) = remembered();
    let output = quiet(context.run_with(&["status", "--from", &file], &[], "").done());
    let origin = context.url();
    output.says(&format!("Headers for {origin}, remembered in {file}: proxy-authorization"));
    let status = quiet(context.run_with(&["status", "--from", &file, "--json"], &[], "").done()).json();
    assert_eq!(status["tokens"][0]["headers"], json!(["proxy-authorization"]));
}

#[test]
fn a_renewed_token_keeps_them() {
    let (context, file) = remembered();
    let mut due = record(&file);
    due["requested_at"] = json!(Timestamp::now().as_second() - 5 * 24 * 60 * 60);
    context.write("token", &due.to_string());
    let hook = "env; echo \"$0 $*\"";
    let output = context.run_with(&["renew", "--from", &file, "--hook", hook], &[], "");
    quiet(output.done()).says("Renewed the token of alice");
    assert_eq!(record(&file)["headers"], format!("proxy-authorization: Bearer {GATE_TOKEN}\n"));
    assert_ne!(record(&file)["token"], due["token"]);
    context.run_with(&["whoami", "--from", &file], &[], "").done();
}

#[test]
fn a_journal_of_a_renewal_has_none() {
    let (context, file) = remembered();
    let mut due = record(&file);
    due["requested_at"] = json!(Timestamp::now().as_second() - 5 * 24 * 60 * 60);
    context.write("token", &due.to_string());
    context.run_with(&["renew", "--from", &file, "--hook", "false"], &[], "").failed(16);
    let state = context.path(".local/state/latchkey");
    let files: Vec<_> = fs::read_dir(&state).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(!files.is_empty());
    for file in files.iter().filter(|file| file.is_file()) {
        assert!(!fs::read_to_string(file).unwrap().contains(GATE_TOKEN), "{}", file.display());
    }
}

#[test]
fn a_program_that_exec_starts_does_not_get_them() {
    let (context, file) = remembered();
    let exec = ["exec", "--from", &file, "--", "/bin/sh", "-c", "/usr/bin/env; echo \"$0 $*\""];
    let output = quiet(context.run_with(&exec, &[("PATH", "/usr/bin:/bin")], "").done());
    assert!(output.stdout.contains("JENKINS_URL"), "{output:?}");
}

#[test]
fn headers_of_the_option_replace_remembered_ones_by_name() {
    let (context, file) = remembered();
    context.write("wrong", "proxy-authorization: Bearer gate-token-2\nX-More: 1\n");
    let wrong = format!("@{}", context.text("wrong"));
    let whoami =
        |arguments: &[&str]| context.run_with(&[&["whoami", "--from", &file], arguments].concat(), &[], "");
    let output = whoami(&["--header", &wrong, "--remember-headers"]).failed(7);
    assert!(!output.stderr.contains("gate-token-2"), "{output:?}");
    // Nothing is remembered before the controller has answered.
    whoami(&[]).done();
    context.write("more", "X-More: 1\n");
    let more = format!("@{}", context.text("more"));
    context.standin.clear_requests();
    whoami(&["--header", &more, "--remember-headers"]).done().says("proxy-authorization, x-more");
    whoami(&[]).done();
    assert!(context.standin.requests().iter().all(|request| request.header("x-more") == Some("1")));
    // Without headers, there is nothing to remember.
    let other = TestContext::new();
    other.alice(&["whoami", "--remember-headers"]).failed(2).says("--header @FILE");
    assert_eq!(other.arrived(), [""; 0]);
}

#[test]
fn another_controller_gets_none_of_them() {
    let (context, file) = remembered();
    let other = Standin::start(Options::default()).unwrap();
    let value = format!("11{}", "b".repeat(32));
    other.add_token("alice", NewToken { value: Some(value.clone()), ..NewToken::new("t") });
    context.run_with(&["list", other.url(), "--from", &file], &[], "").failed(3);
    assert!(other.requests().is_empty());
    // The file is for another controller from now on.
    let save = ["save", other.url(), "--user", "alice", "--save-to", &file];
    context.run_with(&save, &[], &value).done();
    context.run_with(&["list", "--from", &file], &[], "").done();
    assert!(!other.requests().is_empty());
    assert!(other.requests().iter().all(|request| request.header("proxy-authorization").is_none()));
    assert_eq!(record(&file)["headers"], Value::Null);
}

#[test]
fn they_can_be_forgotten_without_the_token() {
    let (context, file) = remembered();
    let forget = ["forget", "--headers", "--from", &file];
    context.run_with(&forget, &[], "").done().says("Removed the headers for");
    assert!(!fs::read_to_string(&file).unwrap().contains(GATE_TOKEN));
    context.run_with(&["list", "--from", &file], &[], "").failed(7);
    context.run_with(&forget, &[], "").failed(3).says("No headers are remembered");
    context.run_with(&["token", "--from", &file], &[], "").done();
    let (context, file) = remembered();
    let json = context.run_with(&["forget", "--headers", "--json", "--from", &file], &[], "").done().json();
    assert_eq!(json, json!({ "controller": context.url(), "user": null, "forgotten": file }));
}

#[test]
fn a_token_that_is_saved_again_keeps_them() {
    let (context, file) = remembered();
    let arguments = ["replace", "kept", "--from", &file, "--save-to", &file];
    context.run_with(&arguments, &[], "").done().says("Revoked the old");
    context.run_with(&["list", "--from", &file], &[], "").done();
}

#[test]
fn headers_that_cannot_be_read_are_named_and_can_be_removed() {
    let (context, file) = remembered();
    let mut broken = record(&file);
    broken["headers"] = json!("c0ffee");
    context.write("token", &broken.to_string());
    let output = context.run_with(&["list", "--from", &file], &[], "").failed(1).says("forget --headers");
    assert!(!output.stderr.contains("c0ffee"), "{output:?}");
    context.run_with(&["forget", "--headers", "--from", &file], &[], "").done();
}

#[test]
fn a_login_behind_the_gate_remembers_them() {
    let (context, header) = behind_a_gate();
    let file = context.text("token");
    let login = Login::start(&context, &["--save-to", &file, "--header", &header, "--remember-headers"]);
    let extension = login.extension();
    assert_eq!(extension.send(&code_message(0, login.code())), Answer::Accepted);
    let value = context.token("latchkey on carrara", 'a');
    let uuid = context.tokens().last().expect("a token").uuid.clone();
    let answer = extension.send(&token_message(1, login.code(), context.url(), "alice", &value, &uuid));
    let user = latchkey_core::UserId::new("alice");
    assert_eq!(answer, Answer::Saved { location: SavedIn::File, user });
    quiet(login.end().done()).says("proxy-authorization");
    context.run_with(&["list", "--from", &file], &[], "").done();
    // The next one needs no option.
    let login = Login::start(&context, &["--save-to", &file, "--yes"]);
    let value = context.token("latchkey on carrara", 'b');
    let uuid = context.tokens().last().expect("a token").uuid.clone();
    login.extension().send(&token_message(0, login.code(), context.url(), "alice", &value, &uuid));
    login.end().done().says("Revoked the old token");
    assert_eq!(context.run_with(&["token", "--from", &file], &[], "").done().line(), value);
    context.run_with(&["list", "--from", &file], &[], "").done();
}

#[test]
fn a_login_whose_token_cannot_be_tried_remembers_none() {
    let (context, _) = behind_a_gate();
    context.write("wrong", "Proxy-Authorization: Bearer gate-token-2\n");
    let (file, wrong) = (context.text("token"), format!("@{}", context.text("wrong")));
    let login = Login::start(&context, &["--save-to", &file, "--header", &wrong, "--remember-headers"]);
    let value = context.token("latchkey on carrara", 'a');
    let uuid = context.tokens().last().expect("a token").uuid.clone();
    login.extension().send(&token_message(0, login.code(), context.url(), "alice", &value, &uuid));
    let output = login.end().says("could not be tried").says("The headers are not remembered");
    assert!(!output.stderr.contains("gate-token-2"), "{output:?}");
    assert_eq!(record(&file)["headers"], Value::Null);
}

#[test]
fn the_password_of_a_person_behind_the_gate_is_not_enough() {
    let (context, header) = behind_a_gate();
    context.alice(&["list"]).failed(7);
    context.alice(&["list", "--header", &header]).done();
    // There is no keychain, and nothing is sent.
    context.standin.clear_requests();
    let arguments = ["whoami", context.url(), "--header", &header, "--remember-headers", "--user", "alice"];
    let output = context.run_with(&[&arguments[..], &["--password-stdin"]].concat(), &[], PASSWORD);
    output.failed(1).says("--save-to FILE");
    assert_eq!(context.arrived(), [""; 0]);
}
