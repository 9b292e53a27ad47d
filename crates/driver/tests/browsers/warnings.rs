//! What a browser finds wrong with an extension is reported.

use std::fs;
use std::path::PathBuf;

use latchkey_driver::{BrowserKind, LaunchOptions};
use serde_json::Value;

use crate::support::{launch, launch_with, options};

in_every_browser! {
    nothing_is_wrong_with_a_sound_manifest,
    a_key_that_the_browser_does_not_know_is_named,
}

fn nothing_is_wrong_with_a_sound_manifest(kind: BrowserKind) {
    assert_eq!(launch(kind).extension_warnings().unwrap(), Vec::<String>::new());
}

fn a_key_that_the_browser_does_not_know_is_named(kind: BrowserKind) {
    let browser = launch_with(LaunchOptions::for_browser(kind, fixture_with_an_unknown_key(kind)));
    let warnings = browser.extension_warnings().unwrap();
    assert!(matches!(&warnings[..], [warning] if warning.contains("no_such_key")), "{warnings:?}");
}

fn fixture_with_an_unknown_key(kind: BrowserKind) -> PathBuf {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("unknown-key-for-{kind}"));
    fs::create_dir_all(&directory).unwrap();
    for file in fs::read_dir(options(kind).extension).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), directory.join(file.file_name())).unwrap();
    }
    let path = directory.join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    manifest["no_such_key"] = true.into();
    fs::write(path, manifest.to_string()).unwrap();
    directory
}
