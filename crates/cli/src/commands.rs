//! The commands, each in a file of its own: its arguments, and what it does.

pub(crate) mod audit;
pub(crate) mod completions;
pub(crate) mod create;
pub(crate) mod forget;
pub(crate) mod list;
pub(crate) mod man;
pub(crate) mod rename;
pub(crate) mod replace;
pub(crate) mod revoke;
pub(crate) mod save;
pub(crate) mod token;
pub(crate) mod whoami;

use crate::args::{Access, Command};
use crate::error::CliError;
use crate::terminal::output::Output;

/// Does what was asked for.
///
/// # Errors
///
/// Whatever kept it from being done.
pub(crate) fn run(command: Command, access: &Access, output: &Output) -> Result<(), CliError> {
    match command {
        Command::Create(arguments) => create::run(&arguments, access, output),
        Command::List(arguments) => list::run(&arguments, access, output),
        Command::Rename(arguments) => rename::run(&arguments, access, output),
        Command::Revoke(arguments) => revoke::run(&arguments, access, output),
        Command::Replace(arguments) => replace::run(&arguments, access, output),
        Command::Whoami(arguments) => whoami::run(&arguments, access, output),
        Command::Token(arguments) => token::run(&arguments, access, output),
        Command::Save(arguments) => save::run(&arguments, access, output),
        Command::Forget(arguments) => forget::run(&arguments, access, output),
        Command::Audit(arguments) => audit::run(&arguments, access, output),
        Command::Completions(arguments) => completions::run(&arguments, output),
        Command::Man(arguments) => man::run(&arguments, output),
    }
}

impl Command {
    /// Whether it was asked for JSON by an option of its own.
    pub(crate) fn answers_in_json(&self) -> bool {
        match self {
            Self::Create(arguments) => arguments.output.wants_json(),
            Self::Replace(arguments) => arguments.output.wants_json(),
            _ => false,
        }
    }
}
