//! The platforms that the command line is packaged for besides this machine, and what their builds need.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use object::read::elf::{Dyn as _, FileHeader as _, ProgramHeader as _};
use object::{Endianness, FileKind, elf};

use crate::tools;

/// A platform of the release, which any machine with these compilers can build for.
pub(crate) struct Target {
    /// As Rust names it.
    pub(crate) triple: &'static str,
    /// The C compiler, which also links: ring has parts in C.
    compiler: &'static str,
    /// The Debian packages with the compiler, for machines with another processor.
    packages: &'static [&'static str],
    /// Debian's name for the architecture; on Linux only.
    pub(super) debian: Option<&'static str>,
}

/// The platforms of the release. The programs for Linux are static: they need no libc, and therefore run on every
/// distribution.
pub(crate) const RELEASE: [Target; 3] = [
    Target {
        triple: "x86_64-unknown-linux-musl",
        compiler: "x86_64-linux-gnu-gcc",
        packages: &["gcc-x86-64-linux-gnu", "libc6-dev-amd64-cross"],
        debian: Some("amd64"),
    },
    Target {
        triple: "aarch64-unknown-linux-musl",
        compiler: "aarch64-linux-gnu-gcc",
        packages: &["gcc-aarch64-linux-gnu", "libc6-dev-arm64-cross"],
        debian: Some("arm64"),
    },
    Target {
        triple: "x86_64-pc-windows-gnu",
        compiler: "x86_64-w64-mingw32-gcc",
        packages: &["gcc-mingw-w64-x86-64"],
        debian: None,
    },
];

/// The platform of the release with this name.
pub(super) fn find(triple: &str) -> Option<&'static Target> {
    RELEASE.iter().find(|target| target.triple == triple)
}

/// The end of a program's name on this platform.
pub(super) fn exe_suffix(triple: &str) -> &'static str {
    if is_windows(triple) { ".exe" } else { "" }
}

pub(super) fn is_windows(triple: &str) -> bool {
    triple.contains("-windows-")
}

/// Whether a host can run the programs of a platform: its own, and static ones for the same processor.
pub(super) fn runs_on(triple: &str, host: &str) -> bool {
    let processor = triple.strip_suffix("-unknown-linux-musl");
    let runs =
        |processor| host.strip_prefix(processor).is_some_and(|rest| rest.starts_with("-unknown-linux-"));
    triple == host || processor.is_some_and(runs)
}

