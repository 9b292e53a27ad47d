//! Checks `.github` with programs that know GitHub's rules: actionlint finds mistakes, zizmor what an attacker could use.

use std::path::PathBuf;
use std::process::Command;
use std::{fs, io};

use anyhow::{Context, Result};

use crate::{go, python, skipped, tools};

const ACTIONLINT: &str = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";
const ZIZMOR: &str = "zizmor==1.32.0";

/// Checks the workflows, and the settings of Dependabot. Prints what is skipped because Go or Python is missing.
///
/// # Errors
///
/// If one of the programs finds a problem, or cannot be installed although Go or Python is there.
pub(crate) fn lint() -> Result<()> {
    let folder = tools::workspace().join(".github");
    match go::install(ACTIONLINT, "actionlint") {
        Some(actionlint) => {
            let workflows: io::Result<Vec<PathBuf>> = fs::read_dir(folder.join("workflows"))
                .and_then(|files| files.map(|file| Ok(file?.path())).collect());
            tools::run(Command::new(actionlint?).args(workflows.context("cannot read the workflows")?))?;
        }
        None => skip("mistakes, by actionlint", "the Go toolchain that builds it is missing"),
    }
    if python::has_pip() {
        let installed = python::install("zizmor", &[ZIZMOR])?;
        let mut zizmor = Command::new(installed.join("bin/zizmor"));
        zizmor.args(["--offline", "--no-progress", "--persona=pedantic"]);
        zizmor.arg(folder).env("PYTHONPATH", installed);
        return tools::run(&mut zizmor);
    }
    skip("security, by zizmor", "Python or its pip is missing. On Debian: sudo apt-get install python3-pip");
    Ok(())
}

fn skip(what: &str, reason: &str) {
    skipped::say(&format!("the workflows are not checked for {what}: {reason}"));
}
