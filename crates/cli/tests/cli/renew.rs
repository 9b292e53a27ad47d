//! `latchkey renew`.

mod examples;
mod kills;
mod logout;

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use jiff::Timestamp;
use latchkey_standin::{CannedAnswer, Fault, FaultedRequest};
use serde_json::{Value, json};

use crate::context::TestContext;

/// A stand-in, and a file with a token of alice of which about four of ten days are left.
struct Due {
    context: TestContext,
    file: String,
}

impl Due {
    fn new() -> Self {
        let context = TestContext::new();
        let file = context.text("token");
        context.alice(&["create", "--name", "kept", "--expires", "10d", "--save-to", &file]).done();
        let due = Self { context, file };
        due.change(|saved| saved["requested_at"] = json!(Timestamp::now().as_second() - 5 * 24 * 60 * 60));
        due.context.standin.clear_requests();
        due
    }

    /// The record in the file.
    fn saved(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(&self.file).expect("a record")).expect("JSON")
    }

    /// Changes the record in the file.
    fn change(&self, change: impl FnOnce(&mut Value)) {
        let mut saved = self.saved();
        change(&mut saved);
        self.context.write("token", &saved.to_string());
    }

    fn renew(&self, arguments: &[&str]) -> crate::context::Output {
        self.context.run_with(&[&["renew", "--from", &self.file], arguments].concat(), &[], "")
    }

    /// The binary, for a process that runs beside the test.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
        command.args(["renew", "--from", &self.file]).args(arguments);
        command.env_clear().env("HOME", self.context.path("")).stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Runs the command until it is killed at this point; `false` if it ended before.
    fn is_killed_at(&self, place: usize, arguments: &[&str]) -> bool {
        let status =
            self.command(arguments).env("LATCHKEY_KILL_AT", place.to_string()).status().expect("its end");
        assert!(status.success() || status.signal() == Some(9), "{status}");
        !status.success()
    }

    fn count(&self, request: &str) -> usize {
        self.context.arrived().iter().filter(|arrived| arrived.contains(request)).count()
    }

    /// Names of the journals of renewals that are not finished.
    fn journals(&self) -> Vec<String> {
        let folder = self.context.path(".local/state/latchkey");
        let files = fs::read_dir(folder).into_iter().flatten().map(|file| file.expect("a file").file_name());
        files.map(|name| name.to_string_lossy().into_owned()).filter(|name| name.ends_with(".json")).collect()
    }

    /// Whether the token that commands use works.
    fn works(&self) -> bool {
        self.context.standin.token_works(self.saved()["token"].as_str().expect("a token"))
    }

    /// Nothing is left but a new token, which is the one that is saved.
    #[track_caller]
    fn assert_renewed(&self) {
        let [token] = &self.context.tokens()[..] else { panic!("{:?}", self.context.names()) };
        assert!(token.name.starts_with("kept (renewed 2"), "{}", token.name);
        assert_eq!((&self.saved()["uuid"], self.works()), (&json!(token.uuid), true));
        assert_eq!((&self.saved()["name"], &self.saved()["successor"]), (&json!(token.name), &Value::Null));
        assert_eq!(self.journals(), [""; 0]);
    }

    /// Nothing is left but the old token, which is the one that is saved.
    #[track_caller]
    fn assert_unchanged(&self) {
        assert_eq!(self.context.names(), ["kept"]);
        assert!(self.works() && self.saved()["successor"].is_null() && self.journals().is_empty());
    }
}

#[test]
fn a_token_that_expires_soon_is_replaced() {
    let due = Due::new();
    let old = due.context.tokens()[0].uuid.clone();
    due.renew(&[]).done().says("Renewed the token of alice").says(&format!("Revoked the old token ({old})"));
    due.assert_renewed();
    assert_eq!(due.saved()["expires"], "10");
    let expected = [
        "GET /me/security/",
        "POST generateNewToken",
        "GET /me/api/json",
        "POST revoke",
        "GET /me/security/",
    ];
    assert_eq!(due.context.arrived(), expected);
    // It is not due now, and its name does not grow.
    due.renew(&[]).done().says("not renewed, because it has about");
    due.renew(&["--within", "10d"]).done();
    due.assert_renewed();
    assert_eq!(due.context.names()[0].matches("renewed").count(), 1);
}

