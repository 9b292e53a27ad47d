//! Runs a program in Python with the packages that the tests need.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::target_directory;

/// Runs a program that reads JSON from standard input and writes JSON.
pub fn run(program: &str, input: &Value) -> Value {
    let mut command = Command::new("python3");
    command.args(["-c", program]).env("PYTHONPATH", target_directory().join("python"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("python3: {error}; {ADVICE}"));
    child.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "python3: {}: {said}; {ADVICE}", output.status);
    serde_json::from_slice(&output.stdout).unwrap()
}

const ADVICE: &str = "`cargo xtask test --long` installs what is missing";
