//! Whether standard output can take a token, before one is made.

use std::io;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{FileType, fstat, major, minor};

use crate::failure::Failure;

/// Refuses a standard output that leads nowhere: closed, `/dev/null`, or a pipe that nobody reads any more. A disk
/// that is full shows only when it is written to.
///
/// # Errors
///
/// [`Failure::NoOutput`] with what is wrong.
pub(crate) fn check() -> Result<(), Failure> {
    let refused = |reason: &str| Err(Failure::NoOutput { reason: reason.to_owned() });
    let out = io::stdout();
    let Ok(status) = fstat(&out) else { return refused("standard output is closed") };
    // Rust's library opens /dev/null in place of a closed one.
    let is_device = FileType::from_raw_mode(status.st_mode) == FileType::CharacterDevice;
    if is_device && (major(status.st_rdev), minor(status.st_rdev)) == NULL_DEVICE {
        return refused("standard output is closed, or /dev/null");
    }
    let mut descriptor = [PollFd::new(&out, PollFlags::OUT)];
    let polled = poll(&mut descriptor, Some(&Timespec::default()));
    if polled.is_ok() && descriptor[0].revents().intersects(PollFlags::ERR | PollFlags::NVAL) {
        return refused("nobody reads standard output any more");
    }
    Ok(())
}

/// `/dev/null` on Linux.
const NULL_DEVICE: (u32, u32) = (1, 3);
