//! Chromium, installed where that can be done.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use latchkey_driver::find_chromium;

use crate::tools;

/// What an administrator of Debian types; without a font, Chromium draws boxes for letters.
const PACKAGES: [&str; 2] = ["chromium", "fonts-dejavu-core"];
const ADVICE: &str = "install Chromium, or name the binary of a Chromium or Chrome in LATCHKEY_CHROMIUM";

/// Makes sure that there is a Chromium to drive, from the system's packages when run as root on Debian.
///
/// # Errors
///
/// One line saying what to install.
pub(crate) fn ensure() -> Result<()> {
    match find_chromium() {
        Some(binary) if is_there(&binary) => return Ok(()),
        Some(binary) => bail!("LATCHKEY_CHROMIUM names {}, which is not a file", binary.display()),
        None => {}
    }
    let root = rustix::process::geteuid().is_root();
    let debian = Path::new("/etc/debian_version").exists() && Path::new("/usr/bin/apt-get").exists();
    match (debian, root) {
        (true, true) => install(),
        (true, false) => {
            bail!("Chromium is missing; install it: sudo apt-get install {}", PACKAGES.join(" "))
        }
        (false, _) => bail!("Chromium is missing; {ADVICE}"),
    }
}

fn is_there(binary: &Path) -> bool {
    // A name without a folder is looked up on the PATH when it is started.
    binary.is_file() || binary.components().count() == 1
}

fn install() -> Result<()> {
    eprintln!("Chromium is missing; apt-get installs it: {}", PACKAGES.join(", "));
    let attempt = apt_get(&["update"])
        .and_then(|()| apt_get(&[&["install", "-y", "--no-install-recommends"], &PACKAGES[..]].concat()));
    attempt.with_context(|| format!("Chromium could not be installed; {ADVICE}"))?;
    if find_chromium().is_none() {
        bail!("apt-get installed no Chromium that is on the PATH; {ADVICE}");
    }
    Ok(())
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    let mut command = Command::new("apt-get");
    command.arg("-qq").args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    // What a package says while it is set up is no part of what this task prints.
    command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::null());
    tools::run(&mut command)
}
