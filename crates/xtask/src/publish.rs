//! The crates that are published on crates.io.

use std::fs;

use anyhow::{Context as _, Result};

use crate::tools;

/// Their names, each after those that it depends on. The manifests of all others say `publish = false`.
pub(crate) const CRATES: [&str; 3] = ["latchkey-core", "latchkey-native", "latchkey"];

/// Those with an interface for other crates.
pub(crate) const LIBRARIES: [&str; 2] = ["latchkey-core", "latchkey-native"];

/// The arguments that select crates.
pub(crate) fn select(crates: &[&'static str]) -> impl Iterator<Item = &'static str> {
    crates.iter().flat_map(|name| ["-p", name])
}

/// Packs the crates and builds them from what was packed, as crates.io will have it. Uncommitted changes are included. The folders
/// that cargo leaves beside the packages are removed.
///
/// # Errors
///
/// If cargo would not publish them.
#[cfg_attr(not(unix), expect(dead_code, reason = "the tests, of which this is a stage, are for Unix"))]
pub(crate) fn dry_run() -> Result<()> {
    let mut cargo = tools::cargo();
    cargo.args(["publish", "--dry-run", "--allow-dirty"]).args(select(&CRATES));
    tools::run(&mut cargo)?;
    let packed = CRATES.map(|name| format!("{name}-{}", env!("CARGO_PKG_VERSION")));
    for name in packed.iter().map(String::as_str).chain(["tmp-crate", "tmp-registry"]) {
        let folder = tools::target_directory().join("package").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use serde_json::Value;

    use super::*;
    use crate::licenses;

    fn packages() -> Vec<Value> {
        let mut cargo = tools::cargo();
        cargo.args(["metadata", "--format-version", "1", "--no-deps", "--locked", "--offline"]);
        let metadata: Value = serde_json::from_str(&tools::output(&mut cargo).unwrap()).unwrap();
        metadata["packages"].as_array().unwrap().clone()
    }

    #[test]
    fn only_these_crates_can_be_published() {
        let packages = packages();
        // Cargo writes null for "anywhere" and an empty list for "nowhere".
        let published = packages.iter().filter(|package| package["publish"].is_null());
        let mut published: Vec<&str> = published.map(|package| package["name"].as_str().unwrap()).collect();
        let mut named = CRATES;
        published.sort_unstable();
        named.sort_unstable();
        assert_eq!(published, named);
    }

    /// A crate of this workspace is found on crates.io by its version: the one that is published with it. Cargo leaves out a
    /// dependency of tests without a version, which is then found by its path alone.
    #[test]
    fn the_crates_depend_on_each_others_version() {
        let packages = packages();
        let mut count = 0;
        for package in packages.iter().filter(|package| CRATES.iter().any(|name| package["name"] == **name)) {
            let own = package["dependencies"].as_array().unwrap().iter();
            for dependency in own.filter(|dependency| !dependency["path"].is_null()) {
                let (package, name) = (&package["name"], &dependency["name"]);
                let is_for_tests = dependency["kind"] == "dev";
                let expected =
                    if is_for_tests { "*".to_owned() } else { format!("^{}", env!("CARGO_PKG_VERSION")) };
                assert_eq!(dependency["req"], *expected, "{package} needs {name}");
                assert!(
                    is_for_tests || CRATES.iter().any(|known| *name == **known),
                    "{package} needs {name}"
                );
                count += 1;
            }
        }
        assert!(count > 3);
    }

    /// The tests in the sources of a published crate must work where the rest of the workspace is missing.
    #[test]
    fn the_sources_need_nothing_that_is_not_published() {
        let mut included = 0;
        for package in packages().iter().filter(|package| CRATES.iter().any(|name| package["name"] == **name))
        {
            let own = package["dependencies"].as_array().unwrap().iter();
            let left_out =
                own.filter(|dependency| dependency["kind"] == "dev" && !dependency["path"].is_null());
            let left_out: Vec<String> =
                left_out.map(|dependency| dependency["name"].as_str().unwrap().replace('-', "_")).collect();
            let folder = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap();
            for file in sources(&folder.join("src")) {
                let text = fs::read_to_string(&file).unwrap();
                for name in &left_out {
                    assert!(!text.contains(&format!("use {name}")), "{} uses {name}", file.display());
                }
                for path in text.split("include_str!(\"").skip(1) {
                    let path = file.parent().unwrap().join(path.split('"').next().unwrap());
                    let path =
                        path.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                    assert!(path.starts_with(folder.canonicalize().unwrap()), "{}", path.display());
                    included += 1;
                }
            }
        }
        assert!(included > 5, "{included}");
    }

    /// The files of Rust and Markdown in a folder, and in those below it.
    fn sources(folder: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension().and_then(|extension| extension.to_str()) {
                _ if path.is_dir() => found.extend(sources(&path)),
                Some("rs" | "md") => found.push(path),
                _ => {}
            }
        }
        found
    }

    /// What crates.io asks for, and what people look for there.
    #[test]
    fn the_crates_say_what_they_are() {
        for package in packages().iter().filter(|package| CRATES.iter().any(|name| package["name"] == **name))
        {
            let name = &package["name"];
            for key in ["description", "license", "repository", "readme", "rust_version"] {
                assert!(package[key].as_str().is_some_and(|text| !text.is_empty()), "{name} has no {key}");
            }
            for key in ["keywords", "categories"] {
                let words = package[key].as_array().unwrap();
                assert!((1..=5).contains(&words.len()), "{name}: {key}");
            }
            let folder = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap();
            for license in licenses::OWN {
                let own = fs::read(folder.join(license));
                let of_all = fs::read(tools::workspace().join(license)).unwrap();
                assert!(own.is_ok_and(|own| own == of_all), "{name}: {license} is not that of the workspace");
            }
        }
    }
}
