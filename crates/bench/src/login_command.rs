//! `latchkey login` on a terminal, with a browser that somebody else opens.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};
use latchkey_core::Secret;
use latchkey_driver::{OpenedAddresses, Terminal};
use serde_json::Value;
use tempfile::TempDir;

/// What the line with the code says before it.
const CODE: &str = "type this code:";

/// The command. It saves its token in a file. Dropping it hangs up.
pub(crate) struct LoginCommand {
    terminal: Terminal,
    opened: OpenedAddresses,
    file: PathBuf,
    _home: TempDir,
}

/// What the command saved.
pub(crate) struct SavedToken {
    pub(crate) controller: String,
    pub(crate) user: String,
    pub(crate) value: Secret,
}

impl LoginCommand {
    /// Starts it for a controller, with a home in which nothing is saved.
    pub(crate) fn start(program: &Path, root: &str, file: &Path) -> Result<Self> {
        let home = tempfile::tempdir()?;
        let opened = OpenedAddresses::catch()?;
        let variables = [
            ("HOME", home.path().as_os_str()),
            ("BROWSER", opened.program().as_os_str()),
            ("DBUS_SESSION_BUS_ADDRESS", OsStr::new("unix:path=/nowhere")),
        ];
        let path = file.to_str().context("the file's name is not UTF-8")?;
        let terminal = Terminal::open(program, &["login", root, "--save-to", path], variables)?;
        Ok(Self { terminal, opened, file: file.to_owned(), _home: home })
    }

    /// The address that it opens.
    pub(crate) fn address(&self) -> Result<String> {
        Ok(self.opened.next_address()?)
    }

    /// The code that it shows.
    pub(crate) fn code(&self) -> Result<String> {
        Ok(self.terminal.wait_for_rest_of_line(CODE)?.trim().to_owned())
    }

    /// The rest of the line that says where it saved the token, which ends it.
    pub(crate) fn saved_line(&self) -> Result<String> {
        Ok(self.terminal.wait_for_rest_of_line("Saved in ")?)
    }

    /// Waits until it has ended; tells when it showed its last line.
    pub(crate) fn ended_at(&self) -> Result<SystemTime> {
        self.terminal.wait_for_end()?.context("latchkey login showed nothing")
    }

    /// Waits until it has ended, and reads what it saved.
    pub(crate) fn saved(self) -> Result<SavedToken> {
        let Self { terminal, file, .. } = self;
        let (code, shown) = terminal.end()?;
        ensure!(code == 0, "latchkey login failed: {shown}");
        let saved = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let saved: Value = serde_json::from_slice(&saved).context("latchkey login saved no JSON")?;
        let text = |name: &str| saved[name].as_str().unwrap_or_default().to_owned();
        Ok(SavedToken {
            controller: text("controller"),
            user: text("user"),
            value: Secret::new(text("token")),
        })
    }
}
