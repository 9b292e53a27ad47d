//! The users of one controller, batch by batch.

use jiff::{Timestamp, Zoned};
use latchkey_core::script::{Script, UserPage, UserTokens};
use latchkey_core::{Error, UserId};

use super::Arguments;
use super::cleanup::Cleanup;
use super::entry::{Entry, Now};
use super::filter::Filter;
use super::printer::{Batch, Printer};
use super::report::Row;
use crate::error::CliError;
use crate::session::Session;
use crate::terminal::output::Output;

/// This many IDs are requested at once: about 0.5 MB.
const IDS_AT_ONCE: usize = 10_000;

/// The audit of one controller.
pub(super) struct Listing<'a> {
    pub(super) session: Session<'a>,
    /// Only if tokens are to be revoked.
    pub(super) cleanup: Option<Cleanup>,
    /// The controller that every line names, if there are several.
    controller: Option<String>,
    filter: &'a Filter,
    now: Now,
    printer: &'a Printer,
    messages: &'a Output,
}

impl<'a> Listing<'a> {
    pub(super) fn new(
        session: Session<'a>,
        cleanup: Option<Cleanup>,
        controller: Option<String>,
        arguments: &'a Arguments,
        printer: &'a Printer,
        messages: &'a Output,
    ) -> Self {
        let now = Now { instant: Timestamp::now(), today: Zoned::now().date() };
        Self { session, cleanup, controller, filter: &arguments.filter, now, printer, messages }
    }

    /// Prints the tokens of all users.
    pub(super) fn everybody(&mut self) -> Result<(), CliError> {
        let (mut asked, mut listed) = (0, 0);
        loop {
            let page = self.ids(asked).map_err(|cause| {
                let from = (asked > 0).then(|| format!("number {}", asked + 1));
                self.interrupted(&cause, from)
            })?;
            if self.controller.is_none() {
                self.printer.expect_users(page.total, asked == 0)?;
            }
            for batch in page.ids.chunks(Script::USERS_AT_ONCE) {
                let users = self.tokens_of(batch).map_err(|cause| {
                    let first = batch.first().filter(|_| listed > 0);
                    self.interrupted(&cause, first.map(|user| format!("{:?}", user.as_str())))
                })?;
                self.write(&users)?;
                listed += users.len();
            }
            asked += page.ids.len();
            if asked >= page.total {
                return Ok(());
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
    fn write(&mut self, users: &[UserTokens]) -> Result<(), CliError> {
        let now = self.now;
        let mut batch = Batch { users: users.len(), ..Batch::default() };
        for user in users {
            match user {
                UserTokens::Tokens { user, tokens } => {
                    batch.tokens += tokens.len();
                    let entries = tokens.iter().map(|token| Entry::of(user.as_str(), token, now));
                    let to_revoke = self.cleanup.is_some();
                    let entries: Vec<_> =
                        entries.filter(|entry| self.filter.admits(entry, now, to_revoke)).collect();
                    if let Some(cleanup) = &mut self.cleanup {
                        cleanup.select(user, &entries, now);
                    }
                    batch.rows.extend(entries.into_iter().map(Row::Token));
                }
                UserTokens::UnknownUser(user) => {
                    let reason = "Jenkins no longer finds this user";
                    batch.rows.push(Row::Unreadable { user: user.as_str(), reason });
                }
                UserTokens::Unreadable { user, reason } => {
                    batch.rows.push(Row::Unreadable { user: user.as_str(), reason });
                }
            }
        }
        self.printer.print(self.controller.as_deref(), &batch, self.messages)
    }

    /// The audit ended before all users were listed: `from` is the first who is missing; `None` if nobody was listed.
    fn interrupted(&self, cause: &Error, from: Option<String>) -> CliError {
        if self.controller.is_none() {
            self.printer.clear();
        }
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
}
