//! Several controllers with saved tokens: `--all`, `--controllers`, and renewals at the same time.

use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;
use std::time::Duration;

use assert_cmd::Command;
use jiff::Timestamp;
use keyring::Entry;
use latchkey_standin::{HeldReply, Options, Standin, TokenRecord};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use super::is_outside;
use crate::context::{self, ADMINISTRATOR, Output, PASSWORD, TestContext};
use crate::schema;

/// Several stand-ins, each with a token of alice in the keychain of which about four of ten days are left.
struct Saved {
    context: TestContext,
    standins: Vec<Standin>,
}

impl Saved {
    fn new(controllers: usize) -> Self {
        let standins = (0..controllers).map(|_| Standin::start(Options::default()).expect("a stand-in"));
        let saved = Self { context: TestContext::new(), standins: standins.collect() };
        for standin in &saved.standins {
            saved.create(standin.url(), "alice", PASSWORD);
            let mut record = saved.record(standin);
            record["requested_at"] = json!(Timestamp::now().as_second() - 5 * 24 * 60 * 60);
            entry(standin).set_password(&record.to_string()).expect("the keychain");
        }
        saved
    }

    fn create(&self, url: &str, user: &str, password: &str) {
        let create = ["create", url, "--name", "kept", "--expires", "10d", "--save"];
        self.run_with(&[&create[..], &["--user", user, "--password-stdin"]].concat(), password).done();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.context.with_keychain(arguments);
        command.env_remove("JENKINS_URL");
        command
    }

    fn run_with(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = self.command(arguments);
        command.write_stdin(input);
        let output = context::run(command);
        if arguments.contains(&"--json") {
            schema::check(arguments, &output.stdout, &output.stderr);
        }
        output
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(arguments, "")
    }

    /// Interrupts a command with this signal once the requests of these replies are there.
    fn interrupt(&self, arguments: &[&str], held: &[HeldReply], signal: Signal) -> Output {
        let command = self.command(arguments);
        let mut started = std::process::Command::new(command.get_program());
        started.args(command.get_args()).env_clear();
        started.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let child = started.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary");
        for reply in held {
            assert!(reply.wait_for_arrival(Duration::from_secs(20)), "no request came");
        }
        let pid = Pid::from_raw(child.id().try_into().expect("a process id")).expect("a process id");
        kill_process(pid, signal).expect("the signal is sent");
        context::output(child.wait_with_output().expect("its end"))
    }

    /// The record in the keychain.
    fn record(&self, standin: &Standin) -> Value {
        serde_json::from_str(&entry(standin).get_password().expect("the keychain")).expect("JSON")
    }

    /// Whether the token that commands use works.
    fn works(&self, standin: &Standin) -> bool {
        standin.token_works(self.record(standin)["token"].as_str().expect("a token"))
    }

    /// Writes a file that lists these controllers.
    fn file(&self, urls: &[&str]) -> String {
        self.context.write("controllers", &urls.join("\n"));
        self.context.text("controllers")
    }
}

fn entry(standin: &Standin) -> Entry {
    Entry::new("latchkey", &format!("{} alice", standin.url())).expect("the keychain")
}

fn is_renewed(token: &TokenRecord) -> bool {
    token.name.starts_with("kept (renewed 2")
}

#[test]
#[ignore = "needs gnome-keyring and dbus-run-session"]
fn all_means_every_controller_with_a_saved_token() {
    if is_outside("keychain::fleet::all_means_every_controller_with_a_saved_token") {
        return;
    }
    let saved = Saved::new(3);
    let users = |arguments: &[&str]| {
        let listed = saved.run(&[&["list", "--all", "--json"], arguments].concat()).done();
        let mut users: Vec<String> = listed
            .stdout
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["user"].to_string())
            .collect();
        users.sort();
        users
    };
    assert_eq!(users(&[]), ["\"alice\""; 3]);
    // The one that was saved last is used by default.
    saved.create(saved.standins[0].url(), "admin", ADMINISTRATOR);
    assert_eq!(users(&[]), ["\"admin\"", "\"alice\"", "\"alice\""]);
    assert_eq!(users(&["--user", "admin"]), ["\"admin\""]);
    let audited = saved.run(&["audit", "--all", "--json"]);
    assert_eq!(audited.status, 16, "alice is no administrator: {audited:?}");
    assert_eq!(audited.stdout.matches("failed-controller").count(), 2, "{audited:?}");
    saved.run(&["list", "--all", "--user", "bob"]).failed(3).says("No token of bob is saved");
}

#[test]
#[ignore = "needs gnome-keyring and dbus-run-session"]
fn status_and_renewals_know_listed_controllers() {
    if is_outside("keychain::fleet::status_and_renewals_know_listed_controllers") {
        return;
    }
    let saved = Saved::new(3);
    let stranger = "https://ci.example.org";
    let [first, second, third] = [0, 1, 2].map(|place| saved.standins[place].url());
    let file = saved.file(&[first, stranger, second]);
    let output = saved.run(&["status", "--controllers", &file]);
    assert_eq!((output.status, output.stdout.matches("  works  ").count()), (16, 2), "{output:?}");
    let output = output.says(&format!("Warning: {stranger}: No token is saved. Get one"));
    assert!(!output.stdout.contains(third), "{output:?}");
    let output = output.says("1 controller has no saved token");
    assert!(output.stderr.contains(&format!("latchkey login {stranger}")));

    let output = saved.run(&["status", "--controllers", &file, "--json"]);
    assert_eq!(output.json()["failedControllers"][0]["controller"], stranger);
    assert_eq!(output.json()["tokens"].as_array().expect("tokens").len(), 2);

    let output = saved.run(&["renew", "--controllers", &file, "--json"]);
    assert_eq!(output.status, 16, "{output:?}");
    assert_eq!(output.stdout.matches("\"renewed\"").count(), 2, "{output:?}");
    assert_eq!(output.json()["failedControllers"][0]["error"]["status"], 3);
    assert!(saved.standins[2].tokens_of("alice").iter().all(|token| !is_renewed(token)));
    let file = saved.file(&[stranger]);
    saved.run(&["renew", "--controllers", &file]).failed(3).says(stranger);
}

