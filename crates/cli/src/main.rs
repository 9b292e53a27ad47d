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
mod cookies;
mod expires;
mod failure;
mod handing;
mod harmless;
mod netrc;
mod network;
mod output;
mod page;
mod pick;
mod saved;
mod shell;
mod status;
mod stdout;
mod table;
mod warnings;
mod wire;
mod words;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::output::Output;

fn main() -> ExitCode {
    let Arguments { command, access } = Arguments::parse();
    let output = Output { json: access.json || command.answers_in_json() };
    match commands::run(command, &access, &output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output.fail(&failure);
            ExitCode::from(failure.status().code())
        }
    }
}
