//! The command line, which prints its results and its errors as JSON.

use std::io::Write as _;
use std::process::{Command, Stdio};

use latchkey_tests::target_directory;
use serde_json::Value;
use tempfile::TempDir;

use crate::claim::Claim;

/// The command line with an empty home folder, at one controller.
pub(crate) struct CommandLine {
    url: String,
    home: TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Output {
    status: i32,
    stdout: String,
    stderr: String,
}

impl CommandLine {
    pub(crate) fn at(url: &str) -> Self {
        Self { url: url.to_owned(), home: tempfile::tempdir().unwrap() }
    }

    /// Runs a command as this user, with a password or an API token.
    pub(crate) fn run(&self, arguments: &[&str], user: &str, secret: &str) -> Output {
        let program = target_directory().join("debug/latchkey");
        let mut command = Command::new(&program);
        command.args(arguments).args(["--json", "--user", user, "--password-stdin"]);
        command.env_clear().env("HOME", self.home.path()).env("JENKINS_URL", &self.url);
        let no_keychain = self.home.path().join("no-bus");
        command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", no_keychain.display()));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let started = command.spawn();
        let mut child = started
            .unwrap_or_else(|error| panic!("{}: {error}; run: cargo build -p latchkey", program.display()));
        child.stdin.take().unwrap().write_all(format!("{secret}\n").as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        Output {
            status: output.status.code().expect("an end of its own"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs a command as alice with her password.
    pub(crate) fn alice(&self, arguments: &[&str]) -> Output {
        self.run(arguments, "alice", "alice-pass-1")
    }

    /// Runs a command as the administrator with the password.
    pub(crate) fn administrator(&self, arguments: &[&str]) -> Output {
        self.run(arguments, "admin", "admin-pass-1")
    }
}

impl Output {
    /// What `latchkey create` says about the token.
    #[track_caller]
    pub(crate) fn claim(&self) -> Claim {
        if self.status == 0 {
            return Claim::Delivered(self.json()["token"].as_str().unwrap().to_owned());
        }
        match self.kind().as_str() {
            "value-lost" => Claim::ValuesLost(self.number_of_lost_tokens()),
            "may-have-been-created" => Claim::NotKnownYet,
            _ => Claim::NothingCreated,
        }
    }

    /// How many values are lost; the message says so if it is more than one.
    fn number_of_lost_tokens(&self) -> usize {
        let message = self.message();
        let words: Vec<&str> = message.split(' ').collect();
        let number = words.windows(3).find(|words| words[1..] == ["tokens", "named"]);
        number.map_or(1, |words| words[0].parse().unwrap())
    }

    pub(crate) fn is_done(&self) -> bool {
        self.status == 0
    }

    /// The result of a command that succeeded.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.status, 0, "{self:?}");
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The kind of the error of a command that failed.
    #[track_caller]
    pub(crate) fn kind(&self) -> String {
        self.error("kind")
    }

    /// The message of a command that failed.
    #[track_caller]
    fn message(&self) -> String {
        self.error("message")
    }

    #[track_caller]
    fn error(&self, field: &str) -> String {
        let lines = self.stderr.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let value = lines.filter_map(|line| line["error"][field].as_str().map(str::to_owned)).next();
        value.unwrap_or_else(|| panic!("no error: {self:?}"))
    }
}
