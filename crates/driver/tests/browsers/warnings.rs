//! What a browser finds wrong with an extension is reported.

use std::fs;
use std::path::PathBuf;

use latchkey_driver::{BrowserKind, LaunchOptions};
use serde_json::{Value, json};

use crate::support::{launch, launch_with, options};

in_every_browser! {
    a_valid_manifest_has_no_warnings,
    a_key_that_the_browser_does_not_know_is_named,
    a_permission_with_a_warning_is_named,
}

fn a_valid_manifest_has_no_warnings(kind: BrowserKind) {
    let browser = launch(kind);
    assert_eq!(browser.extension_warnings().unwrap(), Vec::<String>::new());
    assert_eq!(browser.install_warnings().unwrap(), Vec::<String>::new());
}

fn a_key_that_the_browser_does_not_know_is_named(kind: BrowserKind) {
    let changed = fixture_with("no_such_key", true.into(), kind);
    let browser = launch_with(LaunchOptions::for_browser(kind, changed));
    let warnings = browser.extension_warnings().unwrap();
    assert!(matches!(&warnings[..], [warning] if warning.contains("no_such_key")), "{warnings:?}");
}

fn a_permission_with_a_warning_is_named(kind: BrowserKind) {
    let changed = fixture_with("permissions", json!(["activeTab", "clipboardWrite"]), kind);
    let browser = launch_with(LaunchOptions::for_browser(kind, changed));
    let warnings = browser.install_warnings().unwrap();
    let words = match kind {
        BrowserKind::Chromium => "copy and paste",
        BrowserKind::Firefox => "clipboard",
    };
    assert!(matches!(&warnings[..], [warning] if warning.contains(words)), "{warnings:?}");
}

/// The fixture whose manifest has this key.
fn fixture_with(key: &str, value: Value, kind: BrowserKind) -> PathBuf {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("with-{key}-for-{kind}"));
    fs::create_dir_all(&directory).unwrap();
    for file in fs::read_dir(options(kind).extension).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), directory.join(file.file_name())).unwrap();
    }
    let path = directory.join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    manifest[key] = value;
    fs::write(path, manifest.to_string()).unwrap();
    directory
}
