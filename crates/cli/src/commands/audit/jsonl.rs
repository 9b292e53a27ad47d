//! JSON lines: one document for each token, so that readers need not wait for the end.

use serde_json::{Value, json};

use super::entry::Entry;
use super::report::{Count, Report, Row};
use crate::expiry_state::ExpiryState;
use crate::terminal::escape::escape_json;
use crate::warnings;

pub(super) struct JsonlReport;

impl Report for JsonlReport {
    fn rows(&mut self, rows: &[Row<'_>]) -> String {
        let documents: Vec<String> = rows.iter().map(|line| document(line).to_string()).collect();
        escape_json(&documents.join("\n"))
    }

    fn footer(&self, count: &Count) -> Option<String> {
        let end = json!({
            "kind": "end",
            "users": count.users,
            "tokens": count.tokens,
            "listed": count.listed,
            "unreadableUsers": count.unreadable,
        });
        Some(end.to_string())
    }
}

fn document(line: &Row<'_>) -> Value {
    match line {
        Row::Token(entry) => of_token(entry),
        Row::Unreadable { user, reason } => {
            json!({ "kind": "unreadable-user", "user": user, "reason": reason })
        }
    }
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
