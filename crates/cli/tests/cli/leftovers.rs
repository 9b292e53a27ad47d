//! What is left of secrets in the memory of a command that has used them for the last time.
//!
//! A command that fails is held where it says why, by a pipe that is full: by then every request has been answered, and its
//! credentials have been dropped. Its memory is then searched through `/proc`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, PipeReader, PipeWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use base64ct::{Base64, Encoding as _};
use latchkey_standin::CannedAnswer;
use rustix::fs::OFlags;
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use serde_json::json;

use crate::context::{PASSWORD, TestContext};

/// A form in which a secret can be in memory, and where it was found.
type Hit = (&'static str, String);

/// A pipe that takes nothing more until it is read.
fn full_pipe() -> (PipeReader, PipeWriter) {
    let (reader, writer) = io::pipe().expect("a pipe");
    // Opened anew: the command shares what is set for `writer`, and is to wait when it writes.
    let mut filler = OpenOptions::new()
        .write(true)
        .custom_flags(OFlags::NONBLOCK.bits().cast_signed())
        .open(format!("/proc/self/fd/{}", writer.as_raw_fd()))
        .expect("the pipe");
    loop {
        match filler.write(&[b'.'; 4096]) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => return (reader, writer),
            Err(error) => panic!("{error}"),
        }
    }
}

/// A command whose messages nobody reads yet.
struct Held {
    child: Child,
    messages: PipeReader,
}

impl Held {
    /// Starts a command with its secrets in files or on standard input, not in the environment, where they stay.
    fn start(context: &TestContext, arguments: &[&str], input: &str, stdout: Stdio) -> Self {
        let (messages, writer) = full_pipe();
        let mut child = Command::new(env!("CARGO_BIN_EXE_latchkey"))
            .args(arguments)
            .env_clear()
            .env("HOME", context.path(""))
            .env("JENKINS_URL", context.url())
            .stdin(Stdio::piped())
            .stdout(stdout)
            .stderr(writer)
            .spawn()
            .expect("the binary");
        child.stdin.take().expect("its input").write_all(input.as_bytes()).expect("its input");
        Self { child, messages }
    }

    /// Waits until it waits for the pipe: its main thread writes to standard error.
    fn wait_for_message(&mut self) {
        let place = format!("/proc/{}/wchan", self.child.id());
        while !fs::read_to_string(&place).expect("where it waits").contains("pipe_write") {
            assert!(self.child.try_wait().expect("its state").is_none(), "it ended without a message");
            thread::yield_now();
        }
    }

    /// Searches its memory while it is stopped, so that no region comes or goes.
    fn finds(&self, user: &str, secret: &str) -> Vec<Hit> {
        let process = Pid::from_raw(self.child.id().try_into().expect("a process id")).expect("a process id");
        kill_process(process, Signal::STOP).expect("the signal is sent");
        let stopped = waitpid(Some(process), WaitOptions::UNTRACED).expect("its state");
        assert!(stopped.is_some_and(|(_, status)| status.stopped()), "it ended");
        let hits = hits(self.child.id(), user, secret);
        kill_process(process, Signal::CONT).expect("the signal is sent");
        hits
    }

    /// Lets it end. Returns its exit code and what it said.
    fn end(mut self) -> (Option<i32>, String) {
        let mut said = String::new();
        self.messages.read_to_string(&mut said).expect("its messages");
        let status = self.child.wait().expect("its end");
        (status.code(), said.trim_start_matches('.').to_owned())
    }
}

