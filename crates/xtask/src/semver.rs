//! `cargo xtask semver`: whether the version tells what changed in the interfaces of the published libraries.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{publish, tools};

/// The arguments of the task.
#[derive(clap::Args)]
pub struct SemverArguments {
    /// The git revision of the version to compare with [default: the last tag such as `v0.1.0` before this commit]
    revision: Option<String>,
}

/// The exit code of cargo-semver-checks if the version is too small a step for what changed.
const VERSION_TOO_SMALL: i32 = 100;

/// Compares the interfaces with those of a git revision. cargo-semver-checks lists what changed, and this task says what that
/// means for the version.
///
/// # Errors
///
/// If cargo-semver-checks is missing, there is no such revision, or the version in `Cargo.toml` is too small a step.
pub fn semver(arguments: &SemverArguments) -> Result<()> {
    ensure_cargo_semver_checks()?;
    let revision = match &arguments.revision {
        Some(revision) => revision.clone(),
        None => last_release()?,
    };
    let mut checks = cargo_semver_checks();
    checks.args(["--baseline-rev", &revision]).args(publish::select(&publish::LIBRARIES));
    let status = checks.status().context("cannot start cargo")?;
    let version = env!("CARGO_PKG_VERSION");
    match status.code() {
        Some(0) => {
            eprintln!(
                "Version {version} is a large enough step for what changed in the interfaces since {revision}."
            );
            Ok(())
        }
        Some(VERSION_TOO_SMALL) => bail!(
            "Version {version} is too small a step for what changed in the interfaces since {revision}. Below 1.0, a new \
             minor version (0.1 to 0.2) is what cargo-semver-checks calls a new major one, and a new patch version what it \
             calls a minor one. Raise `version` in Cargo.toml, under [workspace.package] and of the libraries under \
             [workspace.dependencies], or take the change back."
        ),
        _ => bail!("cargo-semver-checks could not compare the interfaces: {status}"),
    }
}

fn last_release() -> Result<String> {
    let mut git = Command::new("git");
    git.args(["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*"]).current_dir(tools::workspace());
    let tag = tools::output(&mut git).context(
        "no release is tagged yet; name the revision to compare with: cargo xtask semver REVISION",
    )?;
    Ok(tag.trim().to_owned())
}

fn cargo_semver_checks() -> Command {
    let mut cargo = tools::cargo();
    cargo.arg("semver-checks");
    cargo
}

fn ensure_cargo_semver_checks() -> Result<()> {
    let there = cargo_semver_checks().arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if there.is_ok_and(|status| status.success()) {
        return Ok(());
    }
    bail!(
        "NOTHING WAS COMPARED, because cargo-semver-checks is missing. Install it:\n  \
         cargo install cargo-semver-checks --locked"
    );
}
