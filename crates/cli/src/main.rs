//! `latchkey`: Jenkins API tokens on the command line.
//!
//! [`latchkey_core`] has the flows, which the browser extension uses, too, and [`latchkey_native`] the HTTP transport. This
//! crate adds credentials ([`session`]), saved tokens ([`token_store`]), tokens from the browser ([`login`]), [`terminal`]
//! output, and the [`commands`].
//!
//! A secret is never in an argument, an error, or a message: it comes from a prompt, standard input, an environment
//! variable, the keychain, a file, or sealed from the browser, and leaves only through standard output, on request.

mod access;
mod args;
mod commands;
mod delivery;
mod error;
mod expiry_state;
mod fleet;
mod login;
mod look;
mod new_token;
mod remaining;
mod remember_headers;
mod renewal;
mod saved_tokens;
mod select;
mod session;
mod suggest;
mod terminal;
mod token_format;
mod token_store;
mod user_id;
mod warnings;

use std::alloc::System;
use std::process;

use clap::Parser as _;
use clap::error::ErrorKind;
use zeroizing_alloc::ZeroAlloc;

use crate::args::Cli;
use crate::error::{CliError, ExitCode};
use crate::terminal::output::Output;

/// Wipes memory when it is freed. `Secret` wipes the copies of this code; this reaches those of libraries, too: the headers
/// and buffers of ureq, and texts that were moved while they grew.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> process::ExitCode {
    let Cli { command, mut access } = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return not_parsed(&error),
    };
    access.save_to = command.save_to().cloned();
    let output = Output::new(access.json || command.wants_json());
    match access.check().and_then(|()| command.run(&access, &output)) {
        Ok(()) => process::ExitCode::SUCCESS,
        Err(error) => {
            output.fail(&error);
            process::ExitCode::from(error.exit_code.code())
        }
    }
}

/// Prints help, the version, or what is wrong with the command line; as JSON if that is asked for.
fn not_parsed(error: &clap::Error) -> process::ExitCode {
    let is_help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if !is_help && std::env::args_os().any(|argument| argument == "--json") {
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default();
        let error =
            CliError::usage(first.trim_start_matches("error: ")).hint("See `latchkey --help` for the usage.");
        Output::new(true).fail(&error);
    } else {
        // There is nowhere left to report a failed print.
        let _ = error.print();
    }
    if is_help { process::ExitCode::SUCCESS } else { process::ExitCode::from(ExitCode::Usage.code()) }
}
