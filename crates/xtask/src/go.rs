//! Builds programs that are written in Go: those of the tests, and checkers.

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

/// Builds a program of a published module, such as `example.org/cmd/name@v1.0.0`, into the folder `go` of `target`, and
/// gives its path; `None` without Go.
pub(crate) fn install(package: &str, name: &str) -> Option<Result<PathBuf>> {
    let folder = tools::target_directory().join("go");
    let mut command = Command::new(compiler()?);
    command.args(["install", package]).env("GOBIN", &folder);
    Some(tools::run(&mut command).map(|()| folder.join(name)))
}

/// The Go toolchain on the `PATH`, or where its own installer puts it.
fn compiler() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&folders).chain([PathBuf::from("/usr/local/go/bin")]);
    folders.map(|folder| folder.join("go")).find(|path| path.is_file())
}
