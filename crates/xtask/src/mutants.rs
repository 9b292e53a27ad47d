//! `cargo xtask mutants`: changes the code of core in one place after another, and runs its tests each time. A change that no
//! test notices, a survivor, shows what is not tested.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::tools;

/// The arguments of the task.
#[derive(clap::Args)]
pub struct MutantsArguments {
    /// How many changes to test at the same time. Each takes a core.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    jobs: u32,
    /// Only changes whose description matches this regular expression, such as "refusal.rs".
    #[arg(long, value_name = "REGEX")]
    only: Option<String>,
}

/// The exit code of cargo-mutants if it tested all changes, and some survived or did not end.
const NOT_ALL_CAUGHT: [i32; 2] = [2, 3];

/// Runs cargo-mutants as `.cargo/mutants.toml` says, and prints the survivors.
///
/// # Errors
///
/// If cargo-mutants is missing, the tests fail without a change, or a change survives for which that file has no reason.
pub fn mutants(arguments: &MutantsArguments) -> Result<()> {
    ensure_cargo_mutants()?;
    let folder = tools::target_directory().join("mutants");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut mutants = cargo_mutants();
    mutants.args(["--package", "latchkey-core", "--jobs", &arguments.jobs.to_string()]);
    mutants.arg("--output").arg(&folder);
    if let Some(only) = &arguments.only {
        mutants.args(["--re", only]);
    }
    let status = mutants.status().context("cannot start cargo")?;
    if !status.success() && !status.code().is_some_and(|code| NOT_ALL_CAUGHT.contains(&code)) {
        bail!("cargo-mutants failed: {status}");
    }
    let results = folder.join("mutants.out");
    let (caught, mut survivors) = (lines(&results.join("caught.txt"))?, lines(&results.join("missed.txt"))?);
    let endless = lines(&results.join("timeout.txt"))?;
    let counted = format!("{} changes caught, {} survived", caught.len() + endless.len(), survivors.len());
    eprintln!("{counted}; of those caught, {} kept a test from ending.", endless.len());
    if survivors.is_empty() {
        return Ok(());
    }
    survivors.sort();
    bail!(
        "No test noticed these changes:\n  {}\nTest what they change, or add a pattern to exclude_re in \
         .cargo/mutants.toml, with the reason above it.",
        survivors.join("\n  ")
    )
}

/// The lines of a file; none if there is no file.
fn lines(file: &Path) -> Result<Vec<String>> {
    match fs::read_to_string(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        text => {
            let text = text.with_context(|| format!("cannot read {}", file.display()))?;
            Ok(text.lines().map(ToOwned::to_owned).collect())
        }
    }
}

fn cargo_mutants() -> Command {
    let mut cargo = tools::cargo();
    cargo.arg("mutants");
    cargo
}

fn ensure_cargo_mutants() -> Result<()> {
    let there = cargo_mutants().arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if there.is_ok_and(|status| status.success()) {
        return Ok(());
    }
    bail!(
        "NOTHING WAS TESTED, because cargo-mutants is missing. Install it:\n  \
         cargo install cargo-mutants --locked"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIGURATION: &str = include_str!("../../../.cargo/mutants.toml");

    #[test]
    fn each_survivor_that_is_left_out_has_a_reason() {
        let (_, excluded) = CONFIGURATION.split_once("exclude_re = [\n").unwrap();
        let (excluded, _) = excluded.split_once("\n]").unwrap_or_default();
        let mut above = "";
        for line in excluded.lines().map(str::trim) {
            let has_reason = above.starts_with("# ");
            assert!(line.starts_with('#') || has_reason, "no reason above {line}");
            above = line;
        }
    }

    #[test]
    fn every_file_that_is_examined_is_there() {
        let (_, files) = CONFIGURATION.split_once("examine_globs = [\n").unwrap();
        let (files, _) = files.split_once("\n]").unwrap();
        for file in files.lines().filter_map(|line| line.split('"').nth(1)) {
            let file = tools::workspace().join(file.trim_end_matches("/*.rs"));
            assert!(file.exists(), "{}", file.display());
        }
    }
}
