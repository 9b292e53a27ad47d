//! axe-core in the popup: finds what is inaccessible to assistive technology.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use latchkey_driver::Popup;
use serde_json::Value;

const PACKAGE: &str = "axe-core@4.14.1";

/// The script, downloaded once by npm; `None` without npm.
fn script() -> Option<&'static str> {
    static SCRIPT: OnceLock<Option<String>> = OnceLock::new();
    SCRIPT.get_or_init(fetch).as_deref()
}

fn fetch() -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/npm");
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if !is_there(&folder) {
        let options =
            ["--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock", "--loglevel=error"];
        let mut npm = Command::new("npm");
        npm.arg("install").args(options).arg("--prefix").arg(&folder).arg(PACKAGE);
        match npm.output() {
            Ok(output) if output.status.success() => {}
            Ok(output) => {
                panic!("npm cannot install {PACKAGE}: {}", String::from_utf8_lossy(&output.stderr))
            }
            Err(error) => {
                skip(&error.to_string());
                return None;
            }
        }
    }
    Some(std::fs::read_to_string(&script).expect("npm has installed axe-core"))
}

fn is_there(folder: &Path) -> bool {
    let manifest: PathBuf = folder.join("node_modules/axe-core/package.json");
    let Ok(manifest) = std::fs::read_to_string(manifest) else { return false };
    let Ok(manifest) = serde_json::from_str::<Value>(&manifest) else { return false };
    Some(PACKAGE) == manifest["version"].as_str().map(|version| format!("axe-core@{version}")).as_deref()
}

/// Writes directly to standard error, because the test harness hides the output of a passing test.
fn skip(why: &str) {
    let _ = writeln!(
        std::io::stderr(),
        "\n!!! SKIPPED: axe-core checks no view, because npm does not run ({why}). Install npm.\n"
    );
}

/// Runs axe-core. Elements that stick to the lower edge cover content that can be scrolled into view, which axe-core
/// does not know.
const RUN: &str = "(async () => {
    const scrolled = new CSSStyleSheet();
    scrolled.replaceSync('main * { position: static !important }');
    document.adoptedStyleSheets = [scrolled];
    const options = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } };
    const { violations } = await axe.run(document, options);
    document.adoptedStyleSheets = [];
    const described = ({ html, any, all, none }) =>
        [html.slice(0, 200), ...[...any, ...all, ...none].map(check => check.message)].join(' ');
    return violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.map(described).join(' | ')}`);
})()";

/// The violations that axe-core finds in the document, by rule, with the elements.
pub(crate) fn violations(popup: &Popup) -> Vec<String> {
    let Some(script) = script() else { return Vec::new() };
    if popup.evaluate("typeof axe").unwrap() == "undefined" {
        popup.evaluate(&format!("{script};void 0")).unwrap();
    }
    let found = popup.evaluate(RUN).unwrap();
    found.as_array().unwrap().iter().map(|violation| violation.as_str().unwrap().to_owned()).collect()
}
