//! The source archive for reviewers.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::archive::Entry;
use crate::tools;

/// The files that git tracks, with their current content. Outside a git checkout, such as in an unpacked source archive,
/// all files that no `.gitignore` matches.
///
/// # Errors
///
/// If a file cannot be read.
pub(super) fn sources() -> Result<Vec<Entry>> {
    let workspace = tools::workspace();
    let paths = match tracked(workspace) {
        Some(paths) => paths,
        None => {
            eprintln!(
                "This is not a git checkout, so the source archive gets all files that no .gitignore matches."
            );
            let mut paths = Vec::new();
            collect(workspace, "", &mut paths)?;
            paths
        }
    };
    paths.into_iter().map(|path| read(workspace, path)).collect()
}

/// The files that git tracks in this folder. Prints a warning if there are uncommitted changes.
fn tracked(workspace: &Path) -> Option<Vec<String>> {
    if !workspace.join(".git").exists() {
        return None;
    }
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).current_dir(workspace).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let paths = git(&["ls-files", "-z"])?;
    let changed = git(&["status", "--porcelain"])?;
    if !changed.is_empty() {
        let count = changed.lines().count();
        eprintln!("\n!!! {count} files have uncommitted changes, which the source archive includes.\n");
    }
    Some(paths.split_terminator('\0').map(ToOwned::to_owned).collect())
}

fn collect(folder: &Path, before: &str, paths: &mut Vec<String>) -> Result<()> {
    let ignored = fs::read_to_string(folder.join(".gitignore")).unwrap_or_default();
    let ignored: Vec<&str> = ignored.lines().map(|line| line.trim_matches('/')).collect();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{before}{name}");
        if name == ".git" || ignored.contains(&name.as_str()) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

fn read(workspace: &Path, path: String) -> Result<Entry> {
    let file = workspace.join(&path);
    let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let is_executable = is_executable(&file)?;
    Ok(Entry { path, content, is_executable })
}

#[cfg(unix)]
fn is_executable(file: &Path) -> Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;

    Ok(fs::metadata(file)?.permissions().mode() & 0o100 != 0)
}

/// Only Unix has this permission.
#[cfg(not(unix))]
fn is_executable(_: &Path) -> Result<bool> {
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_is_no_source() {
        let folder = tempfile::tempdir().unwrap();
        for file in
            [".gitignore", "a.rs", "target/b.o", "fuzz/corpus/c", "fuzz/.gitignore", "fuzz/d.rs", ".git/e"]
        {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, if file == ".gitignore" { "/target\n" } else { "/corpus\n" }).unwrap();
        }
        let mut paths = Vec::new();
        collect(folder.path(), "", &mut paths).unwrap();
        paths.sort();
        assert_eq!(paths, [".gitignore", "a.rs", "fuzz/.gitignore", "fuzz/d.rs"]);
    }

    /// The lines of this workspace are of the kind that is understood here.
    #[test]
    fn without_git_it_is_the_same_files() {
        for gitignore in [".gitignore", "fuzz/.gitignore"] {
            let lines = fs::read_to_string(tools::workspace().join(gitignore)).unwrap();
            for line in lines.lines() {
                let name = line.strip_prefix('/').unwrap_or_default();
                assert!(!name.is_empty() && !name.contains(['/', '*', '!', '#']), "{gitignore}: {line}");
            }
        }
        let Some(mut tracked) = tracked(tools::workspace()) else { return };
        let mut found = Vec::new();
        collect(tools::workspace(), "", &mut found).unwrap();
        found.retain(|path| tracked.contains(path));
        found.sort();
        tracked.sort();
        assert_eq!(found, tracked);
    }
}
