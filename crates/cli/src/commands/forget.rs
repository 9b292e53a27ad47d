//! `latchkey forget`: a saved token is removed.

use clap::Args;
use serde_json::json;

use crate::access::Access;
use crate::error::CliError;
use crate::session::address;
use crate::terminal::output::Output;

/// Remove the saved token from this computer
///
/// Removes the token from the keychain or, with --from, deletes that file. The token keeps working until it is revoked.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey forget https://ci.example.org/jenkins
  latchkey forget --from ~/.config/ci-token")]
pub(crate) struct Arguments {
    /// URL of the Jenkins controller, or of any of its pages [default: JENKINS_URL]
    url: Option<String>,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let (store, root) = address::resolve_saved(arguments.url.as_deref(), access)?;
    let user = store.remove(&root, access.user.as_deref())?;
    if output.json {
        let (controller, place) = (root.to_string(), store.to_string());
        return output.json(&json!({ "controller": controller, "user": user, "forgotten": place }));
    }
    output.say(&format!(
        "Removed the token of {user} for {root} from {store}. It still works until it is revoked"
    ));
    Ok(())
}