impl Target {
    /// The Debian packages with the compiler.
    pub(crate) fn packages(&self) -> &'static [&'static str] {
        let is_native = self.debian.is_some() && self.triple.starts_with(env::consts::ARCH);
        if is_native { &["gcc", "libc6-dev"] } else { self.packages }
    }

    /// Whether the compiler is there, or another one is set.
    pub(crate) fn has_compiler(&self) -> bool {
        self.chosen_compiler().is_some() || on_path(self.compiler).is_some()
    }

    /// Makes sure that the standard library and the compiler are there.
    ///
    /// # Errors
    ///
    /// If one is missing. The message says what to install.
    pub(super) fn ensure(&self) -> Result<()> {
        let Self { triple, compiler, .. } = self;
        tools::ensure_target(triple).with_context(|| format!("cannot build for {triple}"))?;
        if !self.has_compiler() {
            bail!(
                "cannot build for {triple}: the C compiler {compiler} is missing. On Debian: sudo apt-get install {}. \
                 Elsewhere, name a compiler for this target in {}.",
                self.packages().join(" "),
                self.variable("CC")
            );
        }
        Ok(())
    }

    /// Lets cargo and the build script of ring use the compiler, unless another one is set in the variables that they read.
    pub(super) fn set_compiler(&self, cargo: &mut Command) {
        let compiler = self.compiler();
        let linker = self.linker_variable();
        if env::var_os(&linker).is_none() {
            cargo.env(linker, &compiler);
        }
        cargo.env(self.variable("CC"), compiler);
    }

    /// The C compiler, which may be missing.
    pub(super) fn compiler(&self) -> OsString {
        self.chosen_compiler().unwrap_or_else(|| self.compiler.into())
    }

    /// The compiler that the person chose.
    fn chosen_compiler(&self) -> Option<OsString> {
        env::var_os(self.variable("CC"))
    }

    /// The variable of this target, as the crate `cc` reads it.
    fn variable(&self, name: &str) -> String {
        format!("{name}_{}", self.triple.replace('-', "_"))
    }

    /// The variable of this target's linker, as cargo reads it.
    fn linker_variable(&self) -> String {
        format!("CARGO_TARGET_{}_LINKER", self.triple.to_uppercase().replace('-', "_"))
    }

    /// Checks that a program is what its package promises.
    ///
    /// # Errors
    ///
    /// If it is for another processor or system, or a program for Linux needs a libc.
    pub(super) fn check(&self, program: &[u8]) -> Result<()> {
        let triple = self.triple;
        let kind = FileKind::parse(program).with_context(|| format!("{triple}: not a program"))?;
        if is_windows(triple) {
            ensure!(kind == FileKind::Pe64, "{triple}: the program is {kind:?}");
            return Ok(());
        }
        ensure!(kind == FileKind::Elf64, "{triple}: the program is {kind:?}");
        let header = elf::FileHeader64::<Endianness>::parse(program)?;
        let endian = header.endian()?;
        let machine = match self.debian {
            Some("arm64") => elf::EM_AARCH64,
            _ => elf::EM_X86_64,
        };
        ensure!(header.e_machine(endian) == machine, "{triple}: the program is for another processor");
        for part in header.program_headers(endian, program)? {
            ensure!(part.p_type(endian) != elf::PT_INTERP, "{triple}: the program needs a dynamic loader");
            for entry in part.dynamic(endian, program)?.unwrap_or_default() {
                ensure!(entry.d_tag(endian) != elf::DT_NEEDED, "{triple}: the program needs a library");
            }
        }
        Ok(())
    }
}

/// The path of a program that can be started by its name.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).map(|folder| folder.join(name)).find(|path: &PathBuf| Path::is_file(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reproducible::Compiler;

    #[test]
    fn a_program_that_needs_a_libc_is_rejected() {
        let target = RELEASE.iter().find(|target| target.triple.starts_with(env::consts::ARCH)).unwrap();
        let this = std::fs::read(env::current_exe().unwrap()).unwrap();
        let error = target.check(&this).unwrap_err().to_string();
        assert!(error.contains(target.triple) && error.contains("needs a"), "{error}");
        let other = RELEASE.iter().find(|other| other.triple != target.triple && other.debian.is_some());
        let error = other.unwrap().check(&this).unwrap_err().to_string();
        assert!(error.contains("another processor"), "{error}");
        assert!(find("x86_64-pc-windows-gnu").unwrap().check(&this).is_err());
        assert!(target.check(b"#!/bin/sh\n").is_err());
    }

    #[test]
    fn a_missing_compiler_is_named_with_its_packages() {
        let host = Compiler::ask().unwrap().host;
        // The standard library of this machine is there.
        let target = Target {
            triple: host.leak(),
            compiler: "no-such-compiler",
            packages: &["gcc-of-debian"],
            debian: None,
        };
        assert!(!target.has_compiler());
        let error = target.ensure().unwrap_err().to_string();
        for part in [target.triple, "no-such-compiler", "sudo apt-get install gcc-of-debian.", "CC_"] {
            assert!(error.contains(part), "{error}");
        }
    }

    #[test]
    fn static_programs_run_on_every_linux_with_their_processor() {
        assert!(runs_on("x86_64-unknown-linux-musl", "x86_64-unknown-linux-gnu"));
        assert!(runs_on("aarch64-apple-darwin", "aarch64-apple-darwin"));
        assert!(!runs_on("aarch64-unknown-linux-musl", "x86_64-unknown-linux-gnu"));
        assert!(!runs_on("aarch64-unknown-linux-musl", "aarch64-apple-darwin"));
        assert!(!runs_on("x86_64-pc-windows-gnu", "x86_64-unknown-linux-gnu"));
    }
}
