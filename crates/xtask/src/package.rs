//! `cargo xtask package`: the packages for stores and people. The same sources give the same bytes.
//!
//! Paths are remapped ([`crate::reproducible`]), and times, order and permissions are fixed (`archive`). `twice` checks
//! that.

mod archive;
pub mod command_line;
mod debian_package;
mod release;
mod sbom;
pub(crate) mod smoke_test;
mod sources;
mod table;
pub(crate) mod target;
pub(crate) mod twice;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use self::archive::Effort;
use crate::reproducible::Compiler;
use crate::{build, checks, size_budget, tools};

/// The arguments of the task.
#[derive(clap::Args)]
pub struct PackageArguments {
    /// The platform of the command line, as Rust names it; repeatable. `all` stands for those of a release:
    /// x86_64-unknown-linux-musl, aarch64-unknown-linux-musl, and x86_64-pc-windows-gnu [default: this machine's]
    #[arg(long = "target", value_name = "TARGET")]
    targets: Vec<String>,
    /// Skip addons-linter, which needs npm and the network.
    #[arg(long)]
    without_linter: bool,
    /// Also write which crates the packages contain, as bills of materials in CycloneDX's format. Needs cargo-cyclonedx.
    #[arg(long)]
    sbom: bool,
    /// Build the packages in two temporary folders instead, and fail if they differ.
    #[arg(long)]
    twice: bool,
    /// Then install the packages of a release and start their programs, as far as this machine can. As root on Debian, this
    /// also installs the compilers, QEMU, and Wine.
    #[arg(long)]
    smoke_test: bool,
}

/// Makes all packages and prints a table.
///
/// # Errors
///
/// If a build fails, addons-linter rejects the package for Firefox, or two builds differ.
pub fn package(arguments: &PackageArguments) -> Result<()> {
    let targets = chosen(&arguments.targets, &Compiler::ask()?.host)?;
    if arguments.sbom {
        sbom::ensure()?;
    }
    if arguments.smoke_test {
        smoke_test::ensure_tools()?;
    }
    if arguments.twice {
        twice::check(&env::current_exe().context("cannot find this program")?, &targets, arguments.sbom)?;
    } else {
        build_all(&targets, arguments)?;
    }
    if arguments.smoke_test { smoke_test::check(&targets) } else { Ok(()) }
}

/// Makes the packages.
fn build_all(targets: &[String], arguments: &PackageArguments) -> Result<()> {
    for target in targets.iter().filter_map(|triple| target::find(triple)) {
        target.ensure()?;
    }
    let folder = emptied_folder()?;

    eprintln!("Building the extension.");
    let dist = build::build()?;
    for browser in build::BROWSERS {
        extension(&dist.join(browser), &folder.join(name(&format!("{browser}.zip"))))?;
    }
    let source = archive::in_folder(&name("source"), sources::sources()?);
    archive::tar_gz(&folder.join(name("source.tar.gz")), source)?;
    let host = Compiler::ask()?.host;
    let writer = targets.iter().find(|triple| target::runs_on(triple, &host)).unwrap_or(&host);
    for triple in targets {
        eprintln!("Building the CLI for {triple}.");
        command_line(triple, writer, &folder)?;
    }
    if arguments.sbom {
        eprintln!("Writing the bills of materials.");
        sbom::write(&folder, targets)?;
    }
    release::write(&folder)?;

    println!("{}", table::of(&folder, &goal)?);
    if !arguments.without_linter {
        checks::addons_linter(&folder.join(name("firefox.zip")))?;
    }
    Ok(())
}

/// The target triples that were asked for, without repetition.
fn chosen(asked: &[String], host: &str) -> Result<Vec<String>> {
    let mut targets: Vec<String> = Vec::new();
    let asked = if asked.is_empty() { &[host.to_owned()] } else { asked };
    for triple in asked {
        match triple.as_str() {
            "all" => targets.extend(target::RELEASE.iter().map(|target| target.triple.to_owned())),
            known if known == host || target::find(known).is_some() => targets.push(known.to_owned()),
            unknown => bail!(
                "the command line is not packaged for {unknown}. Give --target one of: all, {host}, {}",
                target::RELEASE.map(|target| target.triple).join(", ")
            ),
        }
    }
    targets.sort();
    targets.dedup();
    Ok(targets)
}

/// Builds and packs the command line for a target, with the manual pages of the one for `writer`.
fn command_line(triple: &str, writer: &str, folder: &Path) -> Result<()> {
    let entries = command_line::entries(triple, writer)?;
    if let Some(architecture) = target::find(triple).and_then(|target| target.debian) {
        let path = folder.join(debian_package::file(architecture));
        debian_package::write(&path, architecture, &entries)?;
    }
    let path = folder.join(program_archive(triple));
    let entries = archive::in_folder(&name(triple), entries);
    if target::is_windows(triple) {
        archive::zip(&path, entries, Effort::Little)
    } else {
        archive::tar_gz(&path, entries)
    }
}

/// The names of the files that are made for these targets, with or without bills of materials, sorted.
fn expected(targets: &[String], with_sbom: bool) -> Vec<String> {
    let has = |triple: &str| targets.iter().any(|target| target == triple);
    let mut files = build::BROWSERS.map(|browser| name(&format!("{browser}.zip"))).to_vec();
    files.extend([name("source.tar.gz"), release::SUMS.to_owned()]);
    files.extend(targets.iter().map(|triple| program_archive(triple)));
    let debian = targets.iter().filter_map(|triple| target::find(triple)?.debian);
    files.extend(debian.map(debian_package::file));
    files.extend(release::LINUX.into_iter().all(has).then(|| release::FORMULA.to_owned()));
    files.extend(has(release::WINDOWS).then(|| release::MANIFEST.to_owned()));
    files.extend(sbom::files(targets).filter(|_| with_sbom));
    files.sort();
    files
}

/// The name of a package.
fn name(end: &str) -> String {
    format!("latchkey-{}-{end}", env!("CARGO_PKG_VERSION"))
}

/// The file name of the command line's archive for a target.
fn program_archive(triple: &str) -> String {
    name(triple) + if target::is_windows(triple) { ".zip" } else { ".tar.gz" }
}

/// Packs a built extension.
pub fn extension(built: &Path, to: &Path) -> Result<()> {
    archive::zip(to, archive::entries_of(built)?, Effort::Most)
}

fn folder() -> PathBuf {
    tools::target_directory().join("package")
}

/// The folder of the packages, without those made before.
fn emptied_folder() -> Result<PathBuf> {
    let folder = folder();
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

/// Only the extension's packages have a goal.
fn goal(path: &Path) -> Option<u64> {
    let browsers = build::BROWSERS.map(|browser| name(&format!("{browser}.zip")));
    browsers.iter().any(|browser| path == Path::new(browser)).then_some(size_budget::PACKAGE.goal)
}
