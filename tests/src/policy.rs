//! An administrator's policy for the extension.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use latchkey_driver::{BrowserKind, find_chromium, find_firefox};
use serde_json::{Value, json};
use tempfile::TempDir;

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

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn write_program(path: &Path, line: &str) {
    write(path, &format!("#!/bin/sh\n{line}\n"));
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).unwrap();
}