#[test]
fn what_is_not_due_is_left_alone() {
    let due = Due::new();
    due.renew(&["--within", "2d"]).done().says("days left");
    due.renew(&["--dry-run"]).done().says("would be renewed");
    due.change(|saved| saved["expires"] = json!("never"));
    due.renew(&[]).done().says("never expires");
    due.change(|saved| saved["expires"] = Value::Null);
    due.renew(&[]).done().says("saved without its expiry").says("latchkey login");
    assert_eq!(due.context.arrived(), [""; 0]);
    due.assert_unchanged();
}

#[test]
fn the_results_are_also_written_as_json() {
    let due = Due::new();
    let old = due.context.tokens()[0].uuid.clone();
    let result =
        |arguments: &[&str]| due.renew(&[arguments, &["--json"]].concat()).done().json()["tokens"][0].clone();
    assert_eq!(result(&["--dry-run"])["result"], "due");
    let renewed = result(&[]);
    assert_eq!((&renewed["result"], &renewed["revoked"]), (&json!("renewed"), &json!(old)));
    assert_eq!(renewed["uuid"], json!(due.context.tokens()[0].uuid));
    assert_eq!(result(&[])["result"], "not-due");
}

#[test]
fn the_hook_finds_the_new_token_in_its_environment_and_shows_none() {
    let due = Due::new();
    let old = due.saved();
    let hook = format!(
        "printf '%s\n' \"$JENKINS_URL\" \"$JENKINS_USER_ID\" \"$JENKINS_API_TOKEN\" \"$LATCHKEY_OLD_TOKEN_NAME\" \
         \"$LATCHKEY_OLD_TOKEN_UUID\" > '{}'; echo \"got $JENKINS_API_TOKEN\"; echo \"instead of {}\" >&2",
        due.context.text("seen"),
        old["token"].as_str().unwrap()
    );
    let output = due.renew(&["--hook", &hook]).done();
    output.says("hook: got [redacted]").says("hook: instead of [redacted]");
    let new = due.saved();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let seen = fs::read_to_string(due.context.path("seen")).unwrap();
    let expected =
        format!("{}/\nalice\n{}\nkept\n{}\n", due.context.url(), text(&new["token"]), text(&old["uuid"]));
    assert_eq!(seen, expected);
    due.assert_renewed();
}

#[test]
fn a_hook_that_fails_keeps_both_tokens_until_it_succeeds() {
    let due = Due::new();
    let old = due.saved();
    for _ in 0..2 {
        let output = due.renew(&["--hook", "exit 3"]).failed(16).says("The hook ended with exit code 3");
        output.says("Both tokens work");
        assert_eq!(due.context.tokens().len(), 2);
        assert_eq!(due.saved()["token"], old["token"]);
        assert!(due.works());
        let new = due.saved()["successor"]["token"].as_str().unwrap().to_owned();
        assert!(due.context.standin.token_works(&new));
    }
    due.renew(&["--dry-run"]).done().says("would be finished");
    // The record can be used as ever.
    due.context.run_with(&["whoami", "--from", &due.file], &[], "").done();
    due.renew(&["--hook", "true"]).done();
    assert_eq!(due.count("generateNewToken"), 1);
    due.assert_renewed();
}

#[test]
fn a_token_that_another_command_saves_in_the_meantime_stays() {
    let due = Due::new();
    let mut other = due.saved();
    let value = due.context.token("from a login", 'b');
    other["token"] = json!(value);
    other["name"] = json!("from a login");
    due.context.write("other", &other.to_string());
    let hook = format!("cp '{}' '{}'", due.context.text("other"), due.file);
    due.renew(&["--hook", &hook]).failed(1).says("Another command saved a token in the meantime");
    assert_eq!((due.saved()["token"].as_str(), due.context.tokens().len()), (Some(&*value), 3));
    due.change(|saved| saved["expires"] = json!("never"));
    due.renew(&[]).done().says("whose value was not saved");
    assert_eq!(due.context.names(), ["kept", "from a login"]);
    assert!(due.works() && due.journals().is_empty());
}

#[test]
fn a_token_that_no_longer_works_leads_to_a_login() {
    let due = Due::new();
    due.context.standin.revoke_token("alice", &due.context.tokens()[0].uuid);
    let output = due.renew(&[]).failed(4).says("expired").says("latchkey login");
    output.says(&format!("--save-to {}", due.file));
    assert_eq!((due.count("generateNewToken"), due.journals().len()), (0, 0));
}

