//! `latchkey forget`: removes a saved token.

use clap::Args;
use serde_json::json;

use super::logout;
use crate::access::Access;
use crate::error::CliError;
use crate::session::address;
use crate::terminal::output::Output;

/// Remove the saved token from this computer
///
/// Removes the token from the keychain or, with --from, deletes that file. The token keeps working until it is revoked, by
/// `logout` instead of this command or by `revoke`. If a renewal of the token was interrupted, the other token of that
/// renewal is named: it may still work, too.
///
/// Headers that are remembered for the controller go with the file, or with the last token in the keychain for its host.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey forget https://ci.example.org/jenkins
  latchkey forget --from ~/.config/ci-token
  latchkey forget https://ci.example.org/jenkins --headers")]
pub(crate) struct Arguments {
    /// URL of the Jenkins controller, or of any of its pages [default: JENKINS_URL]
    url: Option<String>,
    /// Remove only the headers that are remembered for the controller; tokens stay
    #[arg(long)]
    headers: bool,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let url = arguments.url.as_deref();
    if arguments.headers { forget_headers(url, access, output) } else { logout::forget(url, access, output) }
}

fn forget_headers(url: Option<&str>, access: &Access, output: &Output) -> Result<(), CliError> {
    let (store, root) = address::resolve_saved(url, access)?;
    store.forget_headers(root.origin())?;
    if output.json {
        let (controller, place) = (root.to_string(), store.to_string());
        return output.json(&json!({ "controller": controller, "user": null, "forgotten": place }));
    }
    output.say(&format!("Removed the headers for {} from {store}", root.origin()));
    Ok(())
}
