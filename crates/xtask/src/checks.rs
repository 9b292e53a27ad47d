//! Checks by external programs: cargo-deny for the dependencies, and addons-linter, which Mozilla's store runs on every
//! extension.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{skipped, tools};

const ADDONS_LINTER: &str = "addons-linter@10.13.0";

/// Checks licenses, duplicates and sources against `deny.toml`, and advisories if their database can be downloaded.
/// Prints what it skips.
///
/// # Errors
///
/// If cargo-deny finds a problem.
#[cfg_attr(not(unix), expect(dead_code, reason = "the tests, of which this is a stage, are for Unix"))]
pub(crate) fn cargo_deny() -> Result<()> {
    let deny = |arguments: &[&str]| {
        let mut cargo = tools::cargo();
        cargo.arg("deny").args(arguments);
        cargo
    };
    let there = deny(&["--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !there.is_ok_and(|status| status.success()) {
        skipped::say(
            "the dependencies are not checked, because cargo-deny is missing. Install it: \
             cargo install cargo-deny --locked",
        );
        return Ok(());
    }
    tools::run(&mut deny(&["check", "licenses", "bans", "sources"]))?;
    let fetched = deny(&["fetch", "db"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !fetched.is_ok_and(|status| status.success()) {
        skipped::say(
            "the dependencies are not checked for known vulnerabilities, because the advisory database \
             cannot be downloaded. With a network, run: cargo deny check advisories",
        );
        return Ok(());
    }
    tools::run(&mut deny(&["check", "--disable-fetch", "advisories"]))
}

/// Runs addons-linter on the extension for Firefox; warnings are errors. Prints that it is skipped if npm is missing.
///
/// # Errors
///
/// If addons-linter finds a problem, or npm cannot install it.
pub(crate) fn addons_linter(extension: &Path) -> Result<()> {
    let folder = tools::target_directory().join("npm-addons-linter");
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save", "--loglevel=error"]);
    match npm.arg("--prefix").arg(&folder).arg(ADDONS_LINTER).output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => {
            bail!("npm cannot install {ADDONS_LINTER}: {}", String::from_utf8_lossy(&output.stderr))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            skipped::say("addons-linter does not check the extension, because npm is missing. Install npm.");
            return Ok(());
        }
        Err(error) => return Err(error).context("cannot start npm"),
    }
    let linter = folder.join("node_modules/.bin/addons-linter");
    tools::run(Command::new(linter).arg("--warnings-as-errors").arg(extension))
}
