//! The CLI for a platform, with manual pages and completions.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::archive::Entry;
use super::target;
use crate::{licenses, reproducible, tools};

/// The folder of the manual pages.
pub(super) const MANUAL: &str = "man/man1/";

/// Each shell and the file name it expects.
const COMPLETIONS: [(&str, &str); 5] = [
    ("bash", "latchkey.bash"),
    ("elvish", "latchkey.elv"),
    ("fish", "latchkey.fish"),
    ("powershell", "_latchkey.ps1"),
    ("zsh", "_latchkey"),
];

/// Makes a release build of the CLI for this target triple and returns its path.
///
/// # Errors
///
/// If it cannot be built. The message names the target, and what to install if that is missing.
pub fn build(triple: &str) -> Result<PathBuf> {
    let (mut cargo, folder) = reproducible::cargo_build("latchkey", triple, "release")?;
    let target = target::find(triple);
    if let Some(target) = target {
        target.ensure()?;
        target.set_compiler(&mut cargo);
    }
    tools::run(&mut cargo).with_context(|| format!("cannot build for {triple}"))?;
    let program = folder.join(format!("latchkey{}", target::exe_suffix(triple)));
    if let Some(target) = target {
        target.check(&read(&program)?)?;
    }
    Ok(program)
}

/// Builds the CLI, and lets the one for `writer`, which this machine can run, write the manual pages and completions: they are
/// the same for every target.
///
/// # Errors
///
/// If one cannot be built, or fails for a command.
pub(super) fn entries(triple: &str, writer: &str) -> Result<Vec<Entry>> {
    let program = build(triple)?;
    let name = format!("latchkey{}", target::exe_suffix(triple));
    let mut entries = vec![Entry { is_executable: true, ..Entry::new(name, read(&program)?) }];
    let writer = build(writer)?;
    let answer = |arguments: &[&str]| tools::output(Command::new(&writer).args(arguments));
    entries.push(Entry::new(format!("{MANUAL}latchkey.1"), answer(&["man"])?));
    for command in commands(tools::workspace())? {
        let page = answer(&["man", &command])?;
        entries.push(Entry::new(format!("{MANUAL}latchkey-{command}.1"), page));
    }
    for (shell, name) in COMPLETIONS {
        entries.push(Entry::new(format!("completions/{name}"), answer(&["completions", shell])?));
    }
    let licenses = licenses::third_party("latchkey", triple)?;
    entries.push(Entry::new(licenses::FILE, licenses));
    for license in licenses::OWN {
        entries.push(Entry::new(license, read(&tools::workspace().join(license))?));
    }
    Ok(entries)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// The names of the commands: each has a file.
pub fn commands(workspace: &Path) -> Result<Vec<String>> {
    let folder = workspace.join("crates/cli/src/commands");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".rs").map(ToOwned::to_owned));
    }
    names.sort();
    Ok(names)
}
