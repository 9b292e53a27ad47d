//! A browser's process group and profile.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
use tempfile::TempDir;

use crate::error::{DriverError, Result};

/// How much of the browser's standard error an error message shows.
const OUTPUT_TAIL: u64 = 2000;

/// How long the browser may take to end in good order.
const END_LIMIT: Duration = Duration::from_secs(10);

/// How long the processes of a killed group may go on touching files in the profile.
const REMOVAL_LIMIT: Duration = Duration::from_secs(3);

/// A temporary profile, removed when it is dropped.
pub(crate) struct Profile {
    directory: TempDir,
}

impl Profile {
    pub(crate) fn create() -> Result<Self> {
        let directory = tempfile::Builder::new()
            .prefix("latchkey-browser-")
            .tempdir()
            .map_err(DriverError::in_file(&std::env::temp_dir()))?;
        Ok(Self { directory })
    }

    /// The directory that holds everything: the browser's, and what it printed.
    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    /// The directory that the browser is given.
    pub(crate) fn data(&self) -> PathBuf {
        self.directory.path().join("profile")
    }

    fn output(&self) -> PathBuf {
        self.directory.path().join("standard-error.txt")
    }

    /// Reads what the browser writes to its standard error.
    pub(crate) fn output_reader(&self) -> OutputReader {
        OutputReader { path: self.output() }
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // A process that was killed a moment ago may still create a file while the directory is emptied.
        let deadline = Instant::now() + REMOVAL_LIMIT;
        while fs::remove_dir_all(self.directory.path()).is_err()
            && self.directory.path().exists()
            && Instant::now() < deadline
        {
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Reads back what the browser wrote to its standard error.
#[derive(Clone)]
pub(crate) struct OutputReader {
    path: PathBuf,
}

impl OutputReader {
    /// The last lines; empty where there are none.
    pub(crate) fn tail(&self) -> String {
        read_tail(&self.path).unwrap_or_default()
    }
}

fn read_tail(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(OUTPUT_TAIL)))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}

/// The browser's processes, a group of their own that ends when this is dropped.
pub(crate) struct ProcessGroup {
    leader: Child,
}

impl ProcessGroup {
    /// Starts the browser; what it writes goes to the profile's own file.
    pub(crate) fn spawn(mut command: Command, profile: &Profile) -> Result<Self> {
        let path = profile.output();
        let output = File::create(&path).map_err(DriverError::in_file(&path))?;
        command.process_group(0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(output);
        let program = command.get_program().to_string_lossy().into_owned();
        let leader = command.spawn().map_err(|error| DriverError::launch(format!("{program}: {error}")))?;
        Ok(Self { leader })
    }

    /// Asks the browser to end in good order, in which it writes what it keeps and collects its helper
    /// processes. After a panic nobody needs that, and the browser may be what hangs.
    pub(crate) fn end(&self, ask: impl FnOnce() -> Result<()>) {
        if !thread::panicking() && ask().is_ok() {
            self.wait(END_LIMIT);
        }
    }

    /// Waits until the browser has ended by itself; tells whether it has. Its exit status is left for
    /// `drop` to collect: until then its id, which is the group's too, belongs to no other process.
    pub(crate) fn wait(&self, limit: Duration) -> bool {
        let leader = WaitId::Pid(Pid::from_child(&self.leader));
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        let deadline = Instant::now() + limit;
        loop {
            match waitid(leader.clone(), options) {
                Ok(Some(_)) => return true,
                Ok(None) if Instant::now() < deadline => thread::sleep(Duration::from_millis(10)),
                Ok(None) | Err(_) => return false,
            }
        }
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        // A helper process can outlive the leader, so the group is killed in any case.
        let _ = kill_process_group(Pid::from_child(&self.leader), Signal::KILL);
        let _ = self.leader.wait();
    }
}
