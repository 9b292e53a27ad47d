//! Finds and installs what builds the packages of a release and what tries them.

use anyhow::{Context, Result};

use super::super::target::{self, on_path};
use crate::debian;
use crate::reproducible::Compiler;

/// A program that the smoke test starts, and its Debian packages.
const PROGRAMS: [(&str, &[&str]); 3] =
    [("qemu-aarch64-static", &["qemu-user-static"]), ("wine", &["wine", "wine64"]), ("ruby", &["ruby"])];

/// Makes sure that the compilers and these programs are there; as root on Debian, installs them. Gives the targets that can be
/// built, this machine's among them, and prints which cannot and why.
///
/// # Errors
///
/// As root on Debian, if a package cannot be installed.
pub(crate) fn ensure() -> Result<Vec<String>> {
    let compilers = target::RELEASE.iter().filter(|target| !target.has_compiler());
    let programs = PROGRAMS.iter().filter(|(program, _)| on_path(program).is_none());
    let packages = compilers.map(target::Target::packages).chain(programs.map(|(_, packages)| *packages));
    let packages: Vec<&str> = packages.flatten().copied().collect();
    if !packages.is_empty() && debian::is_debian() && debian::is_root() {
        let names = packages.join(" ");
        eprintln!("What builds or tries packages is missing; apt-get installs {names}.");
        debian::install(&packages).with_context(|| format!("cannot install {names}"))?;
    }
    let mut targets = vec![Compiler::ask()?.host];
    for target in &target::RELEASE {
        match target.ensure() {
            Ok(()) => targets.push(target.triple.to_owned()),
            Err(error) => eprintln!("\n!!! SKIPPED: {error:#}\n"),
        }
    }
    Ok(targets)
}
