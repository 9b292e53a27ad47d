//! `latchkey renew`: replaces saved tokens before they expire.

use clap::Args;
use serde_json::{Value, json};

use crate::access::Access;
use crate::error::CliError;
use crate::fleet::{self, pool};
use crate::remaining::{Remaining, counted_days, days};
use crate::renewal::{Plan, Renewed, left_over, renew};
use crate::saved_tokens::{FoundTokens, SavedTokensArg, without_saved_token};
use crate::terminal::output::Output;
use crate::token_store::KeptToken;

/// Replace saved tokens that expire soon
///
/// For each saved token that expires within 7 days, or the time of --within: creates a new one for the same number of days,
/// signed in with the old one; tries it; saves it next to the old one; runs the hook; and, only if the hook succeeds,
/// lets commands use the new one and revokes the old one. If a step fails, the old token stays.
///
/// The new token's name is that of the old one, with the time. The hook is run by `sh -c`, or `cmd /C`. It finds
/// JENKINS_URL, JENKINS_USER_ID, JENKINS_API_TOKEN (the new token), LATCHKEY_OLD_TOKEN_NAME, and LATCHKEY_OLD_TOKEN_UUID in
/// its environment. What it writes is shown, with the tokens redacted. If it fails, both tokens work, and the next run runs
/// it again, so it must tolerate being run twice. A run without --hook finishes without it.
///
/// Several tokens are renewed at the same time, but their hooks run one after the other, because they may change the same
/// files or services. A token that cannot be renewed does not stop the others. Messages are printed as tokens are renewed;
/// with --json, the results are printed at the end. The exit code is 16 if some could not be renewed; if none could be, it is that of the first.
///
/// If the command is killed, the next run finishes what it began or names what is left: before a token is created, a
/// journal without secrets records its name, in the folder for state (~/.local/state/latchkey on Linux). While a token is
/// renewed, no other command renews it.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey renew --all
  latchkey renew --controllers controllers.txt --dry-run
  latchkey renew https://ci.example.org/jenkins --within 14d --dry-run
  latchkey renew --from ~/.config/ci-token --hook 'systemctl --user restart ci-agent'")]
pub(crate) struct Arguments {
    #[command(flatten)]
    tokens: SavedTokensArg,
    /// Renew tokens that expire within this time
    #[arg(long, value_name = "DAYS", default_value = "7d", value_parser = days)]
    within: u32,
    /// Run this command with the new token in its environment, before the old one is revoked
    #[arg(long, value_name = "COMMAND")]
    hook: Option<String>,
    /// Only show what would be done; send and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let left = if access.from.is_none() { left_over()? } else { Vec::new() };
    let found = arguments.tokens.find(access)?;
    let Arguments { within, dry_run, .. } = *arguments;
    let tokens = &found.inventory.tokens;
    let results = pool::map(tokens, arguments.tokens.fleet.jobs(), |kept| {
        let output = &if found.is_fleet { output.about(&kept.saved.controller) } else { output.clone() };
        let plan = Plan { within, hook: arguments.hook.as_deref(), dry_run, access, output };
        let renewed = renew(kept, &plan);
        match &renewed {
            Ok(renewed) => report(kept, renewed, output),
            // The only failure ends the command with its own message.
            Err(error) if tokens.len() > 1 || found.missing.is_some() => {
                output.warn(&format!("{}: {}", of_whom(kept, output), error.in_one_line()));
            }
            Err(_) => {}
        }
        renewed
    });
    found.warn_of_missing(output);
    left.iter().for_each(|text| output.warn(text));
    if output.json {
        let tokens: Vec<Value> =
            tokens.iter().zip(&results).map(|(kept, renewed)| in_json(kept, renewed)).collect();
        let mut document = json!({ "tokens": tokens, "leftOver": left });
        found.add_missing_to(&mut document);
        output.json(&document)?;
    }
    ending(&results, &found, left.len())
}

/// The error that the exit code comes from, if there is one.
fn ending(results: &[Result<Renewed, CliError>], found: &FoundTokens, left: usize) -> Result<(), CliError> {
    let failures: Vec<&CliError> = results.iter().filter_map(|renewed| renewed.as_ref().err()).collect();
    if let ([Err(only)], None) = (results, &found.missing) {
        return Err(only.clone());
    }
    let missing: Vec<&CliError> = found.missing_errors().collect();
    let mut messages = Vec::new();
    if !failures.is_empty() {
        messages.push(format!("{} of {} saved tokens could not be renewed", failures.len(), results.len()));
    }
    messages.extend(without_saved_token(missing.len()));
    fleet::failed(&[&failures[..], &missing].concat(), results.len() + missing.len(), messages.join("; "))?;
    match left {
        0 => Ok(()),
        _ => Err(CliError::partly_done("Something is left of renewals that were interrupted")),
    }
}

/// Whose token it is. A message of several controllers names its controller anyway.
fn of_whom(kept: &KeptToken, output: &Output) -> String {
    let saved = &kept.saved;
    match output.controller() {
        Some(_) => saved.user.clone(),
        None => format!("{} at {}", saved.user, saved.controller),
    }
}

fn report(kept: &KeptToken, renewed: &Renewed, output: &Output) {
    let whom = of_whom(kept, output);
    match renewed {
        Renewed::Yes { new, revoked } => {
            let name = new.name.as_deref().unwrap_or("a token");
            let expiry = new.expiry.map(|expiry| format!(", {expiry}")).unwrap_or_default();
            output.say(&format!(
                "Renewed the token of {whom}: {name:?}{expiry}. It is saved in {}",
                kept.store
            ));
            match revoked {
                Some(uuid) => output.say(&format!("Revoked the old token ({uuid})")),
                None => output.warn(
                    "The old token was not revoked: only its value was saved. Look for it with `latchkey list`",
                ),
            }
        }
        Renewed::NotDue(remaining) => output.say(&format!("{whom}: {}", not_due(*remaining))),
        Renewed::Would => output.say(&format!("{whom}: would be renewed")),
        Renewed::WouldFinish => {
            output.say(&format!("{whom}: a renewal that was interrupted would be finished"));
        }
    }
}

fn not_due(remaining: Remaining) -> String {
    match remaining {
        Remaining::Until { last_day, days, .. } => {
            let about = if last_day.is_exact() { "" } else { "about " };
            format!("not renewed, because it has {about}{} left", counted_days(days))
        }
        Remaining::Always => "not renewed, because it never expires".to_owned(),
        Remaining::Unknown => {
            "not renewed, because it was saved without its expiry. Get one that can be renewed with \
                               `latchkey login`"
                .to_owned()
        }
    }
}

fn in_json(kept: &KeptToken, renewed: &Result<Renewed, CliError>) -> Value {
    let (result, message) = match renewed {
        Ok(Renewed::Yes { .. }) => ("renewed", None),
        Ok(Renewed::NotDue(remaining)) => ("not-due", Some(not_due(*remaining))),
        Ok(Renewed::Would) => ("due", None),
        Ok(Renewed::WouldFinish) => ("unfinished", None),
        Err(error) => ("failed", Some(error.message.clone())),
    };
    let (new, revoked) = match renewed {
        Ok(Renewed::Yes { new, revoked }) => (Some(new), revoked.as_deref()),
        _ => (None, None),
    };
    json!({
        "controller": kept.saved.controller,
        "user": kept.saved.user,
        "place": kept.store.to_string(),
        "result": result,
        "message": message,
        "name": new.and_then(|new| new.name.as_deref()),
        "uuid": new.and_then(|new| new.uuid.as_deref()),
        "revoked": revoked,
    })
}
