//! `latchkey exec`: commands with the saved token in their environment.

use std::fs;
use std::process::{Command, Stdio};

use crate::context::TestContext;

/// A stand-in whose token for alice is saved in a file.
fn saved() -> (TestContext, String) {
    let context = TestContext::new();
    let file = context.text("token");
    context.alice(&["create", "--name", "kept", "--save-to", &file]).done();
    (context, file)
}

#[test]
fn the_command_finds_url_user_and_token_in_its_environment() {
    let (context, file) = saved();
    let token = context.run_with(&["token", "--from", &file], &[], "").done();
    let print = "printf '%s\n' \"$JENKINS_URL\" \"$JENKINS_USER_ID\" \"$JENKINS_API_TOKEN\" \"$1\"";
    let arguments = ["exec", "--from", &file, "--", "/bin/sh", "-c", print, "sh", "--json"];
    let output = context.run_with(&arguments, &[("JENKINS_API_TOKEN", "of another time")], "").done();
    let expected = format!("{}/\nalice\n{}\n--json\n", context.url(), token.line());
    assert_eq!(output.stdout, expected);
    assert_eq!(output.stderr, "");
}

#[test]
fn curl_works_as_the_user_of_the_saved_token() {
    let (context, file) = saved();
    let curl = "curl --disable --silent --fail --noproxy '*' --config - \"${JENKINS_URL}me/api/json\" <<EOF\n\
                user = \"$JENKINS_USER_ID:$JENKINS_API_TOKEN\"\nEOF";
    let arguments = ["exec", "--from", &file, "--", "/bin/sh", "-c", curl];
    let path = std::env::var("PATH").unwrap();
    let output = context.run_with(&arguments, &[("PATH", &path)], "").done();
    assert!(output.stdout.contains(r#""id":"alice""#), "{}", output.stdout);
}

#[test]
fn standard_input_and_exit_code_are_those_of_the_command() {
    let (context, file) = saved();
    let exec = |script: &str, input: &str| {
        context.run_with(&["exec", "--from", &file, "--", "/bin/sh", "-c", script], &[], input)
    };
    assert_eq!(exec("cat", "typed").done().stdout, "typed");
    assert_eq!(exec("exit 42", "").status, 42);
}

#[test]
fn the_command_replaces_latchkey_so_that_signals_reach_it() {
    let (context, file) = saved();
    let script = "echo $$; trap 'echo terminated; exit 7' TERM; while read line; do :; done";
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
    command.args(["exec", "--from", &file, "--", "/bin/sh", "-c", script]);
    command.env("HOME", context.path("")).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut output = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    std::io::BufRead::read_line(&mut output, &mut line).unwrap();
    assert_eq!(line.trim(), child.id().to_string(), "the command has the process ID of latchkey");
    let token = context.run_with(&["token", "--from", &file], &[], "").done();
    let of_process = |name| fs::read(format!("/proc/{}/{name}", child.id())).unwrap();
    let arguments = String::from_utf8(of_process("cmdline")).unwrap();
    assert!(!arguments.contains(token.line()), "{arguments}");
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    // The shell waits for the end of `read` before it runs its trap.
    drop(child.stdin.take());
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut output, &mut rest).unwrap();
    assert_eq!((rest.as_str(), child.wait().unwrap().code()), ("terminated\n", Some(7)));
}

#[test]
fn a_command_that_cannot_be_started_is_named() {
    let (context, file) = saved();
    let exec = |program: &str| context.run_with(&["exec", "--from", &file, "--", program], &[], "");
    exec("/nonexistent/program").failed(127).says("/nonexistent/program cannot be started");
    exec(&file).failed(126).says("cannot be started");
    context.run_with(&["exec", "--from", &file], &[], "").failed(2).says("COMMAND");
    let nothing = context.text("nothing");
    context.run_with(&["exec", "--from", &nothing, "--", "true"], &[], "").failed(1).says("no such file");
}
