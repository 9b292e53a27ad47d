//! The command line as it is written.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::commands;
use crate::error::CliError;

/// Jenkins API tokens on the command line: make, list, rename, replace and revoke them.
#[derive(Parser)]
#[command(
    name = "latchkey",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    after_help = after_help(),
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) access: Access,
}

/// What every command takes.
#[derive(Args, Debug, Clone)]
pub(crate) struct Access {
    /// Act as this user; password or API token is asked for without echo
    #[arg(long, short, global = true, value_name = "USER ID", help_heading = "Who you are")]
    pub(crate) user: Option<String>,
    /// Read the password or API token of --user from standard input, its first line
    #[arg(long, global = true, help_heading = "Who you are")]
    pub(crate) password_stdin: bool,
    /// Act with the token in this file, made by --save-to
    #[arg(long, global = true, value_name = "FILE", help_heading = "Who you are")]
    pub(crate) from: Option<PathBuf>,
    /// Trust the certificate authorities in this PEM file, and no others
    #[arg(long, global = true, value_name = "FILE", help_heading = "Connection")]
    pub(crate) cacert: Option<PathBuf>,
    /// Wait so many seconds for an answer to one request
    #[arg(
        long,
        global = true,
        value_name = "SECONDS",
        default_value = "60",
        value_parser = seconds,
        help_heading = "Connection"
    )]
    pub(crate) timeout: Duration,
    /// Results as JSON on standard output; messages and errors as lines of JSON on standard error
    #[arg(long, global = true, help_heading = "Output")]
    pub(crate) json: bool,
}

impl Access {
    /// Whether its options go together. The parser would judge those before the command and those behind it apart.
    ///
    /// # Errors
    ///
    /// [`CliError::Usage`] where they do not.
    pub(crate) fn check(&self) -> Result<(), CliError> {
        let wrong = match (&self.user, &self.from, self.password_stdin) {
            (None, _, true) => "Say whose password is on standard input, with --user",
            (Some(_), Some(_), _) => "Use either --user or --from: the file says whose token it is",
            _ => return Ok(()),
        };
        Err(CliError::Usage(wrong.to_owned()))
    }
}

#[derive(Subcommand)]
pub(crate) enum Command {
    Create(commands::create::Arguments),
    List(commands::list::Arguments),
    Rename(commands::rename::Arguments),
    Revoke(commands::revoke::Arguments),
    Replace(commands::replace::Arguments),
    Whoami(commands::whoami::Arguments),
    Token(commands::token::Arguments),
    Save(commands::save::Arguments),
    Forget(commands::forget::Arguments),
    Audit(commands::audit::Arguments),
    Completions(commands::completions::Arguments),
    Man(commands::man::Arguments),
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(seconds @ 1..=3600) => Ok(Duration::from_secs(seconds)),
        _ => Err("give whole seconds from 1 to 3600".to_owned()),
    }
}

fn after_help() -> String {
    format!(
        "URL is the address of any page of the controller, or its root; without it JENKINS_URL is used.\n\
         \n\
         Who you are is taken from the first of these: --user or --from; JENKINS_USER_ID and JENKINS_API_TOKEN \
         (where JENKINS_URL is set, only on its host, and not over http where it says https); the token saved in \
         the keychain; ~/.netrc, or the file that NETRC names.\n\
         \n\
         Results go to standard output, everything else to standard error. Colours only on a terminal, and \
         none with NO_COLOR. With --json an error is one line on standard error: \
         {{\"error\":{{\"kind\",\"status\",\"message\",\"advice\"}}}}.\n\
         \n{}",
        crate::exit_code::ExitCode::table()
    )
}
