//! The stand-in for a controller, as a process of its own.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, Result};

use crate::tools;

/// The password of `alice`.
pub(super) const PASSWORD: &str = "alice-pass-1";

pub(super) struct Standin {
    process: Child,
    /// Kept open: the stand-in ends if it cannot write.
    out: BufReader<ChildStdout>,
    /// The root URL.
    pub(super) url: String,
}

impl Standin {
    /// # Errors
    ///
    /// If it cannot be built or started.
    pub(super) fn start() -> Result<Self> {
        tools::run(tools::cargo().args(["build", "--quiet", "--locked", "--package", "latchkey-standin"]))?;
        let program = tools::target_directory().join("debug/latchkey-standin");
        let mut process =
            Command::new(program).stdout(Stdio::piped()).spawn().context("cannot start the stand-in")?;
        let out = process.stdout.take().context("the stand-in has no standard output")?;
        let mut standin = Self { process, out: BufReader::new(out), url: String::new() };
        let mut line = String::new();
        standin.out.read_line(&mut line)?;
        let (_, url) = line.trim_end().rsplit_once(' ').context("the stand-in does not say where it is")?;
        url.clone_into(&mut standin.url);
        Ok(standin)
    }
}

impl Drop for Standin {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
