//! Files that only their owner can read, from the moment they exist.
//!
//! On Unix their mode is 0600. On Windows their access control list has one entry, for the user, and inherits none.

#[cfg(any(windows, test))]
mod descriptor;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::fs::File;
use std::io;
use std::path::Path;

#[cfg(unix)]
use self::unix as platform;
#[cfg(windows)]
use self::windows as platform;

/// Creates a file that nobody but its owner can open, and opens it for writing.
///
/// # Errors
///
/// If it cannot be created, or there is something of that name.
pub(super) fn create(path: &Path) -> io::Result<File> {
    platform::create(path)
}

/// Opens a file for reading, if only its owner can read it. Links are refused: they may lead anywhere.
///
/// # Errors
///
/// If there is no such file, it cannot be opened, or others may read it; then the message says what to do.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let metadata = path.symlink_metadata()?;
    let refused = |reason: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
    if metadata.is_symlink() {
        return refused("it is a symbolic link");
    }
    if !metadata.is_file() {
        return refused("it is not a file");
    }
    let file = File::open(path)?;
    check(&file, path)?;
    Ok(file)
}

/// Checks that only its owner can read an open file.
///
/// # Errors
///
/// If others may read it, or that cannot be found out. The message says how to change that for the file at `path`.
pub(super) fn check(file: &File, path: &Path) -> io::Result<()> {
    platform::check(file, path)
}

/// Others may read a file.
fn exposed(reason: String) -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, reason)
}
