//! `cargo xtask build`: builds the extension, unpacked and loadable.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Map, Value};
use wasm_bindgen_cli_support::Bindgen;

use crate::tools::{self, WASM_TARGET};
use crate::{licenses, manifest, reproducible, text_numbers};

/// The browsers with a section in `extension/manifest.json`.
pub const BROWSERS: [&str; 2] = ["chromium", "firefox"];

/// The environment variable with the folder of the unpacked extension that the tests use.
pub fn variable(browser: &str) -> String {
    format!("LATCHKEY_EXTENSION_{}", browser.to_uppercase())
}

/// The WebAssembly module in a built extension.
pub const MODULE: &str = "latchkey_bg.wasm";

/// The script that wasm-bindgen writes for it.
pub const GLUE: &str = "latchkey.js";

/// The pages of the extension.
const PAGES: [&str; 2] = ["popup.html", "settings.html"];

/// The one script of the extension that names texts.
const BACKGROUND: &str = "background.js";

/// The crate of the extension.
pub(crate) const PACKAGE: &str = "latchkey-extension";

/// Builds the extension for every browser and returns the folder that has a folder for each.
pub fn build() -> Result<PathBuf> {
    let wasm = compile()?;
    let third_party = licenses::third_party(PACKAGE, WASM_TARGET)?;
    let workspace = tools::workspace();
    let dist = workspace.join("dist");
    let english = fs::read_to_string(workspace.join("extension/_locales/en/messages.json"))?;
    let english = serde_json::from_str(&english).context("the English texts are no JSON object")?;
    let bound = tempfile::tempdir()?;
    bind(&wasm, bound.path(), Names::Dropped)?;
    for browser in BROWSERS {
        // A browser may have loaded the old build, so it stays until the new one is complete.
        let folder = dist.join(format!(".{browser}"));
        remove(&folder)?;
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        copy_files(bound.path(), &folder, |_| true)?;
        copy_files(&workspace.join("www"), &folder, |_| true)?;
        copy_files(&workspace.join("extension"), &folder, |name| name.ends_with(".js"))?;
        copy_files(&workspace.join("extension/icons"), &folder.join("icons"), |name| name.ends_with(".png"))?;
        copy_locales(&workspace.join("extension/_locales"), &folder.join("_locales"), &english)?;
        for name in PAGES {
            let page = fs::read_to_string(workspace.join("www").join(name))?;
            let page = numbered(&page, "data-text=\"", "\"", &english)?;
            fs::write(folder.join(name), numbered(&page, "data-label=\"", "\"", &english)?)?;
        }
        let background = fs::read_to_string(workspace.join("extension").join(BACKGROUND))?;
        fs::write(folder.join(BACKGROUND), numbered(&background, "getMessage('", "'", &english)?)?;
        copy_files(workspace, &folder, |name| licenses::OWN.contains(&name))?;
        fs::write(folder.join(licenses::FILE), &third_party)?;
        let source = fs::read_to_string(workspace.join("extension/manifest.json"))?;
        let manifest = manifest::for_browser(&source, browser, env!("CARGO_PKG_VERSION"))?;
        fs::write(folder.join("manifest.json"), numbered(&manifest, "__MSG_", "__", &english)?)?;
        copy_files(&workspace.join("extension"), &folder, |name| {
            name == manifest::POLICY_SCHEMA && manifest.contains(name)
        })?;
        let finished = dist.join(browser);
        remove(&finished)?;
        fs::rename(&folder, &finished).with_context(|| format!("cannot replace {}", finished.display()))?;
    }
    Ok(dist)
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

/// Compiles the popup to WebAssembly.
fn compile() -> Result<PathBuf> {
    tools::ensure_target(WASM_TARGET)?;
    let (mut cargo, folder) = reproducible::cargo_build(PACKAGE, WASM_TARGET, "wasm")?;
    tools::run(cargo.arg("--lib"))?;
    Ok(folder.join("latchkey_extension.wasm"))
}

/// The module as `build` makes it, but with the names of its functions.
pub fn module_with_names() -> Result<Vec<u8>> {
    let folder = tempfile::tempdir()?;
    bind(&compile()?, folder.path(), Names::Kept)?;
    fs::read(folder.path().join(MODULE)).context("wasm-bindgen wrote no WebAssembly")
}

/// Whether the names of functions stay in the module. Nothing needs them at run time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Kept,
    Dropped,
}