/// Every place of a process's memory that has the secret, in any form in which it is used.
fn hits(process: u32, user: &str, secret: &str) -> Vec<Hit> {
    let encoded = Base64::encode_string(format!("{user}:{secret}").as_bytes());
    let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let forms = [("plain", secret.as_bytes()), ("HTTP Basic", encoded.as_bytes()), ("UTF-16", &wide)];
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).expect("its regions");
    let mut memory = File::open(format!("/proc/{process}/mem")).expect("its memory");
    let mut hits = Vec::new();
    for region in maps.lines() {
        let mut columns = region.split_whitespace();
        let (range, access) = (columns.next().expect("a range"), columns.next().expect("an access"));
        if !access.starts_with("rw") {
            continue;
        }
        let (start, end) = range.split_once('-').expect("a range");
        let [start, end] = [start, end].map(|end| u64::from_str_radix(end, 16).expect("an address"));
        let mut bytes = vec![0; usize::try_from(end - start).expect("a size")];
        memory.seek(SeekFrom::Start(start)).expect("an address");
        memory.read_exact(&mut bytes).unwrap_or_else(|error| panic!("{region}: {error}"));
        let name = columns.nth(3).unwrap_or("anonymous");
        for (form, pattern) in forms {
            let found = bytes.windows(pattern.len()).filter(|window| *window == pattern).count();
            hits.extend((0..found).map(|_| (form, name.to_owned())));
        }
    }
    hits
}

/// A stand-in, and a file with a token of alice.
fn with_saved_token() -> (TestContext, String, String) {
    let context = TestContext::new();
    let token = context.token("saved", 'c');
    let file = context.text("token");
    let save = ["save", "--user", "alice", "--save-to", &file];
    context.run_with(&save, &[("JENKINS_URL", context.url())], &token).done();
    (context, file, token)
}

/// The control: the search finds what is in use.
#[test]
#[ignore = "searches the memory of processes: cargo xtask test --long"]
fn a_token_in_use_is_found_as_itself_and_as_http_basic() {
    let (context, file, token) = with_saved_token();
    let request = context.standin.hold_next_generate();
    let held = Held::start(
        &context,
        &["create", "--from", &file, "--save-to", &context.text("new")],
        "",
        Stdio::null(),
    );
    assert!(request.wait_for_arrival(Duration::from_secs(60)), "no request came");
    let found = held.finds("alice", &token);
    for form in ["plain", "HTTP Basic"] {
        assert!(found.iter().any(|hit| hit.0 == form), "{found:?}");
    }
    drop(request);
    held.end();
}

#[test]
#[ignore = "searches the memory of processes: cargo xtask test --long"]
fn nothing_is_left_of_a_saved_token_once_a_command_has_failed() {
    let (context, file, token) = with_saved_token();
    let mut held = Held::start(&context, &["rename", "missing", "other", "--from", &file], "", Stdio::null());
    held.wait_for_message();
    let found = held.finds("alice", &token);
    assert_eq!(held.end().0, Some(6));
    assert_eq!(found, []);
}

#[test]
#[ignore = "searches the memory of processes: cargo xtask test --long"]
fn nothing_is_left_of_a_password_once_a_command_has_failed() {
    let context = TestContext::new();
    let arguments = ["rename", "missing", "other", "--user", "alice", "--password-stdin"];
    let mut held = Held::start(&context, &arguments, &format!("{PASSWORD}\n"), Stdio::null());
    held.wait_for_message();
    let found = held.finds("alice", PASSWORD);
    assert_eq!(held.end().0, Some(6));
    assert_eq!(found, []);
}

#[test]
#[ignore = "searches the memory of processes: cargo xtask test --long"]
fn nothing_is_left_of_a_new_token_once_it_could_not_be_delivered() {
    let (context, file, token) = with_saved_token();
    let value = format!("11{}", "d".repeat(32));
    let reply =
        json!({"status": "ok", "data": {"tokenName": "new", "tokenUuid": "uuid-new", "tokenValue": value}});
    context.standin.answer_next("/generateNewToken", CannedAnswer::new(200, reply.to_string()));
    let full = OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
    let mut held = Held::start(&context, &["create", "--name", "new", "--from", &file], "", full.into());
    held.wait_for_message();
    let found = (held.finds("alice", &value), held.finds("alice", &token));
    let (status, said) = held.end();
    assert!(said.contains("The new token was not delivered"), "{said}");
    assert_eq!(status, Some(14));
    assert_eq!(found, (vec![], vec![]));
}
