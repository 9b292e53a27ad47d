//! `latchkey forget`: a saved token no more.

use clap::Args;
use serde_json::json;

use crate::args::Access;
use crate::error::CliError;
use crate::session;
use crate::terminal::output::Output;
use crate::token_store;

/// Remove the saved token
///
/// It is removed from the keychain, or with --from the file is. The token goes on working until it is revoked.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey forget https://ci.example.org/jenkins
  latchkey forget --from ~/.config/ci-token")]
pub(crate) struct Arguments {
    /// The controller, or any page of it [default: JENKINS_URL]
    url: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let (place, root) = session::place(arguments.url.as_deref(), access)?;
    token_store::remove(&place, &root)?;
    if output.json {
        return output.json(&json!({ "controller": root.to_string(), "forgotten": place.to_string() }));
    }
    output.say(&format!("Removed the token for {root} from {place}. Unless it is revoked, it still works"));
    Ok(())
}
