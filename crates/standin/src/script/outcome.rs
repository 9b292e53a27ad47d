//! Does what a script wants done.

use serde_json::{Value, json};

use super::command::{Command, Generate, List, Rename, Revoke, Users};
use super::trace;
use crate::expiry;
use crate::request_context::RequestContext;
use crate::users::User;

/// The document that the script prints, or the stack trace that it leaves.
pub(super) fn of(request: &mut RequestContext<'_>, command: Command) -> Result<Value, String> {
    match command {
        Command::Generate(command) => generate(request, &command),
        Command::List(command) => Ok(list(request, command)),
        Command::Users(command) => Ok(users(request, &command)),
        Command::Rename(command) => rename(request, &command),
        Command::Revoke(command) => revoke(request, &command),
    }
}

fn unknown_user() -> Value {
    json!({ "error": "unknownUser" })
}

fn generate(request: &mut RequestContext<'_>, command: &Generate) -> Result<Value, String> {
    let expires = command
        .expires
        .last_day(expiry::today())
        .map_err(|fault| trace("java.time.format.DateTimeParseException", &fault))?;
    let core = request.core();
    let expires = expires.filter(|_| core.tokens_expire());
    let Some(user) = request.state.users.find_mut(&command.user) else { return Ok(unknown_user()) };
    whole(user)?;
    let token = user.tokens.generate(&command.name, expires);
    let unwritable = core.breaks_on_forbidden_characters() && user.tokens.holds_forbidden_character();
    request.token_made = true;
    if unwritable {
        return Err(trace("java.io.IOException", "the user's record cannot be written"));
    }
    Ok(json!({ "ok": {
        "name": command.name,
        "uuid": token.uuid,
        "value": token.value,
        "expires": expires.map(|date| date.to_string()),
    } }))
}

fn list(request: &RequestContext<'_>, command: List) -> Value {
    let of_user = |id: String| match request.state.users.find(&id) {
        None => json!({ "user": id, "error": "unknownUser" }),
        Some(user) => match whole(user) {
            Ok(()) => json!({ "user": user.account.id, "tokens": tokens(request, user) }),
            Err(_) => json!({ "user": user.account.id, "error": BROKEN }),
        },
    };
    json!({ "ok": command.users().into_iter().map(of_user).collect::<Vec<_>>() })
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

/// The users in the order of their ids.
fn users(request: &RequestContext<'_>, command: &Users) -> Value {
    let mut all: Vec<&User> = request.state.users.all().iter().collect();
    all.sort_by_cached_key(|user| user.account.id.to_lowercase());
    let total = all.len();
    let ids = all.into_iter().map(|user| &user.account.id);
    let ids: Vec<_> = ids.skip(command.from).take(command.count).collect();
    json!({ "ok": { "ids": ids, "total": total } })
}

fn rename(request: &mut RequestContext<'_>, command: &Rename) -> Result<Value, String> {
    let Some(user) = request.state.users.find_mut(&command.user) else { return Ok(unknown_user()) };
    whole(user)?;
    if user.tokens.rename(&command.uuid, &command.name) {
        Ok(json!({ "ok": true }))
    } else {
        Ok(json!({ "error": "unknownToken" }))
    }
}

fn revoke(request: &mut RequestContext<'_>, command: &Revoke) -> Result<Value, String> {
    let Some(user) = request.state.users.find_mut(&command.user) else { return Ok(unknown_user()) };
    whole(user)?;
    user.tokens.revoke(&command.uuid);
    Ok(json!({ "ok": true }))
}

const BROKEN: &str = "java.lang.NullPointerException: Cannot get property 'tokenStore' on null object";

/// Whether the user's record is whole; one that is not makes a script throw.
fn whole(user: &User) -> Result<(), String> {
    if !user.broken {
        return Ok(());
    }
    let (class, message) = BROKEN.split_once(": ").unwrap_or((BROKEN, ""));
    Err(trace(class, message))
}
