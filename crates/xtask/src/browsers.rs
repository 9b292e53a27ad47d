//! Finds the browsers for the tests and the demo, and installs missing ones if it can.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use latchkey_driver::{BrowserKind, find_chromium, find_firefox};

use crate::debian;

/// How to find and install a browser.
struct Wanted {
    name: &'static str,
    /// The name of the Debian package.
    package: &'static str,
    /// The environment variable with the path of the binary.
    variable: &'static str,
    find: fn() -> Option<PathBuf>,
}

const CHROMIUM: Wanted =
    Wanted { name: "Chromium", package: "chromium", variable: "LATCHKEY_CHROMIUM", find: find_chromium };
const FIREFOX: Wanted =
    Wanted { name: "Firefox", package: "firefox-esr", variable: "LATCHKEY_FIREFOX", find: find_firefox };

/// Without fonts, a browser draws boxes for letters. The first has alphabets and Arabic, the second Chinese and Japanese.
const FONTS: [&str; 2] = ["fonts-dejavu-core", "fonts-wqy-microhei"];

/// Makes sure that the browser is there; as root on Debian, installs it.
///
/// # Errors
///
/// If the browser is missing: one line that says what to install.
pub fn ensure(kind: BrowserKind) -> Result<()> {
    let wanted = match kind {
        BrowserKind::Chromium => &CHROMIUM,
        BrowserKind::Firefox => &FIREFOX,
    };
    let Wanted { name, package, variable, find } = wanted;
    match find() {
        Some(binary) if binary.is_file() => return Ok(()),
        Some(binary) => bail!("{variable} is {}, which is not a file", binary.display()),
        None => {}
    }
    if !debian::is_debian() {
        bail!("{name} is missing; {}", advice(wanted));
    }
    let packages = [&[*package], FONTS.as_slice()].concat();
    let named = packages.join(" ");
    if !debian::is_root() {
        bail!("{name} is missing; install it: sudo apt-get install {named}");
    }
    eprintln!("{name} is missing; apt-get installs {named}.");
    debian::install(&packages)
        .with_context(|| format!("{name} could not be installed; {}", advice(wanted)))?;
    if find().is_none() {
        bail!("apt-get installed {name}, but it is not on the PATH; {}", advice(wanted));
    }
    Ok(())
}

fn advice(wanted: &Wanted) -> String {
    format!("install {}, or set {} to the path of its binary", wanted.name, wanted.variable)
}
