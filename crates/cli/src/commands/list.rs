//! `latchkey list`: the tokens of a user.

use anstyle::Style;
use clap::Args;
use latchkey_core::listing::{RowExpiry, Usage};
use latchkey_core::{Owner, TokenRow};
use serde_json::{Value, json};

use crate::args::Access;
use crate::error::CliError;
use crate::session::{self, Session};
use crate::terminal::escape::escape_unprintable;
use crate::terminal::output::Output;
use crate::terminal::table::{self, Cell, Column};
use crate::warnings;

/// List API tokens
///
/// Expired tokens come first, then those that expire soon, then those never used. Dates and ages are in the words of
/// Jenkins.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey list https://ci.example.org/jenkins
  latchkey list --for bob
  latchkey list --json | jq -r '.tokens[] | select(.warnings[] == \"never-expires\") | .name'")]
pub(crate) struct Arguments {
    /// The controller, or any page of it [default: JENKINS_URL]
    url: Option<String>,
    /// List this user's tokens; administrators only
    #[arg(long = "for", value_name = "USER ID")]
    for_user: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let mut session = Session::open(arguments.url.as_deref(), access, output)?;
    let owner = session::owner(arguments.for_user.as_deref());
    let listing = session.list(&owner)?.sorted();
    if output.json {
        return output.json(&json!({
            "controller": session.root().to_string(),
            "user": whose(&session, &owner),
            "tokens": listing.tokens.iter().map(in_json).collect::<Vec<_>>(),
        }));
    }
    if listing.tokens.is_empty() {
        output.say(&format!("{} has no API tokens at {}", whose(&session, &owner), session.root()));
        return Ok(());
    }
    let rows: Vec<Vec<Cell>> = listing.tokens.iter().map(row).collect();
    output.result(&table::draw(&COLUMNS, &rows, output.width(), output.is_coloured()))
}

fn whose<'a>(session: &'a Session<'_>, owner: &'a Owner) -> &'a str {
    match owner {
        Owner::Me => session.account().user().as_str(),
        Owner::User(user) => user.as_str(),
    }
}

const COLUMNS: [Column; 6] = [
    Column { title: "NAME", order: 0 },
    Column { title: "LOOK AT", order: 1 },
    Column { title: "EXPIRY", order: 2 },
    Column { title: "USE", order: 3 },
    Column { title: "CREATED", order: 5 },
    Column { title: "UUID", order: 4 },
];

fn row(token: &TokenRow) -> Vec<Cell> {
    let cell = |text: &str| Cell { text: escape_unprintable(text), style: Style::new() };
    let warnings = warnings::of(token);
    let words: Vec<&str> = warnings.iter().map(|warning| warning.words()).collect();
    let style = warnings.first().map(|warning| warning.style()).unwrap_or_default();
    let (_, expiry) = expiry(&token.expiry);
    vec![
        cell(&token.name),
        Cell { text: words.join(", "), style },
        cell(expiry.unwrap_or("never")),
        cell(usage(&token.usage)),
        cell(token.created.as_ref().map_or("-", |created| created.text.as_str())),
        cell(&token.uuid),
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
        "warnings": warnings::of(token).iter().map(|warning| warning.identifier()).collect::<Vec<_>>(),
    })
}
