//! Mozilla's addons-linter, which its store runs on whatever is handed in.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::tools;

const PACKAGE: &str = "addons-linter@10.13.0";

/// Lets addons-linter look at the extension for Firefox; fails on an error or a warning. Without npm it is skipped,
/// and that is said.
///
/// # Errors
///
/// What addons-linter finds, or that npm cannot install it.
pub(crate) fn lint(extension: &Path) -> Result<()> {
    let folder = tools::target_directory().join("npm-addons-linter");
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save", "--loglevel=error"]);
    match npm.arg("--prefix").arg(&folder).arg(PACKAGE).output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => bail!("npm cannot install {PACKAGE}: {}", String::from_utf8_lossy(&output.stderr)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            eprintln!(
                "\n!!! SKIPPED: addons-linter does not look at the extension; there is no npm. Install npm.\n"
            );
            return Ok(());
        }
        Err(error) => return Err(error).context("cannot start npm"),
    }
    let linter = folder.join("node_modules/.bin/addons-linter");
    tools::run(Command::new(linter).arg("--warnings-as-errors").arg(extension))
}
