//! `latchkey renew`: saved tokens are replaced before they expire.

use clap::Args;
use serde_json::{Value, json};

use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::remaining::{Remaining, counted_days, days};
use crate::renewal::{Plan, Renewed, left_over, renew};
use crate::saved_tokens::SavedTokensArg;
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
/// it again: it must bear to be run twice. A run without --hook finishes without it.
///
/// If the command is killed, the next run finishes what it began or names what is left: before a token is created, a
/// journal without secrets records its name, in the folder for state (~/.local/state/latchkey on Linux). While a token is
/// renewed, no other command renews it.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey renew --all
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
    /// Only say what would be done: nothing is sent, nothing is changed
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let left = if access.from.is_none() { left_over()? } else { Vec::new() };
    let inventory = arguments.tokens.find(access)?;
    let Arguments { within, dry_run, .. } = *arguments;
    let plan = Plan { within, hook: arguments.hook.as_deref(), dry_run, access, output };
    let (mut results, mut failures) = (Vec::new(), Vec::new());
    for kept in &inventory.tokens {
        let renewed = renew(kept, &plan);
        results.push(in_json(kept, &renewed));
        match renewed {
            Ok(renewed) => report(kept, &renewed, output),
            Err(error) => failures.push((kept, error)),
        }
    }
    for entry in &inventory.unreadable {
        output.warn(&format!(
            "The keychain's entry {:?} of latchkey was left out: {}",
            entry.name, entry.reason
        ));
    }
    left.iter().for_each(|text| output.warn(text));
    if output.json {
        output.json(&json!({ "tokens": results, "leftOver": left }))?;
    }
    ending(inventory.tokens.len(), failures, left.len(), output)
}

/// The error that the exit code comes from, if there is one. If there were several tokens, each failure is reported.
fn ending(
    all: usize,
    failures: Vec<(&KeptToken, CliError)>,
    left: usize,
    output: &Output,
) -> Result<(), CliError> {
    let count = failures.len();
    if all > 1 {
        for (kept, error) in &failures {
            let advice: String = error.hints.iter().map(|hint| format!(" {hint}")).collect();
            output.warn(&format!("{}: {}.{advice}", of_whom(kept), error.message));
        }
    }
    match failures.into_iter().next() {
        None if left == 0 => Ok(()),
        None => Err(CliError::partly_done("Something is left of renewals that were interrupted")),
        Some((_, error)) if all == 1 => Err(error),
        Some((_, first)) => {
            let exit_code = if count == all { first.exit_code } else { ExitCode::PartlyDone };
            Err(CliError::new(
                exit_code,
                first.kind,
                format!("{count} of {all} saved tokens could not be renewed"),
            ))
        }
    }
}

fn of_whom(kept: &KeptToken) -> String {
    format!("{} at {}", kept.saved.user, kept.saved.controller)
}

fn report(kept: &KeptToken, renewed: &Renewed, output: &Output) {
    let whom = of_whom(kept);
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
