//! What a command writes: results to standard output, everything else to standard error.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

use latchkey_core::Secret;
use serde_json::{Value, json};

use super::escape::{escape_json, escape_unprintable};
use crate::error::{CliError, ExitCode};

/// Where results and messages go.
#[derive(Clone)]
pub(crate) struct Output {
    /// Whether they are for programs.
    pub(crate) json: bool,
    /// The controller that every message names, if there are several.
    controller: Option<Arc<str>>,
}

impl Output {
    /// For programs or for people.
    pub(crate) fn new(json: bool) -> Self {
        Self { json, controller: None }
    }

    /// The same, with messages that name this controller.
    pub(crate) fn about(&self, controller: &str) -> Self {
        Self { json: self.json, controller: Some(controller.into()) }
    }

    /// The controller that every message names.
    pub(crate) fn controller(&self) -> Option<&str> {
        self.controller.as_deref()
    }

    /// Whether a table may have colors.
    pub(crate) fn has_colors(&self) -> bool {
        let wanted = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        io::stdout().is_terminal() && wanted && !dumb
    }

    /// How many columns a line of the result may have; `None` if it is not for a terminal.
    pub(crate) fn width(&self) -> Option<usize> {
        if !io::stdout().is_terminal() {
            return None;
        }
        terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
    }

    /// Writes a result, which is escaped already, and ends its line. A reader that closes the pipe ends the command.
    pub(crate) fn result(&self, text: &str) -> Result<(), CliError> {
        write_line(text).map_err(|error| CliError::stdout(&error))
    }

    /// Writes a result for programs.
    pub(crate) fn json(&self, value: &Value) -> Result<(), CliError> {
        self.result(&escape_json(&value.to_string()))
    }

    /// Writes a secret that the person asked for, unchanged.
    pub(crate) fn secret(&self, secret: &Secret) -> Result<(), CliError> {
        self.result(secret.reveal())
    }

    /// Prints a note: something that a person may want to know.
    pub(crate) fn say(&self, text: &str) {
        self.message("note", text);
    }

    /// Prints a warning: something that a person should know.
    pub(crate) fn warn(&self, text: &str) {
        self.message("warning", text);
    }

    /// Prints how the command failed, and what to do.
    pub(crate) fn fail(&self, error: &CliError) {
        if error.is_silent {
            return;
        }
        if self.json {
            self.json_message("error", error.in_json());
            return;
        }
        // A line break in a server's text is escaped: what follows it would pass for a line of this command.
        let hints: String =
            error.hints.iter().map(|hint| format!("\n{}", escape_unprintable(hint))).collect();
        write_message(&format!("latchkey: {}{}.{hints}", self.prefix(), escape_unprintable(&error.message)));
    }

    fn message(&self, kind: &str, text: &str) {
        if self.json {
            self.json_message(kind, text.into());
        } else {
            let warning = if kind == "warning" { "Warning: " } else { "" };
            write_message(&format!("{warning}{}{}", self.prefix(), escape_unprintable(text)));
        }
    }

    fn json_message(&self, kind: &str, content: Value) {
        let mut message = json!({ kind: content });
        if let Some(controller) = &self.controller {
            message["controller"] = json!(**controller);
        }
        write_message(&escape_json(&message.to_string()));
    }

    /// What names the controller at the beginning of a message.
    fn prefix(&self) -> String {
        self.controller
            .as_ref()
            .map(|controller| format!("{}: ", escape_unprintable(controller)))
            .unwrap_or_default()
    }
}

/// In one piece: standard output keeps what does not end a line in its buffer, and a secret would stay there.
fn write_line(text: &str) -> io::Result<()> {
    let line = [text, "\n"].concat();
    let mut out = io::stdout().lock();
    out.write_all(line.as_bytes())?;
    out.flush()
}

/// A message that cannot be written is lost, and the command goes on.
fn write_message(text: &str) {
    let _ = io::stderr().lock().write_all(format!("{text}\n").as_bytes());
}

/// Checks, before a token is created, that standard output leads somewhere: it is not closed, not `/dev/null`, and not
/// a pipe without a reader. A full disk shows only when it is written to.
pub(crate) fn check_stdout() -> Result<(), CliError> {
    match stdout_fault() {
        None => Ok(()),
        Some(reason) => {
            let message = format!("Standard output cannot take the new token: {reason}");
            Err(CliError::new(ExitCode::NotWritten, "no-output", message).hint(
                "No token was created. Send standard output to where you need the token, or use --save.",
            ))
        }
    }
}

#[cfg(unix)]
fn stdout_fault() -> Option<&'static str> {
    use std::io;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::{FileType, fstat, stat};

    let out = io::stdout();
    let Ok(status) = fstat(&out) else { return Some("it is closed") };
    // Rust's library opens /dev/null in place of a closed standard output.
    let is_device = FileType::from_raw_mode(status.st_mode) == FileType::CharacterDevice;
    let is_null = |null: rustix::fs::Stat| (null.st_dev, null.st_ino) == (status.st_dev, status.st_ino);
    if is_device && stat("/dev/null").is_ok_and(is_null) {
        return Some("it is closed, or it is /dev/null");
    }
    let mut descriptor = [PollFd::new(&out, PollFlags::OUT)];
    let polled = poll(&mut descriptor, Some(&Timespec::default()));
    let is_broken = descriptor[0].revents().intersects(PollFlags::ERR | PollFlags::NVAL);
    (polled.is_ok() && is_broken).then_some("no program reads it")
}

/// On other systems it shows only when it is written to.
#[cfg(not(unix))]
fn stdout_fault() -> Option<&'static str> {
    None
}
