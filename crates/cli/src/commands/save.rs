//! `latchkey save`: a token made elsewhere.

use std::path::PathBuf;

use clap::Args;
use latchkey_core::{Client, UserId, Verification};
use latchkey_native::{Credentials, HttpTransport};
use serde_json::json;

use crate::args::Access;
use crate::error::CliError;
use crate::session::Session;
use crate::session::account::{Account, Source};
use crate::terminal::output::Output;
use crate::terminal::prompt;
use crate::token_store::{self, SavedToken, TokenStore};

/// Save an API token made elsewhere
///
/// The token is read from standard input, or asked for without echo. It is tried first; only a token that works is saved.
/// The user is that of --user or JENKINS_USER_ID.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey save https://ci.example.org/jenkins --user alice
  latchkey save --user alice --save-to ~/.config/ci-token < token.txt")]
pub(crate) struct Arguments {
    /// The controller, or any page of it [default: JENKINS_URL]
    url: Option<String>,
    /// Save it in this file, readable by you alone, instead of the keychain
    #[arg(long, value_name = "FILE")]
    save_to: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    if access.password_stdin {
        return Err(CliError::Usage(
            "Standard input is for the token: leave --password-stdin out".to_owned(),
        ));
    }
    let user = access.user.clone().or_else(|| std::env::var("JENKINS_USER_ID").ok());
    let user = user.filter(|user| !user.is_empty());
    let user = user.ok_or_else(|| CliError::Usage("Say whose token it is, with --user".to_owned()))?;
    let place = arguments.save_to.clone().map_or(TokenStore::Keychain, TokenStore::File);
    token_store::check(&place)?;
    let secret = prompt::token_to_save()?;
    let credentials = Credentials { user: UserId::new(&user), secret };
    let account = Account { credentials, source: Source::User };
    let mut session = Session::open_as(account, arguments.url.as_deref(), access, output)?;
    let tried = session.account().credentials.clone();
    let verified = session.run(async |client: &Client<HttpTransport>| {
        match client.verify(&tried.user, &tried.secret).await {
            Verification::Unknown(error) => Err(error),
            verification => Ok(verification),
        }
    });
    let id = match verified.map_err(|error| session.failure(error))? {
        Verification::WorksAs(id) => id,
        _ => return Err(session.failure(latchkey_core::Error::CredentialsRefused)),
    };
    let controller = session.root().to_string();
    token_store::write(
        &place,
        &SavedToken { controller: controller.clone(), user, token: tried.secret, uuid: None },
    )?;
    if output.json {
        return output
            .json(&json!({ "controller": controller, "user": id.as_str(), "place": place.to_string() }));
    }
    output.say(&format!("Works as {id} at {controller}; saved in {place}"));
    Ok(())
}
