//! `latchkey forget`: a saved token is removed.

use clap::Args;

use super::logout;
use crate::access::Access;
use crate::error::CliError;
use crate::terminal::output::Output;

/// Remove the saved token from this computer
///
/// Removes the token from the keychain or, with --from, deletes that file. The token keeps working until it is revoked, by
/// `logout` instead of this command or by `revoke`.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey forget https://ci.example.org/jenkins
  latchkey forget --from ~/.config/ci-token")]
pub(crate) struct Arguments {
    /// URL of the Jenkins controller, or of any of its pages [default: JENKINS_URL]
    url: Option<String>,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    logout::forget(arguments.url.as_deref(), access, output)
}
