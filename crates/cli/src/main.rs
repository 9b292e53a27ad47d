//! `latchkey`: Jenkins API tokens on the command line.
//!
//! The flows are those of [`latchkey_core`], which the browser extension uses, too; here they get a transport over
//! HTTP ([`latchkey_native`]), accounts ([`session`]), places for saved tokens ([`token_store`]) and words ([`error`], [`terminal`]).
//! Each command is one file of [`commands`].
//!
//! A secret is never in an argument, an error or a message: it comes by a prompt, standard input, an environment
//! variable, the keychain or a file, and leaves only by standard output, when that was asked for.

#![forbid(unsafe_code)]

mod args;
mod commands;
mod delivery;
mod error;
mod exit_code;
mod expires;
mod network;
mod positional;
mod select;
mod session;
mod shell;
mod terminal;
mod token_store;
mod warnings;

use std::process;

use clap::Parser as _;
use clap::error::ErrorKind;

use crate::args::Arguments;
use crate::error::CliError;
use crate::exit_code::ExitCode;
use crate::terminal::output::Output;

fn main() -> process::ExitCode {
    let Arguments { command, access } = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return misunderstood(&error),
    };
    let output = Output { json: access.json || command.answers_in_json() };
    match access.check().and_then(|()| commands::run(command, &access, &output)) {
        Ok(()) => process::ExitCode::SUCCESS,
        Err(failure) => {
            output.fail(&failure);
            process::ExitCode::from(failure.exit_code().code())
        }
    }
}

/// Shows help and version, and says what of the command line is not understood; as JSON where that is asked for.
fn misunderstood(error: &clap::Error) -> process::ExitCode {
    let asked_for = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if !asked_for && std::env::args_os().any(|argument| argument == "--json") {
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default();
        let failure = CliError::Usage(first.trim_start_matches("error: ").to_owned());
        Output { json: true }.fail(&failure);
        return process::ExitCode::from(failure.exit_code().code());
    }
    // Where nobody reads it there is nobody to tell.
    let _ = error.print();
    if asked_for { process::ExitCode::SUCCESS } else { process::ExitCode::from(ExitCode::Usage.code()) }
}
