//! JSON lines: one document for each token, so that readers need not wait for the end.

use serde_json::{Value, json};

use super::entry::Entry;
use super::outcomes::RevocationRow;
use super::report::{Count, Report, Row};
use crate::error::CliError;
use crate::expiry_state::ExpiryState;
use crate::terminal::escape::escape_json;
use crate::warnings;

pub(super) struct JsonlReport;

impl Report for JsonlReport {
    fn rows(&mut self, controller: Option<&str>, rows: &[Row<'_>]) -> String {
        lines(controller, rows.iter().map(document))
    }

    fn failure(&mut self, controller: &str, error: &CliError) -> Option<String> {
        let document = json!({ "kind": "failed-controller", "error": error.in_json() });
        Some(lines(Some(controller), std::iter::once(document)))
    }

    fn footer(&self, count: &Count) -> Option<String> {
        let mut end = json!({
            "kind": "end",
            "users": count.users,
            "tokens": count.tokens,
            "listed": count.listed,
            "unreadableUsers": count.unreadable,
        });
        if let Some(controllers) = count.controllers {
            end["controllers"] = controllers.all.into();
            end["failedControllers"] = controllers.failed.into();
        }
        if let Some(tally) = count.revocations {
            end["revocations"] = json!({
                "revoked": tally.revoked,
                "alreadyGone": tally.already_gone,
                "failed": tally.failed,
                "unknown": tally.unknown,
                "notTried": tally.not_tried,
            });
        }
        Some(end.to_string())
    }

    fn revocations(&mut self, controller: Option<&str>, rows: &[RevocationRow<'_>]) -> Option<String> {
        Some(lines(controller, rows.iter().map(of_revocation)))
    }
}

/// A line for each document, with the controller if there may be several.
fn lines(controller: Option<&str>, documents: impl Iterator<Item = Value>) -> String {
    let documents = documents.map(|mut document| {
        if let Some(controller) = controller {
            document["controller"] = controller.into();
        }
        document.to_string()
    });
    escape_json(&documents.collect::<Vec<_>>().join("\n"))
}

fn document(line: &Row<'_>) -> Value {
    match line {
        Row::Token(entry) => of_token(entry),
        Row::Unreadable { user, reason } => {
            json!({ "kind": "unreadable-user", "user": user, "reason": reason })
        }
    }
}

fn of_revocation(row: &RevocationRow<'_>) -> Value {
    let (outcome, reason) = row.outcome.in_words();
    json!({
        "kind": "revocation",
        "user": row.token.user.as_str(),
        "name": row.token.name,
        "uuid": row.token.uuid,
        "outcome": outcome,
        "reason": reason,
    })
}

fn of_token(entry: &Entry<'_>) -> Value {
    let token = entry.token;
    let date = token.expires.as_deref().filter(|_| entry.expiry != ExpiryState::Unknown);
    json!({
        "kind": "token",
        "user": entry.user,
        "name": token.name,
        "uuid": token.uuid,
        "created": entry.created.map(|created| created.to_string()),
        "ageDays": entry.age,
        "uses": token.uses,
        "lastUsed": entry.last_used.map(|last| last.to_string()),
        "expires": { "state": entry.expiry.identifier(), "date": date },
        "legacy": token.legacy,
        "warnings": entry.warnings().map(warnings::identifier).collect::<Vec<_>>(),
    })
}
