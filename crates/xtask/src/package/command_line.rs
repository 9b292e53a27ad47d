//! The CLI for this machine, with manual pages and completions.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::archive::Entry;
use crate::{licenses, reproducible, tools};

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
/// If it cannot be built.
pub fn build(host: &str) -> Result<PathBuf> {
    let (mut cargo, folder) = reproducible::cargo_build("latchkey", host, "release")?;
    tools::run(&mut cargo)?;
    Ok(folder.join(format!("latchkey{EXE_SUFFIX}")))
}

/// Builds the CLI and lets it write its manual pages and completions.
///
/// # Errors
///
/// If it cannot be built, or fails for a command.
pub(super) fn entries(host: &str) -> Result<Vec<Entry>> {
    let program = build(host)?;
    let content = fs::read(&program).with_context(|| format!("cannot read {}", program.display()))?;
    let name = format!("latchkey{EXE_SUFFIX}");
    let mut entries = vec![Entry { is_executable: true, ..Entry::new(name, content) }];
    let answer = |arguments: &[&str]| tools::output(Command::new(&program).args(arguments));
    entries.push(Entry::new("man/man1/latchkey.1", answer(&["man"])?));
    for command in commands(tools::workspace())? {
        let page = answer(&["man", &command])?;
        entries.push(Entry::new(format!("man/man1/latchkey-{command}.1"), page));
    }
    for (shell, name) in COMPLETIONS {
        entries.push(Entry::new(format!("completions/{name}"), answer(&["completions", shell])?));
    }
    let licenses = licenses::third_party("latchkey", host)?;
    entries.push(Entry::new(licenses::FILE, licenses));
    for license in licenses::OWN {
        entries.push(Entry::new(license, fs::read(tools::workspace().join(license))?));
    }
    Ok(entries)
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
