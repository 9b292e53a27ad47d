//! The keychain of a desktop: GNOME Keyring on a message bus of its own. `cargo xtask test --long` installs and runs it.

mod fleet;

use std::env;
use std::process::{Command, Stdio};

use assert_cmd::Command as Program;
use keyring::Entry;
use latchkey_core::UserId;
use latchkey_core::login::{Answer, SavedIn};
use latchkey_standin::NewToken;

use crate::context::{self, ADMINISTRATOR, Output, PASSWORD, TestContext};
use crate::login::command::{Login, token_message};
use crate::remembered_headers::{behind_a_gate, quiet};

/// Set where the bus with the keychain is there.
const INSIDE: &str = "LATCHKEY_TEST_KEYCHAIN";

/// Runs this test once more where an empty and open keychain is on the bus; `false` if this is where.
fn is_outside(test: &str) -> bool {
    if env::var_os(INSIDE).is_some() {
        return false;
    }
    let home = tempfile::tempdir().expect("a home");
    let start = "printf 'password\\n' | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null\n\
                 exec \"$@\"";
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "sh", "-c", start, "sh"]).arg(env::current_exe().expect("this program"));
    command.args(["--ignored", "--exact", test, "--nocapture"]).env(INSIDE, "yes").stdin(Stdio::null());
    for variable in ["HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"] {
        command.env(variable, home.path());
    }
    let status = command.status().expect("dbus-run-session");
    assert!(status.success(), "{status}");
    true
}

impl TestContext {
    /// The binary, with the keychain of the bus.
    fn with_keychain(&self, arguments: &[&str]) -> Program {
        let mut command = self.command(arguments);
        command.env("DBUS_SESSION_BUS_ADDRESS", env::var_os("DBUS_SESSION_BUS_ADDRESS").expect("a bus"));
        command.env("JENKINS_URL", self.url());
        command
    }

    fn in_keychain(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = self.with_keychain(arguments);
        command.write_stdin(input);
        context::run(command)
    }
}

#[test]
#[ignore = "needs gnome-keyring and dbus-run-session"]
fn tokens_of_several_users_are_kept_in_a_keychain() {
    if is_outside("keychain::tokens_of_several_users_are_kept_in_a_keychain") {
        return;
    }
    let context = TestContext::new();
    let create = |user: &str, password: &str| {
        let arguments = ["create", "--user", user, "--password-stdin", "--save"];
        context.in_keychain(&arguments, password).done().says("Saved in the keychain");
    };
    create("alice", PASSWORD);
    create("admin", ADMINISTRATOR);
    let who = |arguments: &[&str]| {
        context.in_keychain(&[&["whoami"], arguments].concat(), "").done().line().to_owned()
    };
    assert_eq!(
        (who(&[]), who(&["--user", "alice"]), who(&["--user", "ALICE"])),
        ("admin".into(), "alice".into(), "alice".into())
    );
    let token = context.in_keychain(&["token", "--user", "alice"], "").done();
    assert!(context.standin.token_works(token.line()));
    context.in_keychain(&["forget"], "").done().says("Removed the token of admin");
    assert_eq!(who(&[]), "alice");
    context.in_keychain(&["forget", "--user", "alice"], "").done();
    context.in_keychain(&["token"], "").failed(3).says("No token is saved");
    context.in_keychain(&["list"], "").failed(3);
}

#[test]
#[ignore = "needs gnome-keyring and dbus-run-session"]
fn all_tokens_are_renewed_and_the_default_user_stays() {
    if is_outside("keychain::all_tokens_are_renewed_and_the_default_user_stays") {
        return;
    }
    let context = TestContext::new();
    for (user, password) in [("alice", PASSWORD), ("admin", ADMINISTRATOR)] {
        let arguments = ["create", "--user", user, "--password-stdin", "--save"];
        context.in_keychain(&arguments, password).done();
    }
    context.in_keychain(&["renew"], "").done().says("alice at").says("days left");
    let output = context.in_keychain(&["renew", "--all", "--within", "30d"], "").done();
    output.says("Renewed the token of alice").says("Renewed the token of admin");
    assert_eq!((context.standin.tokens_of("alice").len(), context.standin.tokens_of("admin").len()), (1, 1));
    let renew = ["renew", "--user", "alice", "--within", "30d", "--hook", "false"];
    context.in_keychain(&renew, "").failed(16).says("Both tokens work");
    assert_eq!(context.standin.tokens_of("alice").len(), 2);
    let names = context.in_keychain(&["status"], "").done();
    assert_eq!(names.stdout.matches("  works  ").count(), 2, "{names:?}");
    assert_eq!(context.in_keychain(&["whoami"], "").done().line(), "admin");
    context.in_keychain(&["forget", "--user", "alice"], "").done();
    let output = context.in_keychain(&["renew"], "").says("A renewal of the token of alice at");
    assert_eq!(output.status, 16, "{output:?}");
}

