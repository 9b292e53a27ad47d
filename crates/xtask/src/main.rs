//! Build, tests, packages, demo, bench and pictures of Latchkey: `cargo xtask <task>`.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks to a person")]

#[cfg(test)]
mod documents;

#[cfg(unix)]
use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
#[cfg(unix)]
use latchkey_xtask::test;
use latchkey_xtask::{build, fuzz, mutants, package, release_notes, semver, tools};

/// Build, tests, packages, demo, bench and pictures of Latchkey.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the extension: `dist/chromium/` and `dist/firefox/`, unpacked and loadable.
    Build,
    /// Get a token in a real browser: toolbar button, Enter, copy.
    #[cfg(unix)]
    #[command(disable_help_flag = true)]
    Demo(PassedOn),
    /// Run the tests.
    #[cfg(unix)]
    Test(test::TestArguments),
    /// Feed random bytes to every parser, ten minutes each.
    Fuzz(fuzz::FuzzArguments),
    /// Change the code of core in one place after another, and see whether a test fails each time.
    Mutants(mutants::MutantsArguments),
    /// Make the packages for stores and people: `target/package/`. The same sources give the same bytes.
    Package(package::PackageArguments),
    /// Print the notes of a release: the section of `CHANGELOG.md` about it.
    ReleaseNotes(release_notes::ReleaseNotesArguments),
    /// Compare the interfaces of the published libraries with those of a git revision, such as the last release.
    Semver(semver::SemverArguments),
    /// Take the pictures in `docs/` and those for the stores again, in Chromium on the stand-in.
    #[cfg(unix)]
    #[command(disable_help_flag = true)]
    Pictures(PassedOn),
    /// Measure speed and size and print them next to their goals.
    #[cfg(unix)]
    #[command(disable_help_flag = true)]
    Bench(PassedOn),
}

/// Arguments for a task in `latchkey-bench`, which parses them.
#[cfg(unix)]
#[derive(clap::Args)]
struct PassedOn {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

#[cfg(unix)]
impl PassedOn {
    /// Replaces this process with `latchkey-bench`, which then gets Ctrl-C and sets the exit code.
    fn run(&self, task: &str) -> anyhow::Result<std::convert::Infallible> {
        use std::os::unix::process::CommandExt as _;

        use anyhow::Context as _;

        let mut cargo = tools::cargo();
        cargo.args(["run", "--quiet", "--bin", "latchkey-bench", "--", task]).args(&self.arguments);
        Err(cargo.exec()).context("cannot start cargo")
    }
}

fn main() -> ExitCode {
    let ended = match Arguments::parse().task {
        Task::Build => build::build().map(|dist| {
            for browser in build::BROWSERS {
                println!("built       {}/{browser}", tools::relative(&dist));
            }
        }),
        #[cfg(unix)]
        Task::Test(arguments) => test::test(&arguments),
        Task::Fuzz(arguments) => fuzz::fuzz(&arguments),
        Task::Mutants(arguments) => mutants::mutants(&arguments),
        Task::Package(arguments) => package::package(&arguments),
        Task::ReleaseNotes(arguments) => {
            release_notes::release_notes(&arguments).map(|notes| print!("{notes}"))
        }
        Task::Semver(arguments) => semver::semver(&arguments),
        #[cfg(unix)]
        Task::Demo(passed_on) => passed_on.run("demo").map(drop),
        #[cfg(unix)]
        Task::Bench(passed_on) => passed_on.run("bench").map(drop),
        #[cfg(unix)]
        Task::Pictures(passed_on) => passed_on.run("pictures").map(drop),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
