//! `latchkey revoke`: revokes tokens.

use clap::Args;
use latchkey_core::listing::{RowExpiry, Usage};
use latchkey_core::{Listing, Owner, TokenRow};
use serde_json::json;

use crate::access::{Access, OwnerArg, split_url};
use crate::error::CliError;
use crate::look;
use crate::select::{describe, select};
use crate::session::Session;
use crate::terminal::output::Output;
use crate::terminal::prompt;

/// Revoke API tokens
///
/// TOKEN is a name or a UUID. --expired and --never-used together revoke tokens of both kinds, and --all every token of
/// another user, for example when somebody leaves. Asks for confirmation, unless --yes is given; without a terminal, --yes
/// is required. Lists the tokens again to check that they are gone.
#[derive(Args)]
#[command(
    override_usage = "latchkey revoke [OPTIONS] [URL] <TOKEN>...\n       latchkey revoke [OPTIONS] [URL] --expired --never-used\n       latchkey revoke [OPTIONS] [URL] --for <USER ID> --all",
    after_help = "Examples:
  latchkey revoke https://ci.example.org/jenkins 'nightly sync'
  latchkey revoke --expired --yes
  latchkey revoke --for bob 6cbfc8c2-e7cb-416e-9326-b72420d59f46
  latchkey revoke --for bob --all"
)]
pub(crate) struct Arguments {
    /// URL of the controller or of any of its pages [default: JENKINS_URL], and the tokens
    #[arg(value_name = "[URL] TOKEN")]
    words: Vec<String>,
    /// Revoke all tokens that have expired
    #[arg(long)]
    expired: bool,
    /// Revoke all tokens that were never used
    #[arg(long)]
    never_used: bool,
    /// Revoke every token of the user that --for names
    #[arg(long, requires = "for_user", conflicts_with_all = ["expired", "never_used"])]
    all: bool,
    /// Do not ask for confirmation
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    owner: OwnerArg,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let (url, tokens) = split_url(&arguments.words);
    let by_state = arguments.all || arguments.expired || arguments.never_used;
    if tokens.is_empty() != by_state {
        let message = if by_state {
            "Tokens cannot be combined with --all, --expired, or --never-used"
        } else {
            "No token was given"
        };
        return Err(CliError::usage(message).hint(
            "Either name the tokens to revoke, or use --all, --expired, or --never-used without names.",
        ));
    }
    let mut session = Session::open(url, access, output)?;
    let owner = arguments.owner.owner();
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
        let number = match chosen.len() {
            1 => "this token".to_owned(),
            number => format!("these {number} tokens"),
        };
        let of_user = match &owner {
            Owner::Me => String::new(),
            Owner::User(user) => format!(" of {user}"),
        };
        prompt::confirm(&format!("Revoke {number}{of_user} at {}?", session.root()))?;
    }
    if let Some((_, own)) = session.account().saved_token() {
        // Last, because the command signs in with it.
        chosen.sort_by_key(|token| token.uuid == own);
    }
    let revocation = if arguments.all {
        look::revoke_all(&mut session, &owner, &chosen)
    } else {
        look::revoke(&mut session, &owner, &chosen)
    };
    report(&session, &revocation.gone, output)?;
    revocation.left.map_or(Ok(()), Err)
}

fn choose<'a>(
    arguments: &Arguments,
    tokens: &[String],
    listing: &'a Listing,
    session: &Session<'_>,
    owner: &Owner,
) -> Result<Vec<&'a TokenRow>, CliError> {
    let by_state = |row: &&TokenRow| {
        arguments.all
            || (arguments.expired && matches!(row.expiry, RowExpiry::Expired(_)))
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

fn report(session: &Session<'_>, gone: &[&TokenRow], output: &Output) -> Result<(), CliError> {
    for token in gone {
        output.say(&format!("Revoked {:?} ({})", token.name, token.uuid));
    }
    if let Some((store, own)) = session.account().saved_token()
        && gone.iter().any(|token| token.uuid == own)
    {
        let forget = store.command("forget", "--from");
        output.warn(&format!("The token saved in {store} is revoked. Remove it with `{forget}`"));
    }
    if output.json {
        let revoked = gone.iter().map(|token| json!({ "uuid": token.uuid, "name": token.name }));
        return output.json(&json!({ "revoked": revoked.collect::<Vec<_>>() }));
    }
    Ok(())
}
