//! The two measured extensions: Latchkey, and one with an empty popup.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

const TIMES: &str = include_str!("times.js");
const TIMES_ELEMENT: &str = "<script src=\"times.js\"></script>";
const EMPTY_POPUP: &str =
    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Empty</title>\n";
/// The script that takes the times goes right after this, so that it runs first.
const BEFORE: &str = "<meta charset=\"utf-8\">";

/// Copies of the built extension in a temporary folder.
pub(crate) struct Extensions {
    folder: TempDir,
}

impl Extensions {
    /// Copies what is built, twice.
    pub(crate) fn prepare(dist: &Path) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("latchkey-bench-").tempdir()?;
        let extensions = Self { folder };
        let popup =
            fs::read_to_string(dist.join("popup.html")).context("the built extension has no popup")?;
        for (to, popup) in [(extensions.latchkey(), popup.as_str()), (extensions.empty(), EMPTY_POPUP)] {
            ensure!(popup.contains(BEFORE), "popup.html does not contain {BEFORE}");
            copy(dist, &to)?;
            fs::write(to.join("times.js"), TIMES)?;
            fs::write(
                to.join("popup.html"),
                popup.replacen(BEFORE, &format!("{BEFORE}\n{TIMES_ELEMENT}"), 1),
            )?;
        }
        Ok(extensions)
    }

    pub(super) fn latchkey(&self) -> PathBuf {
        self.folder.path().join("latchkey")
    }

    pub(super) fn empty(&self) -> PathBuf {
        self.folder.path().join("empty")
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let copied = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &copied)?;
        } else {
            fs::copy(entry.path(), copied)?;
        }
    }
    Ok(())
}
