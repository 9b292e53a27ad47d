//! `latchkey audit`: every user's tokens, for administrators.
//!
//! Users come in batches, one script each, and each batch is printed before the next is requested: memory holds one
//! batch, the IDs, and the tokens to revoke.

mod cleanup;
mod csv;
mod entry;
mod filter;
mod in_use;
mod jsonl;
mod outcomes;
mod progress;
mod report;
mod table;
mod totals;

use std::io::{self, IsTerminal as _};

use clap::Args;
use jiff::{Timestamp, Zoned};
use latchkey_core::script::{Script, UserPage, UserTokens};
use latchkey_core::{Error, UserId};

use self::cleanup::{Cleanup, CleanupArgs};
use self::entry::{Entry, Now};
use self::filter::Filter;
use self::progress::Progress;
use self::report::{Count, Report, Row};
use self::totals::Totals;
use crate::access::Access;
use crate::error::{CliError, ExitCode};
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
/// With --revoke, the listed tokens are then revoked in batches, and what became of each is printed. Asks for confirmation,
/// unless --yes is given; without a terminal, --yes is required. The token that the command signs in with is left out. If a
/// reply is lost, the users are listed again. If a token is left, the command can be repeated (exit code 16, or 12 if it may
/// still be revoked).
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey audit https://ci.example.org/jenkins
  latchkey audit --never-used --older-than 90d --csv > unused.csv
  latchkey audit --no-expiry --fail-on-found > /dev/null
  latchkey audit --never-used --older-than 365d --revoke
  latchkey audit --json | jq -r 'select(.kind == \"token\" and .legacy) | .user'

With --json, each line is an object with a \"kind\":
  \"token\" has \"user\", \"name\", \"uuid\", \"created\", \"ageDays\", \"uses\", \"lastUsed\", \"expires\" (with \"state\", which is \
expired, soon, on, never, or unknown, and \"date\"), \"legacy\", and \"warnings\".
  \"unreadable-user\" has \"user\" and \"reason\".
  \"revocation\" has \"user\", \"name\", \"uuid\", \"outcome\" (revoked, already-gone, failed, unknown, or not-tried), and \
\"reason\".
  \"end\" is the last line, unless a request failed. It has the numbers of \"users\", \"tokens\", \"listed\" tokens, and \
\"unreadableUsers\", and with --revoke the numbers of \"revocations\" by outcome.
Times are in UTC. A value that is unknown, or a time that never was, is null.

With --csv, a line of titles is followed by a line for each \"token\", \"unreadable-user\", and \"revocation\". A text that a spreadsheet \
would take for a formula starts with an apostrophe, and control characters are escaped.")]
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
    filter: Filter,
    #[command(flatten)]
    cleanup: CleanupArgs,
}

/// This many IDs are requested at once: about 0.5 MB.
const IDS_AT_ONCE: usize = 10_000;

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    arguments.cleanup.check(arguments.filter.is_given())?;
    let mut session = Session::open(arguments.url.as_deref(), access, output)?;
    // A wrong root has to show here: the script console would look as if it were switched off.
    session.check_root()?;

    let report: Box<dyn Report> = match () {
        () if output.json => Box::new(jsonl::JsonlReport),
        () if arguments.csv => Box::new(csv::CsvReport { has_outcomes: arguments.cleanup.revoke }),
        () => Box::new(table::TableReport::new(output)),
    };
    let now = Now { instant: Timestamp::now(), today: Zoned::now().date() };
    let revokes = arguments.cleanup.revoke;
    let mut audit = Audit {
        cleanup: if revokes { Some(Cleanup::new(&arguments.cleanup, &mut session)?) } else { None },
        session,
        filter: &arguments.filter,
        now,
        report,
        totals: (!output.json && !arguments.csv).then(Totals::default),
        progress: Progress::new(),
        output,
    };
    let mut count = audit.everybody()?;
    audit.sum_up(&count);
    let cleaned = audit.clean_up(&mut count);
    audit.finish(&count, cleaned, arguments.fail_on_found)
}

struct Audit<'a> {
    session: Session<'a>,
    filter: &'a Filter,
    now: Now,
    report: Box<dyn Report>,
    /// Only if people read the result.
    totals: Option<Totals>,
    /// Only if tokens are to be revoked.
    cleanup: Option<Cleanup>,
    progress: Progress,
    output: &'a Output,
}

