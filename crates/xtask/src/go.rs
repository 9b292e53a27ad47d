//! Builds programs of the tests that are written in Go.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::tools;

/// Builds these packages of a module of this workspace into a folder of `target`; `None` without Go.
pub(crate) fn build(module: &str, folder: &str, packages: &[&str]) -> Option<Result<()>> {
    let folder = tools::target_directory().join(folder);
    let mut command = Command::new(compiler()?);
    command.args(["build", "-buildvcs=false", "-o"]).arg(format!("{}/", folder.display()));
    command.args(packages).current_dir(tools::workspace().join(module));
    Some(tools::run(&mut command))
}

/// The Go toolchain on the `PATH`, or where its own installer puts it.
fn compiler() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&folders).chain([PathBuf::from("/usr/local/go/bin")]);
    folders.map(|folder| folder.join("go")).find(|path| path.is_file())
}
