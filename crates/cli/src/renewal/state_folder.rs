//! The folder for what commands must remember until they run again. It holds no secrets.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use crate::error::{CliError, ExitCode};

/// The folder of Latchkey in the system's folder for state: `$XDG_STATE_HOME`, or `~/.local/state`,
/// `~/Library/Application Support`, or `%LOCALAPPDATA%`. `None` if it is not known where that is.
pub(super) fn find() -> Option<PathBuf> {
    of_system().map(|folder| folder.join("latchkey"))
}

/// The same folder, which is created if need be.
pub(super) fn create() -> Result<PathBuf, CliError> {
    let folder = find().ok_or_else(|| {
        unusable("it is not known where it is").hint(if cfg!(windows) {
            "Set LOCALAPPDATA to your folder for the data of applications."
        } else {
            "Set HOME to your home folder."
        })
    })?;
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder).map_err(|error| no_access(&folder, &error))?;
    Ok(folder)
}

/// The folder, or this file in it, cannot be read or written.
pub(super) fn no_access(path: &Path, error: &io::Error) -> CliError {
    let variable = if cfg!(windows) { "LOCALAPPDATA" } else { "XDG_STATE_HOME" };
    unusable(&format!("{}: {error}", path.display()))
        .hint(format!("Make it readable and writable for you, or set {variable} to a folder that is."))
}

/// The folder cannot be used, for this reason.
fn unusable(reason: &str) -> CliError {
    let message = format!("The folder for the journal of renewals cannot be used: {reason}");
    CliError::new(ExitCode::Failed, "journal", message)
}

fn of_system() -> Option<PathBuf> {
    if cfg!(windows) {
        return absolute("LOCALAPPDATA");
    }
    // A relative path is to be ignored (XDG Base Directory Specification).
    absolute("XDG_STATE_HOME").or_else(|| {
        let folder = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".local/state" };
        absolute("HOME").map(|home| home.join(folder))
    })
}

fn absolute(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|folder| folder.is_absolute())
}
