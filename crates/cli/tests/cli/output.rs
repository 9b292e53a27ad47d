//! Tokens that cannot be printed or saved.

use std::fs::OpenOptions;
use std::process::{Command, Stdio};

use latchkey_standin::CannedAnswer;

use crate::context::{TestContext, run};

#[test]
fn no_token_is_created_if_standard_output_leads_nowhere() {
    let context = TestContext::new();
    let token = context.token("t", 'a');
    for (redirection, says) in [(">&-", "closed"), ("> /dev/null", "/dev/null")] {
        let script = format!("latchkey create {redirection}");
        run(in_shell(&context, &script, &token)).failed(14).says("cannot take the new token").says(says);
        assert_eq!(context.arrived(), [""; 0]);
    }
    // A saved token needs no output.
    let script = format!("latchkey create --save-to {} > /dev/null", context.text("saved"));
    run(in_shell(&context, &script, &token)).done();
}

#[test]
fn no_token_is_created_if_the_reader_of_the_pipe_has_gone() {
    let context = TestContext::new();
    let token = context.token("t", 'a');
    // The reader ends before the command starts.
    let script = "exec 3> >(exec true); wait $!; latchkey create >&3";
    run(in_shell(&context, script, &token)).failed(14).says("no program reads it");
    assert_eq!(context.arrived(), [""; 0]);
}

#[test]
fn a_reader_that_closes_the_pipe_early_gets_no_error_message() {
    let context = TestContext::new();
    let token = context.token("t", 'a');
    let script = "exec 3> >(exec true); wait $!; latchkey list >&3";
    let ended = run(in_shell(&context, script, &token));
    assert_eq!((ended.status, ended.stderr.as_str()), (14, ""));
}

// Nobody, not even root, can write files there.
#[test]
#[cfg(target_os = "linux")]
fn a_token_that_is_neither_saved_nor_printed_is_revoked() {
    let context = TestContext::new();
    let token = context.token("t", 'a');
    let script = "latchkey create --save-to /proc/latchkey-token > /dev/null";
    run(in_shell(&context, script, &token)).failed(14).says("so it was revoked.");
    assert_eq!(context.names(), ["t"]);
}

/// A bash script in which `latchkey` runs the binary against the stand-in, with a token of alice.
fn in_shell(context: &TestContext, script: &str, token: &str) -> assert_cmd::Command {
    let mut shell = assert_cmd::Command::new("bash");
    let script = format!("latchkey() {{ {} \"$@\"; }}; {script}", env!("CARGO_BIN_EXE_latchkey"));
    shell.args(["-c", &script]).env_clear().env("HOME", context.path("")).env("JENKINS_URL", context.url());
    shell.env("JENKINS_USER_ID", "alice").env("JENKINS_API_TOKEN", token);
    shell
}

#[test]
fn a_token_that_cannot_be_printed_is_revoked() {
    let context = TestContext::new();
    let token = context.token("t", 'a');
    let (status, err) = into_full_disk(&context, &["create", "--name", "lost"], &token);
    assert_eq!(status, 14, "{err}");
    assert!(err.contains("so it was revoked."), "{err}");
    assert_eq!(context.names(), ["t"]);
}

#[test]
fn a_token_that_can_be_neither_printed_nor_revoked_is_named() {
    let context = TestContext::new();
    let token = context.token("t", 'a');
    context.standin.answer_next("/revoke", CannedAnswer::new(502, "<h1>nginx</h1>"));
    let (status, err) = into_full_disk(&context, &["create", "--name", "lost"], &token);
    let uuid = &context.tokens()[1].uuid;
    assert_eq!(status, 14, "{err}");
    assert!(err.contains(uuid) && err.contains("latchkey revoke"), "{err}");
}

#[test]
fn a_saved_token_is_kept_if_it_cannot_be_printed() {
    let context = TestContext::new();
    let token = context.token("t", 'a');
    let file = context.text("saved");
    let (status, err) = into_full_disk(&context, &["create", "--as", "raw", "--save-to", &file], &token);
    assert_eq!(status, 14, "{err}");
    let saved = context.run_with(&["token", "--from", &file], &[], "").done();
    assert!(context.standin.token_works(saved.line()));
}

#[test]
fn the_place_of_a_saved_token_is_named_if_the_reader_of_the_pipe_has_gone() {
    let context = TestContext::new();
    let token = context.token("t", 'a');
    let saved = context.text("saved");
    let script = format!("exec 3> >(exec true); wait $!; latchkey create --as raw --save-to {saved} >&3");
    run(in_shell(&context, &script, &token)).failed(14).says(&format!("The token is saved in {saved}."));
}

/// Runs the binary with a standard output that cannot be written.
fn into_full_disk(context: &TestContext, arguments: &[&str], token: &str) -> (i32, String) {
    let full = OpenOptions::new().write(true).open("/dev/full").expect("its end");
    let output = Command::new(env!("CARGO_BIN_EXE_latchkey"))
        .args(arguments)
        .env_clear()
        .env("HOME", context.path(""))
        .env("JENKINS_URL", context.url())
        .env("JENKINS_USER_ID", "alice")
        .env("JENKINS_API_TOKEN", token)
        .stdin(Stdio::null())
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .expect("its end");
    (output.status.code().expect("its end"), String::from_utf8(output.stderr).expect("its end"))
}