#[test]
#[ignore = "needs gnome-keyring and dbus-run-session"]
fn the_status_shows_the_tokens_for_all_controllers() {
    if is_outside("keychain::the_status_shows_the_tokens_for_all_controllers") {
        return;
    }
    let (context, other) = (TestContext::new(), TestContext::new());
    let create = |context: &TestContext, user: &str, password: &str| {
        let arguments = ["create", "--user", user, "--password-stdin", "--save"];
        context.in_keychain(&arguments, password).done();
    };
    create(&context, "alice", PASSWORD);
    create(&context, "admin", ADMINISTRATOR);
    create(&other, "alice", PASSWORD);
    let users = |arguments: &[&str]| {
        let status = context.in_keychain(&[&["status", "--json"], arguments].concat(), "").json();
        let tokens = status["tokens"].as_array().expect("tokens").clone();
        let user = |token: &serde_json::Value| {
            (token["user"].as_str().expect("a user").to_owned(), token["default"] == true)
        };
        tokens.iter().map(user).collect::<Vec<_>>()
    };
    assert_eq!(users(&[]), [("admin".to_owned(), true), ("alice".to_owned(), false)]);
    assert_eq!(users(&["--user", "ALICE"]), [("alice".to_owned(), false)]);
    assert_eq!(users(&["--all"]).len(), 3);
    assert_eq!(users(&["--all", "--user", "admin"]).len(), 1);
    let gone = other.url().to_owned();
    drop(other);
    let output = context.in_keychain(&["status", "--all"], "").says(&format!("alice at {gone}"));
    assert_eq!((output.status, output.stdout.matches("  works  ").count()), (16, 2), "{output:?}");
    assert!(output.stdout.contains("admin (default)"), "{output:?}");
    context.in_keychain(&["status", "--user", "bob"], "").failed(3).says("No token of bob is saved");
}

