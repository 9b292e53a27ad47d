//! The program for Windows, under Wine.
//!
//! Wine keeps the access control list of a file as its mode: an entry for the user is that of owner and group, and one for
//! others is everybody's. So it shows that a file is created with a list of its own, and that a list with others in it is
//! noticed, but not what Windows makes of either. Its `icacls` does nothing.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::super::target::{Target, on_path};
use super::super::{name, program_archive};
use super::standin::Standin;
use super::{NAME, Start, Tried, create, is_token, works};
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
    let program: Start<'_> = &|arguments| {
        let mut command = start(&wine);
        command.arg(&program).args(arguments).current_dir(unpacked.path());
        command
    };
    let worked = works(standin, program).and_then(|()| keeps_a_token(standin, program, unpacked.path()));
    // Its files are removed next.
    let _ = start(&server).arg("--kill").status();
    worked.map(|()| {
        Tried::Works("started by Wine, with a token in a file that is refused once others can read it")
    })
}

/// Saves a token in a file in the program's folder, signs in with it, and makes it readable for others.
fn keeps_a_token(standin: &Standin, start: Start<'_>, folder: &Path) -> Result<()> {
    let printed = create(standin, start, &["--save-to", FILE])?;
    ensure!(printed.is_empty(), "a token that is saved was printed, too");
    let file = folder.join(FILE);
    let mode = fs::metadata(&file).context("no token was saved")?.permissions().mode();
    ensure!(mode & 0o007 == 0, "others can read the file: its mode is {:o}", mode & 0o777);
    let token = tools::output(&mut start(&["token", "--from", FILE]))?;
    ensure!(is_token(token.trim_end()), "there is no token in the file");
    let listed = tools::output(&mut start(&["list", "--from", FILE]))?;
    ensure!(listed.contains(NAME), "the list does not contain the saved token: {listed}");
    // Saved again, it is still private.
    create(standin, start, &["--save-to", FILE])?;
    tools::output(&mut start(&["list", "--from", FILE]))?;
    fs::set_permissions(&file, Permissions::from_mode(0o644))?;
    let refused = start(&["list", "--from", FILE]).output()?;
    let said = String::from_utf8_lossy(&refused.stderr);
    ensure!(
        refused.status.code() == Some(1),
        "a file that others can read is not refused: {}",
        refused.status
    );
    ensure!(said.contains("icacls"), "the message does not say what to do: {said}");
    Ok(())
}

/// The file with a token.
const FILE: &str = "saved-token";

fn random_numbers(target: &Target, to: &Path) -> Result<()> {
    let source = to.with_extension("c");
    fs::write(&source, RANDOM_SOURCE).with_context(|| format!("cannot write {}", source.display()))?;
    let mut compiler = Command::new(target.compiler());
    tools::run(compiler.arg("-shared").arg("-o").arg(to).arg(source).arg("-ladvapi32"))
}
