//! `latchkey audit`: every user's tokens, for administrators.
//!
//! Users come in batches, one script each, and each batch is written out before the next is asked for: memory holds
//! one batch and the ids.

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
use latchkey_core::{Client, Error, UserId};
use latchkey_native::HttpTransport;

use self::entry::{Entry, Now};
use self::filter::Filter;
use self::progress::Progress;
use self::report::{Count, Report, Row};
use crate::args::Access;
use crate::error::{AuditInterrupted, CliError};
use crate::session::Session;
use crate::terminal::output::Output;

/// List the API tokens of every user, for administrators
///
/// Needs the script console. Users are read in batches and listed as they come, in the order of their ids. A user whose
/// record cannot be read is named, and the rest goes on (status 16). Where a batch fails, what was listed stands, and the
/// message names the user from whom on the rest is missing.
///
/// The conditions narrow each other down: a token is listed if all that are given hold.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey audit https://ci.example.org/jenkins
  latchkey audit --never-used --older-than 90d --csv > unused.csv
  latchkey audit --no-expiry --fail-on-found > /dev/null
  latchkey audit --json | jq -r 'select(.kind == \"token\" and .legacy) | .user'

With --json, each line is an object with a \"kind\": \"token\", with \"user\", \"name\", \"uuid\", \"created\", \
\"ageDays\", \"uses\", \"lastUsed\", \"expires\" (\"state\" is expired, soon, on, never or unknown; \"date\"), \"legacy\" and \
\"warnings\"; \"unreadable-user\", with \"user\" and \"reason\"; and at the end, unless a request failed, \"end\", with how many \
\"users\" and \"tokens\" there are, how many are \"listed\", and how many \"unreadableUsers\". Times are in UTC; null is what \
is not known, or never.

With --csv, there is a line for each \"token\" and \"unreadable-user\" below one of titles. A text at which a spreadsheet \
would take it for a formula gets an apostrophe in front; characters that control something are written out.")]
pub(crate) struct Arguments {
    /// The controller, or any page of it [default: JENKINS_URL]
    url: Option<String>,
    /// Comma-separated values on standard output, for spreadsheets
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// End with status 19 if a token is listed
    #[arg(long)]
    fail_on_found: bool,
    #[command(flatten)]
    filter: Filter,
}

/// So many ids are asked for at once: some 0.5 MB.
const IDS_AT_ONCE: usize = 10_000;

pub(crate) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let mut session = Session::open(arguments.url.as_deref(), access, output)?;
    // An address that is not of the root has to show here: at the console it looks like one that is switched off.
    let asked = session.run(async |client: &Client<HttpTransport>| client.whoami().await);
    asked.map_err(|error| session.failure(error))?;

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
                self.ended(cause, from)
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
                    self.ended(cause, first.map(|user| format!("{:?}", user.as_str())))
                })?;
                self.write(&users, &mut count)?;
            }
            asked += page.ids.len();
            if asked >= page.total {
                return Ok(count);
            }
        }
    }

    /// The ids from this place on; at least one, unless that is the end.
    fn ids(&mut self, from: usize) -> Result<UserPage, Error> {
        let act_as = self.session.act_as();
        let page = self.session.run(async |client: &Client<HttpTransport>| {
            client.users_by_script(&act_as, from, IDS_AT_ONCE).await
        })?;
        let goes_on = !page.ids.is_empty() || from >= page.total;
        if goes_on { Ok(page) } else { Err(Error::UnexpectedReply) }
    }

    /// The tokens of these users, each of whom is spoken of.
    fn tokens_of(&mut self, batch: &[UserId]) -> Result<Vec<UserTokens>, Error> {
        let act_as = self.session.act_as();
        let users = self
            .session
            .run(async |client: &Client<HttpTransport>| client.list_by_script(&act_as, batch).await)?;
        if users.len() == batch.len() { Ok(users) } else { Err(Error::UnexpectedReply) }
    }

    /// Writes out what is to be listed of these users.
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
                    let reason = "Jenkins does not find this user (any more)";
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

    fn ended(&self, cause: Error, from: Option<String>) -> CliError {
        self.progress.clear();
        let user = self.session.account().user().to_string();
        CliError::Audit(Box::new(AuditInterrupted { cause, acted: self.session.acted(), user, from }))
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
            return Err(CliError::PartlyDone {
                message: format!(
                    "The tokens of {} of {} users cannot be read",
                    count.unreadable, count.users
                ),
                advice: "Look at their records on the controller; all others are listed".to_owned(),
            });
        }
        if fail_on_found && count.listed > 0 {
            return Err(CliError::Found { tokens: count.listed });
        }
        Ok(())
    }
}