/// Writes the module and its JavaScript glue.
fn bind(wasm: &Path, folder: &Path, names: Names) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).web(true)?.typescript(false).out_name("latchkey").demangle(false);
    bindgen.remove_name_section(names == Names::Dropped).remove_producers_section(true);
    let mut output = bindgen.generate_output().context("wasm-bindgen cannot process the WebAssembly")?;
    // The names of imports hold hashes, which do not compress: short ones save 3 KB in the module and 2 KB in the glue.
    let mut short_names = BTreeMap::new();
    for import in output.wasm_mut().imports.iter_mut() {
        let next = format!("i{:x}", short_names.len());
        let short = short_names.entry(import.name.clone()).or_insert(next);
        import.name.clone_from(short);
    }
    output.emit(folder)?;
    let glue = folder.join(GLUE);
    let mut script = fs::read_to_string(&glue)?;
    for (name, short) in short_names {
        let (before, after) =
            script.split_once(&format!(" {name}:")).with_context(|| format!("no {name}"))?;
        script = format!("{before} {short}:{after}");
    }
    Ok(fs::write(glue, script)?)
}

fn copy_files(from: &Path, to: &Path, wanted: impl Fn(&str) -> bool) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let name = entry.file_name();
        if entry.file_type()?.is_file() && wanted(&name.to_string_lossy()) {
            fs::copy(entry.path(), to.join(&name))?;
        }
    }
    Ok(())
}

/// Copies the texts of every language without what only translators read.
fn copy_locales(from: &Path, to: &Path, english: &Map<String, Value>) -> Result<()> {
    for locale in fs::read_dir(from)? {
        let locale = locale?;
        let source = locale.path().join("messages.json");
        let texts =
            fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
        let texts =
            without_notes(&texts, english).with_context(|| format!("cannot read {}", source.display()))?;
        let folder = to.join(locale.file_name());
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("messages.json"), texts)?;
    }
    Ok(())
}

/// The texts by number without descriptions, and with `$1` for the placeholder that stands for it.
fn without_notes(texts: &str, english: &Map<String, Value>) -> Result<String> {
    let texts: Map<String, Value> = serde_json::from_str(texts)?;
    let mut bare = Map::new();
    for (key, text) in &texts {
        let mut message = text["message"].as_str().context("a key without a message")?.to_owned();
        for (name, placeholder) in text["placeholders"].as_object().into_iter().flatten() {
            let content = placeholder["content"].as_str().context("a placeholder without content")?;
            message = message.replace(&format!("${}$", name.to_uppercase()), content);
        }
        let number = text_numbers::number(key, english).with_context(|| format!("English lacks {key}"))?;
        bare.insert(number, serde_json::json!({ "message": message }));
    }
    Ok(Value::Object(bare).to_string())
}

/// The source with the number of a text for each key that stands between `mark` and `end`.
fn numbered(source: &str, mark: &str, end: &str, english: &Map<String, Value>) -> Result<String> {
    let mut parts = source.split(mark);
    let mut numbered = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (key, rest) = part.split_once(end).with_context(|| format!("no {end} after {mark}"))?;
        let number = text_numbers::number(key, english).with_context(|| format!("English lacks {key}"))?;
        numbered.extend([mark, &number, end, rest]);
    }
    Ok(numbered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_numbers_in_the_order_of_the_english_keys() {
        let english = r#"{ "b": {}, "a_one": {}, "a_other": {}, "c_other": {} }"#;
        let english = serde_json::from_str(english).unwrap();
        let page = r#"<p data-text="b"></p><i data-text="a_many"></i><i data-text="a"></i>"#;
        let expected = r#"<p data-text="1"></p><i data-text="0_many"></i><i data-text="0"></i>"#;
        assert_eq!(numbered(page, "data-text=\"", "\"", &english).unwrap(), expected);
        assert!(numbered(r#"data-text="d""#, "data-text=\"", "\"", &english).is_err());
    }

    #[test]
    fn texts_keep_their_values_in_their_places() {
        let texts = r#"{ "renamed": { "message": "$NEW$, once $OLD$", "description": "Said afterwards",
            "placeholders": { "old": { "content": "$1", "example": "a" }, "new": { "content": "$2" } } } }"#;
        let english = serde_json::from_str(texts).unwrap();
        assert_eq!(without_notes(texts, &english).unwrap(), r#"{"0":{"message":"$2, once $1"}}"#);
    }
}