#[test]
#[ignore = "needs gnome-keyring and dbus-run-session"]
fn hooks_of_renewals_run_one_after_the_other() {
    if is_outside("keychain::fleet::hooks_of_renewals_run_one_after_the_other") {
        return;
    }
    let saved = Saved::new(4);
    // A second hook at the same time would find the folder of the first.
    let folder = saved.context.text("busy");
    let hook = format!(
        "mkdir '{folder}' && i=0 && while [ $i -lt 20000 ]; do i=$((i+1)); done && rmdir '{folder}' && echo \"for $JENKINS_URL\""
    );
    let output = saved.run(&["renew", "--all", "--hook", &hook]).done();
    for standin in &saved.standins {
        let url = standin.url();
        assert!(output.stderr.contains(&format!("{url}: Renewed the token of alice: ")), "{output:?}");
        assert!(output.stderr.contains(&format!("{url}: hook: for {url}/")), "{output:?}");
        assert!(saved.works(standin));
    }
    let gone = saved.standins[0].url().to_owned();
    let Saved { context, mut standins } = saved;
    drop(standins.remove(0));
    let saved = Saved { context, standins };
    let output = saved.run(&["renew", "--all", "--within", "30d"]);
    assert_eq!(output.status, 16, "{output:?}");
    let output = output.says("1 of 4 saved tokens could not be renewed");
    output.says(&format!("Warning: {gone}: alice: "));
}

/// Kills the command at each point between two steps of any of the renewals.
#[test]
#[ignore = "needs gnome-keyring and dbus-run-session"]
fn a_kill_of_several_renewals_loses_no_token_and_leaves_none_behind() {
    if is_outside("keychain::fleet::a_kill_of_several_renewals_loses_no_token_and_leaves_none_behind") {
        return;
    }
    let (mut kills, mut lost, mut doubled) = (0, 0, 0);
    for place in 1.. {
        let saved = Saved::new(3);
        let mut command = saved.command(&["renew", "--all", "--hook", "true"]);
        let ended = command.env("LATCHKEY_KILL_AT", place.to_string()).output().expect("its end").status;
        lost += saved.standins.iter().filter(|standin| !saved.works(standin)).count();
        if !ended.success() {
            assert_eq!(ended.signal(), Some(9), "{ended}");
            kills += 1;
            saved.run(&["renew", "--all", "--hook", "true"]).done();
        }
        for standin in &saved.standins {
            lost += usize::from(!saved.works(standin));
            let tokens = standin.tokens_of("alice");
            doubled += usize::from(tokens.len() != 1 || !tokens.iter().all(is_renewed));
            assert!(saved.record(standin)["successor"].is_null());
            entry(standin).delete_credential().expect("the keychain");
        }
        if ended.success() {
            break;
        }
    }
    println!(
        "three renewals at the same time killed between two steps: {kills} kills, {lost} lost, {doubled} doubled"
    );
    assert!(kills >= 27, "{kills}");
    assert_eq!((lost, doubled), (0, 0));
}

/// Ctrl-C while each of the renewals waits for the reply to the same request.
#[test]
#[ignore = "needs gnome-keyring and dbus-run-session"]
fn an_interrupt_of_several_renewals_reports_each_and_loses_and_doubles_nothing() {
    if is_outside(
        "keychain::fleet::an_interrupt_of_several_renewals_reports_each_and_loses_and_doubles_nothing",
    ) {
        return;
    }
    let not_saved = "The renewal of the token of alice was interrupted";
    let saved_already = "The new token is saved and works, but the old one";
    for (path, signal, message) in [
        ("/generateNewToken", Signal::INT, not_saved),
        ("/me/api/json", Signal::TERM, not_saved),
        ("/revoke", Signal::INT, saved_already),
    ] {
        let saved = Saved::new(3);
        let held: Vec<HeldReply> = saved.standins.iter().map(|standin| standin.hold_next(path)).collect();
        let interrupted = saved.interrupt(&["renew", "--all"], &held, signal);
        held.into_iter().for_each(HeldReply::release);
        assert_eq!(interrupted.status, 16, "{path}: {interrupted:?}");
        for standin in &saved.standins {
            let report = format!("{}: {message}", standin.url());
            assert_eq!(interrupted.stderr.matches(&report).count(), 1, "{path}: {interrupted:?}");
            assert!(saved.works(standin), "{path}: lost");
        }
        let next = saved.run(&["renew", "--all"]).done();
        for standin in &saved.standins {
            assert!(saved.works(standin), "{path}: lost, {next:?}");
            let tokens = standin.tokens_of("alice");
            assert!(tokens.len() == 1 && tokens.iter().all(is_renewed), "{path}: {tokens:?}");
            assert!(saved.record(standin)["successor"].is_null());
            entry(standin).delete_credential().expect("the keychain");
        }
    }
}
