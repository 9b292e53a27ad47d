//! What each part of the package for Chromium costs, and what each crate costs in the WebAssembly.

mod crates;
mod files;

use std::fs;
use std::io::Cursor;

use anyhow::Result;

use super::size;
use super::table::{Goal, Table};
use crate::{build, package};

/// Builds, packs, and prints the tables.
///
/// # Errors
///
/// When something cannot be built, or the WebAssembly not be read.
pub(super) fn print() -> Result<()> {
    eprintln!("Building the extension and packing it.");
    let built = build::build()?.join("chromium");
    let folder = tempfile::tempdir()?;
    let archive = folder.path().join("chromium.zip");
    package::extension(&built, &archive)?;
    let archive = fs::read(&archive)?;
    let module = built.join(build::MODULE);

    let mut table = Table::new();
    let goal = Goal::AtMost(package::SIZE_GOAL as f64 / 1000.0);
    table.kilobytes("package for Chromium", archive.len() as u64, goal);
    table.kilobytes("dist/chromium, unpacked", size::of_folder(&built)?, Goal::None);
    table.kilobytes("WebAssembly", size::of_file(&module)?, Goal::None);
    table.kilobytes("WebAssembly, gzip", size::compressed(&module)?, Goal::AtMost(45.0));
    println!("Sizes, in units of 1000 bytes.\n\n{table}");

    println!("The package for Chromium, each file as it is and as it stands in the archive.\n");
    println!("{}", files::table(Cursor::new(&archive), archive.len() as u64)?);

    let costs = crates::Costs::of(&build::module_with_names()?)?;
    println!("The WebAssembly, by the crate that a function's symbol names first.\n\n{}", costs.table());
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
