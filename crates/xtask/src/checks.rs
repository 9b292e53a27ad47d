//! Checks by other people's programs: cargo-deny of the dependencies, and Mozilla's addons-linter, which its store runs
//! on whatever is handed in.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::tools;

const ADDONS_LINTER: &str = "addons-linter@10.13.0";

/// Checks licences, duplicates and sources by `deny.toml`, and advisories where their database can be had. What is
/// missing is skipped, and that is said.
///
/// # Errors
///
/// What cargo-deny finds.
pub(crate) fn cargo_deny() -> Result<()> {
    let deny = |arguments: &[&str]| {
        let mut cargo = tools::cargo();
        cargo.arg("deny").args(arguments);
        cargo
    };
    let there = deny(&["--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !there.is_ok_and(|status| status.success()) {
        eprintln!(
            "\n!!! SKIPPED: nobody checks the dependencies; there is no cargo-deny. Install it: \
             cargo install cargo-deny --locked\n"
        );
        return Ok(());
    }
    tools::run(&mut deny(&["check", "licenses", "bans", "sources"]))?;
    let fetched = deny(&["fetch", "db"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !fetched.is_ok_and(|status| status.success()) {
        eprintln!(
            "\n!!! SKIPPED: nobody checks for known holes in dependencies; the database of advisories cannot be \
             fetched. Where there is a network: cargo deny check advisories\n"
        );
        return Ok(());
    }
    tools::run(&mut deny(&["check", "--disable-fetch", "advisories"]))
}

/// Lets addons-linter look at the extension for Firefox; fails on an error or a warning. Without npm it is skipped,
/// and that is said.
///
/// # Errors
///
/// What addons-linter finds, or that npm cannot install it.
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
