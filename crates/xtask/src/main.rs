//! Build, demo, test, fuzzing, packages, pictures and bench of Latchkey: `cargo xtask <task>`.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks to a person")]

mod bench;
mod browsers;
mod build;
mod checks;
mod controller;
mod crates;
mod demo;
#[cfg(test)]
mod documents;
mod fuzz;
#[cfg(test)]
mod languages;
mod licences;
mod manifest;
mod package;
mod pictures;
mod popup_page;
mod reproducible;
mod sign_in;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Build, demo, test, fuzzing, packages, pictures and bench of Latchkey.
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
    ///
    /// With a display, the browser's window opens and stays for you to click. Without one, the demo presses
    /// the keys itself and prints what it read from the browser; so it does before a controller named with --jenkins.
    Demo(demo::DemoArguments),
    /// Run every test.
    Test(test::TestArguments),
    /// Feed every parser with bytes that nobody would think of, for ten minutes each.
    Fuzz(fuzz::FuzzArguments),
    /// Make what is handed to stores and people, the same bytes from the same sources: `target/package/`.
    Package(package::PackageArguments),
    /// Make the pictures of the documents anew, in Chromium before the stand-in: `docs/`.
    Pictures,
    /// Measure speed and size and print them beside their goals. Fails on no figure.
    ///
    /// Before the stand-in and, with --jenkins, before a real controller beside it. What is made there is revoked.
    Bench(bench::BenchArguments),
}

fn main() -> ExitCode {
    let ended = match Arguments::parse().task {
        Task::Build => build::build().map(|dist| {
            for browser in build::BROWSERS {
                println!("built       {}/{browser}", tools::relative(&dist));
            }
        }),
        Task::Demo(arguments) => demo::demo(arguments),
        Task::Test(arguments) => test::test(&arguments),
        Task::Fuzz(arguments) => fuzz::fuzz(&arguments),
        Task::Package(arguments) => package::package(&arguments),
        Task::Pictures => pictures::pictures(),
        Task::Bench(arguments) => bench::bench(arguments),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
