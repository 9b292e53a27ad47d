//! The Python packages of the tests.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::tools;

/// Each package, and a module of it.
const PACKAGES: [(&str, &str); 2] =
    [("cryptography==48.0.0", "cryptography.hazmat.primitives.hpke"), ("python-dotenv==1.2.1", "dotenv")];

/// The tests that need them.
const TESTS: &str = "by_python::";

/// Makes sure that Python has another implementation of HPKE and a reader of `.env` files: installs them into
/// `target/python`. Gives the names of the tests to skip where there is no Python, and says so.
///
/// # Errors
///
/// If Python cannot install them.
pub(crate) fn ensure() -> Result<Option<&'static str>> {
    let python = |arguments: &[&str]| {
        let mut command = Command::new("python3");
        command.args(arguments).env("PYTHONPATH", folder()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let is_missing = |module: &str| !python(&["-c", &format!("import {module}")]);
    let missing: Vec<&str> =
        PACKAGES.iter().filter(|(_, module)| is_missing(module)).map(|(package, _)| *package).collect();
    if missing.is_empty() {
        return Ok(None);
    }
    if !python(&["-m", "pip", "--version"]) {
        eprintln!(
            "\n!!! SKIPPED: sealed messages are not opened by a third implementation, and .env files not read by \
             python-dotenv, because Python or its pip is missing. On Debian: sudo apt-get install python3-pip\n"
        );
        return Ok(Some(TESTS));
    }
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", "--target"]);
    let output = pip.arg(folder()).args(&missing).output()?;
    if !output.status.success() {
        bail!("pip cannot install {}: {}", missing.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    Ok(None)
}

fn folder() -> PathBuf {
    tools::target_directory().join("python")
}
