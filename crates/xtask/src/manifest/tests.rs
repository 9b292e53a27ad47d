//! The manifest keeps what the README promises.

use std::fs;

use super::*;
use crate::build::BROWSERS;
use crate::tools;

#[test]
fn joins_common_and_own() {
    let source = r#"{"common": {"a": 1}, "chromium": {"b": 2}}"#;
    let manifest: Value = serde_json::from_str(&for_browser(source, "chromium", "0.1.0").unwrap()).unwrap();
    assert_eq!(manifest, serde_json::json!({"a": 1, "b": 2, "version": "0.1.0"}));
}

#[test]
fn refuses_a_key_said_twice_and_an_unknown_browser() {
    let source = r#"{"common": {"a": 1}, "chromium": {"a": 2}}"#;
    assert!(for_browser(source, "chromium", "0.1.0").is_err());
    assert!(for_browser(source, "netscape", "0.1.0").is_err());
}

/// The policy of the extension's pages: nothing comes from elsewhere, and requests go to controllers only.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self'; connect-src 'self' http: https:; base-uri 'none'; form-action 'none'";

fn read(path: &str) -> String {
    fs::read_to_string(tools::workspace().join(path)).unwrap()
}

fn built() -> impl Iterator<Item = Value> {
    let source = read("extension/manifest.json");
    BROWSERS
        .into_iter()
        .map(move |browser| serde_json::from_str(&for_browser(&source, browser, "0.1.0").unwrap()).unwrap())
}

/// The first column of the README's table of permissions.
fn promised_permissions() -> Vec<String> {
    let readme = read("README.md");
    let (_, section) = readme.split_once("\n## Permissions\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let row = |line: &str| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned());
    section.lines().filter_map(row).collect()
}

#[test]
fn permissions_are_those_of_the_readme() {
    for manifest in built() {
        assert_eq!(manifest["permissions"], Value::from(promised_permissions()));
        let others =
            ["host_permissions", "optional_permissions", "optional_host_permissions", "content_scripts"];
        for key in others.into_iter().chain(["web_accessible_resources", "externally_connectable"]) {
            assert!(manifest.get(key).is_none(), "the README promises that there is no {key}");
        }
    }
}

#[test]
fn pages_have_the_strict_policy() {
    for manifest in built() {
        assert_eq!(manifest["content_security_policy"], serde_json::json!({ "extension_pages": POLICY }));
    }
}
