//! Questions to the person: for a password, and whether to go on.

use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};

use latchkey_core::{ControllerUrl, Secret};

use super::echo;
use super::escape::escape_unprintable;
use crate::error::{CliError, ExitCode};

/// The longest secret that is read, in bytes.
const MAXIMUM_LENGTH: u64 = 64 * 1024;

/// The password or token of a user: the first line of standard input, or typed without echo.
pub(crate) fn secret_of(user: &str, root: &ControllerUrl, from_stdin: bool) -> Result<Secret, CliError> {
    let secret = if from_stdin {
        secret_from_stdin()
    } else {
        ask(&format!("Password or API token of {user} at {}: ", root.host_and_path()))
    };
    secret.map_err(|error| {
        error.hint("Type it when you are asked, or pass it on standard input with --password-stdin.")
    })
}

/// The token to save: the first line of standard input, or typed without echo if that is a terminal.
pub(crate) fn token_to_save() -> Result<Secret, CliError> {
    let token = if io::stdin().is_terminal() { ask("API token: ") } else { secret_from_stdin() };
    token.map_err(|error| error.hint("Type it when you are asked, or pass it on standard input."))
}

fn ask(question: &str) -> Result<Secret, CliError> {
    let typed = echo::ask(&escape_unprintable(question))
        .map_err(|error| no_secret(&format!("there is no terminal to ask for it ({error})")))?;
    not_empty(typed)
}

fn secret_from_stdin() -> Result<Secret, CliError> {
    let mut line = String::new();
    unbuffered_stdin()
        .and_then(|input| BufReader::with_capacity(1, input.take(MAXIMUM_LENGTH)).read_line(&mut line))
        .map_err(|error| no_secret(&format!("standard input cannot be read: {error}")))?;
    while line.ends_with(['\n', '\r']) {
        line.pop();
    }
    not_empty(line)
}

/// Standard input without the buffer of [`io::stdin`], which keeps what was read as long as the process lives.
#[cfg(unix)]
fn unbuffered_stdin() -> io::Result<impl Read> {
    use std::os::fd::AsFd as _;
    io::stdin().as_fd().try_clone_to_owned().map(std::fs::File::from)
}

/// Standard input. The standard library converts what a console gives, so it is read through it.
#[cfg(windows)]
fn unbuffered_stdin() -> io::Result<impl Read> {
    Ok(io::stdin().lock())
}

fn not_empty(text: String) -> Result<Secret, CliError> {
    let secret = Secret::new(text);
    if secret.reveal().is_empty() { Err(no_secret("it is empty")) } else { Ok(secret) }
}

fn no_secret(reason: &str) -> CliError {
    let message = format!("No password or API token was given: {reason}");
    CliError::new(ExitCode::NoCredentials, "no-secret", message)
}

/// Checks that [`confirm`] can ask.
pub(crate) fn check_terminal() -> Result<(), CliError> {
    if io::stdin().is_terminal() && io::stderr().is_terminal() { Ok(()) } else { Err(not_asked()) }
}

fn not_asked() -> CliError {
    not_confirmed("Nothing was done: there is no terminal to ask for confirmation")
        .hint("To continue without a question, use --yes.")
}

/// Asks whether to go on.
pub(crate) fn confirm(question: &str) -> Result<(), CliError> {
    check_terminal()?;
    let mut out = io::stderr().lock();
    // If the question cannot be seen, the answer is no.
    if write!(out, "{} [y/N] ", escape_unprintable(question)).and_then(|()| out.flush()).is_err() {
        return Err(not_asked());
    }
    let mut answer = String::new();
    let read = io::stdin().lock().take(MAXIMUM_LENGTH).read_line(&mut answer);
    let agreed = read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes");
    if agreed {
        Ok(())
    } else {
        Err(not_confirmed("Nothing was done: you did not confirm it").hint("To confirm, answer y or yes."))
    }
}

fn not_confirmed(message: &str) -> CliError {
    CliError::new(ExitCode::NotConfirmed, "not-confirmed", message)
}