#[test]
#[ignore = "needs gnome-keyring and dbus-run-session"]
fn a_token_that_version_0_1_kept_in_a_keychain_is_found() {
    if is_outside("keychain::a_token_that_version_0_1_kept_in_a_keychain_is_found") {
        return;
    }
    let context = TestContext::new();
    let token = context.token("old", 'a');
    let saved =
        format!(r#"{{"controller":"{}","user":"alice","token":"{token}","uuid":null}}"#, context.url());
    Entry::new("latchkey", context.url()).unwrap().set_password(&saved).unwrap();
    for _ in 0..2 {
        assert_eq!(context.in_keychain(&["token"], "").done().line(), token);
    }
    assert_eq!(context.in_keychain(&["whoami", "--user", "alice"], "").done().line(), "alice");
    let marker = Entry::new("latchkey", context.url()).unwrap().get_password().unwrap();
    assert!(marker.contains("alice") && !marker.contains(&token), "{marker}");
    context.in_keychain(&["forget"], "").done();
    assert!(Entry::new("latchkey", context.url()).unwrap().get_password().is_err());
}

#[test]
#[ignore = "needs gnome-keyring and dbus-run-session"]
fn logging_in_and_out_leaves_the_tokens_of_other_users_alone() {
    if is_outside("keychain::logging_in_and_out_leaves_the_tokens_of_other_users_alone") {
        return;
    }
    let context = TestContext::new();
    let bus = env::var("DBUS_SESSION_BUS_ADDRESS").expect("a bus");
    let log_in = |arguments: &[&str], user: &str, digit: char| {
        let login = Login::with(
            &context,
            &[&["--no-open"], arguments].concat(),
            &[("DBUS_SESSION_BUS_ADDRESS", &bus)],
        );
        let value = format!("11{}", digit.to_string().repeat(32));
        let new = NewToken { value: Some(value.clone()), ..NewToken::new("latchkey on carrara") };
        let uuid = context.standin.add_token(user, new);
        let message = token_message(0, login.code(), context.url(), user, &value, &uuid);
        let user = UserId::new(user);
        assert_eq!(login.extension().send(&message), Answer::Saved { location: SavedIn::Keychain, user });
        login.end().done().says("Saved in the keychain")
    };
    let count = |user: &str| context.standin.tokens_of(user).len();
    log_in(&[], "admin", 'a');
    // Without a terminal, --yes is needed even if the person may sign in as somebody else.
    context.in_keychain(&["login", "--no-open"], "").failed(15).says("--yes");
    log_in(&["--yes"], "alice", 'b');
    assert_eq!((count("admin"), count("alice")), (1, 1));
    log_in(&["--user", "alice", "--yes"], "alice", 'c').says("Revoked the old token");
    assert_eq!((count("admin"), count("alice")), (1, 1));
    log_in(&["--user", "alice", "--yes", "--keep-old"], "alice", 'd').says("The old token still works");
    assert_eq!((count("admin"), count("alice")), (1, 2));
    assert_eq!(context.in_keychain(&["whoami"], "").done().line(), "alice");
    context.in_keychain(&["logout"], "").done().says("of alice");
    assert_eq!(context.in_keychain(&["whoami"], "").done().line(), "admin");
    context.in_keychain(&["logout", "--user", "admin"], "").done().says("of admin");
    assert_eq!((count("admin"), count("alice")), (0, 1));
    context.in_keychain(&["logout"], "").failed(3).says("No token is saved");
}

#[test]
#[ignore = "needs gnome-keyring and dbus-run-session"]
fn headers_are_remembered_for_all_users_of_a_controller() {
    if is_outside("keychain::headers_are_remembered_for_all_users_of_a_controller") {
        return;
    }
    let (context, header) = behind_a_gate();
    let run = |arguments: &[&str], input: &str| quiet(context.in_keychain(arguments, input));
    let create = |user: &str, password: &str, more: &[&str]| {
        let arguments = ["create", "--user", user, "--password-stdin", "--save"];
        run(&[&arguments, more].concat(), password)
    };
    create("alice", PASSWORD, &[]).failed(7);
    let output = create("alice", PASSWORD, &["--header", &header, "--remember-headers"]).done();
    output.says("proxy-authorization. They are kept in the keychain");
    // Another user, with a password and with a token.
    create("admin", ADMINISTRATOR, &[]).done();
    assert_eq!(run(&["whoami"], "").done().line(), "admin");
    run(&["whoami", "--user", "alice"], "").done();
    // The root is looked for above this page.
    let page = format!("{}/login", context.url());
    run(&["list", &page, "--user", "alice", "--password-stdin"], PASSWORD).done();
    let output = run(&["status", "--all"], "").done();
    assert_eq!(
        output.stderr.matches("remembered in the keychain: proxy-authorization").count(),
        1,
        "{output:?}"
    );
    run(&["renew", "--all", "--within", "30d"], "").done().says("Renewed the token of admin");
    run(&["audit", "--json"], "").done();
    // A token in a file does not take them along, but needs none where the keychain is.
    let file = context.text("token");
    run(&["create", "--save-to", &file, "--user", "alice"], "").done();
    run(&["list", "--from", &file], "").done();
    context.run_with(&["list", "--from", &file], &[], "").failed(7);
    // What `exec` starts has a token in its environment, and may be this program.
    let program = env!("CARGO_BIN_EXE_latchkey");
    assert_eq!(run(&["exec", "--user", "alice", "--", program, "whoami"], "").done().line(), "alice");
    // Another controller.
    let other = TestContext::new();
    run(&["whoami", other.url(), "--user", "bob", "--password-stdin"], PASSWORD);
    assert!(other.standin.requests().iter().all(|request| request.header("proxy-authorization").is_none()));
    assert!(!other.standin.requests().is_empty());
    let output = run(&["forget", "--user", "alice"], "").done();
    assert!(!output.stderr.contains("headers"), "{output:?}");
    run(&["logout"], "").done().says("Revoked").says("Removed the headers for");
    create("alice", PASSWORD, &[]).failed(7);
    run(&["forget", "--headers"], "").failed(3).says("No headers are remembered");
    // Without a token, too.
    let whoami = ["whoami", "--user", "alice", "--password-stdin"];
    run(&[&whoami[..], &["--header", &header, "--remember-headers"]].concat(), PASSWORD).done();
    run(&whoami, PASSWORD).done();
    run(&["forget", "--headers"], "").done();
    run(&whoami, PASSWORD).failed(7);
}
