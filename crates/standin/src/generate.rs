//! Making an API token.

use serde::Serialize;

use crate::expiry::{self, ExpiryError};
use crate::reply::Reply;
use crate::request_context::RequestContext;
use crate::{clock, refusals};

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
    token_name: &'a str,
    token_uuid: &'a str,
    token_value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration_date: Option<String>,
}

/// Answers `generateNewToken` below the address of the user `owner`.
pub(crate) fn answer(request: &mut RequestContext<'_>, owner: &str) -> Reply {
    if request.incoming.method != "POST" {
        return refusals::method(request);
    }
    if !request.may_generate(owner) {
        return Reply::empty(403);
    }
    let (core, today) = (request.core(), clock::today());
    let parameters = &request.incoming.parameters;
    let expires = if core.tokens_expire() { expiry::last_day(parameters, today) } else { Ok(None) };
    let expires = match expires {
        Ok(expires) => expires,
        Err(ExpiryError::Past) => return json(&Answer::Error { message: "Expiration date is in the past." }),
        Err(ExpiryError::Unreadable) => return refusals::failure(request),
    };
    let name = token_name(parameters.get("newTokenName"));
    let Some(user) = request.state.users.find_mut(owner) else { return refusals::not_found(request) };
    let token = user.tokens.generate(&name, expires);
    let unwritable = core.breaks_on_forbidden_characters() && user.tokens.holds_forbidden_character();
    request.token_made = true;
    if unwritable {
        // The token is there all the same: only the user's record could not be written.
        return refusals::failure(request);
    }
    let language = request.language();
    let date = || expires.map_or_else(|| "never".to_owned(), |date| language.short_date(date));
    json(&Answer::Ok {
        data: Data {
            about_to_expire: core.tokens_expire().then(|| expiry::about_to_expire(expires, today)),
            token_name: &name,
            token_uuid: &token.uuid,
            token_value: &token.value,
            expiration_date: core.tokens_expire().then(date),
        },
    })
}

/// The name asked for, or the one that Jenkins gives where it is blank.
fn token_name(asked: Option<&str>) -> String {
    let blank = |name: &str| name.chars().all(is_java_whitespace);
    match asked {
        Some(name) if !blank(name) => name.to_owned(),
        _ => format!("Token created on {}", clock::now()),
    }
}

/// Java does not count the blanks at which no line may break.
fn is_java_whitespace(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{85}')
}

/// JSON as Jenkins writes it here, with the slash of a closing tag escaped, and without `X-Jenkins`.
fn json(answer: &Answer<'_>) -> Reply {
    match serde_json::to_string(answer) {
        Ok(text) => Reply::token_json(text.replace("</", "<\\/")),
        Err(_) => Reply::empty(500),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_name_is_replaced_and_any_other_kept() {
        for blank in [None, Some(""), Some(" \t\n")] {
            let name = token_name(blank);
            let instant = name.strip_prefix("Token created on ").expect("the prefix");
            assert!(instant.parse::<jiff::Timestamp>().is_ok(), "{name}");
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
