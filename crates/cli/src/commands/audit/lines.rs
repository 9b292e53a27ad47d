//! JSON lines: one document for each token, so that readers need not wait for the end.

use serde_json::{Value, json};

use super::entry::{Entry, Expiry};
use super::form::{Count, Form, Line};
use crate::harmless::harmless_json;

pub(super) struct JsonLines;

impl Form for JsonLines {
    fn lines(&mut self, lines: &[Line<'_>]) -> String {
        let documents: Vec<String> = lines.iter().map(|line| document(line).to_string()).collect();
        harmless_json(&documents.join("\n"))
    }

    fn end(&self, count: &Count) -> Option<String> {
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

fn document(line: &Line<'_>) -> Value {
    match line {
        Line::Token(entry) => of_token(entry),
        Line::Unreadable { user, reason } => {
            json!({ "kind": "unreadable-user", "user": user, "reason": reason })
        }
    }
}

fn of_token(entry: &Entry<'_>) -> Value {
    let token = entry.token;
    let date = token.expires.as_deref().filter(|_| entry.expiry != Expiry::Unknown);
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
        "warnings": entry.warnings().iter().map(|warning| warning.identifier()).collect::<Vec<_>>(),
    })
}
