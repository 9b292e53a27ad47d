//! Runs the programs that read a credential format.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

/// Whether a program is installed. If not, this is printed to standard error.
pub(crate) fn has(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok();
    if !found {
        // The test harness hides the captured output of a passing test, but not this.
        let _ =
            writeln!(std::io::stderr(), "\nSKIPPED: credential formats for {program}: it is not installed\n");
    }
    found
}

/// Runs a command with this on its standard input.
pub(crate) fn run(command: &mut Command, input: &str) -> Output {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    process.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    process.wait_with_output().unwrap()
}

/// The value of a variable in the output of `env -0`.
pub(crate) fn variable<'a>(output: &'a str, name: &str) -> &'a str {
    let is_named = |variable: &'a str| variable.strip_prefix(name)?.strip_prefix('=');
    output.split('\0').find_map(is_named).unwrap()
}

/// A shell without the user's own settings.
pub(crate) fn sh() -> Command {
    let mut sh = Command::new("sh");
    let path = std::env::var_os("PATH").unwrap_or_default();
    sh.env_clear().env("PATH", path).env("HOME", "/nonexistent");
    sh
}
