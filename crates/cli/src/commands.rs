//! The commands, one file each, with its arguments and what it does.

pub(crate) mod audit;
pub(crate) mod completions;
pub(crate) mod create;
pub(crate) mod exec;
pub(crate) mod forget;
pub(crate) mod list;
pub(crate) mod login;
pub(crate) mod logout;
pub(crate) mod man;
pub(crate) mod rename;
pub(crate) mod renew;
pub(crate) mod replace;
pub(crate) mod revoke;
pub(crate) mod save;
pub(crate) mod status;
pub(crate) mod token;
pub(crate) mod whoami;

use std::path::PathBuf;

use clap::Subcommand;

use crate::access::Access;
use crate::error::CliError;
use crate::terminal::output::Output;

#[derive(Subcommand)]
pub(crate) enum Command {
    Login(login::Arguments),
    Logout(logout::Arguments),
    Create(create::Arguments),
    List(list::Arguments),
    Rename(rename::Arguments),
    Revoke(revoke::Arguments),
    Replace(replace::Arguments),
    Whoami(whoami::Arguments),
    Token(token::Arguments),
    Exec(exec::Arguments),
    Save(save::Arguments),
    Status(status::Arguments),
    Renew(renew::Arguments),
    Forget(forget::Arguments),
    Audit(audit::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

impl Command {
    /// Runs the command.
    pub(crate) fn run(self, access: &Access, output: &Output) -> Result<(), CliError> {
        match self {
            Self::Login(arguments) => login::run(&arguments, access, output),
            Self::Logout(arguments) => logout::run(&arguments, access, output),
            Self::Create(arguments) => create::run(&arguments, access, output),
            Self::List(arguments) => list::run(&arguments, access, output),
            Self::Rename(arguments) => rename::run(&arguments, access, output),
            Self::Revoke(arguments) => revoke::run(&arguments, access, output),
            Self::Replace(arguments) => replace::run(&arguments, access, output),
            Self::Whoami(arguments) => whoami::run(&arguments, access, output),
            Self::Token(arguments) => token::run(&arguments, access, output),
            Self::Exec(arguments) => exec::run(&arguments, access),
            Self::Renew(arguments) => renew::run(&arguments, access, output),
            Self::Status(arguments) => status::run(&arguments, access, output),
            Self::Save(arguments) => save::run(&arguments, access, output),
            Self::Forget(arguments) => forget::run(&arguments, access, output),
            Self::Audit(arguments) => audit::run(&arguments, access, output),
            Self::Completions(arguments) => completions::run(&arguments, output),
            Self::Man(arguments) => man::run(&arguments, output),
        }
    }

    /// The file that a token is to be saved in.
    pub(crate) fn save_to(&self) -> Option<&PathBuf> {
        match self {
            Self::Login(arguments) => arguments.save_to.as_ref(),
            Self::Save(arguments) => arguments.save_to.as_ref(),
            Self::Create(arguments) => arguments.new_token.output.save_to.as_ref(),
            Self::Replace(arguments) => arguments.new_token.output.save_to.as_ref(),
            _ => None,
        }
    }

    /// Whether an option of the command's own asks for JSON.
    pub(crate) fn wants_json(&self) -> bool {
        matches!(self, Self::Create(arguments) if arguments.new_token.output.wants_json())
            || matches!(self, Self::Replace(arguments) if arguments.new_token.output.wants_json())
    }
}
