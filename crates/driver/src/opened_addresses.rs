//! The addresses that a program opens in the person's browser.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use tempfile::TempDir;

use crate::error::{DriverError, Result};
use crate::waiting::WAIT_LIMIT;

/// A program for the environment variable `BROWSER` that opens nothing, but hands over the addresses.
pub struct OpenedAddresses {
    addresses: Receiver<String>,
    pipe: File,
    program: PathBuf,
    _directory: TempDir,
}

impl OpenedAddresses {
    /// Writes the program.
    ///
    /// # Errors
    /// If no program or named pipe can be made in a temporary directory.
    pub fn catch() -> Result<Self> {
        let directory = tempfile::Builder::new().prefix("latchkey-opened-").tempdir();
        let directory = directory.map_err(DriverError::in_file(&std::env::temp_dir()))?;
        let path = directory.path().join("addresses");
        make_pipe(&path).map_err(DriverError::in_file(&path))?;
        // As its own writer, the pipe has no end.
        let pipe = OpenOptions::new().read(true).write(true).open(&path);
        let pipe = pipe.map_err(DriverError::in_file(&path))?;
        let program = directory.path().join("browser");
        let text = format!("#!/bin/sh\nprintf '%s\\n' \"$*\" >'{}'\n", path.display());
        fs::write(&program, text)
            .and_then(|()| fs::set_permissions(&program, fs::Permissions::from_mode(0o700)))
            .map_err(DriverError::in_file(&program))?;
        let lines = BufReader::new(pipe.try_clone().map_err(DriverError::in_file(&path))?).lines();
        let (sender, addresses) = mpsc::channel();
        thread::spawn(move || {
            for line in lines.map_while(std::result::Result::ok).take_while(|line| !line.is_empty()) {
                // Nobody may wait for it any more.
                let _ = sender.send(line);
            }
        });
        Ok(Self { addresses, pipe, program, _directory: directory })
    }

    /// The value of `BROWSER`.
    #[must_use]
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Waits for the next address.
    ///
    /// # Errors
    /// If none is opened in time.
    pub fn next_address(&self) -> Result<String> {
        self.addresses.recv_timeout(WAIT_LIMIT).map_err(|_| DriverError::Timeout {
            awaited: "an address to be opened".to_owned(),
            instead: "none was".to_owned(),
            limit: WAIT_LIMIT,
        })
    }
}

impl Drop for OpenedAddresses {
    fn drop(&mut self) {
        // An empty line ends the thread that reads.
        let _ = self.pipe.write_all(b"\n");
    }
}

impl fmt::Debug for OpenedAddresses {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("OpenedAddresses").field("program", &self.program).finish_non_exhaustive()
    }
}

/// Makes a named pipe with the program that every Unix has for it: rustix cannot make one on macOS.
fn make_pipe(path: &Path) -> io::Result<()> {
    let made = Command::new("mkfifo").args(["-m", "600"]).arg(path).output()?;
    if made.status.success() {
        return Ok(());
    }
    Err(io::Error::other(String::from_utf8_lossy(&made.stderr).trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_arrive_in_order_and_as_they_are() {
        let opened = OpenedAddresses::catch().unwrap();
        let addresses = ["http://127.0.0.1:8080/me/?latchkey=1.2.3&x=%20'\"$HOME", "http://ci.example.org/"];
        for address in addresses {
            assert!(Command::new(opened.program()).arg(address).env_clear().status().unwrap().success());
        }
        assert_eq!([opened.next_address().unwrap(), opened.next_address().unwrap()], addresses);
    }
}
