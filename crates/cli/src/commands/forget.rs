//! `latchkey forget`: a saved token no more.

use clap::Args;
use serde_json::json;

use crate::arguments::Access;
use crate::connection;
use crate::failure::Failure;
use crate::output::Output;
use crate::saved;

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

pub(crate) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), Failure> {
    let (place, root) = connection::place(arguments.url.as_deref(), access)?;
    saved::remove(&place, &root)?;
    if output.json {
        return output.json(&json!({ "controller": root.to_string(), "forgotten": place.to_string() }));
    }
    output.say(&format!("Removed the token for {root} from {place}. Unless it is revoked, it still works"));
    Ok(())
}
