//! `latchkey audit`: lists every user's tokens, for administrators, at one controller or several, and revokes some.
//!
//! Users come in batches, one script each, and each batch is printed before the next is requested: memory holds one
//! batch and the IDs for each controller that is being audited, and the tokens to revoke.

mod cleanup;
mod csv;
mod entry;
mod filter;
mod in_use;
mod jsonl;
mod listing;
mod outcomes;
mod printer;
mod progress;
mod question;
mod report;
mod several;
mod table;
mod totals;

use clap::Args;

use self::cleanup::{Cleanup, CleanupArgs};
use self::filter::Filter;
use self::listing::Listing;
use self::printer::Printer;
use crate::access::Access;
use crate::error::CliError;
use crate::fleet::FleetArgs;
use crate::session::Session;
use crate::terminal::output::Output;

/// List the API tokens of every user, for administrators, and revoke some of them
///
/// Needs the script console. Users are listed in batches, in the order of their IDs. If the record of a user cannot be
/// read, the user is named and the audit goes on (exit code 16). If a batch fails, the audit ends, and the message names
/// the first user who is missing.
///
/// A token is listed if it meets all of the given conditions. A table ends with totals by age and by user.
///
/// With --revoke, the listed tokens are then revoked in batches, and what became of each is printed. A token counts as
/// expired only when its last day is over in every time zone, because Jenkins goes by its own date. Asks for confirmation,
/// unless --yes is given; without a terminal, --yes is required. The token that the command signs in with is left out. If a
/// reply is lost, the users are listed again. If a token is left, the command can be repeated (exit code 16, or 12 if it may
/// still be revoked).
///
/// With --all or --controllers, several controllers are audited at the same time, each line names its controller, and
/// batches are printed as they come, so the order of the controllers changes from run to run. Credentials are found as for
/// one controller, without asking; JENKINS_USER_ID and JENKINS_API_TOKEN count only for the controller of JENKINS_URL. A
/// controller that fails is named and does not stop the others; none of its tokens are revoked unless all of its users were
/// listed. The exit code is 16 if some failed; if all failed, it is that of the first. --revoke asks once, when all are
/// listed.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey audit https://ci.example.org/jenkins
  latchkey audit --never-used --older-than 90d --csv > unused.csv
  latchkey audit --no-expiry --fail-on-found > /dev/null
  latchkey audit --never-used --older-than 365d --revoke
  latchkey audit --json | jq -r 'select(.kind == \"token\" and .legacy) | .user'
  latchkey audit --controllers controllers.txt --expired --csv > expired.csv

With --json, each line is an object with a \"kind\":
  \"token\" has \"user\", \"name\", \"uuid\", \"created\", \"ageDays\", \"uses\", \"lastUsed\", \"expires\" (with \"state\", which is \
expired, soon, on, never, or unknown, and \"date\"), \"legacy\", and \"warnings\".
  \"unreadable-user\" has \"user\" and \"reason\".
  \"revocation\" has \"user\", \"name\", \"uuid\", \"outcome\" (revoked, already-gone, failed, unknown, or not-tried), and \
\"reason\".
  \"end\" is the last line, unless a request failed. It has the numbers of \"users\", \"tokens\", \"listed\" tokens, and \
\"unreadableUsers\", and with --revoke the numbers of \"revocations\" by outcome.
  With several controllers, each line but the last has its \"controller\", \"failed-controller\" also has \"error\" (with \
\"kind\", \"status\", \"message\", and \"advice\"), and \"end\" also has the numbers of \"controllers\" and \"failedControllers\".
Times are in UTC. A value that is unknown, or a time that never was, is null.

With --csv, a line of titles is followed by a line for each \"token\", \"unreadable-user\", and \"revocation\". A text that a spreadsheet \
would take for a formula starts with an apostrophe, and control characters are escaped. With several controllers, there is a \
column \"controller\", and a line for each \"failed-controller\".")]
pub(crate) struct Arguments {
    /// URL of the Jenkins controller, or of any of its pages [default: JENKINS_URL]
    url: Option<String>,
    /// Print comma-separated values, for spreadsheets
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// End with exit code 19 if a token is listed
    #[arg(long)]
    fail_on_found: bool,
    #[command(flatten)]
    fleet: FleetArgs,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    cleanup: CleanupArgs,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    arguments.cleanup.check(arguments.filter.is_given(), arguments.fleet.reads_stdin())?;
    if let Some(fleet) = arguments.fleet.find(access)? {
        return several::run(&fleet, arguments, access, output);
    }
    let mut session = Session::open(arguments.url.as_deref(), access, output)?;
    // A wrong root has to show here: the script console would look as if it were switched off.
    session.check_root()?;
    let revokes = arguments.cleanup.revoke;
    let cleanup = if revokes { Some(Cleanup::new(&arguments.cleanup, &mut session)?) } else { None };
    let printer = Printer::new(arguments, None, output);
    let mut listing = Listing::new(session, cleanup, None, arguments, &printer, output);
    listing.everybody()?;
    let Listing { mut session, cleanup, .. } = listing;
    printer.sum_up();
    let cleaned = match cleanup {
        Some(cleanup) => {
            let (tally, cleaned) = cleanup.run(&arguments.cleanup, &mut session, &printer, output);
            printer.set_revocations(tally);
            cleaned
        }
        None => Ok(()),
    };
    let count = printer.finish()?;
    cleaned?;
    count.check(arguments.fail_on_found)
}
