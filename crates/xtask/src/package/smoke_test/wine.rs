//! The program for Windows, under Wine.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::super::target::{Target, on_path};
use super::super::{name, program_archive};
use super::standin::Standin;
use super::{Tried, works};
use crate::tools;

/// A library of Windows that Rust's standard library takes random numbers from. Wine 8.0 lacks it.
const RANDOM: &str = "bcryptprimitives.dll";

/// What stands in for it.
const RANDOM_SOURCE: &str = include_str!("bcryptprimitives.c");

/// Unpacks the archive and starts the program.
pub(super) fn check(folder: &Path, target: &Target, standin: &Standin) -> Result<Tried> {
    let (Some(wine), Some(server)) = (on_path("wine"), on_path("wineserver")) else {
        return Ok(Tried::Skipped("Wine is missing. On Debian: sudo apt-get install wine wine64".to_owned()));
    };
    let unpacked = tempfile::tempdir()?;
    let archive = File::open(folder.join(program_archive(target.triple)))?;
    zip::ZipArchive::new(archive)?.extract(unpacked.path())?;
    let program = unpacked.path().join(name(target.triple)).join("latchkey.exe");
    let prefix = tempfile::tempdir()?;
    let start = |program: &Path| {
        let mut command = Command::new(program);
        command.env("WINEPREFIX", prefix.path()).env("WINEDEBUG", "-all");
        // Without a display, and without questions about .NET and HTML.
        command.env("WINEDLLOVERRIDES", "mscoree,mshtml=").env_remove("DISPLAY");
        command
    };
    tools::output(start(&wine).args(["wineboot", "--init"]))?;
    if !prefix.path().join("drive_c/windows/system32").join(RANDOM).exists() {
        random_numbers(target, &program.with_file_name(RANDOM))?;
    }
    let worked = works(standin, &|arguments| {
        let mut command = start(&wine);
        command.arg(&program).args(arguments);
        command
    });
    // Its files are removed next.
    let _ = start(&server).arg("--kill").status();
    worked.map(|()| Tried::Works("started by Wine"))
}

fn random_numbers(target: &Target, to: &Path) -> Result<()> {
    let source = to.with_extension("c");
    fs::write(&source, RANDOM_SOURCE).with_context(|| format!("cannot write {}", source.display()))?;
    let mut compiler = Command::new(target.compiler());
    tools::run(compiler.arg("-shared").arg("-o").arg(to).arg(source).arg("-ladvapi32"))
}
