//! The demo, the bench, and the pictures for the documents. `cargo xtask` starts it as a separate program, so that a build
//! does not compile its dependencies.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks to a person")]

mod bench;
mod controller;
mod demo;
mod pictures;
mod popup_page;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Get a token in a real browser: toolbar button, Enter, copy.
    ///
    /// With a display, the browser's window opens and waits for you. Without a display, or with --jenkins, the demo
    /// presses the keys itself and prints what it read from the browser.
    Demo(demo::DemoArguments),
    /// Measure speed and size and print them next to their goals. A missed goal is not an error.
    ///
    /// Measures the stand-in and, with --jenkins, a real controller next to it. Every token created there is revoked.
    Bench(bench::BenchArguments),
    /// Take the pictures in `docs/` and those for the stores again, in Chromium on the stand-in.
    Pictures,
}

fn main() -> ExitCode {
    let ended = match Arguments::parse().task {
        Task::Demo(arguments) => demo::demo(arguments),
        Task::Bench(arguments) => bench::bench(arguments),
        Task::Pictures => pictures::pictures(),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
