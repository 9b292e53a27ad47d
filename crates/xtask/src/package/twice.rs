//! Checks that the same sources give the same packages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::archive::Entry;
use super::{sources, table};
use crate::tools;

/// Copies the sources into two folders with names of different lengths, runs `xtask` (this program) in each, and compares
/// the packages. The packages are left in `target/package`.
///
/// # Errors
///
/// If a package differs, or exists in one folder only.
pub(crate) fn check(xtask: &Path, targets: &[String], with_sbom: bool) -> Result<()> {
    let sources = sources::sources()?;
    let mut made = Vec::new();
    for prefix in ["latchkey-", "latchkey-in-another-folder-"] {
        let folder = tempfile::Builder::new().prefix(prefix).tempdir()?;
        for source in &sources {
            write(&folder.path().join(&source.path), source)?;
        }
        let target = folder.path().join("target");
        let mut package = Command::new(xtask);
        package.args(["package", "--without-linter"]).current_dir(folder.path());
        package.args(with_sbom.then_some("--sbom"));
        package.args(targets.iter().flat_map(|triple| ["--target", triple]));
        // As if cargo ran the task in that folder.
        package.env("CARGO_MANIFEST_DIR", folder.path().join("crates/xtask"));
        package.env("CARGO_TARGET_DIR", &target);
        tools::run(&mut package)?;
        let packages = target.join("package");
        made.push(table::sums(&packages)?);
        keep(&packages)?;
    }
    let [one, other] = made.as_slice() else { bail!("two folders were expected") };
    let names: Vec<&str> = one.iter().map(|(name, ..)| name.as_str()).collect();
    let expected = super::expected(targets, with_sbom);
    ensure!(names == expected, "these packages were made: {names:?}; expected were {expected:?}");
    let differing: Vec<&str> =
        one.iter().zip(other).filter(|(one, other)| one != other).map(|(one, _)| one.0.as_str()).collect();
    ensure!(differing.is_empty(), "these packages differ between two builds: {}", differing.join(", "));
    eprintln!("Built twice, in two folders: {} identical packages.", one.len());
    Ok(())
}

/// Copies packages to where they are without `--twice`.
fn keep(packages: &Path) -> Result<()> {
    let folder = super::emptied_folder()?;
    for entry in fs::read_dir(packages)? {
        let entry = entry?;
        fs::copy(entry.path(), folder.join(entry.file_name()))?;
    }
    Ok(())
}

fn write(path: &PathBuf, source: &Entry) -> Result<()> {
    let folder = path.parent().context("a file without a folder")?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    fs::write(path, &source.content).with_context(|| format!("cannot write {}", path.display()))?;
    make_executable(path, source.is_executable)
}

#[cfg(unix)]
fn make_executable(path: &Path, is_executable: bool) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    if is_executable {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn make_executable(_: &Path, _: bool) -> Result<()> {
    Ok(())
}
