//! One manifest source, `extension/manifest.json`, becomes one manifest for each browser.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

/// The manifest of one browser: what is common to all, then what is this browser's own.
///
/// # Errors
///
/// Where the source is not of that shape, or has nothing for the browser.
pub(crate) fn for_browser(source: &str, browser: &str, version: &str) -> Result<String> {
    let source: Value = serde_json::from_str(source).context("extension/manifest.json is not JSON")?;
    let mut manifest = section(&source, "common")?;
    for (key, value) in section(&source, browser)? {
        if manifest.insert(key.clone(), value).is_some() {
            bail!("extension/manifest.json: `{browser}` repeats `{key}` of `common`");
        }
    }
    manifest.insert("version".to_owned(), version.into());
    Ok(serde_json::to_string_pretty(&manifest)? + "\n")
}

fn section(source: &Value, name: &str) -> Result<Map<String, Value>> {
    let section = source.get(name).and_then(Value::as_object);
    section.cloned().with_context(|| format!("extension/manifest.json has no section `{name}`"))
}

#[cfg(test)]
mod tests;
