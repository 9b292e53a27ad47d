//! The saved tokens as a table, or as JSON.

use anstyle::{AnsiColor, Style};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::check::Check;
use crate::error::CliError;
use crate::expiry_state::ExpiryState;
use crate::remaining::Remaining;
use crate::saved_tokens::FoundTokens;
use crate::terminal::output::Output;
use crate::terminal::table::{self, Cell, Column};
use crate::token_store::KeptToken;

/// A saved token, and what is known of it.
pub(super) struct Row<'a> {
    kept: &'a KeptToken,
    check: &'a Check,
    remaining: Remaining,
    state: ExpiryState,
    /// The names of the headers that are remembered for its controller.
    headers: Vec<String>,
}

const COLUMNS: [Column; 7] = [
    Column { title: "CONTROLLER", order: 0 },
    Column { title: "USER", order: 1 },
    Column { title: "NAME", order: 5 },
    Column { title: "DAYS LEFT", order: 2 },
    Column { title: "LAST DAY", order: 4 },
    Column { title: "STATE", order: 3 },
    Column { title: "SAVED IN", order: 6 },
];

/// Prints the tokens, and says what is wrong with any of them.
pub(super) fn print(rows: &[Row<'_>], found: &FoundTokens, output: &Output) -> Result<(), CliError> {
    if output.json {
        let unreadable = found.inventory.unreadable.iter();
        let entries = unreadable.map(|entry| json!({ "entry": entry.name, "reason": entry.reason }));
        let mut document = json!({
            "tokens": rows.iter().map(Row::in_json).collect::<Vec<_>>(),
            "unreadable": entries.collect::<Vec<_>>(),
        });
        found.add_missing_to(&mut document);
        output.json(&document)?;
    } else if rows.is_empty() {
        output.say("No saved token is to be shown");
    } else {
        let cells: Vec<Vec<Cell>> = rows.iter().map(|row| row.cells(rows)).collect();
        output.result(&table::draw(&COLUMNS, &cells, output.width(), output.has_colors()))?;
    }
    if !output.json {
        say_headers(rows, output);
    }
    for row in rows {
        if let Some(error) = row.check.error() {
            let saved = &row.kept.saved;
            output.warn(&format!("{} at {}: {}", saved.user, saved.controller, error.in_one_line()));
        }
    }
    found.warn_of_missing(output);
    Ok(())
}

/// Names the headers that are remembered, once for each controller.
fn say_headers(rows: &[Row<'_>], output: &Output) {
    let mut said: Vec<String> = Vec::new();
    for row in rows.iter().filter(|row| !row.headers.is_empty()) {
        let KeptToken { store, saved, .. } = row.kept;
        let names = row.headers.join(", ");
        let text = format!("Headers for {}, remembered in {store}: {names}", saved.controller);
        if !said.contains(&text) {
            output.say(&text);
            said.push(text);
        }
    }
}

impl<'a> Row<'a> {
    pub(super) fn of(kept: &'a KeptToken, check: &'a Check, today: Date) -> Self {
        let remaining = Remaining::of(&kept.saved, today);
        let state = match remaining {
            Remaining::Always => ExpiryState::Never,
            Remaining::Unknown => ExpiryState::Unknown,
            Remaining::Until { is_over: true, .. } => ExpiryState::Expired,
            Remaining::Until { last_day, .. } => {
                match ExpiryState::on(today, Some(&last_day.earliest.to_string())) {
                    // Perhaps not yet, where the server is.
                    ExpiryState::Expired => ExpiryState::Soon,
                    state => state,
                }
            }
        };
        let headers = kept.header_names();
        Self { kept, check, remaining, state, headers }
    }

    fn cells(&self, rows: &[Self]) -> Vec<Cell> {
        let saved = &self.kept.saved;
        let has_others =
            || rows.iter().filter(|row| row.kept.saved.controller == saved.controller).count() > 1;
        let user = match self.kept.is_default && has_others() {
            true => format!("{} (default)", saved.user),
            false => saved.user.clone(),
        };
        let (days, last_day) = match self.remaining {
            Remaining::Until { last_day, days, is_over } => {
                let about = if last_day.is_exact() { "" } else { "about " };
                let days = if is_over { "expired".to_owned() } else { format!("{about}{}", days.max(0)) };
                (days, format!("{about}{}", last_day.earliest))
            }
            Remaining::Always => ("-".to_owned(), "never".to_owned()),
            Remaining::Unknown => ("-".to_owned(), "unknown".to_owned()),
        };
        let (state, color) = match self.check {
            Check::Works(None) => ("works", AnsiColor::Green),
            Check::Works(Some(_)) => ("works without reading", AnsiColor::Yellow),
            Check::Refused(_) => ("does not work", AnsiColor::Red),
            Check::Failed(_) => ("could not be tried", AnsiColor::Yellow),
            Check::NotTried => ("not tried", AnsiColor::White),
        };
        let style = match self.check {
            Check::NotTried => Style::new(),
            _ => color.on_default(),
        };
        vec![
            Cell::of(&saved.controller),
            Cell::of(&user),
            Cell::of(saved.name.as_deref().unwrap_or("-")),
            Cell { style: self.style_of_days(), ..Cell::of(&days) },
            Cell::of(&last_day),
            Cell { style, ..Cell::of(state) },
            Cell::of(&self.kept.store.to_string()),
        ]
    }

    fn style_of_days(&self) -> Style {
        match self.state {
            ExpiryState::Expired => AnsiColor::Red.on_default(),
            ExpiryState::Soon => AnsiColor::Yellow.on_default(),
            ExpiryState::Later | ExpiryState::Never | ExpiryState::Unknown => Style::new(),
        }
    }

    fn in_json(&self) -> Value {
        let saved = &self.kept.saved;
        let (earliest, latest, days) = match self.remaining {
            Remaining::Until { last_day, days, .. } => {
                (Some(last_day.earliest.to_string()), Some(last_day.latest.to_string()), Some(days))
            }
            Remaining::Always | Remaining::Unknown => (None, None, None),
        };
        let state = match self.check {
            Check::Works(_) => "works",
            Check::Refused(_) => "refused",
            Check::Failed(_) => "failed",
            Check::NotTried => "not-tried",
        };
        json!({
            "controller": saved.controller,
            "user": saved.user,
            "default": self.kept.is_default,
            "name": saved.name,
            "uuid": saved.uuid,
            "place": self.kept.store.to_string(),
            "headers": self.headers,
            "expiry": {
                "state": self.state.identifier(), "earliest": earliest, "latest": latest, "daysLeft": days,
            },
            "check": { "state": state, "message": self.check.error().map(|error| &error.message) },
        })
    }
}
