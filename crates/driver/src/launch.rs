//! How a browser is started, and where it is found.

use std::env;
use std::path::PathBuf;

use crate::kind::BrowserKind;

/// The environment variable that names Chromium's binary.
const CHROMIUM_VARIABLE: &str = "LATCHKEY_CHROMIUM";
const CHROMIUM_NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The environment variable that names Firefox's binary.
const FIREFOX_VARIABLE: &str = "LATCHKEY_FIREFOX";
const FIREFOX_NAMES: &[&str] = &["firefox-esr", "firefox"];

/// The language that a browser is started in where no other is asked for.
pub(crate) const ENGLISH: &str = "en-US";

/// How to start the browser. Begin with [`LaunchOptions::new`] or [`LaunchOptions::for_browser`] and change
/// what differs.
#[derive(Debug, Clone)]
pub struct LaunchOptions {
    /// Which browser.
    pub kind: BrowserKind,
    /// The browser's binary; [`find_chromium`] or [`find_firefox`] if none is named.
    pub binary: Option<PathBuf>,
    /// Whether the browser shows no window. Without this, a display is needed.
    pub headless: bool,
    /// The directory of the unpacked extension.
    pub extension: PathBuf,
    /// Whether the extension is allowed in private windows.
    pub allow_incognito: bool,
    /// Host names that stand for other addresses, in Chromium's words: "MAP jenkins.test 127.0.0.1". Firefox
    /// can only map to this machine, and knows no patterns.
    pub host_rules: Option<String>,
    /// Width and height of the window, in CSS pixels.
    pub window: (u32, u32),
    /// How many pixels of the screen a CSS pixel takes; `None` leaves that to the system.
    pub scale: Option<f64>,
    /// The language that the person has chosen for the browser, as BCP 47 names it: "pt-BR". Extensions speak
    /// it, and the browser itself does where it has its own texts in it.
    pub language: String,
}

impl LaunchOptions {
    /// Chromium: headless, not in private windows, real host names, 1280 by 800 pixels, in English.
    pub fn new(extension: impl Into<PathBuf>) -> Self {
        Self::for_browser(BrowserKind::Chromium, extension)
    }

    /// The same as [`LaunchOptions::new`] for the browser named. The extension must be the one built for it.
    pub fn for_browser(kind: BrowserKind, extension: impl Into<PathBuf>) -> Self {
        Self {
            kind,
            binary: None,
            headless: true,
            extension: extension.into(),
            allow_incognito: false,
            host_rules: None,
            window: (1280, 800),
            scale: None,
            language: ENGLISH.to_owned(),
        }
    }
}

/// Chromium's or Chrome's binary: the one that the environment variable `LATCHKEY_CHROMIUM` names, else the
/// first of `chromium`, `chromium-browser`, `google-chrome` and `google-chrome-stable` on the PATH.
#[must_use]
pub fn find_chromium() -> Option<PathBuf> {
    find(CHROMIUM_VARIABLE, CHROMIUM_NAMES)
}

/// Firefox's binary: the one that the environment variable `LATCHKEY_FIREFOX` names, else the first of
/// `firefox-esr` and `firefox` on the PATH.
#[must_use]
pub fn find_firefox() -> Option<PathBuf> {
    find(FIREFOX_VARIABLE, FIREFOX_NAMES)
}

fn find(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(named) = env::var_os(variable).filter(|value| !value.is_empty()) {
        return Some(PathBuf::from(named));
    }
    let path = env::var_os("PATH")?;
    let directories: Vec<PathBuf> = env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| directories.iter().map(move |directory| directory.join(name)))
        .find(|candidate| candidate.is_file())
}
