//! cargo-deny: whether every dependency may be used, comes from where it should, and has no known hole.

use std::process::Stdio;

use anyhow::Result;

use crate::tools;

/// Checks licences, duplicates and sources by `deny.toml`, and advisories where their database can be had. What is
/// missing is skipped, and that is said.
///
/// # Errors
///
/// What cargo-deny finds.
pub(crate) fn check() -> Result<()> {
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
