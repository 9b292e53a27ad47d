//! Holds the texts to what names them: no key without a text, no text without a use.

mod languages;
mod literals;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::tools;

type Keys = BTreeSet<String>;

fn read(path: &str) -> String {
    fs::read_to_string(tools::workspace().join(path)).unwrap()
}

fn texts() -> Keys {
    let texts: Value = serde_json::from_str(&read("extension/_locales/en/messages.json")).unwrap();
    texts.as_object().unwrap().keys().cloned().collect()
}

fn rust_sources(folder: &Path, sources: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        if path.is_dir() {
            rust_sources(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(fs::read_to_string(path).unwrap());
        }
    }
}

fn extension_sources() -> Vec<String> {
    let mut sources = Vec::new();
    rust_sources(&tools::workspace().join("extension/src"), &mut sources);
    assert!(!sources.is_empty());
    sources
}

fn is_key(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// What follows each `mark`, up to `end`, where that is a key.
fn between(text: &str, mark: &str, end: &str) -> Keys {
    let found = text.split(mark).skip(1).filter_map(|rest| rest.split_once(end));
    found.map(|(key, _)| key.to_owned()).filter(|key| is_key(key)).collect()
}

/// The text without white space, in which a call looks the same however it is broken into lines.
fn compact(source: &str) -> String {
    source.chars().filter(|character| !character.is_whitespace()).collect()
}

/// The keys of texts that follow a count, without the plural category: `Message::counting("…", …)` in the
/// sources, `data-count` on the page.
fn plural_keys() -> Keys {
    let mut keys = Keys::new();
    for source in extension_sources() {
        keys.extend(between(&compact(&source), "Message::counting(\"", "\""));
    }
    let page = read("www/popup.html");
    for element in page.split('<').filter(|element| element.contains("data-count=")) {
        keys.extend(between(element, "data-text=\"", "\""));
    }
    keys
}

/// As English has them.
fn with_categories(keys: &Keys) -> Keys {
    keys.iter().flat_map(|key| [format!("{key}_one"), format!("{key}_other")]).collect()
}

/// The keys that the sources name: `Message::plain("…")`, `Message::with("…", …)`, `alert("…", "…", …)`, and
/// pairs of advice and actions, `("…", &[…])`.
fn named_in_sources() -> Keys {
    let mut keys = Keys::new();
    for source in extension_sources() {
        let source = compact(&source);
        keys.extend(between(&source, "Message::plain(\"", "\""));
        keys.extend(between(&source, "Message::with(\"", "\""));
        keys.extend(between(&source, "(\"", "\",&["));
        for call in source.split("alert(\"").skip(1) {
            let mut parts = call.split('"');
            keys.extend([parts.next(), parts.nth(1)].into_iter().flatten().map(ToOwned::to_owned));
        }
    }
    keys
}

fn named_in_pages_and_manifest() -> Keys {
    let page = read("www/popup.html");
    let mut keys = between(&page, "data-text=\"", "\"");
    keys.extend(between(&page, "data-label=\"", "\""));
    keys.extend(between(&read("extension/manifest.json"), "__MSG_", "__"));
    keys
}

#[test]
fn every_key_that_is_named_has_a_text() {
    let plural = plural_keys();
    let plain = &(&named_in_sources() | &named_in_pages_and_manifest()) - &plural;
    let named = &plain | &with_categories(&plural);
    assert!(named.contains("token_name") && named.contains("signed_out") && named.contains("try_again"));
    let texts = texts();
    let missing: Vec<&String> = named.difference(&texts).collect();
    assert!(missing.is_empty(), "messages.json lacks {missing:?}");
}

#[test]
fn every_text_is_used() {
    let sources = extension_sources().concat();
    let mut elsewhere = named_in_pages_and_manifest();
    elsewhere.extend(with_categories(&plural_keys()));
    let is_used = |key: &String| elsewhere.contains(key) || sources.contains(&format!("\"{key}\""));
    let unused: Vec<String> = texts().into_iter().filter(|key| !is_used(key)).collect();
    assert!(unused.is_empty(), "nothing names {unused:?} of messages.json");
}
