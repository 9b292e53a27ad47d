//! The actions on a user's tokens: creating, renaming, and revoking them.

use jiff::Timestamp;
use serde::Serialize;

use crate::expiry::{self, ExpiryError};
use crate::refusals;
use crate::reply::Reply;
use crate::request_context::RequestContext;

#[derive(Serialize)]
#[serde(tag = "status", rename_all = "lowercase")]
enum Answer<'a> {
    Ok { data: Data<'a> },
    Error { message: &'a str },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Data<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    about_to_expire: Option<bool>,
    token_name: Option<&'a str>,
    token_uuid: &'a str,
    token_value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration_date: Option<String>,
}

/// Answers `generateNewToken` of the user `owner`.
pub(crate) fn generate(request: &mut RequestContext<'_>, owner: &str) -> Reply {
    if request.incoming.method != "POST" {
        return refusals::method(request);
    }
    if !request.may_generate(owner) {
        return Reply::empty(403);
    }
    let (core, today) = (request.core(), expiry::today());
    let parameters = &request.incoming.parameters;
    let expires = if core.tokens_expire() { expiry::last_day(parameters, today) } else { Ok(None) };
    let expires = match expires {
        Ok(expires) => expires,
        Err(ExpiryError::Past) => return json(&Answer::Error { message: "Expiration date is in the past." }),
        Err(ExpiryError::Unreadable) => return refusals::failure(request, 500),
    };
    let name = token_name(parameters.get("newTokenName"));
    let Some(user) = request.state.users.find_mut(owner) else { return refusals::not_found(request) };
    let token = user.tokens.generate(&name, expires);
    let unwritable = core.breaks_on_forbidden_characters() && user.tokens.holds_forbidden_character();
    request.token_made = true;
    if unwritable {
        // The token exists all the same: only the user's record could not be written.
        return refusals::failure(request, 500);
    }
    let language = request.language();
    let date = || expires.map_or_else(|| "never".to_owned(), |date| language.short_date(date));
    json(&Answer::Ok {
        data: Data {
            about_to_expire: core.tokens_expire().then(|| expiry::about_to_expire(expires, today)),
            token_name: Some(&*name).filter(|name| !(core.takes_null_for_nothing() && *name == "null")),
            token_uuid: &token.uuid,
            token_value: &token.value,
            expiration_date: core.tokens_expire().then(date),
        },
    })
}

/// The given name, or Jenkins' own name if it is blank.
fn token_name(asked: Option<&str>) -> String {
    let blank = |name: &str| name.chars().all(is_java_whitespace);
    match asked {
        Some(name) if !blank(name) => name.to_owned(),
        _ => format!("Token created on {}", Timestamp::now()),
    }
}

/// Java does not count no-break spaces.
fn is_java_whitespace(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{85}')
}

/// JSON as Jenkins writes it here: with `</` escaped, and without `X-Jenkins`.
fn json(answer: &Answer<'_>) -> Reply {
    match serde_json::to_string(answer) {
        Ok(text) => Reply::token_json(text.replace("</", "<\\/")),
        Err(_) => Reply::empty(500),
    }
}

/// Answers `rename` of the user `owner`.
pub(crate) fn rename(request: &mut RequestContext<'_>, owner: &str) -> Reply {
    if request.incoming.method != "POST" {
        return refusals::method(request);
    }
    if !request.may_administer(owner) {
        return refusals::administer(request);
    }
    let core = request.core();
    let parameters = &request.incoming.parameters;
    let given = |name| parameters.get(name).filter(|value| !value.trim().is_empty());
    let Some(name) = given("newName") else { return rename_error("The name cannot be empty") };
    let Some(uuid) = given("tokenUuid") else {
        let message = "The tokenUuid cannot be empty";
        return if core.refuses_renaming_without_uuid() {
            refusals::bad_request(request, message)
        } else {
            rename_error(message)
        };
    };
    let Some(user) = request.state.users.find_mut(owner) else { return refusals::not_found(request) };
    if !user.tokens.rename(uuid, name) {
        return rename_error("No token found, try refreshing the page");
    }
    if core.breaks_on_forbidden_characters() && user.tokens.holds_forbidden_character() {
        return refusals::failure(request, 500);
    }
    if core.confirms_renaming() { Reply::token_json("{\"status\":\"ok\"}") } else { Reply::empty(200) }
}

fn rename_error(message: &str) -> Reply {
    Reply::token_json(serde_json::json!({ "status": "error", "message": message }).to_string())
}

/// Which tokens are revoked.
#[derive(Clone, Copy)]
pub(crate) enum Revoked {
    /// The token `tokenUuid`, which need not exist.
    One,
    /// All tokens except `tokenUuid`.
    AllExceptOne,
    /// All tokens.
    All,
}

/// Answers `revoke`, `revokeAllExcept`, and `revokeAll` of the user `owner` with an empty body.
pub(crate) fn revoke(request: &mut RequestContext<'_>, owner: &str, which: Revoked) -> Reply {
    if request.incoming.method != "POST" {
        return refusals::method(request);
    }
    if !request.may_administer(owner) {
        return refusals::administer(request);
    }
    let core = request.core();
    let uuid = request.incoming.parameters.get("tokenUuid").filter(|uuid| !uuid.trim().is_empty());
    let Some(user) = request.state.users.find_mut(owner) else { return refusals::not_found(request) };
    match (which, uuid) {
        (Revoked::All, _) => user.tokens.revoke_all_except(None),
        (Revoked::AllExceptOne, Some(uuid)) => user.tokens.revoke_all_except(Some(uuid)),
        (Revoked::One, Some(uuid)) => {
            let unwritable = core.breaks_on_forbidden_characters() && user.tokens.holds_forbidden_character();
            user.tokens.revoke(uuid);
            if unwritable {
                // The token is revoked all the same: only the user's record could not be written.
                return refusals::failure(request, 500);
            }
        }
        (_, None) => return refusals::bad_request(request, "The tokenUuid cannot be empty"),
    }
    Reply::empty(200)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_name_is_replaced_and_any_other_kept() {
        for blank in [None, Some(""), Some(" \t\n")] {
            let name = token_name(blank);
            let instant = name.strip_prefix("Token created on ").expect("the prefix");
            assert!(instant.parse::<Timestamp>().is_ok(), "{name}");
        }
        for name in [" x ", "\u{a0}", "<b>bold</b>", "\u{202e}\n"] {
            assert_eq!(token_name(Some(name)), name);
        }
    }

    #[test]
    fn only_the_slash_of_a_closing_tag_is_escaped() {
        let reply = json(&Answer::Error { message: "</b> 12/24/26" });
        assert_eq!(reply.body, "{\"status\":\"error\",\"message\":\"<\\/b> 12/24/26\"}");
    }
}
