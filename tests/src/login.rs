//! `latchkey login` on a terminal of its own, with the program that cargo built.

use std::path::{Path, PathBuf};

use latchkey_driver::SavedToken;
use tempfile::TempDir;

use crate::target::target_directory;

/// The command. It saves its token in a file in a folder of its own. Dropping it hangs up.
pub struct LoginCommand {
    command: latchkey_driver::LoginCommand,
    folder: TempDir,
}

impl LoginCommand {
    /// Runs it for the controller with this root URL.
    pub fn start(root: &str) -> Self {
        Self::with(root, &[])
    }

    /// The same with more arguments.
    pub fn with(root: &str, more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let program = target_directory().join("debug/latchkey");
        assert!(program.exists(), "run: cargo build -p latchkey");
        let file = token_file(folder.path());
        let command = latchkey_driver::LoginCommand::start(&program, root, &file, more, &[]).unwrap();
        Self { command, folder }
    }

    /// The address that it opens. It also shows it.
    pub fn address(&self) -> String {
        let address = self.command.next_address().unwrap();
        self.wait_for(&address);
        address
    }

    /// Presses Enter; gives the address that it opens again.
    pub fn open_again(&mut self) -> String {
        self.paste("");
        self.command.next_address().unwrap()
    }

    /// The code that it shows.
    pub fn code(&self) -> String {
        let code = self.command.code().unwrap();
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
        self.command.terminal().wait_for(text).unwrap()
    }

    /// Pastes a line.
    pub fn paste(&mut self, line: &str) {
        self.command.enter(line).unwrap();
    }

    /// The number of its process.
    pub fn process_number(&self) -> i32 {
        self.command.terminal().process_number()
    }

    /// The user and the token that it saved, if it has.
    pub fn saved(&self) -> Option<(String, String)> {
        saved_in(self.folder.path())
    }

    /// Waits until it has saved a token and ended; gives its user, the token, and everything that was shown.
    pub fn wait_until_saved(self) -> (String, String, String) {
        let (code, shown) = self.command.end().unwrap();
        assert_eq!(code, 0, "{shown}");
        let (user, token) = saved_in(self.folder.path()).expect("the file");
        (user, token, shown)
    }

    /// Waits until it has ended without a token; gives its exit code and everything that was shown.
    pub fn wait_until_failed(self) -> (i32, String) {
        let (code, shown) = self.command.end().unwrap();
        assert!(code != 0 && !token_file(self.folder.path()).exists(), "{code}: {shown}");
        (code, shown)
    }

    /// Kills it, which leaves it no time to tell the browser. The folder for its token stays.
    pub fn kill(self) -> TempDir {
        self.command.kill().unwrap();
        self.folder
    }
}

/// The user and the token that the command saved in this folder, if it has.
pub fn saved_in(folder: &Path) -> Option<(String, String)> {
    let file = token_file(folder);
    let saved = file.exists().then(|| SavedToken::read(&file).unwrap())?;
    Some((saved.user, saved.value))
}

fn token_file(folder: &Path) -> PathBuf {
    folder.join("token")
}
