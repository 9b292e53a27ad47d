//! On a terminal: questions, colors, and tables that fit.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};

use crate::context::{PASSWORD, TestContext};

/// The binary on a terminal of its own, created by `script` (of util-linux).
pub(crate) struct Terminal {
    child: Child,
    shown: String,
}

impl Terminal {
    /// Runs a shell command in which `latchkey` runs the binary against the stand-in, with a token of alice.
    pub(crate) fn open(context: &TestContext, line: &str, token: Option<&str>) -> Self {
        let line = format!("latchkey() {{ {} \"$@\"; }}; {line}", env!("CARGO_BIN_EXE_latchkey"));
        let mut command = Command::new("script");
        command.args(["--quiet", "--flush", "--return", "--command", &line, "/dev/null"]);
        command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", context.path("")).env("TERM", "xterm");
        command.env("SHELL", "/bin/sh").env("JENKINS_URL", context.url());
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
        if let Some(token) = token {
            command.env("JENKINS_USER_ID", "alice").env("JENKINS_API_TOKEN", token);
        }
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("script");
        Self { child, shown: String::new() }
    }

    /// Waits until this is shown, and types a line.
    pub(crate) fn answer(&mut self, question: &str, answer: &str) {
        self.press(question, &format!("{answer}\n"));
    }

    /// Waits until this is shown, and presses these keys.
    pub(crate) fn press(&mut self, question: &str, keys: &str) {
        let out = self.child.stdout.as_mut().expect("its output");
        let mut byte = [0];
        while !self.shown.contains(question) {
            out.read_exact(&mut byte).unwrap_or_else(|error| panic!("{error} after {}", self.shown));
            self.shown.push(char::from(byte[0]));
        }
        let input = self.child.stdin.as_mut().expect("its input");
        input.write_all(keys.as_bytes()).and_then(|()| input.flush()).expect("its input");
    }

    /// Waits for the end; returns the exit code and everything that was shown.
    pub(crate) fn end(mut self) -> (i32, String) {
        let mut rest = Vec::new();
        self.child.stdout.as_mut().expect("its output").read_to_end(&mut rest).expect("its output");
        let status = self.child.wait().expect("its end");
        (status.code().expect("an end of its own"), self.shown + &String::from_utf8_lossy(&rest))
    }
}

#[test]
fn a_password_is_prompted_for() {
    let context = TestContext::new();
    let mut terminal = Terminal::open(&context, "latchkey create --user alice", None);
    terminal.answer("Password or API token of alice at 127.0.0.1", PASSWORD);
    let (status, shown) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    assert_eq!(context.tokens().len(), 1);
}

#[test]
fn a_password_is_not_echoed_and_an_interrupt_restores_the_terminal() {
    let context = TestContext::new();
    let mut terminal = Terminal::open(&context, "latchkey whoami --user alice", None);
    terminal.answer("Password or API token of alice at 127.0.0.1", PASSWORD);
    let (status, shown) = terminal.end();
    assert!(status == 0 && !shown.contains(PASSWORD), "{shown}");
    let line = "trap : INT; before=$(stty -g); latchkey whoami --user alice; echo \"ended $?\"; \
                [ \"$before\" = \"$(stty -g)\" ] && echo as before";
    let mut terminal = Terminal::open(&context, line, None);
    terminal.press("Password or API token of alice at 127.0.0.1", "\u{3}");
    let (_, shown) = terminal.end();
    assert!(shown.contains("ended 130") && shown.contains("as before"), "{shown}");
}

#[test]
fn revoking_asks_for_confirmation() {
    let context = TestContext::new();
    let token = context.token("t", 'a');
    context.token("doomed", 'b');
    for (answer, status, left) in [("n", 15, 2), ("", 15, 2), ("yes", 0, 1)] {
        let mut terminal = Terminal::open(&context, "latchkey revoke doomed", Some(&token));
        terminal.answer("[y/N]", answer);
        let (ended, shown) = terminal.end();
        assert_eq!((ended, context.tokens().len()), (status, left), "{shown}");
        assert!(
            shown.contains(&format!("Revoke this token at {}?", context.url()))
                && shown.contains("  doomed (")
        );
    }
}

#[test]
fn colors_are_used_only_on_terminals_that_want_them() {
    let context = TestContext::new();
    let token = context.token("endless", 'a');
    let shown =
        |before: &str| Terminal::open(&context, &format!("{before} latchkey list"), Some(&token)).end().1;
    assert!(shown("").contains("\u{1b}[33mnever expires\u{1b}[0m"));
    for before in ["export NO_COLOR=1;", "export TERM=dumb;"] {
        let shown = shown(before);
        assert!(shown.contains("never expires") && !shown.contains('\u{1b}'), "{shown}");
    }
}

#[test]
fn a_table_fits_its_terminal() {
    let context = TestContext::new();
    let token = context.token(&"long ".repeat(40), 'a');
    for columns in [20, 40, 80, 120] {
        let line = format!("stty cols {columns} rows 24; export NO_COLOR=1; latchkey list");
        let (status, shown) = Terminal::open(&context, &line, Some(&token)).end();
        assert_eq!(status, 0, "{shown}");
        let widths: Vec<usize> = shown.lines().map(|line| line.trim_end().chars().count()).collect();
        assert!(widths.iter().all(|&width| width <= columns), "{columns}: {shown}");
        assert!(shown.contains("long ") && shown.contains('…'));
        assert_eq!(shown.contains("EXPIRY"), columns >= 80, "{shown}");
    }
}
