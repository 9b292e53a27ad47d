//! `latchkey replace`: replaces a token with a new one.

use clap::Args;
use latchkey_core::{GeneratedToken, Owner, UserId, Verification};
use latchkey_native::Credentials;

use crate::access::{Access, split_url};
use crate::error::{CliError, ExitCode, missing_permission, tokens_without_groups};
use crate::look::{self, RequestedToken};
use crate::new_token::NewTokenArgs;
use crate::select::select;
use crate::session::Session;
use crate::session::account::{Account, Source};
use crate::terminal::output::Output;
use crate::user_id::is_same_user;

/// Replace an API token with a new one of the same name
///
/// The new token is created, tried, saved, and printed before the old one is revoked. If anything fails before that, the
/// old one keeps working. TOKEN is a name or a UUID. It may be the token that the command signs in with.
///
/// Administrators can replace the tokens of other users with --for, in the same way as `create`.
#[derive(Args)]
#[command(
    override_usage = "latchkey replace [OPTIONS] [URL] <TOKEN>",
    after_help = "Examples:
  latchkey replace https://ci.example.org/jenkins 'nightly sync' --expires 90d
  latchkey replace laptop --save
  latchkey replace --for deployer 'release pipeline' --as env"
)]
pub(crate) struct Arguments {
    /// URL of the controller or of any of its pages [default: JENKINS_URL], and the token
    #[arg(required = true, num_args = 1..=2, value_name = "[URL] TOKEN")]
    words: Vec<String>,
    #[command(flatten)]
    pub(super) new_token: NewTokenArgs,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let (url, tokens) = split_url(&arguments.words);
    let [token] = tokens else {
        return Err(
            CliError::usage("No token was given").hint("Give the name or UUID of the token to replace.")
        );
    };
    let new_token = &arguments.new_token;
    let mut session = Session::open(url, access, output)?;
    let owner = new_token.owner.owner();
    let listing = session.list(&owner)?;
    let old = select(&listing, token, &session, &owner)?;
    let user = session.user_of(&owner).clone();
    new_token.check(&session, access, output)?;
    let (before, replaces) = (Some(listing.tokens.as_slice()), Some(old.uuid.as_str()));
    let requested = RequestedToken { owner: &owner, name: &old.name, before, replaces };
    let (new, guard) = new_token.generate(&mut session, &requested, output)?;
    let verified = verify(&mut session, &user, &new.token);
    new_token.deliver(&mut session, &new, output)?;
    drop(guard);
    let remembered = new_token.remember_headers(&session, access, output);
    let revoke = format!("`{}`", session.command("revoke", &owner, &[&old.uuid]));
    if let Err(Unfit { reason, advice }) = verified {
        let message = format!("The old token {} was not revoked: {reason}", old.uuid);
        let error = CliError::new(ExitCode::PartlyDone, "unfit-token", message);
        let error = advice.into_iter().fold(error, CliError::hint);
        return Err(error.hint(format!("Once the new one works, revoke the old one with {revoke}.")));
    }
    // Where the old one is saved, if the command signed in with it.
    let outdated = session.account().saved_token().filter(|(_, uuid)| *uuid == old.uuid);
    let outdated = outdated.map(|(store, _)| store.clone());
    if owner == Owner::Me {
        // The old one may be what the command signed in with.
        let credentials = Credentials { user, secret: new.token.value.clone() };
        session.switch_account(Account { credentials, source: Source::New });
    }
    let revocation = look::revoke(&mut session, &owner, &[old]);
    if let Some(error) = revocation.left {
        let is_unknown = error.exit_code == ExitCode::MayHaveBeenDone;
        let works = if is_unknown { "may still work" } else { "still works" };
        let message =
            format!("The new token works, but the old one, {}, {works}: {}", old.uuid, error.message);
        // Scripts rely on the code of Jenkins' own refusals.
        let keeps_code = is_unknown || revocation.was_refused;
        let exit_code = if keeps_code { error.exit_code } else { ExitCode::PartlyDone };
        return Err(CliError {
            exit_code,
            message,
            hints: vec![format!("Revoke it with {revoke}.")],
            ..error
        });
    }
    output.say(&format!("Revoked the old {:?} ({})", old.name, old.uuid));
    if let Some(store) = outdated.filter(|store| new_token.output.store().as_ref() != Some(store)) {
        output.warn(&format!(
            "The old token is still saved in {store}. Save the new one there with `{}`",
            store.command("save", "--save-to")
        ));
    }
    remembered
}

/// Why a new token cannot take the place of the old one, and what to do about it.
struct Unfit {
    reason: String,
    advice: Vec<String>,
}

/// Tries the new token, which must work as the user.
fn verify(session: &mut Session<'_>, user: &UserId, new: &GeneratedToken) -> Result<(), Unfit> {
    let unfit = |reason| Unfit { reason, advice: Vec::new() };
    match session.verify(user, &new.value) {
        Ok(Verification::WorksAs(id)) if is_same_user(id.as_str(), user.as_str()) => Ok(()),
        Ok(Verification::WorksAs(id)) => Err(unfit(format!("the new one works as {id}, not as {user}"))),
        Ok(Verification::WithoutRead { user, permission }) => {
            let permission = missing_permission(permission.as_deref());
            let reason = format!("the new one works as {user}, but without {permission}");
            Err(Unfit { reason, advice: vec![tokens_without_groups()] })
        }
        Ok(Verification::Refused) => Err(unfit("Jenkins refuses the new one".to_owned())),
        Ok(Verification::Unknown(cause)) | Err(cause) => {
            let error = session.error(&cause);
            let reason = format!("the new one could not be tried: {}", error.message);
            Err(Unfit { reason, advice: error.hints })
        }
    }
}
