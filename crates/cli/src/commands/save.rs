//! `latchkey save`: saves a token that was created elsewhere.

use std::path::PathBuf;

use clap::Args;
use latchkey_core::{Error, UserId, Verification};
use latchkey_native::Credentials;
use serde_json::json;

use crate::access::Access;
use crate::error::{CliError, missing_permission, tokens_without_groups};
use crate::remember_headers::RememberHeadersArg;
use crate::session::Session;
use crate::session::account::{Account, Source};
use crate::terminal::output::Output;
use crate::terminal::prompt;
use crate::token_store::{SavedToken, TokenStore};

/// Save an API token that was created elsewhere
///
/// Asks for the token without showing it, or reads it from standard input. The token is saved only if it works. Its user
/// is that of --user or JENKINS_USER_ID.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey save https://ci.example.org/jenkins --user alice
  latchkey save --user alice --save-to ~/.config/ci-token < token.txt")]
pub(crate) struct Arguments {
    /// URL of the Jenkins controller, or of any of its pages [default: JENKINS_URL]
    url: Option<String>,
    /// Save the token in this file, which only you can read, instead of the keychain
    #[arg(long, value_name = "FILE")]
    pub(super) save_to: Option<PathBuf>,
    #[command(flatten)]
    remember: RememberHeadersArg,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    if access.password_stdin {
        return Err(CliError::usage("--password-stdin cannot be used with `save`")
            .hint("Leave it out: standard input is for the token to save."));
    }
    let user = access.user.clone().or_else(|| std::env::var("JENKINS_USER_ID").ok());
    let user = user.filter(|user| !user.is_empty());
    let user = user.ok_or_else(|| {
        CliError::usage("The user of the token was not given").hint("Name the user with --user.")
    })?;
    let store = TokenStore::named(arguments.save_to.as_ref());
    store.check()?;
    let token = prompt::token_to_save()?;
    let credentials = Credentials { user: UserId::new(&user), secret: token.clone() };
    let account = Account { credentials: credentials.clone(), source: Source::User };
    let mut session = Session::open_with(account, arguments.url.as_deref(), access, output)?;
    arguments.remember.check(&store, session.headers())?;
    let verified = session.verify(&credentials.user, &token).map_err(|cause| session.error(&cause))?;
    let id = match verified {
        Verification::WorksAs(id) => id,
        Verification::WithoutRead { user, permission } => {
            output.warn(&format!(
                "The token works as {user}, but without {}. {}",
                missing_permission(permission.as_deref()),
                tokens_without_groups()
            ));
            user
        }
        Verification::Refused => return Err(session.error(&Error::CredentialsRefused)),
        Verification::Unknown(cause) => return Err(session.error(&cause)),
    };
    let controller = session.root().to_string();
    // A token says nothing about itself: neither its name nor its UUID, nor when it expires.
    let (uuid, name, expiry) = (None, None, None);
    let saved = SavedToken {
        controller: controller.clone(),
        user: id.to_string(),
        token,
        uuid,
        name,
        expiry,
        successor: None,
    };
    store.write(&saved).map_err(|reason| store.cannot_save(&reason))?;
    if output.json {
        output.json(&json!({ "controller": controller, "user": id.as_str(), "place": store.to_string() }))?;
    } else {
        output.say(&format!("Saved in {store}; the token works as {id} at {controller}"));
    }
    arguments.remember.remember(&store, session.headers(), output)
}
