//! `latchkey status`: shows the saved tokens, and whether they work.

mod check;
mod report;

use clap::Args;

use self::check::{Check, check};
use self::report::Row;
use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::fleet::{self, pool};
use crate::remaining::{self, Remaining, counted_days, days};
use crate::saved_tokens::{SavedTokensArg, without_saved_token};
use crate::terminal::output::Output;

/// Show the saved tokens, how long they last, and whether they work
///
/// Shows the tokens in the keychain or, with --from, in that file. Each is tried by one request to its controller, several
/// at the same time; a controller that does not answer does not stop the others.
///
/// The last day is exact only if a date was requested. Jenkins counts days from its own date, in a time zone that it does
/// not report, so "about" marks the earliest possible day. Days are counted from today in UTC.
///
/// The exit code is 4 if a token does not work, otherwise 19 if --expiring found one. It is 16 if some tokens could not be
/// tried, or some controllers of --controllers have none; if that is true of all, it is the code of the first.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey status
  latchkey status https://ci.example.org/jenkins --user bob
  latchkey status --all --offline --expiring 7d || echo 'renew a token'
  latchkey status --controllers controllers.txt
  latchkey status --json | jq -r '.tokens[] | select(.check.state == \"refused\") | .controller'")]
pub(crate) struct Arguments {
    #[command(flatten)]
    tokens: SavedTokensArg,
    /// Do not try the tokens: send no requests
    #[arg(long)]
    offline: bool,
    /// Show only tokens that expire within this time (7d), and end with exit code 19 if there are any
    #[arg(long, value_name = "DAYS", value_parser = days)]
    expiring: Option<u32>,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let mut found = arguments.tokens.find(access)?;
    let today = remaining::today();
    if let Some(limit) = arguments.expiring {
        found.inventory.tokens.retain(|kept| Remaining::of(&kept.saved, today).is_within(limit));
    }
    let tokens = &found.inventory.tokens;
    let checks = match arguments.offline {
        true => vec![Check::NotTried; tokens.len()],
        false => pool::map(tokens, arguments.tokens.fleet.jobs_of_one_request(), |kept| {
            check(kept, access, output)
        }),
    };
    let rows: Vec<Row<'_>> =
        tokens.iter().zip(&checks).map(|(kept, check)| Row::of(kept, check, today)).collect();
    report::print(&rows, &found, output)?;
    ending(&checks, &found.missing_errors().collect::<Vec<_>>(), arguments.expiring)
}

/// The error that the exit code comes from, if there is one.
fn ending(checks: &[Check], missing: &[&CliError], expiring: Option<u32>) -> Result<(), CliError> {
    let all = checks.len();
    let refused = checks.iter().filter(|check| matches!(check, Check::Refused(_))).count();
    if refused > 0 {
        let message = format!("{} not work", counted(refused, all, "does", "do"));
        return Err(CliError::new(ExitCode::CredentialsRefused, "credentials-refused", message)
            .hint("Get a new one from the browser with `latchkey login`."));
    }
    if let Some(days) = expiring.filter(|_| all > 0) {
        let days = counted_days(days);
        let message = match all {
            1 => format!("A saved token expires within {days}"),
            all => format!("{all} saved tokens expire within {days}"),
        };
        return Err(CliError::new(ExitCode::Found, "found", message)
            .hint("Replace it with `latchkey renew` or `latchkey login`."));
    }
    let untried: Vec<&CliError> = checks.iter().filter_map(Check::failure).collect();
    let mut messages = Vec::new();
    if !untried.is_empty() {
        messages.push(format!("{} not be tried", counted(untried.len(), all, "could", "could")));
    }
    messages.extend(without_saved_token(missing.len()));
    fleet::failed(&[&untried, missing].concat(), all + missing.len(), messages.join("; "))
}

/// `1 of 3 saved tokens does`.
fn counted(some: usize, all: usize, one: &str, several: &str) -> String {
    match (some, all) {
        (1, 1) => format!("The saved token {one}"),
        (1, all) => format!("1 of {all} saved tokens {one}"),
        (some, all) => format!("{some} of {all} saved tokens {several}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused() -> Check {
        Check::Refused(CliError::new(ExitCode::CredentialsRefused, "credentials-refused", "refused"))
    }

    fn failed() -> Check {
        Check::Failed(CliError::new(ExitCode::NoAnswer, "no-answer", "gone"))
    }

    #[test]
    fn the_exit_code_is_that_of_the_worst_token() {
        let code = |checks: &[Check], expiring| {
            ending(checks, &[], expiring).err().map(|error| error.exit_code.code())
        };
        assert_eq!(code(&[], Some(7)), None);
        assert_eq!(code(&[Check::Works(None), Check::NotTried], None), None);
        assert_eq!(code(&[failed(), Check::Works(None)], None), Some(16));
        assert_eq!(code(&[failed(), failed()], None), Some(9));
        assert_eq!(code(&[failed(), Check::Works(None)], Some(7)), Some(19));
        assert_eq!(code(&[failed(), refused()], Some(7)), Some(4));
    }

    #[test]
    fn messages_count_the_tokens() {
        let message = |checks: &[Check]| ending(checks, &[], None).unwrap_err().message;
        assert_eq!(message(&[refused()]), "The saved token does not work");
        assert_eq!(message(&[refused(), Check::Works(None)]), "1 of 2 saved tokens does not work");
        assert_eq!(message(&[refused(), refused()]), "2 of 2 saved tokens do not work");
        assert_eq!(message(&[failed()]), "The saved token could not be tried");
        let missing = CliError::new(ExitCode::NoCredentials, "nothing-saved", "nothing");
        let error = ending(&[failed(), Check::Works(None)], &[&missing], None).unwrap_err();
        assert_eq!(
            (error.exit_code, error.message.as_str()),
            (ExitCode::PartlyDone, "1 of 2 saved tokens could not be tried; 1 controller has no saved token")
        );
        assert_eq!(ending(&[], &[&missing], None).unwrap_err().exit_code, ExitCode::NoCredentials);
    }
}
