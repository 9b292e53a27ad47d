//! `latchkey man`: manual pages.

use clap::{Args, CommandFactory as _};
use clap_mangen::Man;

use crate::error::CliError;
use crate::terminal::output::Output;

/// Print a manual page
///
/// Without a command it is the page of latchkey itself; with one, of that command.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey man | man -l -
  latchkey man create > ~/.local/share/man/man1/latchkey-create.1")]
pub(crate) struct Arguments {
    /// The command
    command: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<(), CliError> {
    let mut page = crate::args::Arguments::command();
    // Gives each command the options that all of them take.
    page.build();
    if let Some(command) = &arguments.command {
        let found = page.find_subcommand(command).cloned();
        page = found.ok_or_else(|| CliError::Usage(format!("there is no command {command}")))?;
    }
    let mut text = Vec::new();
    // No day, which would differ from build to build; an empty one would be left out, and what follows taken for it.
    let man =
        Man::new(page).date(" ").manual("Latchkey").source(concat!("latchkey ", env!("CARGO_PKG_VERSION")));
    man.render(&mut text).map_err(CliError::StdoutClosed)?;
    output.result(String::from_utf8_lossy(&text).trim_end())
}
