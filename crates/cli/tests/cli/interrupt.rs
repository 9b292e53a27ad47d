//! Ctrl-C while a token is being created.

#![cfg(unix)]

use std::process::{Command, Stdio};
use std::time::Duration;

use latchkey_standin::NewToken;
use rustix::process::{Pid, Signal, kill_process};

use crate::context::TestContext;

/// Interrupts the command before the reply with the token arrives.
fn interrupted(context: &TestContext, arguments: &[&str], signal: Signal) -> (Option<i32>, String) {
    let token = context.token("acting", 'a');
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
    command.args(arguments).env_clear().env("HOME", context.path("")).env("JENKINS_URL", context.url());
    command.env("JENKINS_USER_ID", "alice").env("JENKINS_API_TOKEN", token);
    let held = context.standin.hold_next_generate();
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary");
    assert!(held.wait_for_arrival(Duration::from_secs(20)), "no request came");
    let pid = Pid::from_raw(child.id().try_into().expect("a process id")).expect("a process id");
    kill_process(pid, signal).expect("the signal is sent");
    let ended = child.wait_with_output().expect("its end");
    assert_eq!(ended.stdout, b"");
    (ended.status.code(), String::from_utf8_lossy(&ended.stderr).into_owned())
}

#[test]
fn an_interrupt_names_the_commands_that_find_and_revoke_the_token() {
    for signal in [Signal::INT, Signal::TERM] {
        let context = TestContext::new();
        let (status, messages) = interrupted(&context, &["create", "--name", "half made"], signal);
        assert_eq!(status, Some(12), "{messages}");
        assert!(messages.contains("\"half made\" may have been created"), "{messages}");
        assert!(messages.contains("latchkey revoke") && messages.contains("latchkey list"), "{messages}");
        assert!(context.names().contains(&"half made".to_owned()));
    }
}

#[test]
fn an_interrupted_replacement_keeps_the_old_token() {
    let context = TestContext::new();
    let old = context.standin.add_token("alice", NewToken::new("old"));
    let (status, messages) = interrupted(&context, &["replace", "old"], Signal::INT);
    assert_eq!(status, Some(12), "{messages}");
    assert!(context.tokens().iter().any(|token| token.uuid == old));
}
