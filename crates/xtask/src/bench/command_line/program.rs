//! Running the command line as a person or a script does.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use super::{Account, Place};
use crate::package;
use crate::reproducible::Compiler;

/// The command line as it is packaged, and a home in which nothing is saved.
pub(crate) struct Program {
    binary: PathBuf,
    home: TempDir,
}

impl Program {
    pub(crate) fn build() -> Result<Self> {
        eprintln!("Building the command line.");
        let binary = package::command_line::build(&Compiler::ask()?.host)?;
        Ok(Self { binary, home: tempfile::tempdir()? })
    }

    pub(super) fn binary(&self) -> &Path {
        &self.binary
    }

    /// With nothing in its environment but the home.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(arguments).env_clear().env("HOME", self.home.path());
        command
    }

    /// The password is read from standard input.
    pub(crate) fn as_user(&self, account: &Account, arguments: &[&str]) -> Command {
        let mut command = self.command(&arguments[..1]);
        command.args([account.root(), "--user", account.user(), "--password-stdin"]).args(&arguments[1..]);
        command
    }

    pub(super) fn create_with_password(&self, place: &Place, name: &str) -> Command {
        self.as_user(&place.account, &["create", "--name", name])
    }

    pub(super) fn create_with_token(&self, place: &Place, name: &str) -> Command {
        self.with_token(place, &["create", "--name", name])
    }

    /// The token is in the environment, where such programs look for one.
    pub(super) fn with_token(&self, place: &Place, arguments: &[&str]) -> Command {
        let mut command = self.command(arguments);
        command.env("JENKINS_URL", place.account.root());
        command.env("JENKINS_USER_ID", place.account.user()).env("JENKINS_API_TOKEN", place.token.reveal());
        command
    }
}

/// Runs a program to its end and gives what it wrote to standard output.
///
/// # Errors
///
/// Where it failed, with what it says.
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
