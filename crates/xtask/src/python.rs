//! The Python packages of the tests.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::tools;

const CRYPTOGRAPHY: &str = "cryptography==48.0.0";

/// The tests that need it.
const TESTS: &str = "by_python::";

/// Makes sure that Python has another implementation of HPKE: installs it into `target/python`. Gives the names of the
/// tests to skip where there is no Python, and says so.
///
/// # Errors
///
/// If Python cannot install it.
pub(crate) fn ensure() -> Result<Option<&'static str>> {
    let python = |arguments: &[&str]| {
        let mut command = Command::new("python3");
        command.args(arguments).env("PYTHONPATH", folder()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    if python(&["-c", "import cryptography.hazmat.primitives.hpke"]) {
        return Ok(None);
    }
    if !python(&["-m", "pip", "--version"]) {
        eprintln!(
            "\n!!! SKIPPED: sealed messages are not opened by a third implementation, because Python or its pip is \
             missing. On Debian: sudo apt-get install python3-pip\n"
        );
        return Ok(Some(TESTS));
    }
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", "--target"]);
    let output = pip.arg(folder()).arg(CRYPTOGRAPHY).output()?;
    if !output.status.success() {
        bail!("pip cannot install {CRYPTOGRAPHY}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(None)
}

fn folder() -> PathBuf {
    tools::target_directory().join("python")
}
