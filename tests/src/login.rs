//! `latchkey login` on a terminal of its own, with the program that cargo built.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use latchkey_driver::{OpenedAddresses, Terminal};
use serde_json::Value;
use tempfile::TempDir;

use crate::target::target_directory;

/// What the line with the code says before it.
const CODE: &str = "type this code:";

/// The command, with a home folder in which nothing is saved. It saves its token in a file there. Dropping it hangs up.
pub struct LoginCommand {
    terminal: Terminal,
    opened: OpenedAddresses,
    home: TempDir,
}

impl LoginCommand {
    /// Runs it for the controller with this root URL.
    pub fn start(root: &str) -> Self {
        Self::with(root, &[])
    }

    /// The same with more arguments.
    pub fn with(root: &str, more: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let opened = OpenedAddresses::catch().unwrap();
        let program = target_directory().join("debug/latchkey");
        assert!(program.exists(), "run: cargo build -p latchkey");
        let file = token_file(home.path());
        let arguments = [&["login", root, "--save-to", file.to_str().unwrap()], more].concat();
        let variables = [
            ("HOME", home.path().as_os_str()),
            ("BROWSER", opened.program().as_os_str()),
            ("DBUS_SESSION_BUS_ADDRESS", OsStr::new("unix:path=/nowhere")),
        ];
        let terminal = Terminal::open(&program, &arguments, variables).unwrap();
        Self { terminal, opened, home }
    }

    /// The address that it opens. It also shows it.
    pub fn address(&self) -> String {
        let address = self.opened.next_address().unwrap();
        self.terminal.wait_for(&address).unwrap();
        address
    }

    /// Presses Enter; gives the address that it opens again.
    pub fn open_again(&mut self) -> String {
        self.terminal.type_text("\n").unwrap();
        self.opened.next_address().unwrap()
    }

    /// The code that it shows.
    pub fn code(&self) -> String {
        let code = self.terminal.wait_for_rest_of_line(CODE).unwrap().trim().to_owned();
        assert!(code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code:?}");
        code
    }

    /// Another code.
    pub fn wrong_code(&self) -> String {
        let number: u16 = self.code().parse().unwrap();
        format!("{:04}", (number + 1) % 10_000)
    }

    /// Waits until it shows this.
    pub fn wait_for(&self, text: &str) -> String {
        self.terminal.wait_for(text).unwrap()
    }

    /// Pastes a line.
    pub fn paste(&mut self, line: &str) {
        self.terminal.type_text(&format!("{line}\n")).unwrap();
    }

    /// The number of its process.
    pub fn process_number(&self) -> i32 {
        self.terminal.process_number()
    }

    /// The user and the token that it saved, if it has.
    pub fn saved(&self) -> Option<(String, String)> {
        saved_in(self.home.path())
    }

    /// Waits until it has saved a token and ended; gives its user, the token, and everything that was shown.
    pub fn wait_until_saved(self) -> (String, String, String) {
        let Self { terminal, home, .. } = self;
        let (code, shown) = terminal.end().unwrap();
        assert_eq!(code, 0, "{shown}");
        let (user, token) = saved_in(home.path()).expect("the file");
        (user, token, shown)
    }

    /// Waits until it has ended without a token; gives its exit code and everything that was shown.
    pub fn wait_until_failed(self) -> (i32, String) {
        let Self { terminal, home, .. } = self;
        let (code, shown) = terminal.end().unwrap();
        assert!(code != 0 && !token_file(home.path()).exists(), "{code}: {shown}");
        (code, shown)
    }

    /// Kills it, which leaves it no time to tell the browser. Its home stays.
    pub fn kill(self) -> TempDir {
        self.terminal.kill().unwrap();
        self.home
    }
}

/// The user and the token that the command with this home saved, if it has.
pub fn saved_in(home: &Path) -> Option<(String, String)> {
    let saved: Value = serde_json::from_slice(&fs::read(token_file(home)).ok()?).unwrap();
    let text = |name: &str| saved[name].as_str().unwrap().to_owned();
    Some((text("user"), text("token")))
}

fn token_file(home: &Path) -> PathBuf {
    home.join("token")
}
