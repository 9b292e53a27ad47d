//! `latchkey list`: lists the tokens of a user, at one controller or several.

mod several;

use clap::Args;
use latchkey_core::listing::{RowExpiry, Usage};
use latchkey_core::{Listing, Owner, TokenRow};
use serde_json::{Value, json};

use crate::access::{Access, OwnerArg};
use crate::error::CliError;
use crate::fleet::FleetArgs;
use crate::session::Session;
use crate::terminal::output::Output;
use crate::terminal::table::{self, Cell, Column};
use crate::warnings;

/// List API tokens
///
/// Expired tokens come first, then tokens that expire soon, then tokens that were never used. Dates and ages are shown as
/// Jenkins writes them.
///
/// With --all or --controllers, several controllers are asked at the same time, and the tokens at each are printed when it
/// answers, so the order of the controllers changes from run to run. Credentials are found as for one controller, without
/// asking; JENKINS_USER_ID and JENKINS_API_TOKEN count only for the controller of JENKINS_URL. A controller that fails is named
/// and does not stop the others. The exit code is 16 if some failed; if all failed, it is that of the first.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey list https://ci.example.org/jenkins
  latchkey list --for bob
  latchkey list --json | jq -r '.tokens[] | select(.warnings[] == \"never-expires\") | .name'
  latchkey list --all
  latchkey list --controllers controllers.txt --json | jq -r 'select(.error) | .controller'

With --json, several controllers are one line each: the tokens there or, if it failed, its \"controller\" and \"error\".")]
pub(crate) struct Arguments {
    /// URL of the Jenkins controller, or of any of its pages [default: JENKINS_URL]
    url: Option<String>,
    #[command(flatten)]
    owner: OwnerArg,
    #[command(flatten)]
    fleet: FleetArgs,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let owner = arguments.owner.owner();
    if let Some(fleet) = arguments.fleet.find(access)? {
        return several::run(&fleet, &owner, access, output);
    }
    let mut session = Session::open(arguments.url.as_deref(), access, output)?;
    let listing = session.list(&owner)?.sorted();
    if output.json {
        return output.json(&document(&session, &owner, &listing));
    }
    if listing.tokens.is_empty() {
        output.say(&format!("{} has no API tokens at {}", session.user_of(&owner).as_str(), session.root()));
        return Ok(());
    }
    let rows: Vec<Vec<Cell>> = listing.tokens.iter().map(row).collect();
    output.result(&table::draw(&COLUMNS, &rows, output.width(), output.has_colors()))
}

/// The tokens of a user at a controller, for programs.
fn document(session: &Session<'_>, owner: &Owner, listing: &Listing) -> Value {
    json!({
        "controller": session.root().to_string(),
        "user": session.user_of(owner).as_str(),
        "tokens": listing.tokens.iter().map(in_json).collect::<Vec<_>>(),
    })
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
