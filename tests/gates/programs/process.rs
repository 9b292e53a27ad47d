//! A running program.

use std::fs::{self, File};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use latchkey_tests::target_directory;
use tempfile::TempDir;

use super::Address;

/// How long a program may take until it listens.
const START_LIMIT: Duration = Duration::from_secs(30);
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// A folder with the configuration of a program and what it writes.
pub(crate) struct Folder(TempDir);

impl Folder {
    /// A folder that a program can also use after it has given up root's privileges.
    pub(crate) fn new() -> Self {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::Builder::new().prefix("latchkey-gate-").tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The same folder with one more file.
    #[must_use]
    pub(crate) fn with(self, name: &str, text: &str) -> Self {
        fs::write(self.path().join(name), text).unwrap();
        self
    }
}

/// A program that listens on an address. Dropping it ends it; if the test failed, its log is printed.
pub(crate) struct Process {
    child: Child,
    folder: Folder,
    name: String,
}

impl Process {
    /// Starts a program in its folder and waits until it accepts connections.
    ///
    /// # Panics
    ///
    /// If it cannot be started, or does not listen in time.
    pub(crate) fn start(mut command: Command, folder: Folder, address: Address) -> Self {
        let log = File::create(folder.path().join("output.log")).unwrap();
        command.current_dir(folder.path()).stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn().unwrap_or_else(|error| panic!("{name}: {error}; {ADVICE}"));
        let mut process = Self { child, folder, name };
        process.wait_until_ready(address);
        process
    }

    fn wait_until_ready(&mut self, address: Address) {
        let deadline = Instant::now() + START_LIMIT;
        while TcpStream::connect(address.socket_address()).is_err() {
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "{} ended: {ended:?}", self.name);
            assert!(Instant::now() < deadline, "{} does not listen on {address}", self.name);
            thread::sleep(POLL_INTERVAL);
        }
    }

    /// A file in its folder.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    fn print_logs(&self) {
        for entry in fs::read_dir(self.folder.path()).unwrap().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|extension| extension == "log") {
                let log = fs::read(&path).unwrap_or_default();
                eprintln!("--- {} {}:\n{}", self.name, path.display(), String::from_utf8_lossy(&log));
            }
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It has no children: each program runs as one process.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if thread::panicking() {
            self.print_logs();
        }
    }
}

const ADVICE: &str = "`cargo xtask test --long` installs and builds what is missing";

/// A program that a package installs, also where only root's `PATH` has its folder.
pub(crate) fn installed(name: &str) -> Command {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&folders).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    let found = folders.map(|folder| folder.join(name)).find(|path| path.is_file());
    Command::new(found.unwrap_or_else(|| PathBuf::from(name)))
}

/// A program that `cargo xtask test --long` builds with Go.
pub(crate) fn built(name: &str) -> Command {
    Command::new(target_directory().join("gates").join(name))
}
