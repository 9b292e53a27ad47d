//! The context of a test: a stand-in, an empty home folder, and the binary.

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use latchkey_standin::{NewToken, Options, RecordedRequest, Standin, TokenRecord};
use serde_json::Value;
use tempfile::TempDir;

use crate::schema;

/// Alice's password in the stand-in's defaults.
pub(crate) const PASSWORD: &str = "alice-pass-1";
pub(crate) const ADMINISTRATOR: &str = "admin-pass-1";

/// A stand-in, and a home folder in which nothing is saved.
pub(crate) struct TestContext {
    pub(crate) standin: Standin,
    home: TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl TestContext {
    pub(crate) fn new() -> Self {
        Self::with(Options::default())
    }

    pub(crate) fn with(options: Options) -> Self {
        let standin = Standin::start(options).expect("a stand-in");
        Self { standin, home: tempfile::tempdir().expect("a home") }
    }

    pub(crate) fn url(&self) -> &str {
        self.standin.url()
    }

    /// A path in the home.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.path(name).to_str().expect("a path in UTF-8").to_owned()
    }

    /// The binary, with only the home folder in its environment and without a keychain.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
        command.args(arguments).env_clear().env("HOME", self.home.path());
        command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", self.text("no-bus")));
        command
    }

    /// Runs it with these variables and this standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)], input: &str) -> Output {
        let mut command = self.command(arguments);
        command.envs(variables.iter().copied()).write_stdin(input);
        let output = run(command);
        // What follows `--` is another program's.
        let end = arguments.iter().position(|argument| *argument == "--").unwrap_or(arguments.len());
        let own = &arguments[..end];
        if own.contains(&"--json") || own.windows(2).any(|pair| pair == ["--as", "json"]) {
            schema::check(arguments, &output.stdout, &output.stderr);
        }
        output
    }

    /// Runs it against the stand-in, as alice with her password.
    pub(crate) fn alice(&self, arguments: &[&str]) -> Output {
        self.with_password(arguments, "alice", PASSWORD)
    }

    /// Runs it against the stand-in, as the administrator with the password.
    pub(crate) fn administrator(&self, arguments: &[&str]) -> Output {
        self.with_password(arguments, "admin", ADMINISTRATOR)
    }

    pub(crate) fn with_password(&self, arguments: &[&str], user: &str, password: &str) -> Output {
        let all = [arguments, &["--user", user, "--password-stdin"]].concat();
        self.run_with(&all, &[("JENKINS_URL", self.url())], &format!("{password}\n"))
    }

    /// Runs it against the stand-in, as alice with a token in the environment.
    pub(crate) fn with_token(&self, arguments: &[&str], token: &str) -> Output {
        let variables =
            [("JENKINS_URL", self.url()), ("JENKINS_USER_ID", "alice"), ("JENKINS_API_TOKEN", token)];
        self.run_with(arguments, &variables, "")
    }

    /// Adds a working token of alice.
    pub(crate) fn token(&self, name: &str, digit: char) -> String {
        let value = format!("11{}", digit.to_string().repeat(32));
        self.standin.add_token("alice", NewToken { value: Some(value.clone()), ..NewToken::new(name) });
        value
    }

    pub(crate) fn tokens(&self) -> Vec<TokenRecord> {
        self.standin.tokens_of("alice")
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.tokens().into_iter().map(|token| token.name).collect()
    }

    /// Methods and paths of all requests that arrived, in order.
    pub(crate) fn arrived(&self) -> Vec<String> {
        self.standin.requests().iter().map(in_short).collect()
    }

    /// Writes a file in the home folder that only its owner can read.
    pub(crate) fn write(&self, name: &str, text: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        fs::write(self.path(name), text).expect("a file");
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(0o600)).expect("its mode");
    }
}

fn in_short(request: &RecordedRequest) -> String {
    let path = request.path.split('?').next().unwrap_or_default();
    let end = path.rsplit_once("ApiTokenProperty/").map_or(path, |(_, method)| method);
    format!("{} {end}", request.method)
}

/// Runs a command to its end, and checks that no secret is in its messages.
pub(crate) fn run(mut command: Command) -> Output {
    output(command.output().expect("the binary"))
}

/// The end of a run, in which neither a password nor a token may show.
pub(crate) fn output(output: std::process::Output) -> Output {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let output = Output {
        status: output.status.code().expect("an end of its own"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    };
    for password in [PASSWORD, ADMINISTRATOR] {
        assert!(
            !output.stdout.contains(password) && !output.stderr.contains(password),
            "a password shows: {output:?}"
        );
    }
    assert_eq!(token_in(&output.stderr), None, "a token is in the messages: {output:?}");
    output
}

/// The first text that looks like a token.
pub(crate) fn token_in(text: &str) -> Option<&str> {
    let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    let mut words = text.split(|c: char| !is_digit(c));
    words.find(|word| word.len() == 34 && word.starts_with("11"))
}

impl Output {
    /// Checks that the command succeeded.
    #[track_caller]
    pub(crate) fn done(self) -> Self {
        assert_eq!(self.status, 0, "{self:?}");
        self
    }

    /// Checks that it failed with this exit code, and printed nothing on standard output.
    #[track_caller]
    pub(crate) fn failed(self, status: i32) -> Self {
        assert_eq!((self.status, self.stdout.as_str()), (status, ""), "{self:?}");
        self
    }

    /// Checks that its messages contain this.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "{text:?} is not in {self:?}");
        self
    }

    /// The only line on standard output.
    #[track_caller]
    pub(crate) fn line(&self) -> &str {
        let line = self.stdout.strip_suffix('\n').unwrap_or_else(|| panic!("no line: {self:?}"));
        assert!(!line.contains('\n'), "{self:?}");
        line
    }

    /// Standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The error on standard error, as JSON.
    #[track_caller]
    pub(crate) fn json_error(&self) -> Value {
        let lines: Vec<Value> = self
            .stderr
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {self:?}")))
            .collect();
        let error = lines.into_iter().find_map(|line| line.get("error").cloned());
        error.unwrap_or_else(|| panic!("no error: {self:?}"))
    }
}
