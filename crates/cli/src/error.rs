//! Errors as a person sees them, each made at the place where it happens.

mod exit_code;
mod request;
mod troubleshooting;

use std::io;

use latchkey_core::token::NameError;
use latchkey_core::{FormatError, TokenName};
use serde_json::{Value, json};

pub(crate) use self::exit_code::ExitCode;
pub(crate) use self::request::{missing_permission, tokens_without_groups};

/// Why a command did not do what it was asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CliError {
    pub(crate) exit_code: ExitCode,
    /// The cause, for programs. Scripts rely on it, so old words such as "handover", "declined", and "unwritten" stay.
    pub(crate) kind: &'static str,
    /// What happened, without a period at the end.
    pub(crate) message: String,
    /// What to do next, in whole sentences.
    pub(crate) hints: Vec<String>,
    /// Whether nothing is reported, because the reader of standard output has closed it, as `head` does.
    pub(crate) is_silent: bool,
}

impl CliError {
    pub(crate) fn new(exit_code: ExitCode, kind: &'static str, message: impl Into<String>) -> Self {
        // A message may end with a server's sentence, which has its own period.
        let message = message.into().trim_end_matches('.').to_owned();
        Self { exit_code, kind, message, hints: Vec::new(), is_silent: false }
    }

    /// The same error with one more thing to do.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// What happened and what to do, in one line.
    pub(crate) fn in_one_line(&self) -> String {
        let advice: String = self.hints.iter().map(|hint| format!(" {hint}")).collect();
        format!("{}.{advice}", self.message)
    }

    /// The error for programs.
    pub(crate) fn in_json(&self) -> Value {
        json!({
            "kind": self.kind,
            "status": self.exit_code.code(),
            "message": self.message,
            "advice": (!self.hints.is_empty()).then(|| self.hints.join("\n")),
        })
    }

    /// The command line is wrong.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(ExitCode::Usage, "usage", message)
    }

    /// Only a part of what was asked for was done.
    pub(crate) fn partly_done(message: impl Into<String>) -> Self {
        Self::new(ExitCode::PartlyDone, "partly-done", message)
    }

    /// Standard output could not be written.
    pub(crate) fn stdout(error: &io::Error) -> Self {
        let message = format!("Standard output could not be written: {error}");
        let is_silent = error.kind() == io::ErrorKind::BrokenPipe;
        let error = Self::new(ExitCode::NotWritten, "unwritten", message);
        Self { is_silent, ..error }.hint("Check where standard output leads, and run the command again.")
    }
}

impl From<NameError> for CliError {
    fn from(error: NameError) -> Self {
        let (message, hint) = match error {
            NameError::Blank => (
                "The token's name is empty".to_owned(),
                "Give the token a name that you will recognize in the list.",
            ),
            NameError::TooLong => (
                format!("The token's name is longer than {} characters", TokenName::MAXIMUM_CHARACTERS),
                "Give it a shorter name.",
            ),
            NameError::BreaksRecord => (
                "The token's name contains a character that Jenkins cannot store (U+0000, U+FFFE, or U+FFFF)"
                    .to_owned(),
                "Remove that character.",
            ),
        };
        Self::new(ExitCode::Usage, "name", message).hint(hint)
    }
}

impl From<FormatError> for CliError {
    fn from(error: FormatError) -> Self {
        let (message, hint) = match error {
            FormatError::ColonInUserId => (
                "The user ID contains a colon, so HTTP Basic authentication cannot carry it",
                "Print the token alone, with --as raw.",
            ),
            FormatError::UnsupportedUserId => (
                "The user ID contains a character that this format cannot hold",
                "Choose another format with --as.",
            ),
            FormatError::PortNotSupported => (
                "A .netrc line has no port, so the token would be sent to every server on that host",
                "Choose another format with --as.",
            ),
        };
        Self::new(ExitCode::Usage, "handover", message).hint(hint)
    }
}
