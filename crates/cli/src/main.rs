//! `latchkey`: Jenkins API tokens on the command line.
//!
//! The flows are those of [`latchkey_core`], which the browser extension uses, too; here they get a transport over
//! HTTP ([`wire`]), accounts ([`account`]), places for saved tokens ([`saved`]) and words ([`failure`], [`output`]).
//! Each command is one file of [`commands`].
//!
//! A secret is never in an argument, an error or a message: it comes by a prompt, standard input, an environment
//! variable, the keychain or a file, and leaves only by standard output, when that was asked for.

#![forbid(unsafe_code)]

mod account;
mod address;
mod arguments;
mod ask;
mod commands;
mod connection;
mod expires;
mod failure;
mod handing;
mod harmless;
mod interrupt;
mod netrc;
mod network;
mod output;
mod page;
mod pick;
mod proxy;
mod saved;
mod shell;
mod status;
mod stdout;
mod table;
mod terminal;
mod warnings;
mod wire;
mod words;

use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::output::Output;
use crate::status::Status;

fn main() -> ExitCode {
    let Arguments { command, access } = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return misunderstood(&error),
    };
    let output = Output { json: access.json || command.answers_in_json() };
    match access.check().and_then(|()| commands::run(command, &access, &output)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output.fail(&failure);
            ExitCode::from(failure.status().code())
        }
    }
}

/// Shows help and version, and says what of the command line is not understood; as JSON where that is asked for.
fn misunderstood(error: &clap::Error) -> ExitCode {
    let asked_for = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if !asked_for && std::env::args_os().any(|argument| argument == "--json") {
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default();
        let failure = Failure::Usage(first.trim_start_matches("error: ").to_owned());
        Output { json: true }.fail(&failure);
        return ExitCode::from(failure.status().code());
    }
    // Where nobody reads it there is nobody to tell.
    let _ = error.print();
    if asked_for { ExitCode::SUCCESS } else { ExitCode::from(Status::Usage.code()) }
}
