//! `latchkey list`: the tokens of a user.

use clap::Args;
use latchkey_core::TokenRow;
use latchkey_core::listing::{RowExpiry, Usage};
use serde_json::{Value, json};

use crate::access::{Access, OwnerArg};
use crate::error::CliError;
use crate::session::Session;
use crate::terminal::output::Output;
use crate::terminal::table::{self, Cell, Column};
use crate::warnings;

/// List API tokens
///
/// Expired tokens come first, then tokens that expire soon, then tokens that were never used. Dates and ages are shown as
/// Jenkins writes them.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey list https://ci.example.org/jenkins
  latchkey list --for bob
  latchkey list --json | jq -r '.tokens[] | select(.warnings[] == \"never-expires\") | .name'")]
pub(crate) struct Arguments {
    /// URL of the Jenkins controller, or of any of its pages [default: JENKINS_URL]
    url: Option<String>,
    #[command(flatten)]
    owner: OwnerArg,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let mut session = Session::open(arguments.url.as_deref(), access, output)?;
    let owner = arguments.owner.owner();
    let listing = session.list(&owner)?.sorted();
    if output.json {
        return output.json(&json!({
            "controller": session.root().to_string(),
            "user": session.user_of(&owner).as_str(),
            "tokens": listing.tokens.iter().map(in_json).collect::<Vec<_>>(),
        }));
    }
    if listing.tokens.is_empty() {
        output.say(&format!("{} has no API tokens at {}", session.user_of(&owner).as_str(), session.root()));
        return Ok(());
    }
    let rows: Vec<Vec<Cell>> = listing.tokens.iter().map(row).collect();
    output.result(&table::draw(&COLUMNS, &rows, output.width(), output.has_colors()))
}

const COLUMNS: [Column; 6] = [
    Column { title: "NAME", order: 0 },
    Column { title: "WARNINGS", order: 1 },
    Column { title: "EXPIRY", order: 2 },
    Column { title: "USE", order: 3 },
    Column { title: "CREATED", order: 5 },
    Column { title: "UUID", order: 4 },
];

fn row(token: &TokenRow) -> Vec<Cell> {
    let (_, expiry) = expiry(&token.expiry);
    vec![
        Cell::of(&token.name),
        warnings::cell(token.warnings()),
        Cell::of(expiry.unwrap_or("never")),
        Cell::of(usage(&token.usage)),
        Cell::of(token.created.as_ref().map_or("-", |created| created.text.as_str())),
        Cell::of(&token.uuid),
    ]
}

/// The state of an expiry for programs, and Jenkins' words for it.
fn expiry(expiry: &RowExpiry) -> (&'static str, Option<&str>) {
    match expiry {
        RowExpiry::Expired(text) => ("expired", Some(text)),
        RowExpiry::AboutToExpire(text) => ("soon", Some(text)),
        RowExpiry::On(text) => ("on", Some(text)),
        RowExpiry::Never(text) => ("never", Some(text)),
        RowExpiry::NotSupported => ("not-supported", None),
    }
}

fn usage(usage: &Usage) -> &str {
    match usage {
        Usage::Never { text } | Usage::Times { text, .. } | Usage::NoStatistics { text } => text,
    }
}

fn in_json(token: &TokenRow) -> Value {
    let (state, words) = expiry(&token.expiry);
    let (count, exact) = match &token.usage {
        Usage::Never { .. } => (Some(0), None),
        Usage::Times { count, exact, .. } => (*count, exact.as_deref()),
        Usage::NoStatistics { .. } => (None, None),
    };
    json!({
        "uuid": token.uuid,
        "name": token.name,
        "created": token.created.as_ref().map(|created| json!({ "text": created.text, "exact": created.exact })),
        "use": { "count": count, "text": usage(&token.usage), "exact": exact },
        "expiry": { "state": state, "text": words },
        "legacy": token.legacy,
        "warnings": token.warnings().map(warnings::identifier).collect::<Vec<_>>(),
    })
}
