//! What the command writes: results to standard output, everything else to standard error.

use std::env;
use std::io::{self, IsTerminal, Write};

use latchkey_core::Secret;
use serde_json::{Value, json};

use super::escape::{escape_json, escape_lines, escape_unprintable};
use crate::error::CliError;

/// Where results and talk go.
#[derive(Clone, Copy)]
pub(crate) struct Output {
    /// Whether programs read along.
    pub(crate) json: bool,
}

impl Output {
    /// Whether a table may be coloured.
    pub(crate) fn is_coloured(&self) -> bool {
        let wanted = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        io::stdout().is_terminal() && wanted && !dumb
    }

    /// How many columns a line of the result may have; `None` where it is not for a terminal.
    pub(crate) fn width(&self) -> Option<usize> {
        if !io::stdout().is_terminal() {
            return None;
        }
        terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
    }

    /// Writes a result, which is made harmless already, and ends its line.
    ///
    /// # Errors
    ///
    /// [`CliError::StdoutClosed`]; so a reader that closes a pipe early ends the command.
    pub(crate) fn result(&self, text: &str) -> Result<(), CliError> {
        write_line(text).map_err(CliError::StdoutClosed)
    }

    /// Writes a result for programs.
    ///
    /// # Errors
    ///
    /// As [`Output::result`].
    pub(crate) fn json(&self, value: &Value) -> Result<(), CliError> {
        self.result(&escape_json(&value.to_string()))
    }

    /// Writes a secret that the person asked for, exactly as it is.
    ///
    /// # Errors
    ///
    /// The system's own: what it means is for the caller to say.
    pub(crate) fn secret(&self, secret: &Secret) -> io::Result<()> {
        write_line(secret.reveal())
    }

    /// Says something that a person may want to know.
    pub(crate) fn say(&self, text: &str) {
        self.talk("note", text);
    }

    /// Says something that a person should know.
    pub(crate) fn warn(&self, text: &str) {
        self.talk("warning", text);
    }

    /// Says how the command failed.
    pub(crate) fn fail(&self, failure: &CliError) {
        if failure.is_silent() {
            return;
        }
        if self.json {
            let error = json!({
                "kind": failure.kind(),
                "status": failure.exit_code().code(),
                "message": failure.message(),
                "advice": failure.advice(),
            });
            write_talk(&escape_json(&json!({ "error": error }).to_string()));
            return;
        }
        let advice =
            failure.advice().map(|advice| format!("\n{}.", escape_unprintable(&advice))).unwrap_or_default();
        // A line break of anybody else's is shown as one: what stands behind it would pass for a line of ours.
        let message = match failure.message() {
            message if failure.has_lines() => escape_lines(&message),
            message => format!("{}.", escape_unprintable(&message)),
        };
        write_talk(&format!("latchkey: {message}{advice}"));
    }

    fn talk(&self, kind: &str, text: &str) {
        if self.json {
            write_talk(&escape_json(&json!({ kind: text }).to_string()));
        } else if kind == "warning" {
            write_talk(&format!("Warning: {}", escape_unprintable(text)));
        } else {
            write_talk(&escape_unprintable(text));
        }
    }
}

fn write_line(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Talk that nobody can read is lost, and the command goes on.
fn write_talk(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
