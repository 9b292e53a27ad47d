//! Finds, installs, and builds the programs that read credential formats back.

use std::path::Path;

use anyhow::{Context as _, Result};

use crate::{debian, go, skipped};

/// Makes sure that fish and the parser of Kubernetes manifests are there: as root on Debian, installs fish; with Go, builds
/// the parser. Gives the names of the tests to skip, and prints why.
///
/// # Errors
///
/// If fish cannot be installed as root on Debian, or if Go is there and cannot build.
pub(crate) fn ensure() -> Result<Vec<&'static str>> {
    let mut skipped = Vec::new();
    if !Path::new("/usr/bin/fish").exists() {
        if debian::is_debian() && debian::is_root() {
            eprintln!("fish is missing; apt-get installs it.");
            debian::install(&["fish"]).context("cannot install fish")?;
        } else {
            skip("fish", "it is missing. On Debian: sudo apt-get install fish");
            skipped.push("by_fish::");
        }
    }
    match go::build("tests/credential_format/go", "credential_format", &["."]) {
        Some(built) => built?,
        None => {
            skip("the parser of Kubernetes manifests", "the Go toolchain that builds it is missing");
            skipped.push("by_kubernetes::");
        }
    }
    Ok(skipped)
}

fn skip(name: &str, reason: &str) {
    skipped::say(&format!("no credential format is read by {name}: {reason}"));
}
