//! `latchkey token`: the saved token, for scripts.

use clap::Args;
use serde_json::json;

use crate::args::Access;
use crate::error::CliError;
use crate::session;
use crate::terminal::output::Output;
use crate::token_store;

use latchkey_core::Secret;

/// Print the saved token alone
///
/// Nothing is asked of the controller. With --from it is the token in that file, otherwise the one in the keychain.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey token https://ci.example.org/jenkins
  JENKINS_API_TOKEN=$(latchkey token --from ~/.config/ci-token)")]
pub(crate) struct Arguments {
    /// The controller, or any page of it [default: JENKINS_URL]
    url: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let (place, root) = session::place(arguments.url.as_deref(), access)?;
    let saved = token_store::read(&place, &root)?;
    let written = if output.json {
        let document = json!({
            "controller": saved.controller,
            "user": saved.user,
            "uuid": saved.uuid,
            "token": saved.token.reveal(),
        });
        output.secret(&Secret::new(document.to_string()))
    } else {
        output.secret(&saved.token)
    };
    written.map_err(CliError::StdoutClosed)
}
