//! Build, demo, test and bench of Latchkey: `cargo xtask <task>`.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks to a person")]

mod build;
mod manifest;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Build, demo, test and bench of Latchkey.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the extension: `dist/chromium/`, unpacked and loadable.
    Build,
}

fn main() -> ExitCode {
    let ended = match Arguments::parse().task {
        Task::Build => build::build().map(|_| ()),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