#[test]
fn a_new_token_that_does_not_work_is_revoked() {
    let due = Due::new();
    let refusal = CannedAnswer::new(401, "").with_header("WWW-Authenticate", "Basic realm=\"Jenkins\"");
    for (answer, says) in
        [(CannedAnswer::new(502, "<h1>nginx</h1>"), "could not be tried"), (refusal, "refuses")]
    {
        due.context.standin.answer_next("/me/api/json", answer);
        due.renew(&[]).failed(11).says(says).says("The old token stays");
        due.assert_unchanged();
    }
}

#[test]
fn a_token_whose_value_was_lost_is_revoked() {
    for fault in
        [Fault::GoneAfter, Fault::BadGatewayAfter, Fault::FailedAfter, Fault::HalfBody, Fault::GoneBefore]
    {
        let due = Due::new();
        due.context.standin.fault_next(fault, FaultedRequest::Generate);
        let output = due.renew(&[]);
        assert_ne!(output.status, 0, "{output:?}");
        assert_eq!(due.context.names(), ["kept"], "{fault}: {output:?}");
        assert!(due.works());
        due.renew(&[]).done();
        due.assert_renewed();
    }
}

#[test]
fn a_record_that_cannot_be_written_changes_nothing() {
    let due = Due::new();
    // The folder for journals is a file.
    fs::create_dir_all(due.context.path(".local/state")).unwrap();
    fs::write(due.context.path(".local/state/latchkey"), "").unwrap();
    due.renew(&[]).failed(1).says("journal");
    assert_eq!(due.context.arrived(), [""; 0]);
}

#[test]
fn an_old_token_whose_uuid_is_not_known_is_named() {
    let due = Due::new();
    due.change(|saved| saved["uuid"] = Value::Null);
    due.renew(&[]).done().says("The old token was not revoked").says("latchkey list");
    assert_eq!(due.context.tokens().len(), 2);
    assert!(due.works() && due.journals().is_empty());
}

#[test]
fn two_commands_at_the_same_time_create_one_token() {
    let due = Due::new();
    let held = due.context.standin.hold_next_generate();
    let mut first = due.command(&[]).spawn().unwrap();
    assert!(held.wait_for_arrival(Duration::from_secs(20)), "no request came");
    due.renew(&[]).failed(1).says("Another latchkey is renewing the token of alice");
    held.release();
    assert!(first.wait().unwrap().success());
    assert_eq!(due.count("generateNewToken"), 1);
    due.assert_renewed();
}

#[test]
fn a_journal_holds_no_secret() {
    let due = Due::new();
    let old = due.saved();
    due.renew(&["--hook", "false"]).failed(16);
    let [journal] = &due.journals()[..] else { panic!() };
    let text = fs::read_to_string(due.context.path(".local/state/latchkey").join(journal)).unwrap();
    let new = due.saved();
    for secret in [&old["token"], &new["successor"]["token"]] {
        assert!(!text.contains(secret.as_str().unwrap()), "{text}");
    }
    assert!(text.contains("alice") && text.contains("kept (renewed "), "{text}");
}

#[test]
fn an_unfit_new_token_is_revoked_with_advice() {
    let refused = CannedAnswer::new(401, "").with_header("WWW-Authenticate", "Basic realm=\"Jenkins\"");
    let somebody_else =
        CannedAnswer::new(200, r#"{"_class":"hudson.model.User","id":"bob","fullName":"Bob"}"#)
            .with_header("Content-Type", "application/json");
    for (answer, reason) in [(refused, "Jenkins refuses the new token"), (somebody_else, "works as bob")] {
        let due = Due::new();
        due.context.standin.answer_next("/me/api/json", answer);
        let output = due.renew(&[]).failed(11).says(reason).says("The old token stays");
        output.says(&format!("`latchkey login {} --user alice --save-to", due.context.url()));
        assert_eq!(due.context.names(), ["kept"]);
    }
}

#[test]
fn nothing_is_created_without_a_folder_for_the_journal() {
    let due = Due::new();
    let file = due.context.text("token");
    let arguments = ["renew", "--from", &file];
    let output = due.context.run_with(&arguments, &[("XDG_STATE_HOME", &file)], "").failed(1);
    output
        .says("The folder for the journal of renewals cannot be used")
        .says("or set XDG_STATE_HOME to a folder");
    assert_eq!(due.context.names(), ["kept"]);
}
