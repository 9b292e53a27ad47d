//! What an audit prints. Batches of several controllers are printed one after the other, each as a whole.

use std::io::{self, IsTerminal as _};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Arguments;
use super::csv::CsvReport;
use super::jsonl::JsonlReport;
use super::outcomes::{RevocationRow, Tally};
use super::progress::Progress;
use super::report::{Controllers, Count, Report, Row};
use super::table::TableReport;
use super::totals::Totals;
use crate::error::CliError;
use crate::fleet::Fleet;
use crate::terminal::output::Output;

/// Users whose tokens were read with one request, and what of it is listed.
#[derive(Default)]
pub(super) struct Batch<'a> {
    pub(super) users: usize,
    /// How many tokens they have, listed or not.
    pub(super) tokens: usize,
    pub(super) rows: Vec<Row<'a>>,
}

/// The result, which all controllers share.
pub(super) struct Printer {
    printed: Mutex<Printed>,
    progress: Progress,
    has_condition: bool,
    output: Output,
}

struct Printed {
    report: Box<dyn Report + Send>,
    /// Only if people read the result.
    totals: Option<Totals>,
    count: Count,
}

impl Printer {
    /// For one controller, or for a fleet.
    pub(super) fn new(arguments: &Arguments, fleet: Option<&Fleet>, output: &Output) -> Self {
        let report: Box<dyn Report + Send> = match () {
            () if output.json => Box::new(JsonlReport),
            () if arguments.csv => Box::new(CsvReport {
                has_outcomes: arguments.cleanup.revoke,
                has_controllers: fleet.is_some(),
            }),
            () => Box::new(TableReport::new(output, fleet)),
        };
        let totals = (!output.json && !arguments.csv).then(|| Totals::new(fleet.is_some()));
        let controllers = fleet.map(|fleet| Controllers { all: fleet.targets.len(), failed: 0 });
        let count = Count { controllers, ..Count::default() };
        let progress = Progress::new(if fleet.is_some() { "Controllers" } else { "Users" });
        if let Some(controllers) = controllers {
            progress.expect(controllers.all);
        }
        let printed = Mutex::new(Printed { report, totals, count });
        Self { printed, progress, has_condition: arguments.filter.is_given(), output: output.clone() }
    }

    /// Prints the first line.
    pub(super) fn begin(&self) -> Result<(), CliError> {
        let head = self.printed().report.header();
        head.map_or(Ok(()), |head| self.output.result(&head))
    }

    /// The only controller has this many users. Nothing is printed before that is known.
    pub(super) fn expect_users(&self, users: usize, is_first: bool) -> Result<(), CliError> {
        self.progress.expect(users);
        if is_first { self.begin() } else { Ok(()) }
    }

    /// Prints a batch. `messages` is for messages about its controller.
    pub(super) fn print(
        &self,
        controller: Option<&str>,
        batch: &Batch<'_>,
        messages: &Output,
    ) -> Result<(), CliError> {
        let mut printed = self.printed();
        let Printed { report, totals, count } = &mut *printed;
        if let Some(totals) = totals {
            totals.add_rows(controller, &batch.rows);
        }
        let broken = batch.rows.iter().filter(|row| matches!(row, Row::Unreadable { .. })).count();
        count.users += batch.users;
        count.tokens += batch.tokens;
        count.listed += batch.rows.len() - broken;
        count.unreadable += broken;
        let text = report.rows(controller, &batch.rows);
        self.progress.aside(|| {
            for row in &batch.rows {
                if let Row::Unreadable { user, reason } = row {
                    messages.warn(&format!("The tokens of {user:?} cannot be read: {reason}"));
                }
            }
            if text.is_empty() { Ok(()) } else { self.output.result(&text) }
        })?;
        if controller.is_none() {
            self.progress.advance(batch.users);
        }
        Ok(())
    }

    /// One of several controllers is done.
    pub(super) fn controller_is_done(&self) {
        self.progress.advance(1);
    }

    /// Names a controller that could not be audited.
    pub(super) fn fail(&self, controller: &str, error: &CliError, messages: &Output) -> Result<(), CliError> {
        let mut printed = self.printed();
        if let Some(controllers) = &mut printed.count.controllers {
            controllers.failed += 1;
        }
        let text = printed.report.failure(controller, error);
        self.progress.aside(|| {
            messages.warn(&error.in_one_line());
            text.map_or(Ok(()), |text| self.output.result(&text))
        })
    }

    /// Prints what became of tokens that were to be revoked.
    pub(super) fn revocations(
        &self,
        controller: Option<&str>,
        rows: &[RevocationRow<'_>],
        messages: &Output,
    ) -> Result<(), CliError> {
        let mut printed = self.printed();
        match printed.report.revocations(controller, rows) {
            Some(text) => self.output.result(&text),
            None => {
                rows.iter().for_each(|row| row.say(messages));
                Ok(())
            }
        }
    }

    /// Removes the progress bar.
    pub(super) fn clear(&self) {
        self.progress.clear();
    }

    /// Says how many tokens there are.
    pub(super) fn sum_up(&self) {
        self.clear();
        let printed = self.printed();
        let Count { users, tokens, listed, controllers, .. } = printed.count;
        if let Some(totals) = printed.totals.as_ref().filter(|_| listed > 0) {
            totals.lines(io::stderr().is_terminal()).iter().for_each(|line| self.output.say(line));
        }
        let of_which = if self.has_condition { format!(", {listed} listed") } else { String::new() };
        self.output.say(&match controllers {
            Some(Controllers { all, failed }) => {
                format!(
                    "Controllers: {} of {all}, users: {users}, API tokens: {tokens}{of_which}",
                    all - failed
                )
            }
            None => format!("Users: {users}, API tokens: {tokens}{of_which}"),
        });
    }

    /// What became of all tokens that were to be revoked.
    pub(super) fn set_revocations(&self, tally: Tally) {
        self.printed().count.revocations = Some(tally);
    }

    /// Prints the last line.
    pub(super) fn finish(self) -> Result<Count, CliError> {
        let Printed { report, count, .. } = self.printed.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(end) = report.footer(&count) {
            self.output.result(&end)?;
        }
        Ok(count)
    }

    fn printed(&self) -> MutexGuard<'_, Printed> {
        self.printed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
