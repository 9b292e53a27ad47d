//! Tests that the manifest keeps the README's promises.

use std::fs;

use super::*;
use crate::build::BROWSERS;
use crate::tools;

#[test]
fn joins_common_and_own() {
    let source = r#"{"common": {"a": 1, "o": {"c": 3}}, "chromium": {"b": 2, "o": {"d": 4}}}"#;
    let manifest: Value = serde_json::from_str(&for_browser(source, "chromium", "0.1.0").unwrap()).unwrap();
    let expected = serde_json::json!({"a": 1, "b": 2, "o": {"c": 3, "d": 4}, "version": "0.1.0"});
    assert_eq!(manifest, expected);
}

#[test]
fn refuses_a_key_said_twice_and_an_unknown_browser() {
    for own in [r#"{"a": 2}"#, r#"{"o": {"c": 4}}"#, r#"{"o": 5}"#] {
        let source = format!(r#"{{"common": {{"a": 1, "o": {{"c": 3}}}}, "chromium": {own}}}"#);
        assert!(for_browser(&source, "chromium", "0.1.0").is_err(), "{own}");
        assert!(for_browser(&source, "netscape", "0.1.0").is_err());
    }
}

/// The content security policy of the extension's pages: no code from elsewhere, requests to controllers only.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self'; connect-src 'self' http: https:; base-uri 'none'; form-action 'none'";

fn read(path: &str) -> String {
    fs::read_to_string(tools::workspace().join(path)).unwrap()
}

fn built() -> impl Iterator<Item = (&'static str, Value)> {
    let source = read("extension/manifest.json");
    BROWSERS.into_iter().map(move |browser| {
        (browser, serde_json::from_str(&for_browser(&source, browser, "0.1.0").unwrap()).unwrap())
    })
}

/// The first column of the README's table of permissions.
fn promised_permissions() -> Vec<String> {
    let readme = read("README.md");
    let (_, section) = readme.split_once("\n### Permissions\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let row = |line: &str| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned());
    section.lines().filter_map(row).collect()
}

#[test]
fn permissions_are_those_of_the_readme() {
    for (browser, manifest) in built() {
        assert_eq!(manifest["permissions"], Value::from(promised_permissions()));
        let others =
            ["host_permissions", "optional_permissions", "content_scripts", "web_accessible_resources"];
        for key in others.into_iter().chain(["externally_connectable"]) {
            assert!(manifest.get(key).is_none(), "the README promises that there is no {key}");
        }
        let may_ask_for_hosts = manifest.get("optional_host_permissions").is_some();
        assert_eq!(may_ask_for_hosts, browser == "firefox", "the README promises it of Firefox alone");
    }
}

/// The permissions that no browser warns of when it installs an extension.
const SILENT: [&str; 3] = ["activeTab", "scripting", "storage"];

#[test]
fn no_browser_warns_when_it_installs() {
    for (browser, manifest) in built() {
        let permissions = manifest["permissions"].as_array().unwrap();
        assert!(permissions.iter().all(|name| SILENT.contains(&name.as_str().unwrap())), "{permissions:?}");
        let warning =
            ["devtools_page", "chrome_url_overrides", "chrome_settings_overrides", "omnibox", "oauth2"];
        assert!(warning.iter().all(|key| manifest.get(key).is_none()), "{browser}");
    }
}

#[test]
fn firefox_asks_before_a_token_goes_to_a_terminal_and_for_nothing_else() {
    for (browser, manifest) in built() {
        let collection = &manifest["browser_specific_settings"]["gecko"]["data_collection_permissions"];
        let expected = serde_json::json!({ "required": ["none"], "optional": ["authenticationInfo"] });
        assert_eq!(*collection, if browser == "firefox" { expected } else { Value::Null });
    }
}

#[test]
fn only_chromium_has_a_schema_of_policies() {
    for (browser, manifest) in built() {
        let named = manifest["storage"]["managed_schema"].as_str();
        assert_eq!(named, (browser == "chromium").then_some(POLICY_SCHEMA), "{browser}");
    }
}

#[test]
fn pages_have_the_strict_policy() {
    for (_, manifest) in built() {
        assert_eq!(manifest["content_security_policy"], serde_json::json!({ "extension_pages": POLICY }));
    }
}
