//! Finds and installs the keychain of a desktop, for the tests and the bench of saved tokens.

use std::path::Path;

use anyhow::{Context, Result};

use crate::{debian, skipped};

/// The packages, and a file of each.
const PACKAGES: [(&str, &str); 2] =
    [("gnome-keyring", "/usr/bin/gnome-keyring-daemon"), ("dbus-daemon", "/usr/bin/dbus-run-session")];

/// Makes sure that the programs are there; as root on Debian, installs them. Gives the module of the tests to skip, and
/// prints why.
///
/// # Errors
///
/// As root on Debian, if a package cannot be installed.
pub fn ensure() -> Result<Option<&'static str>> {
    let missing = PACKAGES.iter().filter(|(_, file)| !Path::new(file).exists());
    let missing: Vec<&str> = missing.map(|(package, _)| *package).collect();
    let packages = missing.join(" ");
    if missing.is_empty() {
        return Ok(None);
    }
    if debian::is_debian() && debian::is_root() {
        eprintln!("The keychain is missing; apt-get installs {packages}.");
        debian::install(&missing).with_context(|| format!("cannot install {packages}"))?;
        return Ok(None);
    }
    skipped::say(&format!("no keychain is used: it is missing. On Debian: sudo apt-get install {packages}"));
    Ok(Some("keychain::"))
}
