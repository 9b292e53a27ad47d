//! `latchkey audit`: every user's tokens, for administrators.
//!
//! Users come in batches, one script each, and each batch is printed before the next is requested: memory holds one
//! batch and the IDs.

mod csv;
mod entry;
mod filter;
mod jsonl;
mod progress;
mod report;
mod table;

use clap::Args;
use jiff::{Timestamp, Zoned};
use latchkey_core::script::{Script, UserPage, UserTokens};
use latchkey_core::{Error, UserId};

use self::entry::{Entry, Now};
use self::filter::Filter;
use self::progress::Progress;
use self::report::{Count, Report, Row};
use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::session::Session;
use crate::terminal::output::Output;

/// List the API tokens of every user, for administrators
///
/// Needs the script console. Users are listed in batches, in the order of their IDs. If the record of a user cannot be
/// read, the user is named and the audit goes on (exit code 16). If a batch fails, the audit ends, and the message names
/// the first user who is missing.
///
/// A token is listed if it meets all of the given conditions.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey audit https://ci.example.org/jenkins
  latchkey audit --never-used --older-than 90d --csv > unused.csv
  latchkey audit --no-expiry --fail-on-found > /dev/null
  latchkey audit --json | jq -r 'select(.kind == \"token\" and .legacy) | .user'

With --json, each line is an object with a \"kind\":
  \"token\" has \"user\", \"name\", \"uuid\", \"created\", \"ageDays\", \"uses\", \"lastUsed\", \"expires\" (with \"state\", which is \
expired, soon, on, never, or unknown, and \"date\"), \"legacy\", and \"warnings\".
  \"unreadable-user\" has \"user\" and \"reason\".
  \"end\" is the last line, unless a request failed. It has the numbers of \"users\", \"tokens\", \"listed\" tokens, and \
\"unreadableUsers\".
Times are in UTC. A value that is unknown, or a time that never was, is null.

With --csv, a line of titles is followed by a line for each \"token\" and each \"unreadable-user\". A text that a spreadsheet \
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
}

/// This many IDs are requested at once: about 0.5 MB.
const IDS_AT_ONCE: usize = 10_000;

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let mut session = Session::open(arguments.url.as_deref(), access, output)?;
    // A wrong root has to show here: the script console would look as if it were switched off.
    session.check_root()?;

    let report: Box<dyn Report> = match () {
        () if output.json => Box::new(jsonl::JsonlReport),
        () if arguments.csv => Box::new(csv::CsvReport),
        () => Box::new(table::TableReport::new(output)),
    };
    let now = Now { instant: Timestamp::now(), today: Zoned::now().date() };
    let progress = Progress::new();
    let mut audit = Audit { session, filter: &arguments.filter, now, report, progress, output };
    let count = audit.everybody()?;
    audit.finish(count, arguments.fail_on_found)
}

struct Audit<'a> {
    session: Session<'a>,
    filter: &'a Filter,
    now: Now,
    report: Box<dyn Report>,
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
        let mut rows = Vec::new();
        for user in users {
            match user {
                UserTokens::Tokens { user, tokens } => {
                    count.tokens += tokens.len();
                    let entries = tokens.iter().map(|token| Entry::of(user.as_str(), token, self.now));
                    rows.extend(entries.filter(|entry| self.filter.admits(entry)).map(Row::Token));
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

    fn finish(&self, count: Count, fail_on_found: bool) -> Result<(), CliError> {
        self.progress.clear();
        if let Some(end) = self.report.footer(&count) {
            self.output.result(&end)?;
        }
        let of_which =
            if self.filter.is_given() { format!(", {} listed", count.listed) } else { String::new() };
        self.output.say(&format!("Users: {}, API tokens: {}{of_which}", count.users, count.tokens));
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
