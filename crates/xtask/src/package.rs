//! `cargo xtask package`: the packages for stores and people. The same sources give the same bytes.
//!
//! Paths are remapped ([`crate::reproducible`]), and times, order and permissions are fixed (`archive`). `twice` checks
//! that.

mod archive;
pub mod command_line;
mod sources;
mod table;
pub(crate) mod twice;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::reproducible::Compiler;
use crate::{build, checks, size_budget, tools};

/// The arguments of the task.
#[derive(clap::Args)]
pub struct PackageArguments {
    /// Skip addons-linter, which needs npm and the network.
    #[arg(long)]
    without_linter: bool,
    /// Build the packages in two temporary folders instead, and fail if they differ.
    #[arg(long)]
    twice: bool,
}

/// Makes all packages and prints a table.
///
/// # Errors
///
/// If a build fails, addons-linter rejects the package for Firefox, or two builds differ.
pub fn package(arguments: &PackageArguments) -> Result<()> {
    if arguments.twice {
        return twice::check(&env::current_exe().context("cannot find this program")?);
    }
    let folder = folder();
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let name = |end: &str| format!("latchkey-{}-{end}", env!("CARGO_PKG_VERSION"));

    eprintln!("Building the extension.");
    let dist = build::build()?;
    for browser in build::BROWSERS {
        extension(&dist.join(browser), &folder.join(name(&format!("{browser}.zip"))))?;
    }
    let source = name("source");
    archive::tar_gz(&folder.join(format!("{source}.tar.gz")), &source, sources::sources()?)?;
    eprintln!("Building the CLI.");
    let host = Compiler::ask()?.host;
    let program = name(&host);
    archive::tar_gz(&folder.join(format!("{program}.tar.gz")), &program, command_line::entries(&host)?)?;

    println!("{}", table::of(&folder, &goal)?);
    if !arguments.without_linter {
        checks::addons_linter(&folder.join(name("firefox.zip")))?;
    }
    Ok(())
}

/// Packs a built extension.
pub fn extension(built: &Path, to: &Path) -> Result<()> {
    archive::zip(to, archive::entries_of(built)?)
}

/// The folder of the packages.
fn folder() -> PathBuf {
    tools::target_directory().join("package")
}

/// Only the extension's packages have a goal.
fn goal(path: &Path) -> Option<u64> {
    path.extension().is_some_and(|extension| extension == "zip").then_some(size_budget::PACKAGE.goal)
}
