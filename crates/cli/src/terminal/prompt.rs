//! Asking the person: for a password, and whether to go on.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use latchkey_core::{ControllerUrl, Secret};

use super::echo;
use super::escape::escape_unprintable;
use crate::error::CliError;

/// The longest secret that is read, in bytes.
const MAXIMUM_LENGTH: u64 = 64 * 1024;

/// The password or token of a user: the first line of standard input, or asked for without echo.
///
/// # Errors
///
/// [`CliError::NoSecret`] where there is neither.
pub(crate) fn secret_of(user: &str, root: &ControllerUrl, from_input: bool) -> Result<Secret, CliError> {
    if from_input {
        return secret_from_input();
    }
    prompt(&format!("Password or API token of {user} at {}: ", root.host_and_path()))
}

/// The token to be saved: the first line of standard input, or asked for without echo where that is a terminal.
///
/// # Errors
///
/// [`CliError::NoSecret`] where there is neither.
pub(crate) fn token_to_save() -> Result<Secret, CliError> {
    if io::stdin().is_terminal() { prompt("API token: ") } else { secret_from_input() }
}

fn prompt(question: &str) -> Result<Secret, CliError> {
    let typed = echo::ask(&escape_unprintable(question)).map_err(|error| CliError::NoSecret {
        reason: format!("there is no terminal to ask for it ({error}); use --password-stdin"),
    })?;
    believed(typed)
}

fn secret_from_input() -> Result<Secret, CliError> {
    let mut line = String::new();
    let input = io::stdin().lock();
    input
        .take(MAXIMUM_LENGTH)
        .read_line(&mut line)
        .map_err(|error| CliError::NoSecret { reason: format!("standard input cannot be read: {error}") })?;
    while line.ends_with(['\n', '\r']) {
        line.pop();
    }
    believed(line)
}

fn believed(text: String) -> Result<Secret, CliError> {
    let secret = Secret::new(text);
    if secret.reveal().is_empty() {
        return Err(CliError::NoSecret { reason: "it is empty".to_owned() });
    }
    Ok(secret)
}

/// Asks whether to go on.
///
/// # Errors
///
/// [`CliError::NotConfirmed`] where the person does not agree or is not there to be asked.
pub(crate) fn confirm(question: &str) -> Result<(), CliError> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(CliError::NotConfirmed { asked: false });
    }
    let mut out = io::stderr().lock();
    // Where the question cannot be seen, the answer is no.
    if write!(out, "{} [y/N] ", escape_unprintable(question)).and_then(|()| out.flush()).is_err() {
        return Err(CliError::NotConfirmed { asked: false });
    }
    let mut answer = String::new();
    let read = io::stdin().lock().take(MAXIMUM_LENGTH).read_line(&mut answer);
    let agreed = read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes");
    if agreed { Ok(()) } else { Err(CliError::NotConfirmed { asked: true }) }
}
