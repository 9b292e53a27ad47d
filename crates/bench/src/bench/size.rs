//! The size of each part of the package for Chromium, and of each crate in the WebAssembly.

mod crates;
mod files;

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::table::{Goal, Table};
use latchkey_xtask::size_budget::{Budget, PACKAGE, WASM_GZIP};
use latchkey_xtask::{build, package};

/// Builds, packs, and prints the tables.
///
/// # Errors
///
/// If a build fails, or the WebAssembly cannot be read.
pub(super) fn print() -> Result<()> {
    eprintln!("Building and packing the extension.");
    let built = build::build()?.join("chromium");
    let archive = packed(&built)?;
    let module = built.join(build::MODULE);

    let mut table = Table::new();
    let goal = |budget: Budget| Goal::AtMost(budget.goal as f64 / 1000.0);
    table.kilobytes("package for Chromium", archive.len() as u64, goal(PACKAGE));
    table.kilobytes("dist/chromium, unpacked", of_folder(&built)?, Goal::None);
    table.kilobytes("WebAssembly", of_file(&module)?, Goal::None);
    table.kilobytes("WebAssembly, gzip", compressed(&module)?, goal(WASM_GZIP));
    println!("Sizes; 1 KB is 1,000 bytes.\n\n{table}");

    println!("The package for Chromium: each file, unpacked and deflated.\n");
    println!("{}", files::table(Cursor::new(&archive), archive.len() as u64)?);

    let costs = crates::Costs::of(&build::module_with_names()?)?;
    println!("The WebAssembly, by crate.\n\n{}", costs.table());
    println!("{}\n", crates::REMARKS);
    println!("The largest functions, in bytes.\n\n{}", costs.largest_functions());
    Ok(())
}

/// Bytes in units of 1000.
fn kilobytes(bytes: u64) -> String {
    format!("{:.1} KB", bytes as f64 / 1000.0)
}

/// A part of a whole.
fn share(part: u64, whole: u64) -> String {
    format!("{:.1} %", part as f64 * 100.0 / whole as f64)
}

/// The size of a file, in bytes.
pub(super) fn of_file(path: &Path) -> Result<u64> {
    Ok(fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?.len())
}

/// The size after gzip at its best.
fn compressed(path: &Path) -> Result<u64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&fs::read(path).with_context(|| format!("cannot read {}", path.display()))?)?;
    Ok(encoder.finish()?.len() as u64)
}

/// The size of all files in a folder.
fn of_folder(folder: &Path) -> Result<u64> {
    let mut size = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        size += if entry.file_type()?.is_dir() { of_folder(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(size)
}

/// The package of a built extension.
fn packed(built: &Path) -> Result<Vec<u8>> {
    let folder = tempfile::tempdir()?;
    let archive = folder.path().join("package.zip");
    package::extension(built, &archive)?;
    Ok(fs::read(archive)?)
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::path::PathBuf;

    use super::*;

    /// What `cargo xtask test` has built, or a build of this test's own.
    fn built() -> Vec<PathBuf> {
        let names = build::BROWSERS.map(|browser| (browser, build::variable(browser)));
        let given: Option<Vec<PathBuf>> =
            names.iter().map(|(_, variable)| Some(env::var_os(variable)?.into())).collect();
        given.unwrap_or_else(|| {
            let dist = build::build().unwrap();
            names.map(|(browser, _)| dist.join(browser)).to_vec()
        })
    }

    #[test]
    fn the_extension_stays_within_its_size_budget() {
        for folder in built() {
            let gzip = compressed(&folder.join(build::MODULE)).unwrap();
            let package = packed(&folder).unwrap().len() as u64;
            for (what, size, budget) in
                [("gzip of the WebAssembly", gzip, WASM_GZIP), ("package", package, PACKAGE)]
            {
                let ceiling = budget.ceiling;
                let folder = folder.display();
                assert!(
                    size <= ceiling,
                    "{folder}: {what} has {size} bytes, size_budget.rs allows {ceiling}"
                );
            }
        }
    }
}
