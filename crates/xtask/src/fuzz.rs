//! `cargo xtask fuzz`: random bytes for everything that reads what a controller or a page sends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::tools;

/// The arguments of the task.
#[derive(clap::Args)]
pub struct FuzzArguments {
    /// How long to fuzz each target, in seconds.
    #[arg(long, default_value_t = 600)]
    seconds: u64,
    /// The targets to fuzz. Without one, all of them.
    targets: Vec<String>,
}

/// Fuzzes one target after the other, starting with the seeds in `fuzz/seeds`.
///
/// Inputs that reach new code are saved in `fuzz/corpus`, which git ignores, and inputs that fail in `fuzz/artifacts`.
///
/// # Errors
///
/// If cargo-fuzz or its compiler is missing, or a target fails.
pub fn fuzz(arguments: &FuzzArguments) -> Result<()> {
    ensure_cargo_fuzz()?;
    let directory = tools::workspace().join("fuzz");
    let targets = if arguments.targets.is_empty() { targets(&directory)? } else { arguments.targets.clone() };
    for target in &targets {
        eprintln!("==> fuzzing {target} for {} s", arguments.seconds);
        let corpus = directory.join("corpus").join(target);
        fs::create_dir_all(&corpus).with_context(|| format!("cannot make {}", corpus.display()))?;
        let mut fuzz = cargo_fuzz();
        fuzz.args(["run", target]).arg(corpus).arg(directory.join("seeds").join(target));
        fuzz.args([
            "--",
            "-max_len=8192",
            "-len_control=0",
            &format!("-max_total_time={}", arguments.seconds),
        ]);
        tools::run(&mut fuzz)
            .with_context(|| format!("{target} failed; the input is in fuzz/artifacts/{target}"))?;
    }
    eprintln!("{} targets, {} s each: no failures.", targets.len(), arguments.seconds);
    Ok(())
}

/// The names of the files in `fuzz/fuzz_targets`.
fn targets(directory: &Path) -> Result<Vec<String>> {
    let files = fs::read_dir(directory.join("fuzz_targets")).context("cannot read fuzz/fuzz_targets")?;
    let files: Vec<PathBuf> = files.map(|file| Ok(file?.path())).collect::<Result<_>>()?;
    let stem = |file: &PathBuf| Some(file.file_stem()?.to_str()?.to_owned());
    let mut targets: Vec<String> = files.iter().filter_map(stem).collect();
    targets.sort();
    Ok(targets)
}

/// `cargo fuzz` with the compiler in `fuzz/rust-toolchain.toml`, which measures coverage.
fn cargo_fuzz() -> Command {
    // Not the cargo that runs this task: that one is bound to the workspace's own compiler.
    let mut fuzz = Command::new("cargo");
    fuzz.arg("fuzz").current_dir(tools::workspace().join("fuzz"));
    for bound in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTC"] {
        fuzz.env_remove(bound);
    }
    // A folder of its own, because another compiler builds everything again.
    fuzz.env("CARGO_TARGET_DIR", tools::target_directory().join("fuzz"));
    fuzz
}

fn ensure_cargo_fuzz() -> Result<()> {
    let there = cargo_fuzz().arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if there.is_ok_and(|status| status.success()) {
        return Ok(());
    }
    bail!(
        "NOTHING WAS FUZZED, because cargo-fuzz or a nightly compiler is missing. Install them:\n  \
         cargo install cargo-fuzz --locked\n  \
         rustup toolchain install nightly --profile minimal"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_built_and_has_seeds() {
        let directory = tools::workspace().join("fuzz");
        let manifest = fs::read_to_string(directory.join("Cargo.toml")).unwrap();
        let targets = targets(&directory).unwrap();
        assert_eq!(manifest.matches("[[bin]]").count(), targets.len());
        for target in targets {
            assert!(manifest.contains(&format!("path = \"fuzz_targets/{target}.rs\"")), "{target}");
            assert!(fs::read_dir(directory.join("seeds").join(&target)).unwrap().count() > 0, "{target}");
        }
    }
}
