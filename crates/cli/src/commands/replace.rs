//! `latchkey replace`: a new token in place of an old one.

use clap::Args;
use latchkey_core::{
    Client, Expiry, GeneratedToken, NewTokenRequest, Owner, TokenName, TokenRow, UserId, Verification,
};
use latchkey_native::{Credentials, HttpTransport};

use super::create::{failure, generate};
use crate::args::Access;
use crate::delivery::{NewToken, TokenOutput, revoke_undelivered};
use crate::error::CliError;
use crate::expires;
use crate::positional::split_url;
use crate::select::select;
use crate::session::account::{Account, Source};
use crate::session::{self, Session};
use crate::terminal::interrupt;
use crate::terminal::output::Output;
use crate::token_store::TokenStore;

/// Replace an API token by a new one of the same name
///
/// The new token is created, tried, saved and written out before the old one is revoked. Whatever fails on the way, the
/// old one stays. TOKEN is a name or a uuid; it may be the token that the command itself acts with.
///
/// Administrators replace tokens of others with --for, as `create` makes them.
#[derive(Args)]
#[command(
    override_usage = "latchkey replace [OPTIONS] [URL] <TOKEN>",
    after_help = "Examples:
  latchkey replace https://ci.example.org/jenkins 'nightly sync' --expires 90d
  latchkey replace laptop --save
  latchkey replace --for deployer 'release pipeline' --as env"
)]
pub(crate) struct Arguments {
    /// The controller or any page of it [default: JENKINS_URL], and the token
    #[arg(required = true, num_args = 1..=2, value_name = "[URL] TOKEN")]
    words: Vec<String>,
    /// How long the new one lives: 30d, the last day 2027-01-31, or never
    #[arg(long, value_name = "WHEN", default_value = "30d", value_parser = expires::parse)]
    expires: Expiry,
    /// Replace a token of this user; administrators only
    #[arg(long = "for", value_name = "USER ID")]
    for_user: Option<String>,
    #[command(flatten)]
    pub(crate) output: TokenOutput,
}

pub(crate) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let (url, tokens) = split_url(&arguments.words);
    let [token] = tokens else { return Err(CliError::Usage("Give the token to replace".to_owned())) };
    let mut session = Session::open(url, access, output)?;
    let owner = session::owner(arguments.for_user.as_deref());
    let listing = session.list(&owner)?;
    let old = select(&listing, token, &session, &owner)?;
    let user = session.user_of(&owner).clone();
    arguments.output.check(session.root(), &user, output)?;
    let order = NewTokenRequest {
        name: TokenName::new(&old.name)?,
        expiry: arguments.expires,
        crumb: session.crumb(),
        expected_user: None,
    };
    let interrupted = failure(&session, &owner, &order, interrupt::while_making());
    let watch = interrupt::on_interrupt(interrupted, *output);
    let new = generate(&mut session, &owner, &order, output)?;
    let works = verify(&mut session, &user, &new);
    let controller = session.root().clone();
    let handed = NewToken { controller: &controller, user: &user, token: &new };
    let written =
        arguments.output.deliver(&handed, output, |uuid| revoke_undelivered(&mut session, &owner, uuid));
    if !matches!(written, Err(CliError::Lost { .. })) {
        handed.report(arguments.expires, output);
    }
    written?;
    drop(watch);
    if let Err(reason) = works {
        return Err(CliError::UnfitToken {
            message: format!("The old token {} was not revoked: {reason}", old.uuid),
            advice: format!(
                "Once the new one works, revoke the old one with `{}`",
                session.command("revoke", &owner, &[&old.uuid])
            ),
        });
    }
    let outdated = saved_in(&session, old).filter(|place| !arguments.output.saves_in(place));
    if owner == Owner::Me {
        // The old one may be what the command acted with so far.
        let credentials = Credentials { user, secret: new.value.clone() };
        session.switch_account(Account { credentials, source: Source::New });
    }
    revoke_old(&mut session, &owner, old)?;
    output.say(&format!("Revoked the old {:?} ({})", old.name, old.uuid));
    if let Some(place) = outdated {
        output.warn(&format!(
            "What is saved in {place} is still the old token; save the new one there with `{}`",
            place.command("save", "--save-to")
        ));
    }
    Ok(())
}

/// Where this token is saved, if it is what the command acts with.
fn saved_in(session: &Session<'_>, token: &TokenRow) -> Option<TokenStore> {
    match &session.account().source {
        Source::Saved { place, uuid: Some(own) } if *own == token.uuid => Some(place.clone()),
        _ => None,
    }
}

/// Tries the new token on its own.
fn verify(session: &mut Session<'_>, user: &UserId, new: &GeneratedToken) -> Result<(), String> {
    let verified = session.run(async |client: &Client<HttpTransport>| {
        Ok::<_, latchkey_core::Error>(client.verify(user, &new.value).await)
    });
    match verified {
        Ok(Verification::WorksAs(id)) if same_user(id.as_str(), user.as_str()) => Ok(()),
        Ok(Verification::WorksAs(id)) => Err(format!("the new one works as {id}, not as {user}")),
        Ok(Verification::Refused) => Err("Jenkins refuses the new one".to_owned()),
        Ok(Verification::Unknown(error)) | Err(error) => {
            Err(format!("the new one could not be tried ({error})"))
        }
    }
}

/// Most security realms take a user id in whatever case, and answer with their own.
fn same_user(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Revokes the old token, and makes sure that it is gone.
fn revoke_old(session: &mut Session<'_>, owner: &Owner, old: &TokenRow) -> Result<(), CliError> {
    let act_as = session.act_as();
    let revoked =
        session.run(async |client: &Client<HttpTransport>| client.revoke(&act_as, owner, &old.uuid).await);
    revoked.map_err(|error| session.change_failure(owner, error))?;
    let now = session.list(owner)?;
    if now.tokens.iter().any(|row| row.uuid == old.uuid) {
        return Err(CliError::PartlyDone {
            message: format!("The new token works, but the old one {} is still there", old.uuid),
            advice: format!("Revoke it with `{}`", session.command("revoke", owner, &[&old.uuid])),
        });
    }
    Ok(())
}
