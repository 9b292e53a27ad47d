//! The crates that a package is built from, as cargo reports them.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::reproducible::Compiler;
use crate::tools::{self, WASM_TARGET};

/// One version of a crate.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Crate {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The SPDX expression in its manifest.
    pub(crate) license: String,
    /// The folder of its sources.
    pub(crate) folder: PathBuf,
    /// Whether it comes from outside this workspace.
    pub(crate) is_foreign: bool,
}

/// All crates that the workspace needs on this machine, in the browser, or on a target, for builds and tests, too.
///
/// # Errors
///
/// If cargo fails.
pub(crate) fn all(target: &str) -> Result<Vec<Crate>> {
    let mut cargo = tools::cargo();
    cargo.args(["metadata", "--format-version", "1", "--locked"]);
    for platform in [WASM_TARGET, &Compiler::ask()?.host, target] {
        cargo.args(["--filter-platform", platform]);
    }
    let metadata: Value = serde_json::from_str(&tools::output(&mut cargo)?)?;
    let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    packages.iter().map(read).collect()
}

fn read(package: &Value) -> Result<Crate> {
    let text = |key: &str| package[key].as_str().with_context(|| format!("a crate without {key}"));
    let manifest = PathBuf::from(text("manifest_path")?);
    Ok(Crate {
        name: text("name")?.to_owned(),
        version: text("version")?.to_owned(),
        license: package["license"].as_str().unwrap_or_default().to_owned(),
        folder: manifest.parent().context("a manifest without a folder")?.to_owned(),
        is_foreign: !package["source"].is_null(),
    })
}

/// The external crates whose code is in a package built for a target, without those for tests, build scripts and macros.
///
/// # Errors
///
/// If cargo fails.
pub(crate) fn within(package: &str, target: &str) -> Result<Vec<Crate>> {
    let mut cargo = tools::cargo();
    cargo.args(["tree", "--locked", "--package", package, "--target", target]);
    cargo.args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"]);
    let tree = tools::output(&mut cargo)?;
    let names: BTreeSet<(&str, &str)> = tree
        .lines()
        .filter_map(|line| line.split_once(" v"))
        .map(|(name, rest)| (name, first(rest)))
        .collect();
    let all = all(target)?;
    let mut found = Vec::new();
    for (name, version) in names {
        match all.iter().find(|candidate| candidate.name == name && candidate.version == version) {
            Some(known) if known.is_foreign => found.push(known.clone()),
            Some(_) => {}
            None => bail!("cargo tree names {name} {version}, cargo metadata does not"),
        }
    }
    Ok(found)
}

fn first(words: &str) -> &str {
    words.split(' ').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_holds_its_own_crates_only() {
        let crates = within("latchkey-extension", WASM_TARGET).unwrap();
        let has = |name: &str| crates.iter().any(|found| found.name == name);
        assert!(has("wasm-bindgen") && has("zeroize"));
        assert!(!has("proptest") && !has("wasm-bindgen-macro") && !has("clap") && !has("latchkey-core"));
    }
}
