//! An administrator's policy for the extension, and a browser in which it holds.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use latchkey_driver::{BrowserKind, Popup, Tab, find_chromium, find_firefox};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::context::{TestContext, changed_extension, launch_with};

/// A policy that holds for the browser of one test.
pub struct Policy {
    directory: TempDir,
}

impl Policy {
    /// Sets these values for the extension with this ID in the browser that [`Policy::browser`] starts.
    ///
    /// Chromium reads policies below `/etc`, so it gets a mount of its own there, which takes root. Firefox also reads
    /// them in the home folder.
    pub fn set(kind: BrowserKind, extension: &str, values: &Value) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        match kind {
            BrowserKind::Chromium => {
                let policy = json!({ "3rdparty": { "extensions": { extension: values } } });
                write(&path.join("policies/managed/latchkey.json"), &policy.to_string());
                let chromium = find_chromium().unwrap();
                let mount = "mount --bind \"$1\" /etc/chromium && shift && exec \"$@\"";
                let line = format!(
                    "exec unshare --mount sh -c '{mount}' sh {} {} \"$@\"",
                    path.display(),
                    chromium.display()
                );
                write_program(&path.join("browser"), &line);
            }
            BrowserKind::Firefox => {
                let policy = json!({
                    "name": extension, "description": "Policy", "type": "storage", "data": values,
                });
                for folder in [".mozilla", ".config/mozilla"] {
                    let file = path.join(folder).join(format!("managed-storage/{extension}.json"));
                    write(&file, &policy.to_string());
                }
                let firefox = find_firefox().unwrap();
                let line = format!("HOME={} exec {} \"$@\"", path.display(), firefox.display());
                write_program(&path.join("browser"), &line);
            }
        }
        Self { directory }
    }

    /// The program that starts the browser.
    pub fn browser(&self) -> PathBuf {
        self.directory.path().join("browser")
    }
}

/// A controller and a browser in which a policy holds.
pub struct Managed {
    /// Both.
    pub context: TestContext,
    values: Value,
    /// The browser reads it as long as it runs.
    _policy: Policy,
}

impl Managed {
    /// Starts both.
    pub fn start(kind: BrowserKind, values: &Value) -> Self {
        Self::start_with(kind, values, None)
    }

    /// The same; the extension is a copy with this change.
    pub fn with_changed_extension(kind: BrowserKind, values: &Value, change: impl FnOnce(&Path)) -> Self {
        Self::start_with(kind, values, Some(changed_extension(kind, change)))
    }

    fn start_with(kind: BrowserKind, values: &Value, changed: Option<TempDir>) -> Self {
        let extension = match kind {
            // It follows from the folder of the extension.
            BrowserKind::Chromium => {
                launch_with(kind, changed.as_ref().map(TempDir::path)).extension_id().to_owned()
            }
            BrowserKind::Firefox => "latchkey@latchkey.example".to_owned(),
        };
        let policy = Policy::set(kind, &extension, values);
        let context = TestContext::with_browser(kind, policy.browser(), changed);
        Self { context, values: values.clone(), _policy: policy }
    }

    /// Opens the popup on this tab and forgets the requests of others, once the browser has read the policy: Chromium does so a moment after it has loaded
    /// an extension.
    pub fn press(&self, tab: &Tab) -> Popup {
        let popup = self.context.press(tab);
        let count = self.values.as_object().map_or(0, |values| values.len());
        let read =
            format!("chrome.storage.managed.get(null).then((all) => Object.keys(all).length === {count})");
        popup.wait_for(&read).unwrap();
        popup.close().unwrap();
        self.context.standin.clear_requests();
        self.context.press(tab)
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn write_program(path: &Path, line: &str) {
    write(path, &format!("#!/bin/sh\n{line}\n"));
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).unwrap();
}
