//! Sizes of what is built, in bytes.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

pub(super) fn of_file(path: &Path) -> Result<u64> {
    Ok(fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?.len())
}

/// The size after gzip at its best.
pub(super) fn compressed(path: &Path) -> Result<u64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&fs::read(path).with_context(|| format!("cannot read {}", path.display()))?)?;
    Ok(encoder.finish()?.len() as u64)
}

/// The size of all files in a folder.
pub(super) fn of_folder(folder: &Path) -> Result<u64> {
    let mut size = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        size += if entry.file_type()?.is_dir() { of_folder(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(size)
}
