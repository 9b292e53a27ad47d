//! Installs Debian packages for the tests.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::tools;

/// Whether this is Debian or a system made from it.
pub(crate) fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && Path::new("/usr/bin/apt-get").exists()
}

/// Whether packages can be installed without asking a person.
#[cfg(unix)]
pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Only Unix has Debian's packages.
#[cfg(not(unix))]
pub(crate) fn is_root() -> bool {
    false
}

/// Installs packages. The servers among them are not started.
///
/// # Errors
///
/// If apt-get fails.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let _services = ServicesStayOff::begin()?;
    apt_get(&["update"])?;
    apt_get(&[&["install", "-y", "--no-install-recommends"], packages].concat())
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    let mut command = Command::new("apt-get");
    command.arg("-qq").args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    // Hides what packages print during their setup.
    command.stdin(Stdio::null()).stdout(Stdio::null());
    tools::run(&mut command)
}

/// Debian asks this program whether a package may start its service; 101 means no.
const POLICY: &str = "/usr/sbin/policy-rc.d";

/// While it lives, packages do not start their services: a web server would listen on every address of this machine.
struct ServicesStayOff {
    /// Whether the policy is ours to remove; the machine may have one of its own.
    is_ours: bool,
}

impl ServicesStayOff {
    fn begin() -> Result<Self> {
        if Path::new(POLICY).exists() {
            return Ok(Self { is_ours: false });
        }
        let mut new = fs::OpenOptions::new();
        new.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut new, 0o755);
        let file = new.open(POLICY);
        let written = file.and_then(|mut file| file.write_all(b"#!/bin/sh\nexit 101\n"));
        written.with_context(|| format!("cannot write {POLICY}"))?;
        Ok(Self { is_ours: true })
    }
}

impl Drop for ServicesStayOff {
    fn drop(&mut self) {
        if self.is_ours {
            let _ = fs::remove_file(POLICY);
        }
    }
}
