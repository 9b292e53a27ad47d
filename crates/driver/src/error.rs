//! What can go wrong, one variant per cause.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The result of everything in this crate.
pub type Result<T> = std::result::Result<T, DriverError>;

/// Why the browser did not do what it was asked.
#[derive(Debug)]
pub enum DriverError {
    /// No browser was named and none is installed.
    BrowserNotFound {
        /// What to install, or which environment variable to set.
        advice: &'static str,
    },
    /// The browser did not start, or refused the extension.
    Launch {
        /// What happened.
        reason: String,
        /// The last lines the browser wrote to its standard error.
        output: String,
    },
    /// The browser ended while it was needed.
    BrowserEnded {
        /// The last lines the browser wrote to its standard error.
        output: String,
    },
    /// The tab or popup is not there any more.
    Closed {
        /// Which one.
        what: String,
    },
    /// The document was replaced while an expression ran in it.
    DocumentGone,
    /// The browser refused a command.
    Refused {
        /// The command.
        command: String,
        /// The browser's own words.
        message: String,
    },
    /// An expression threw, or its promise was rejected.
    Script {
        /// The expression or function.
        expression: String,
        /// What was thrown.
        message: String,
    },
    /// Something awaited did not come.
    Timeout {
        /// What was awaited.
        awaited: String,
        /// What was there instead.
        instead: String,
        /// How long it was awaited.
        limit: Duration,
    },
    /// A page could not be loaded; the tab shows the browser's error page.
    Navigation {
        /// The page's address.
        url: String,
        /// The browser's reason.
        reason: String,
    },
    /// An element cannot be used in this way, for instance a text filled into a disabled field.
    Unusable {
        /// The element.
        element: String,
        /// Why not.
        reason: String,
    },
    /// The browser cannot do this at all.
    Unsupported {
        /// Which browser lacks what.
        reason: String,
    },
    /// A browser that this crate does not know by this name.
    UnknownBrowser {
        /// The name as given.
        name: String,
    },
    /// A key that this crate does not know by this name.
    UnknownKey {
        /// The name as given.
        key: String,
    },
    /// The browser's answer does not have the shape it should have.
    UnexpectedAnswer {
        /// The command.
        command: String,
        /// What is missing.
        missing: String,
    },
    /// A file or directory could not be read or written.
    File {
        /// Which one.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
}

impl DriverError {
    pub(crate) fn launch(reason: String) -> Self {
        Self::Launch { reason, output: String::new() }
    }

    pub(crate) fn unexpected(command: &str, missing: &str) -> Self {
        Self::UnexpectedAnswer { command: command.to_owned(), missing: missing.to_owned() }
    }

    /// What the operating system said about a file or directory.
    pub(crate) fn in_file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        |source| Self::File { path: path.to_owned(), source }
    }

    /// The same error while the browser starts.
    pub(crate) fn at_start(self) -> Self {
        if let Self::BrowserEnded { output } = self {
            Self::Launch { reason: "it ended at once".to_owned(), output }
        } else {
            self
        }
    }

    /// The same error while the extension is loaded.
    pub(crate) fn of_extension(self, directory: &Path) -> Self {
        if let Self::Refused { message, .. } = &self {
            Self::launch(format!("the extension {} was refused: {message}", directory.display()))
        } else {
            self
        }
    }
}

impl fmt::Display for DriverError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BrowserNotFound { advice } => write!(formatter, "no browser found: {advice}"),
            Self::Launch { reason, output } => {
                write!(formatter, "the browser did not start: {reason}")?;
                write_output(formatter, output)
            }
            Self::BrowserEnded { output } => {
                write!(formatter, "the browser has ended")?;
                write_output(formatter, output)
            }
            Self::Closed { what } => write!(formatter, "{what} is closed"),
            Self::DocumentGone => {
                write!(formatter, "the document was replaced while an expression ran in it")
            }
            Self::Refused { command, message } => {
                write!(formatter, "the browser refused {command}: {message}")
            }
            Self::Script { expression, message } => write!(formatter, "{message}\nin: {expression}"),
            Self::Timeout { awaited, instead, limit } => {
                write!(formatter, "waited {} s for {awaited}; instead: {instead}", limit.as_secs_f32())
            }
            Self::Navigation { url, reason } => write!(formatter, "{url} could not be loaded: {reason}"),
            Self::Unusable { element, reason } => write!(formatter, "{element}: {reason}"),
            Self::Unsupported { reason } => formatter.write_str(reason),
            Self::UnknownBrowser { name } => {
                write!(formatter, "unknown browser {name:?}: use chromium or firefox")
            }
            Self::UnknownKey { key } => write!(
                formatter,
                "unknown key {key:?}: use a character, or a name such as Enter, Tab, ArrowDown, Shift+Tab"
            ),
            Self::UnexpectedAnswer { command, missing } => {
                write!(formatter, "the browser's answer to {command} lacks {missing}")
            }
            Self::File { path, source } => write!(formatter, "{}: {source}", path.display()),
        }
    }
}

fn write_output(formatter: &mut fmt::Formatter<'_>, output: &str) -> fmt::Result {
    if output.is_empty() { Ok(()) } else { write!(formatter, "; it wrote:\n{output}") }
}

impl std::error::Error for DriverError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let Self::File { source, .. } = self { Some(source) } else { None }
    }
}
