//! Runs the CLI as a person or a script does.

use std::env;
use std::ffi::OsStr;
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use super::Place;
use crate::controller::Controller;
use latchkey_xtask::package;
use latchkey_xtask::reproducible::Compiler;

/// What a program keeps of the environment of the bench: where programs are, and the way to a controller. Only names
/// that latchkey and curl both read, so that both go the same way.
const KEPT: [&str; 7] =
    ["PATH", "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "SSL_CERT_FILE"];

/// Where the stand-ins are.
const LOOPBACK: &str = "127.0.0.1";

/// The command line as it is packaged, and a home in which nothing is saved.
pub(crate) struct Program {
    binary: PathBuf,
    home: TempDir,
}

impl Program {
    pub(crate) fn build() -> Result<Self> {
        eprintln!("Building the CLI.");
        let binary = package::command_line::build(&Compiler::ask()?.host)?;
        Ok(Self { binary, home: tempfile::tempdir()? })
    }

    pub(crate) fn binary(&self) -> &Path {
        &self.binary
    }

    /// With a home of its own.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(&self.binary);
        command.args(arguments).env("HOME", self.home.path());
        command
    }

    /// The password is read from standard input.
    pub(crate) fn as_user(&self, controller: &Controller, arguments: &[&str]) -> Command {
        let mut command = self.command(&arguments[..1]);
        command
            .args([&controller.root, "--user", &controller.user, "--password-stdin"])
            .args(&arguments[1..]);
        command
    }

    pub(super) fn create_with_password(&self, place: &Place, name: &str) -> Command {
        self.as_user(&place.controller, &["create", "--name", name, "--expires", "1d"])
    }

    pub(super) fn create_with_token(&self, place: &Place, name: &str) -> Command {
        self.with_token(place, &["create", "--name", name, "--expires", "1d"])
    }

    /// The token is in the environment, where such programs look for one.
    pub(super) fn with_token(&self, place: &Place, arguments: &[&str]) -> Command {
        let mut command = self.command(arguments);
        command.env("JENKINS_URL", &place.controller.root);
        command.env("JENKINS_USER_ID", &place.controller.user).env("JENKINS_API_TOKEN", place.token.reveal());
        command
    }
}

/// A program with little in its environment, to be run in a process group of its own: an interrupt of the bench lets it
/// end, so that whatever it makes is there when the bench revokes.
pub(super) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.env_clear().process_group(0);
    for name in KEPT {
        if let Some(value) = env::var_os(name) {
            command.env(name, value);
        }
    }
    let direct = ["no_proxy", "NO_PROXY"].into_iter().find_map(|name| env::var(name).ok());
    command.env("no_proxy", without_proxy(direct.as_deref().unwrap_or_default()));
    command
}

/// Hosts reached without a proxy: those already listed, and the stand-ins.
fn without_proxy(already: &str) -> String {
    match already {
        "" => LOOPBACK.to_owned(),
        "*" => "*".to_owned(),
        hosts => format!("{hosts},{LOOPBACK}"),
    }
}

/// Runs a program to its end and returns what it wrote to standard output.
///
/// # Errors
///
/// If it failed, with what it says.
pub(crate) fn run(mut command: Command, input: &str) -> Result<String> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().context("cannot start a program")?;
    if let Some(mut stdin) = child.stdin.take() {
        // One that reads no input may have ended already.
        let _ = stdin.write_all(input.as_bytes());
    }
    let output = child.wait_with_output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "a program failed, {}: {said}", output.status);
    Ok(String::from_utf8(output.stdout)?)
}

/// The token that is all of an output.
pub(super) fn token(output: &str) -> Result<&str> {
    let token = output.trim_end();
    ensure!(token.len() == 34 && token.starts_with("11"), "no token was written out");
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stand_ins_are_spoken_with_directly() {
        assert_eq!(without_proxy(""), "127.0.0.1");
        assert_eq!(without_proxy("*"), "*");
        assert_eq!(without_proxy("example.org,.corp"), "example.org,.corp,127.0.0.1");
    }

    #[test]
    fn an_interrupt_of_the_bench_does_not_reach_a_program() {
        let output = run(command("sh"), "ps -o pgid= -p $$; echo $$").unwrap();
        let [group, process] = output.split_whitespace().collect::<Vec<_>>()[..] else { panic!("{output}") };
        assert_eq!(group, process);
    }
}
