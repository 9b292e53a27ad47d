//! `latchkey revoke`: the end of tokens.

use clap::Args;
use latchkey_core::listing::{RowExpiry, Usage};
use latchkey_core::{Client, Error, Listing, Owner, TokenRow};
use latchkey_native::HttpTransport;
use serde_json::json;

use crate::args::Access;
use crate::error::CliError;
use crate::positional::split_url;
use crate::select::{describe, select};
use crate::session::account::Source;
use crate::session::{self, Session};
use crate::terminal::output::Output;
use crate::terminal::prompt;

/// Revoke API tokens
///
/// TOKEN is a name or a uuid. With both --expired and --never-used, all of either kind are revoked. Asks first, unless --yes; where there is no terminal to ask on, --yes is needed. What was
/// revoked is confirmed by listing again.
#[derive(Args)]
#[command(
    override_usage = "latchkey revoke [OPTIONS] [URL] <TOKEN>...\n       latchkey revoke [OPTIONS] [URL] --expired --never-used",
    after_help = "Examples:
  latchkey revoke https://ci.example.org/jenkins 'nightly sync'
  latchkey revoke --expired --yes
  latchkey revoke --for bob 6cbfc8c2-e7cb-416e-9326-b72420d59f46"
)]
pub(crate) struct Arguments {
    /// The controller or any page of it [default: JENKINS_URL], and the tokens
    #[arg(value_name = "[URL] TOKEN")]
    words: Vec<String>,
    /// Revoke all that have expired
    #[arg(long)]
    expired: bool,
    /// Revoke all that were never used
    #[arg(long)]
    never_used: bool,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    /// Revoke tokens of this user; administrators only
    #[arg(long = "for", value_name = "USER ID")]
    for_user: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let (url, tokens) = split_url(&arguments.words);
    let by_state = arguments.expired || arguments.never_used;
    if tokens.is_empty() != by_state {
        return Err(CliError::Usage(
            "Name the tokens to revoke, or use --expired or --never-used".to_owned(),
        ));
    }
    let mut session = Session::open(url, access, output)?;
    let owner = session::owner(arguments.for_user.as_deref());
    let listing = session.list(&owner)?.sorted();
    let mut chosen = choose(arguments, tokens, &listing, &session, &owner)?;
    if chosen.is_empty() {
        output.say("There is no such token; nothing was revoked");
        return if output.json { output.json(&json!({ "revoked": [] })) } else { Ok(()) };
    }
    if !arguments.yes {
        for token in &chosen {
            output.say(&describe(token));
        }
        let number = if chosen.len() == 1 {
            "this token".to_owned()
        } else {
            format!("these {} tokens", chosen.len())
        };
        prompt::confirm(&format!("Revoke {number} at {}?", session.root()))?;
    }
    put_own_last(&mut chosen, &session);
    let (revoked, ended) = revoke_all(&mut session, &owner, &chosen);
    let left = confirm_gone(&mut session, &owner, &revoked, ended.is_none())?;
    tell(&session, &revoked, &left, output)?;
    if let Some(failure) = ended.filter(|_| revoked.is_empty()) {
        return Err(failure);
    }
    let unrevoked = chosen.len() - revoked.len() + left.len();
    if unrevoked > 0 {
        return Err(CliError::PartlyDone {
            message: format!("{unrevoked} of {} tokens were not revoked", chosen.len()),
            advice: format!("Look with `{}`", session.command("list", &owner, &[])),
        });
    }
    Ok(())
}

fn choose<'a>(
    arguments: &Arguments,
    tokens: &[String],
    listing: &'a Listing,
    session: &Session<'_>,
    owner: &Owner,
) -> Result<Vec<&'a TokenRow>, CliError> {
    let by_state = |row: &&TokenRow| {
        (arguments.expired && matches!(row.expiry, RowExpiry::Expired(_)))
            || (arguments.never_used && matches!(row.usage, Usage::Never { .. }))
    };
    let mut chosen: Vec<&TokenRow> = listing.tokens.iter().filter(by_state).collect();
    for token in tokens {
        let row = select(listing, token, session, owner)?;
        if !chosen.iter().any(|other| other.uuid == row.uuid) {
            chosen.push(row);
        }
    }
    Ok(chosen)
}

/// The token that the command acts with, where it is known, goes last: without it the others could not.
fn put_own_last(chosen: &mut [&TokenRow], session: &Session<'_>) {
    if let Source::Saved { uuid: Some(own), .. } = &session.account().source {
        chosen.sort_by_key(|token| token.uuid == *own);
    }
}

/// Revokes one after the other, and ends at the first failure.
fn revoke_all<'a>(
    session: &mut Session<'_>,
    owner: &Owner,
    chosen: &[&'a TokenRow],
) -> (Vec<&'a TokenRow>, Option<CliError>) {
    let mut revoked = Vec::new();
    for &token in chosen {
        let act_as = session.act_as();
        let ended = session
            .run(async |client: &Client<HttpTransport>| client.revoke(&act_as, owner, &token.uuid).await);
        match ended {
            Ok(()) => revoked.push(token),
            Err(error) => return (revoked, Some(session.change_failure(owner, error))),
        }
    }
    (revoked, None)
}

/// Which of them are still there. Jenkins says the same whether or not it revoked, so the list is asked again.
///
/// Where all went well but Jenkins refuses the token that the command acts with, that one is among the revoked.
fn confirm_gone<'a>(
    session: &mut Session<'_>,
    owner: &Owner,
    revoked: &[&'a TokenRow],
    all: bool,
) -> Result<Vec<&'a TokenRow>, CliError> {
    if revoked.is_empty() {
        return Ok(Vec::new());
    }
    match session.list(owner) {
        Ok(now) => {
            let is_there = |token: &&&TokenRow| now.tokens.iter().any(|row| row.uuid == token.uuid);
            Ok(revoked.iter().filter(is_there).copied().collect())
        }
        Err(CliError::Request { cause: Error::CredentialsRefused, .. }) if *owner == Owner::Me && all => {
            Ok(Vec::new())
        }
        Err(failure) => Err(CliError::PartlyDone {
            message: format!(
                "Jenkins took the request to revoke but the list cannot be read: {}",
                failure.message()
            ),
            advice: format!("Look with `{}`", session.command("list", owner, &[])),
        }),
    }
}

fn tell(
    session: &Session<'_>,
    revoked: &[&TokenRow],
    left: &[&TokenRow],
    output: &Output,
) -> Result<(), CliError> {
    let gone = |token: &&&TokenRow| !left.iter().any(|other| other.uuid == token.uuid);
    let gone: Vec<&&TokenRow> = revoked.iter().filter(gone).collect();
    for token in &gone {
        output.say(&format!("Revoked {:?} ({})", token.name, token.uuid));
    }
    if let Source::Saved { place, uuid: Some(own) } = &session.account().source
        && gone.iter().any(|token| token.uuid == *own)
    {
        let forget = place.command("forget", "--from");
        output.warn(&format!("The token saved in {place} is revoked; remove it with `{forget}`"));
    }
    if output.json {
        let revoked = gone.iter().map(|token| json!({ "uuid": token.uuid, "name": token.name }));
        return output.json(&json!({ "revoked": revoked.collect::<Vec<_>>() }));
    }
    Ok(())
}
