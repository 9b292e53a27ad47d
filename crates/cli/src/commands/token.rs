//! `latchkey token`: prints the saved token, for scripts.

use clap::Args;
use latchkey_core::Secret;
use serde_json::json;

use crate::access::Access;
use crate::error::CliError;
use crate::session::address;
use crate::terminal::output::Output;

/// Print the saved token
///
/// Prints the token from the keychain or, with --from, from that file. Sends nothing to Jenkins.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey token https://ci.example.org/jenkins
  latchkey token --user bob
  JENKINS_API_TOKEN=$(latchkey token --from ~/.config/ci-token)")]
pub(crate) struct Arguments {
    /// URL of the Jenkins controller, or of any of its pages [default: JENKINS_URL]
    url: Option<String>,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let (store, root) = address::resolve_saved(arguments.url.as_deref(), access)?;
    let saved = store.read(&root, access.user.as_deref())?;
    if output.json {
        let document = json!({
            "controller": saved.controller,
            "user": saved.user,
            "uuid": saved.uuid,
            "token": saved.token.reveal(),
        });
        output.secret(&Secret::new(document.to_string()))
    } else {
        output.secret(&saved.token)
    }
}
