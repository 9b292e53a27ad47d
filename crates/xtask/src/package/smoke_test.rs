//! Installs the packages of the command line and starts the programs: on an empty disk, under an emulator, under Wine.
//!
//! Each program creates a token at a stand-in and uses it. What cannot be tried on this machine is skipped by name.

mod standin;
mod tools_needed;
mod wine;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use self::standin::Standin;
pub(crate) use self::tools_needed::ensure as ensure_tools;
use super::target::{self, on_path};
use super::{debian_package, release};
use crate::{debian, skipped, tools};

/// A way to start a program with these arguments.
type Start<'a> = &'a dyn Fn(&[&str]) -> Command;

/// What became of a package.
enum Tried {
    /// It works; this is how it was tried.
    Works(&'static str),
    /// It was not tried, for this reason.
    Skipped(String),
}

/// Tries the packages for these targets in `target/package`.
///
/// # Errors
///
/// If a package cannot be installed, started, used, or removed.
pub(crate) fn check(targets: &[String]) -> Result<()> {
    let folder = &super::folder();
    let standin = Standin::start()?;
    for target in targets.iter().filter_map(|triple| target::find(triple)) {
        let tried = match target.debian {
            Some(architecture) => on_an_empty_disk(folder, architecture, &standin),
            None => wine::check(folder, target, &standin),
        };
        match tried.with_context(|| format!("the package for {} does not work", target.triple))? {
            Tried::Works(how) => eprintln!("{}: {how}.", target.triple),
            Tried::Skipped(reason) => {
                skipped::say(&format!("the program for {} is not started: {reason}", target.triple));
            }
        }
    }
    if folder.join(release::FORMULA).exists() {
        match on_path("ruby") {
            Some(ruby) => tools::run(Command::new(ruby).args(["-wc"]).arg(folder.join(release::FORMULA)))?,
            None => skipped::say(
                "the formula's syntax is not checked, because Ruby is missing. On Debian: sudo apt-get install ruby",
            ),
        }
    }
    Ok(())
}

/// Installs the Debian package on a disk with nothing else on it, starts the program there, and removes it.
fn on_an_empty_disk(folder: &Path, architecture: &str, standin: &Standin) -> Result<Tried> {
    if !debian::is_root() {
        return Ok(Tried::Skipped("only root may start programs on another disk".to_owned()));
    }
    if on_path("dpkg").is_none() {
        return Ok(Tried::Skipped("dpkg, which installs the package, is missing".to_owned()));
    }
    let is_native = debian_architecture() == Some(architecture);
    let emulator = if is_native { None } else { emulator(architecture) };
    if !is_native && emulator.is_none() {
        return Ok(Tried::Skipped(format!(
            "an emulator for {architecture} is missing. On Debian: sudo apt-get install qemu-user-static"
        )));
    }
    let disk = tempfile::tempdir()?;
    let disk = disk.path();
    let database = disk.join("var/lib/dpkg");
    for folder in ["info", "updates", "triggers"] {
        fs::create_dir_all(database.join(folder))?;
    }
    fs::write(database.join("status"), "")?;
    // The processors that may be installed besides this machine's.
    fs::write(database.join("arch"), format!("{architecture}\n"))?;
    let dpkg = |arguments: &[&str]| {
        let mut dpkg = Command::new("dpkg");
        dpkg.arg(format!("--root={}", disk.display()));
        // This machine may be set up to leave out manual pages.
        dpkg.args(["--path-include=/*", "--log=/dev/null"]);
        dpkg.args(arguments).stdout(Stdio::piped());
        dpkg
    };
    let package = folder.join(debian_package::file(architecture));
    tools::output(&mut dpkg(&["--install", &package.display().to_string()]))?;
    let changed = tools::output(&mut dpkg(&["--verify", "latchkey"]))?;
    ensure!(changed.is_empty(), "dpkg --verify: {changed}");
    let completions = disk.join("usr/share/bash-completion/completions/latchkey");
    let mut bash = Command::new("bash");
    bash.args(["-c", "source \"$1\" && complete -p latchkey", "bash"]).arg(completions);
    tools::output(&mut bash).context("bash cannot read the completions")?;
    let page = disk.join("usr/share/man/man1/latchkey-create.1.gz");
    ensure!(page.exists(), "there is no manual page of `create`");

    // Not a file of the package, and it is gone with the disk.
    if let Some(emulator) = &emulator {
        fs::copy(emulator, disk.join("emulator"))?;
    }
    works(standin, &|arguments| {
        let mut chroot = Command::new("chroot");
        chroot
            .arg(disk)
            .args(emulator.as_ref().map(|_| "/emulator"))
            .arg("/usr/bin/latchkey")
            .args(arguments);
        chroot.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", "/");
        chroot
    })?;

    tools::output(&mut dpkg(&["--purge", "latchkey"]))?;
    ensure!(!disk.join("usr").exists(), "dpkg left files behind in usr");
    Ok(Tried::Works(if is_native {
        "installed on an empty disk, started there, removed"
    } else {
        "installed on an empty disk, started there by QEMU, removed"
    }))
}

/// Debian's name for this machine's processor.
fn debian_architecture() -> Option<&'static str> {
    target::RELEASE.iter().find(|target| target.triple.starts_with(std::env::consts::ARCH))?.debian
}

/// The emulator for one of Debian's architectures. It must be static, because nothing else is on the disk.
fn emulator(architecture: &str) -> Option<PathBuf> {
    let processor = if architecture == "arm64" { "aarch64" } else { "x86_64" };
    on_path(&format!("qemu-{processor}-static"))
}

/// Creates a token with the user's password, and uses it.
fn works(standin: &Standin, start: Start) -> Result<()> {
    let version = tools::output(&mut start(&["--version"]))?;
    ensure!(version.trim_end() == format!("latchkey {}", env!("CARGO_PKG_VERSION")), "it says {version:?}");
    let token = create(standin, start, &[])?;
    ensure!(is_token(&token), "create printed no token");
    let mut list = start(&["list", &standin.url]);
    let listed = tools::output(list.env("JENKINS_USER_ID", "alice").env("JENKINS_API_TOKEN", token))?;
    ensure!(listed.contains(NAME), "the list does not contain the new token: {listed}");
    Ok(())
}

/// Creates a token with the user's password. Returns what is printed.
fn create(standin: &Standin, start: Start, more: &[&str]) -> Result<String> {
    let create = ["create", &standin.url, "--user", "alice", "--password-stdin", "--name", NAME];
    let mut create = start(&[&create, more].concat());
    let mut create = create.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    create.stdin.take().context("no standard input")?.write_all(standin::PASSWORD.as_bytes())?;
    let created = create.wait_with_output()?;
    ensure!(created.status.success(), "no token was created: {}", created.status);
    Ok(String::from_utf8(created.stdout)?.trim_end().to_owned())
}

fn is_token(text: &str) -> bool {
    text.len() == 34 && text.chars().all(|digit| digit.is_ascii_hexdigit())
}

/// The name of the token.
const NAME: &str = "smoke test";
