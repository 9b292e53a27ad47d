//! Finds and installs what builds the packages of a release and what tries them.

use anyhow::{Context, Result};

use super::super::target::{self, on_path};
use crate::debian;

/// A program that the smoke test starts, and its Debian packages.
const PROGRAMS: [(&str, &[&str]); 3] =
    [("qemu-aarch64-static", &["qemu-user-static"]), ("wine", &["wine", "wine64"]), ("ruby", &["ruby"])];

/// Installs the compilers and these programs, as root on Debian; elsewhere, what needs a missing one says so.
///
/// # Errors
///
/// If a package cannot be installed.
pub(crate) fn ensure() -> Result<()> {
    let compilers = target::RELEASE.iter().filter(|target| !target.has_compiler());
    let programs = PROGRAMS.iter().filter(|(program, _)| on_path(program).is_none());
    let packages = compilers.map(target::Target::packages).chain(programs.map(|(_, packages)| *packages));
    let packages: Vec<&str> = packages.flatten().copied().collect();
    if !packages.is_empty() && debian::is_debian() && debian::is_root() {
        let names = packages.join(" ");
        eprintln!("What builds or tries packages is missing; apt-get installs {names}.");
        debian::install(&packages).with_context(|| format!("cannot install {names}"))?;
    }
    Ok(())
}
