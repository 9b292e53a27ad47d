//! `latchkey rename`: renames a token.

use clap::Args;
use latchkey_core::TokenName;
use serde_json::json;

use crate::access::{Access, OwnerArg, split_url};
use crate::error::CliError;
use crate::look;
use crate::select::select;
use crate::session::Session;
use crate::terminal::output::Output;

/// Rename an API token
///
/// TOKEN is a name or a UUID.
#[derive(Args)]
#[command(
    override_usage = "latchkey rename [OPTIONS] [URL] <TOKEN> <NEW NAME>",
    after_help = "Examples:
  latchkey rename https://ci.example.org/jenkins sync 'nightly sync'
  latchkey rename 6cbfc8c2-e7cb-416e-9326-b72420d59f46 'nightly sync' --for bob"
)]
pub(crate) struct Arguments {
    /// URL of the controller or of any of its pages [default: JENKINS_URL], the token, and its new name
    #[arg(required = true, num_args = 2..=3, value_names = ["[URL] TOKEN", "NEW NAME"])]
    words: Vec<String>,
    #[command(flatten)]
    owner: OwnerArg,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let (url, token, name) = match arguments.words.as_slice() {
        [url, token, name] => (Some(url.as_str()), token, name),
        [token, name] if split_url(&arguments.words).0.is_none() => (None, token, name),
        _ => {
            return Err(CliError::usage("The token or its new name is missing")
                .hint("Give the token and its new name after the URL."));
        }
    };
    let name = TokenName::new(name)?;
    let mut session = Session::open(url, access, output)?;
    let owner = arguments.owner.owner();
    let listing = session.list(&owner)?;
    let row = select(&listing, token, &session, &owner)?;
    look::rename(&mut session, &owner, row, &name)?;
    if output.json {
        return output.json(&json!({ "uuid": row.uuid, "name": name.as_str(), "oldName": row.name }));
    }
    output.say(&format!("Renamed {:?} to {:?}", row.name, name.as_str()));
    Ok(())
}
