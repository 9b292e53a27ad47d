//! Whether standard output can take a token, before one is made.

use crate::error::CliError;

/// Refuses a standard output that leads nowhere: closed, `/dev/null`, or a pipe that nobody reads any more. A disk
/// that is full shows only when it is written to.
///
/// # Errors
///
/// [`CliError::NoOutput`] with what is wrong.
pub(crate) fn check() -> Result<(), CliError> {
    match fault() {
        Some(reason) => Err(CliError::NoOutput { reason: reason.to_owned() }),
        None => Ok(()),
    }
}

#[cfg(unix)]
fn fault() -> Option<&'static str> {
    use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
    use std::{fs, io};

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let out = io::stdout();
    let Ok(status) = rustix::fs::fstat(&out) else { return Some("standard output is closed") };
    // Rust's library opens /dev/null in place of a closed one.
    let null = fs::metadata("/dev/null").ok().filter(|null| null.file_type().is_char_device());
    if null.is_some_and(|null| (null.dev(), null.ino()) == (status.st_dev, status.st_ino)) {
        return Some("standard output is closed, or /dev/null");
    }
    let mut descriptor = [PollFd::new(&out, PollFlags::OUT)];
    let polled = poll(&mut descriptor, Some(&Timespec::default()));
    let is_broken = descriptor[0].revents().intersects(PollFlags::ERR | PollFlags::NVAL);
    (polled.is_ok() && is_broken).then_some("nobody reads standard output any more")
}

/// Elsewhere it shows only when it is written to.
#[cfg(not(unix))]
fn fault() -> Option<&'static str> {
    None
}
