//! `latchkey login` on a terminal, with a browser that somebody else opens.

use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use serde_json::Value;
use tempfile::TempDir;

use crate::error::{DriverError, Result};
use crate::opened_addresses::OpenedAddresses;
use crate::terminal::Terminal;

/// What the line with the code says before it.
const CODE: &str = "type this code:";

/// The command, with a home in which nothing is saved, and without a keychain. Dropping it hangs up.
pub struct LoginCommand {
    terminal: Terminal,
    opened: OpenedAddresses,
    _home: TempDir,
}

impl LoginCommand {
    /// Starts the program for the controller with this root URL, to save its token in `file`; with more arguments, and more
    /// variables in its environment.
    ///
    /// # Errors
    /// As [`Terminal::open`] and [`OpenedAddresses::catch`].
    pub fn start(
        program: &Path,
        root: &str,
        file: &Path,
        more: &[&str],
        variables: &[(&str, &OsStr)],
    ) -> Result<Self> {
        let home = tempfile::Builder::new().prefix("latchkey-home-").tempdir();
        let home = home.map_err(DriverError::in_file(&std::env::temp_dir()))?;
        let opened = OpenedAddresses::catch()?;
        let own = [
            ("HOME", home.path().as_os_str()),
            ("BROWSER", opened.program().as_os_str()),
            ("DBUS_SESSION_BUS_ADDRESS", OsStr::new("unix:path=/nowhere")),
        ];
        let file = file.to_string_lossy();
        let arguments = [&["login", root, "--save-to", &*file], more].concat();
        let variables = own.into_iter().chain(variables.iter().copied());
        let terminal = Terminal::open(program, &arguments, variables)?;
        Ok(Self { terminal, opened, _home: home })
    }

    /// The terminal that it runs on.
    #[must_use]
    pub fn terminal(&self) -> &Terminal {
        &self.terminal
    }

    /// Types a line and presses Enter.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn enter(&mut self, line: &str) -> Result<()> {
        self.terminal.type_text(&format!("{line}\n"))
    }

    /// Waits for the next address that it opens.
    ///
    /// # Errors
    /// If it opens none in time.
    pub fn next_address(&self) -> Result<String> {
        self.opened.next_address()
    }

    /// Waits for the code that it shows.
    ///
    /// # Errors
    /// If it ends without one, or shows it not in time.
    pub fn code(&self) -> Result<String> {
        Ok(self.terminal.wait_for_rest_of_line(CODE)?.trim().to_owned())
    }

    /// Waits for the end of the line that says where it saved the token, and gives what follows "Saved in" there.
    ///
    /// # Errors
    /// If it ends without saving one, or does not save it in time.
    pub fn saved_line(&self) -> Result<String> {
        self.terminal.wait_for_rest_of_line("Saved in ")
    }

    /// Waits until it has ended; tells when it showed its last line, if it ever showed one.
    ///
    /// # Errors
    /// If it does not end in time.
    pub fn ended_at(&self) -> Result<Option<SystemTime>> {
        self.terminal.wait_for_end()
    }

    /// Waits until it has ended; gives its exit code, and everything that it showed.
    ///
    /// # Errors
    /// If it does not end in time, or was killed.
    pub fn end(self) -> Result<(i32, String)> {
        self.terminal.end()
    }

    /// Kills it, which leaves it no time to tell the browser.
    ///
    /// # Errors
    /// If it stays.
    pub fn kill(self) -> Result<()> {
        self.terminal.kill()
    }
}

impl fmt::Debug for LoginCommand {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LoginCommand").finish_non_exhaustive()
    }
}

/// What the command saves in a file.
pub struct SavedToken {
    /// The root URL of the controller.
    pub controller: String,
    /// The ID of the user.
    pub user: String,
    /// The token itself.
    pub value: String,
}

impl SavedToken {
    /// Reads the file.
    ///
    /// # Errors
    /// If there is none, or it holds something else.
    pub fn read(file: &Path) -> Result<Self> {
        let saved = fs::read(file).map_err(DriverError::in_file(file))?;
        let text = |saved: &Value, name: &str| saved[name].as_str().map(str::to_owned);
        let token = serde_json::from_slice::<Value>(&saved).ok().and_then(|saved| {
            Some(Self {
                controller: text(&saved, "controller")?,
                user: text(&saved, "user")?,
                value: text(&saved, "token")?,
            })
        });
        token.ok_or_else(|| DriverError::in_file(file)(io::Error::other("it holds no saved token")))
    }
}
