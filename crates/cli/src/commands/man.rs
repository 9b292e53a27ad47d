//! `latchkey man`: prints a manual page.

use clap::{Args, CommandFactory as _};
use clap_mangen::Man;

use crate::args::Cli;
use crate::error::CliError;
use crate::terminal::output::Output;

/// Print a manual page
///
/// Prints the page of the command or, without a command, of latchkey itself.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey man | man -l -
  latchkey man create > ~/.local/share/man/man1/latchkey-create.1")]
pub(crate) struct Arguments {
    /// The command
    command: Option<String>,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<(), CliError> {
    let mut page = Cli::command();
    // Adds the options of all commands to each.
    page.build();
    if let Some(command) = &arguments.command {
        let found = page.find_subcommand(command).cloned();
        page = found.ok_or_else(|| {
            CliError::usage(format!("There is no command {command}"))
                .hint("See `latchkey --help` for the commands.")
        })?;
    }
    let mut text = Vec::new();
    // No date, which would differ between builds. An empty one would be left out, and shift the next field into its place.
    let man =
        Man::new(page).date(" ").manual("Latchkey").source(concat!("latchkey ", env!("CARGO_PKG_VERSION")));
    man.render(&mut text).map_err(|error| CliError::stdout(&error))?;
    output.result(String::from_utf8_lossy(&text).trim_end())
}
