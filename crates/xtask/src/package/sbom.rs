//! Bills of materials: which crates each package contains, in the format of CycloneDX, written by cargo-cyclonedx.
//!
//! It reads `cargo metadata`, which enables the features of all crates of the workspace. So a bill lists also procedural
//! macros, and some crates that the package itself does without. No crate of the package is missing.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::archive::CHANGED;
use super::name;
use crate::tools::{self, WASM_TARGET};
use crate::{build, crates};

/// Makes sure that cargo-cyclonedx is there.
///
/// # Errors
///
/// If it is missing. The message says how to install it.
pub(super) fn ensure() -> Result<()> {
    let there = cyclonedx().arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if there.is_ok_and(|status| status.success()) {
        return Ok(());
    }
    bail!(
        "the bills of materials cannot be written, because cargo-cyclonedx is missing. Install it: \
         cargo install cargo-cyclonedx --locked"
    );
}

/// The names of the bills for these targets.
pub(super) fn files(targets: &[String]) -> impl Iterator<Item = String> {
    targets.iter().map(|triple| file(triple)).chain([file(EXTENSION)])
}

/// Writes a bill for the extension, whose packages differ only in their manifests, and one for the command line on each
/// target.
///
/// # Errors
///
/// If cargo-cyclonedx fails.
pub(super) fn write(folder: &Path, targets: &[String]) -> Result<()> {
    let bill = bill(build::PACKAGE, WASM_TARGET)?;
    fs::write(folder.join(file(EXTENSION)), bill)?;
    for triple in targets {
        let bill = self::bill("latchkey", triple)?;
        fs::write(folder.join(file(triple)), bill)?;
    }
    Ok(())
}

/// Stands for a target in the name of the extension's bill.
const EXTENSION: &str = "extension";

fn file(what: &str) -> String {
    name(&format!("{what}.cdx.json"))
}

fn cyclonedx() -> Command {
    let mut cargo = tools::cargo();
    cargo.arg("cyclonedx");
    cargo
}

/// What a package contains on a target.
fn bill(package: &str, target: &str) -> Result<String> {
    // cargo-cyclonedx writes a file into the folder of every crate of the workspace.
    const WRITTEN: &str = "latchkey-sbom";
    let mut command = cyclonedx();
    command.args(["--quiet", "--format", "json", "--spec-version", "1.5", "--no-build-deps"]);
    command.args(["--target", target, "--override-filename", WRITTEN]);
    // It takes the time from here, and then leaves out the serial number, which is random.
    let ended = tools::run(command.env("SOURCE_DATE_EPOCH", CHANGED.to_string()));
    let mut found = None;
    for member in crates::all(target)?.iter().filter(|member| !member.is_foreign) {
        let file = member.folder.join(WRITTEN).with_extension("json");
        if member.name == package {
            found = fs::read_to_string(&file).ok();
        }
        if file.exists() {
            fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
        }
    }
    ended?;
    let bill = found.with_context(|| format!("cargo-cyclonedx wrote nothing about {package}"))?;
    let folder = if package == build::PACKAGE { "extension" } else { "crates/cli" };
    in_no_folder(&bill, folder)
}

/// The bill with `/latchkey` in place of the workspace's folder on this machine, as in the programs. `member` is the folder of
/// the package within the workspace.
fn in_no_folder(bill: &str, member: &str) -> Result<String> {
    let read: Value = serde_json::from_str(bill).context("cargo-cyclonedx wrote no JSON")?;
    let reference = read["metadata"]["component"]["bom-ref"].as_str().context("a bill of nothing")?;
    let (workspace, _) = reference
        .split_once(&format!("/{member}#"))
        .with_context(|| format!("a bill for {reference}, which is not in {member}"))?;
    Ok(bill.replace(&format!("{workspace}/"), "path+file:///latchkey/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bill_names_no_folder_of_this_machine() {
        let bill = r#"{ "metadata": { "component": { "bom-ref": "path+file:///home/a%20b/src/crates/cli#latchkey@1.0.0" } },
            "components": [{ "bom-ref": "path+file:///home/a%20b/src/crates/core#latchkey-core@1.0.0" },
            { "bom-ref": "registry+https://github.com/rust-lang/crates.io-index#a@1.0.0" }] }"#;
        let expected = bill.replace("/home/a%20b/src/", "/latchkey/");
        assert_eq!(in_no_folder(bill, "crates/cli").unwrap(), expected);
        assert!(in_no_folder(bill, "extension").is_err());
        assert!(in_no_folder("{}", "extension").is_err());
    }

    #[test]
    fn every_package_has_a_bill() {
        let targets = ["a-b-c".to_owned(), "d-e-f".to_owned()];
        let expected = ["a-b-c", "d-e-f", "extension"].map(|what| name(&format!("{what}.cdx.json")));
        assert_eq!(files(&targets).collect::<Vec<_>>(), expected);
    }
}
