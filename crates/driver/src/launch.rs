//! How a browser is started, and where it is found.

use std::env;
use std::path::PathBuf;

/// The environment variable that names Chromium's binary.
const CHROMIUM_VARIABLE: &str = "LATCHKEY_CHROMIUM";
const CHROMIUM_NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// How to start the browser. Begin with [`LaunchOptions::new`] and change what differs.
#[derive(Debug, Clone)]
pub struct LaunchOptions {
    /// The browser's binary; [`find_chromium`] where none is named.
    pub binary: Option<PathBuf>,
    /// Whether the browser shows no window. Without this, a display is needed.
    pub headless: bool,
    /// The directory of the unpacked extension.
    pub extension: PathBuf,
    /// Whether the extension is allowed in private windows.
    pub allow_incognito: bool,
    /// Host names that stand for other addresses, in Chromium's words: "MAP jenkins.test 127.0.0.1".
    pub host_rules: Option<String>,
    /// Width and height of the window, in CSS pixels.
    pub window: (u32, u32),
}

impl LaunchOptions {
    /// Headless, not in private windows, real host names, 1280 by 800 pixels.
    pub fn new(extension: impl Into<PathBuf>) -> Self {
        Self {
            binary: None,
            headless: true,
            extension: extension.into(),
            allow_incognito: false,
            host_rules: None,
            window: (1280, 800),
        }
    }
}

/// Chromium's or Chrome's binary: the one that the environment variable `LATCHKEY_CHROMIUM` names, else the
/// first of `chromium`, `chromium-browser`, `google-chrome` and `google-chrome-stable` on the PATH.
#[must_use]
pub fn find_chromium() -> Option<PathBuf> {
    if let Some(named) = env::var_os(CHROMIUM_VARIABLE).filter(|value| !value.is_empty()) {
        return Some(PathBuf::from(named));
    }
    let path = env::var_os("PATH")?;
    let directories: Vec<PathBuf> = env::split_paths(&path).collect();
    CHROMIUM_NAMES
        .iter()
        .flat_map(|name| directories.iter().map(move |directory| directory.join(name)))
        .find(|candidate| candidate.is_file())
}
