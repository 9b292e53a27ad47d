//! Executes what a script asks for.

use serde_json::{Value, json};

use super::command::{Command, LastDay};
use super::trace;
use crate::expiry;
use crate::request_context::RequestContext;
use crate::users::User;

/// The document that the script prints, or its stack trace.
pub(super) fn execute(request: &mut RequestContext<'_>, command: Command) -> Result<Value, String> {
    match command {
        Command::Generate { user, name, last_day } => generate(request, &user, &name, &last_day),
        Command::List { users } => Ok(list(request, users)),
        Command::Users { skipped, count } => Ok(users(request, skipped, count)),
        Command::Rename { user, uuid, name } => rename(request, &user, &uuid, &name),
        Command::Revoke { user, uuid } => revoke(request, &user, &uuid),
        Command::RevokeSeveral { tokens } => Ok(revoke_several(request, &tokens)),
    }
}

fn unknown_user() -> Value {
    json!({ "error": "unknownUser" })
}

fn generate(
    request: &mut RequestContext<'_>,
    user: &str,
    name: &str,
    last_day: &LastDay,
) -> Result<Value, String> {
    let today = expiry::today();
    let last_day =
        last_day.date(today).map_err(|fault| trace("java.time.format.DateTimeParseException", &fault))?;
    let core = request.core();
    let Some(user) = request.state.users.find_mut(user) else { return Ok(unknown_user()) };
    if last_day.is_some_and(|last_day| last_day < today) {
        return Ok(json!({ "error": "pastExpiry" }));
    }
    let expires = last_day.filter(|_| core.tokens_expire());
    whole(user)?;
    let token = user.tokens.generate(name, expires);
    let unwritable = core.breaks_on_forbidden_characters() && user.tokens.holds_forbidden_character();
    request.token_made = true;
    if unwritable {
        return Err(trace("java.io.IOException", "the user's record cannot be written"));
    }
    Ok(json!({ "ok": {
        "name": name,
        "uuid": token.uuid,
        "value": token.value,
        "expires": expires.map(|date| date.to_string()),
    } }))
}

fn list(request: &RequestContext<'_>, users: Vec<String>) -> Value {
    let of_user = |id: String| match request.state.users.find(&id) {
        None => json!({ "user": id, "error": "unknownUser" }),
        Some(user) => match whole(user) {
            Ok(()) => json!({ "user": user.account.id, "tokens": tokens(request, user) }),
            Err(_) => json!({ "user": user.account.id, "error": BROKEN }),
        },
    };
    json!({ "ok": users.into_iter().map(of_user).collect::<Vec<_>>() })
}

fn tokens(request: &RequestContext<'_>, user: &User) -> Vec<Value> {
    let statistics = request.options.usage_statistics;
    let tokens = user.tokens.sorted().into_iter();
    tokens
        .map(|token| {
            json!({
                "uuid": token.uuid,
                "name": token.name,
                "created": token.creation().map(|created| created.as_millisecond()),
                "legacy": token.legacy,
                "uses": statistics.then_some(token.uses),
                "lastUsed": token.last_used.filter(|_| statistics).map(|last| last.as_millisecond()),
                "expires": token.expires.map(|date| date.to_string()),
            })
        })
        .collect()
}

/// The users sorted by ID.
fn users(request: &RequestContext<'_>, skipped: usize, count: usize) -> Value {
    let mut all: Vec<&User> = request.state.users.all().iter().collect();
    all.sort_by_cached_key(|user| user.account.id.to_lowercase());
    let total = all.len();
    let ids = all.into_iter().map(|user| &user.account.id);
    let ids: Vec<_> = ids.skip(skipped).take(count).collect();
    json!({ "ok": { "ids": ids, "total": total } })
}

fn rename(request: &mut RequestContext<'_>, user: &str, uuid: &str, name: &str) -> Result<Value, String> {
    let Some(user) = request.state.users.find_mut(user) else { return Ok(unknown_user()) };
    whole(user)?;
    if user.tokens.rename(uuid, name) {
        Ok(json!({ "ok": true }))
    } else {
        Ok(json!({ "error": "unknownToken" }))
    }
}

fn revoke(request: &mut RequestContext<'_>, user: &str, uuid: &str) -> Result<Value, String> {
    let Some(user) = request.state.users.find_mut(user) else { return Ok(unknown_user()) };
    whole(user)?;
    user.tokens.revoke(uuid);
    Ok(json!({ "ok": true }))
}

fn revoke_several(request: &mut RequestContext<'_>, tokens: &[(String, String)]) -> Value {
    let outcomes: Vec<Value> = tokens
        .iter()
        .map(|(user, uuid)| match revoke_one(request, user, uuid) {
            Ok(revoked) => json!({ "uuid": uuid, "revoked": revoked }),
            Err(failure) => json!({ "uuid": uuid, "error": failure }),
        })
        .collect();
    json!({ "ok": outcomes })
}

/// Whether there was such a token, or the exception.
fn revoke_one(request: &mut RequestContext<'_>, user: &str, uuid: &str) -> Result<bool, &'static str> {
    let core = request.core();
    let Some(user) = request.state.users.find_mut(user) else { return Ok(false) };
    if user.broken {
        return Err(BROKEN);
    }
    let unwritable = core.breaks_on_forbidden_characters() && user.tokens.holds_forbidden_character();
    let revoked = user.tokens.revoke(uuid);
    if revoked && unwritable {
        Err("java.io.IOException: the user's record cannot be written")
    } else {
        Ok(revoked)
    }
}

const BROKEN: &str = "java.lang.NullPointerException: Cannot get property 'tokenStore' on null object";

/// A broken record makes a script throw.
fn whole(user: &User) -> Result<(), String> {
    if !user.broken {
        return Ok(());
    }
    let (class, message) = BROKEN.split_once(": ").unwrap_or((BROKEN, ""));
    Err(trace(class, message))
}
