//! The browsers that are driven, installed where that can be done.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use latchkey_driver::{BrowserKind, find_chromium, find_firefox};

use crate::tools;

/// A browser as it is looked for and installed.
struct Wanted {
    name: &'static str,
    /// Its package in Debian.
    package: &'static str,
    /// The environment variable that names its binary.
    variable: &'static str,
    find: fn() -> Option<PathBuf>,
}

const CHROMIUM: Wanted =
    Wanted { name: "Chromium", package: "chromium", variable: "LATCHKEY_CHROMIUM", find: find_chromium };
const FIREFOX: Wanted =
    Wanted { name: "Firefox", package: "firefox-esr", variable: "LATCHKEY_FIREFOX", find: find_firefox };

/// Without a font, a browser draws boxes for letters: one for alphabets, Arabic too, one for Chinese and Japanese.
const FONTS: [&str; 2] = ["fonts-dejavu-core", "fonts-wqy-microhei"];

/// Makes sure that there is such a browser to drive, from the system's packages when run as root on Debian.
///
/// # Errors
///
/// One line saying what to install.
pub fn ensure(kind: BrowserKind) -> Result<()> {
    let wanted = match kind {
        BrowserKind::Chromium => &CHROMIUM,
        BrowserKind::Firefox => &FIREFOX,
    };
    let Wanted { name, package, variable, find } = wanted;
    match find() {
        Some(binary) if binary.is_file() => return Ok(()),
        Some(binary) => bail!("{variable} names {}, which is not a file", binary.display()),
        None => {}
    }
    let debian = Path::new("/etc/debian_version").exists() && Path::new("/usr/bin/apt-get").exists();
    if !debian {
        bail!("{name} is missing; {}", advice(wanted));
    }
    let packages = [&[*package], FONTS.as_slice()].concat();
    let named = packages.join(" ");
    if !rustix::process::geteuid().is_root() {
        bail!("{name} is missing; install it: sudo apt-get install {named}");
    }
    eprintln!("{name} is missing; apt-get installs {named}.");
    let install = [&["install", "-y", "--no-install-recommends"], packages.as_slice()].concat();
    let installed = apt_get(&["update"]).and_then(|()| apt_get(&install));
    installed.with_context(|| format!("{name} could not be installed; {}", advice(wanted)))?;
    if find().is_none() {
        bail!("apt-get installed no {name} that is on the PATH; {}", advice(wanted));
    }
    Ok(())
}

fn advice(wanted: &Wanted) -> String {
    format!("install {}, or name its binary in {}", wanted.name, wanted.variable)
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    let mut command = Command::new("apt-get");
    command.arg("-qq").args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    // What a package says while it is set up is no part of what this task prints.
    command.stdin(Stdio::null()).stdout(Stdio::null());
    tools::run(&mut command)
}
