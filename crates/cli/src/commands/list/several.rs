//! The tokens at several controllers, printed as each answers.

use std::sync::{Mutex, PoisonError};

use latchkey_core::{Listing, Owner};
use serde_json::json;

use super::{COLUMNS, document, row};
use crate::access::Access;
use crate::error::CliError;
use crate::fleet::{self, Fleet, Target};
use crate::session::Session;
use crate::terminal::output::Output;
use crate::terminal::table::{Cell, Column, Layout};

/// Lists them all.
///
/// # Errors
///
/// If a controller failed, which is named, or standard output cannot be written.
pub(super) fn run(fleet: &Fleet, owner: &Owner, access: &Access, output: &Output) -> Result<(), CliError> {
    let printer = Mutex::new(Printer::new(fleet, output));
    let results = fleet.each(output, |target, output| {
        let listed = list(target, owner, access, output);
        let mut printer = printer.lock().unwrap_or_else(PoisonError::into_inner);
        match listed {
            Ok((session, listing)) => printer.print(&session, owner, &listing, output),
            Err(error) => {
                printer.fail(target, &error, output)?;
                Err(error)
            }
        }
    })?;
    let failures: Vec<&CliError> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    let message =
        format!("The tokens at {} of {} controllers could not be listed", failures.len(), results.len());
    fleet::failed(&failures, results.len(), message)
}

fn list<'a>(
    target: &Target,
    owner: &Owner,
    access: &Access,
    output: &'a Output,
) -> Result<(Session<'a>, Listing), CliError> {
    let mut session = target.open(access, output)?;
    let listing = session.list(owner)?.sorted();
    Ok((session, listing))
}

/// Prints one controller after the other.
struct Printer {
    output: Output,
    columns: Vec<Column>,
    /// The first controller with tokens decides how wide the columns are.
    layout: Option<Layout>,
    /// The controller with the longest name.
    longest: Cell,
}

impl Printer {
    fn new(fleet: &Fleet, output: &Output) -> Self {
        // These two stay longer than the last three of the others.
        let own = [Column { title: "CONTROLLER", order: 1 }, Column { title: "USER", order: 4 }];
        let others = COLUMNS.map(|column| match column.order {
            0 => column,
            order => Column { order: order + 1 + u8::from(order > 2), ..column },
        });
        let columns = [&own[..], &others].concat();
        Self { output: output.clone(), columns, layout: None, longest: fleet.longest_cell(output) }
    }

    fn print(
        &mut self,
        session: &Session<'_>,
        owner: &Owner,
        listing: &Listing,
        messages: &Output,
    ) -> Result<(), CliError> {
        let output = &self.output;
        if output.json {
            return output.json(&document(session, owner, listing));
        }
        let user = session.user_of(owner);
        if listing.tokens.is_empty() {
            messages.say(&format!("{user} has no API tokens"));
            return Ok(());
        }
        let own = [fleet::controller_cell(&session.root().to_string(), output), Cell::of(user.as_str())];
        let rows: Vec<Vec<Cell>> =
            listing.tokens.iter().map(|token| [&own[..], &row(token)].concat()).collect();
        let mut lines = Vec::new();
        let layout = self.layout.get_or_insert_with(|| {
            let mut widest = rows.clone();
            widest.extend(
                rows.first().map(|first| [std::slice::from_ref(&self.longest), &first[1..]].concat()),
            );
            let layout = Layout::of(&self.columns, &widest, output.width(), output.has_colors());
            lines.push(layout.titles());
            layout
        });
        lines.extend(rows.iter().map(|row| layout.line(row)));
        output.result(&lines.join("\n"))
    }

    fn fail(&self, target: &Target, error: &CliError, messages: &Output) -> Result<(), CliError> {
        if self.output.json {
            self.output.json(&json!({ "controller": target.controller(), "error": error.in_json() }))?;
        }
        messages.warn(&error.in_one_line());
        Ok(())
    }
}
