//! `latchkey rename`: another name for a token.

use clap::Args;
use latchkey_core::{Client, TokenName};
use latchkey_native::HttpTransport;
use serde_json::json;

use crate::args::Access;
use crate::error::CliError;
use crate::positional::split_url;
use crate::select::select;
use crate::session::{self, Session};
use crate::terminal::output::Output;

/// Rename an API token
///
/// TOKEN is a name or a uuid.
#[derive(Args)]
#[command(
    override_usage = "latchkey rename [OPTIONS] [URL] <TOKEN> <NEW NAME>",
    after_help = "Examples:
  latchkey rename https://ci.example.org/jenkins sync 'nightly sync'
  latchkey rename 6cbfc8c2-e7cb-416e-9326-b72420d59f46 'nightly sync' --for bob"
)]
pub(crate) struct Arguments {
    /// The controller or any page of it [default: JENKINS_URL], the token, its new name
    #[arg(required = true, num_args = 2..=3, value_names = ["[URL] TOKEN", "NEW NAME"])]
    words: Vec<String>,
    /// Rename a token of this user; administrators only
    #[arg(long = "for", value_name = "USER ID")]
    for_user: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let (url, [token, name]) = split(&arguments.words)?;
    let name = TokenName::new(name)?;
    let mut session = Session::open(url, access, output)?;
    let owner = session::owner(arguments.for_user.as_deref());
    let listing = session.list(&owner)?;
    let row = select(&listing, token, &session, &owner)?;
    let act_as = session.act_as();
    let renamed = session
        .run(async |client: &Client<HttpTransport>| client.rename(&act_as, &owner, &row.uuid, &name).await);
    renamed.map_err(|error| session.change_failure(&owner, error))?;
    if output.json {
        return output.json(&json!({ "uuid": row.uuid, "name": name.as_str(), "oldName": row.name }));
    }
    output.say(&format!("Renamed {:?} to {:?}", row.name, name.as_str()));
    Ok(())
}

fn split(words: &[String]) -> Result<(Option<&str>, [&str; 2]), CliError> {
    let split = match words {
        [url, token, name] => (Some(url.as_str()), [token.as_str(), name.as_str()]),
        [token, name] if split_url(words).0.is_none() => (None, [token.as_str(), name.as_str()]),
        _ => return Err(CliError::Usage("Give the token and its new name".to_owned())),
    };
    Ok(split)
}
