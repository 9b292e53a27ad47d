//! The command line as a whole.

use clap::Parser;

use crate::access::Access;
use crate::commands::Command;
use crate::error::ExitCode;

/// Create, list, rename, replace, and revoke Jenkins API tokens
#[derive(Parser)]
#[command(
    name = "latchkey",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    after_help = after_help(),
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) access: Access,
}

fn after_help() -> String {
    format!(
        "URL is that of the Jenkins controller, or of any of its pages. Without it, JENKINS_URL is used.\n\
         \n\
         Credentials come from the first of these that exists: --user or --from; JENKINS_USER_ID and \
         JENKINS_API_TOKEN (if JENKINS_URL is set, only for that controller, and never over http if it says https); \
         the token that was saved last in the keychain; ~/.netrc, or the file that NETRC names.\n\
         \n\
         Results go to standard output, everything else to standard error. Colors are used only on a terminal, and \
         not if NO_COLOR is set. With --json, an error is one line on standard error: \
         {{\"error\":{{\"kind\",\"status\",\"message\",\"advice\"}}}}, where \"status\" is the exit code.\n\
         \n{}",
        ExitCode::table()
    )
}
