//! A keychain of its own for the bench: GNOME Keyring on a private message bus, as a desktop has it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, Result, ensure};
use latchkey_xtask::keychain;
use tempfile::TempDir;

use super::program::{self, Program};

/// Unlocks an empty keychain, prints the address of the bus, and waits for the end of standard input.
const START: &str = "printf 'password\\n' | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null && \
    printf '%s\\n' \"$DBUS_SESSION_BUS_ADDRESS\" && cat";

/// An empty keychain. It is gone when this is dropped.
pub(super) struct Keychain {
    bus: String,
    session: Child,
    /// Its end is the end of the session.
    input: Option<ChildStdin>,
    _home: TempDir,
}

impl Keychain {
    /// Starts one; as root on Debian, installs it if need be. `None` if there is none; a line then says why.
    ///
    /// # Errors
    ///
    /// If it cannot be installed or does not start.
    pub(super) fn start() -> Result<Option<Self>> {
        if keychain::ensure()?.is_some() {
            return Ok(None);
        }
        let home = tempfile::tempdir()?;
        let mut command = program::command("dbus-run-session");
        command.args(["--", "sh", "-c", START]);
        for variable in ["HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"] {
            command.env(variable, home.path());
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut session = command.spawn().context("dbus-run-session does not start")?;
        let input = session.stdin.take();
        let mut bus = String::new();
        BufReader::new(session.stdout.take().context("no standard output")?).read_line(&mut bus)?;
        let bus = bus.trim_end().to_owned();
        let keychain = Self { bus, session, input, _home: home };
        ensure!(!keychain.bus.is_empty(), "the keychain does not start");
        Ok(Some(keychain))
    }

    /// The CLI with this keychain.
    pub(super) fn command(&self, latchkey: &Program, arguments: &[&str]) -> Command {
        let mut command = latchkey.command(arguments);
        command.env("DBUS_SESSION_BUS_ADDRESS", &self.bus);
        command
    }
}

impl Drop for Keychain {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.session.wait();
    }
}
