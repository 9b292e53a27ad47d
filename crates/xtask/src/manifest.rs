//! Makes a manifest for each browser from `extension/manifest.json`.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

/// The file with the schema of the policies, which the manifest of a browser names if the browser wants one.
pub(crate) const POLICY_SCHEMA: &str = "managed_schema.json";

/// The manifest for one browser: the section `common`, and the browser's own section merged into it.
///
/// # Errors
///
/// If a section is missing, or both sections have the same key.
pub(crate) fn for_browser(source: &str, browser: &str, version: &str) -> Result<String> {
    let source: Value = serde_json::from_str(source).context("extension/manifest.json is not JSON")?;
    let mut manifest = section(&source, "common")?;
    merge(&mut manifest, section(&source, browser)?)
        .with_context(|| format!("extension/manifest.json: `{browser}` and `common` disagree"))?;
    manifest.insert("version".to_owned(), version.into());
    Ok(serde_json::to_string_pretty(&manifest)? + "\n")
}

/// Adds the keys of `own`. If both have an object, the objects are merged.
fn merge(common: &mut Map<String, Value>, own: Map<String, Value>) -> Result<()> {
    for (key, value) in own {
        match (common.get_mut(&key), value) {
            (Some(Value::Object(common)), Value::Object(own)) => merge(common, own)?,
            (Some(_), _) => bail!("both have the key `{key}`"),
            (None, value) => {
                common.insert(key, value);
            }
        }
    }
    Ok(())
}

fn section(source: &Value, name: &str) -> Result<Map<String, Value>> {
    let section = source.get(name).and_then(Value::as_object);
    section.cloned().with_context(|| format!("extension/manifest.json has no section `{name}`"))
}

#[cfg(test)]
mod tests;
