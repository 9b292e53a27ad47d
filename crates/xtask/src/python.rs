//! Python packages: those of the tests, and checkers.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::{skipped, tools};

/// Each package, and a module of it.
const PACKAGES: [(&str, &str); 2] =
    [("cryptography==48.0.0", "cryptography.hazmat.primitives.hpke"), ("python-dotenv==1.2.1", "dotenv")];

/// The folder of `target` that they are installed into.
const FOLDER: &str = "python";

/// The tests that need them.
const TESTS: &str = "by_python::";

/// Makes sure that Python has another implementation of HPKE and a reader of `.env` files: installs them into
/// `target/python`. Gives the names of the tests to skip where there is no Python, and says so.
///
/// # Errors
///
/// If Python cannot install them.
pub(crate) fn ensure() -> Result<Option<&'static str>> {
    let is_missing = |module: &str| !python(&["-c", &format!("import {module}")]);
    let missing: Vec<&str> =
        PACKAGES.iter().filter(|(_, module)| is_missing(module)).map(|(package, _)| *package).collect();
    if missing.is_empty() {
        return Ok(None);
    }
    if !has_pip() {
        skipped::say(
            "sealed messages are not opened by a third implementation, and .env files not read by \
             python-dotenv, because Python or its pip is missing. On Debian: sudo apt-get install python3-pip",
        );
        return Ok(Some(TESTS));
    }
    install(FOLDER, &missing)?;
    Ok(None)
}

/// Whether Python and its pip are there.
pub(crate) fn has_pip() -> bool {
    python(&["-m", "pip", "--version"])
}

/// Installs packages into a folder of `target`, and gives its path. Programs of the packages are in `bin` there.
///
/// # Errors
///
/// If pip cannot install them.
pub(crate) fn install(folder: &str, packages: &[&str]) -> Result<PathBuf> {
    let folder = tools::target_directory().join(folder);
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", "--target"]);
    let output = pip.arg(&folder).args(packages).output().context("cannot start python3")?;
    if !output.status.success() {
        bail!("pip cannot install {}: {}", packages.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    Ok(folder)
}

/// Whether Python succeeds with these arguments, and with the packages of the tests.
fn python(arguments: &[&str]) -> bool {
    let mut command = Command::new("python3");
    command.args(arguments).env("PYTHONPATH", tools::target_directory().join(FOLDER));
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
