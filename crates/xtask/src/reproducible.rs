//! Reproducible builds: the same sources give the same bytes in every folder.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::crates::{self, Crate};
use crate::tools;

/// The compiler that cargo uses in the workspace.
pub struct Compiler {
    /// The target triple of this machine.
    pub host: String,
    /// The version, such as "1.95.0".
    pub release: String,
    /// The commit of the compiler's sources, which is part of the paths in the standard library.
    commit: String,
    sysroot: PathBuf,
}

impl Compiler {
    /// Asks rustc about itself.
    ///
    /// # Errors
    ///
    /// If rustc is missing, or its version has an unknown format.
    pub fn ask() -> Result<Self> {
        let about = rustc(&["-vV"])?;
        let line = |name: &str| {
            let found = about.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            found.map(ToOwned::to_owned).with_context(|| format!("rustc -vV names no {name}"))
        };
        Ok(Self {
            host: line("host")?,
            release: line("release")?,
            commit: line("commit-hash")?,
            sysroot: rustc(&["--print", "sysroot"])?.trim().into(),
        })
    }
}

fn rustc(arguments: &[&str]) -> Result<String> {
    let output = Command::new("rustc").args(arguments).current_dir(tools::workspace()).output();
    let output = output.context("cannot start rustc")?;
    ensure!(output.status.success(), "rustc {arguments:?} failed: {}", output.status);
    Ok(String::from_utf8(output.stdout)?)
}

/// A `cargo build` of one package that depends only on the sources, `Cargo.lock` and the compiler, and the folder that
/// the result will be in.
///
/// # Errors
///
/// If cargo or rustc do not tell the folders of their sources.
pub fn cargo_build(package: &str, target: &str, profile: &str) -> Result<(Command, PathBuf)> {
    let mut cargo = tools::cargo();
    cargo.args(["build", "--quiet", "--locked", "--package", package]);
    cargo.args(["--target", target, "--profile", profile]);
    let mut flags = remapped_paths(&Compiler::ask()?, &crates::all(target)?);
    if target.ends_with("-linux-musl") {
        // Static, whatever Rust's default is.
        flags.push("-Ctarget-feature=+crt-static".to_owned());
    }
    if target.ends_with("-windows-gnu") {
        // The linker writes the time into the program.
        flags.push("-Clink-arg=-Wl,--no-insert-timestamp".to_owned());
    }
    // Replaces flags set by the user or the machine.
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}")).env_remove("RUSTFLAGS");
    Ok((cargo, tools::target_directory().join(target).join(profile)))
}

/// Panic messages contain paths of the machine that built them. Remapped, they are the same everywhere.
fn remapped_paths(compiler: &Compiler, crates: &[Crate]) -> Vec<String> {
    // The folders of registries or of vendored crates: the parents of the crates' folders.
    let folders: BTreeSet<PathBuf> = crates
        .iter()
        .filter(|found| found.is_foreign)
        .filter_map(|found| Some(found.folder.parent()?.to_owned()))
        .collect();
    // If several match, rustc takes the last.
    let mut prefixes = vec![
        (tools::workspace().to_owned(), "/latchkey".to_owned()),
        (tools::target_directory(), "/latchkey/target".to_owned()),
        (compiler.sysroot.join("lib/rustlib/src/rust"), format!("/rustc/{}", compiler.commit)),
    ];
    prefixes.extend(folders.into_iter().map(|folder| (folder, "/crates".to_owned())));
    prefixes.into_iter().map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_of_this_machine_is_kept() {
        let compiler = Compiler::ask().unwrap();
        assert!(compiler.host.contains('-') && compiler.release.contains('.'));
        let all = crates::all(&compiler.host).unwrap();
        let flags = remapped_paths(&compiler, &all);
        let from = |folder: &std::path::Path| format!("--remap-path-prefix={}=", folder.display());
        for found in &all {
            let folder = if found.is_foreign { found.folder.parent().unwrap() } else { tools::workspace() };
            assert!(flags.iter().any(|flag| flag.starts_with(&from(folder))), "{}", found.name);
        }
    }
}