impl Audit<'_> {
    fn everybody(&mut self) -> Result<Count, CliError> {
        let mut count = Count::default();
        let mut asked = 0;
        loop {
            let page = self.ids(asked).map_err(|cause| {
                let from = (asked > 0).then(|| format!("number {}", asked + 1));
                self.interrupted(&cause, from)
            })?;
            self.progress.expect(page.total);
            if asked == 0
                && let Some(head) = self.report.header()
            {
                self.output.result(&head)?;
            }
            for batch in page.ids.chunks(Script::USERS_AT_ONCE) {
                let users = self.tokens_of(batch).map_err(|cause| {
                    let first = batch.first().filter(|_| count.users > 0);
                    self.interrupted(&cause, first.map(|user| format!("{:?}", user.as_str())))
                })?;
                self.write(&users, &mut count)?;
            }
            asked += page.ids.len();
            if asked >= page.total {
                return Ok(count);
            }
        }
    }

    /// The IDs from this place on; at least one, unless that is the end.
    fn ids(&mut self, from: usize) -> Result<UserPage, Error> {
        let page = self.session.user_ids(from, IDS_AT_ONCE)?;
        let goes_on = !page.ids.is_empty() || from >= page.total;
        if goes_on { Ok(page) } else { Err(Error::UnexpectedReply) }
    }

    /// The tokens of these users, with an entry for each user.
    fn tokens_of(&mut self, batch: &[UserId]) -> Result<Vec<UserTokens>, Error> {
        let users = self.session.tokens_of(batch)?;
        if users.len() == batch.len() { Ok(users) } else { Err(Error::UnexpectedReply) }
    }

    /// Prints the tokens of these users that pass the filter.
    fn write(&mut self, users: &[UserTokens], count: &mut Count) -> Result<(), CliError> {
        let now = self.now;
        let mut rows = Vec::new();
        for user in users {
            match user {
                UserTokens::Tokens { user, tokens } => {
                    count.tokens += tokens.len();
                    let entries = tokens.iter().map(|token| Entry::of(user.as_str(), token, now));
                    let entries: Vec<_> = entries.filter(|entry| self.filter.admits(entry)).collect();
                    if let Some(totals) = &mut self.totals {
                        totals.add(user.as_str(), &entries);
                    }
                    if let Some(cleanup) = &mut self.cleanup {
                        cleanup.select(user, &entries, now);
                    }
                    rows.extend(entries.into_iter().map(Row::Token));
                }
                UserTokens::UnknownUser(user) => {
                    let reason = "Jenkins no longer finds this user";
                    rows.push(Row::Unreadable { user: user.as_str(), reason });
                }
                UserTokens::Unreadable { user, reason } => {
                    rows.push(Row::Unreadable { user: user.as_str(), reason });
                }
            }
        }
        let unreadable = |line: &&Row<'_>| matches!(line, Row::Unreadable { .. });
        let broken = rows.iter().filter(unreadable).count();
        count.users += users.len();
        count.listed += rows.len() - broken;
        count.unreadable += broken;
        let text = self.report.rows(&rows);
        self.progress.aside(|| {
            for line in &rows {
                if let Row::Unreadable { user, reason } = line {
                    self.output.warn(&format!("The tokens of {user:?} cannot be read: {reason}"));
                }
            }
            if text.is_empty() { Ok(()) } else { self.output.result(&text) }
        })?;
        self.progress.advance(users.len());
        Ok(())
    }

    /// The audit ended before all users were listed: `from` is the first who was not, `None` if nobody was.
    fn interrupted(&self, cause: &Error, from: Option<String>) -> CliError {
        self.progress.clear();
        let mut error = self.session.error(cause);
        if matches!(cause, Error::NotPermitted { .. }) {
            let user = self.session.account().user();
            error.message =
                format!("Only administrators can list every user's tokens, and {user} is not one");
            error.hints =
                vec!["Use the credentials of an administrator, for example with --user.".to_owned()];
        }
        if let Some(from) = from {
            error.message =
                format!("{}. The list is not complete: users from {from} on are missing", error.message);
        }
        error
    }

    /// Says how many tokens there are.
    fn sum_up(&self, count: &Count) {
        self.progress.clear();
        if let Some(totals) = self.totals.as_ref().filter(|_| count.listed > 0) {
            totals.lines(io::stderr().is_terminal()).iter().for_each(|line| self.output.say(line));
        }
        let of_which =
            if self.filter.is_given() { format!(", {} listed", count.listed) } else { String::new() };
        self.output.say(&format!("Users: {}, API tokens: {}{of_which}", count.users, count.tokens));
    }

    /// Revokes the listed tokens, if that was asked for.
    fn clean_up(&mut self, count: &mut Count) -> Result<(), CliError> {
        let Some(cleanup) = self.cleanup.take() else { return Ok(()) };
        let (tally, cleaned) = cleanup.run(&mut self.session, self.report.as_mut(), self.output);
        count.revocations = Some(tally);
        cleaned
    }

    fn finish(
        &self,
        count: &Count,
        cleaned: Result<(), CliError>,
        fail_on_found: bool,
    ) -> Result<(), CliError> {
        if let Some(end) = self.report.footer(count) {
            self.output.result(&end)?;
        }
        cleaned?;
        if count.unreadable > 0 {
            let message =
                format!("The tokens of {} of {} users cannot be read", count.unreadable, count.users);
            return Err(CliError::partly_done(message)
                .hint("Check these users' records on the controller. The tokens of all others are listed."));
        }
        if fail_on_found && count.listed > 0 {
            let message = match count.listed {
                1 => "1 token was found".to_owned(),
                tokens => format!("{tokens} tokens were found"),
            };
            return Err(CliError::new(ExitCode::Found, "found", message)
                .hint("Revoke or replace what should not be there, and audit again."));
        }
        Ok(())
    }
}
