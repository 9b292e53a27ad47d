//! Renaming an API token.

use crate::refusals;
use crate::reply::Reply;
use crate::request_context::RequestContext;

/// Answers `rename` below the address of the user `owner`.
pub(crate) fn answer(request: &mut RequestContext<'_>, owner: &str) -> Reply {
    if request.incoming.method != "POST" {
        return refusals::method(request);
    }
    if !request.may_administer(owner) {
        return refusals::administer(request);
    }
    let core = request.core();
    let parameters = &request.incoming.parameters;
    let given = |name| parameters.get(name).filter(|value| !value.trim().is_empty());
    let Some(name) = given("newName") else { return error("The name cannot be empty") };
    let Some(uuid) = given("tokenUuid") else {
        let message = "The tokenUuid cannot be empty";
        return if core.refuses_renaming_without_uuid() {
            refusals::bad_request(request, message)
        } else {
            error(message)
        };
    };
    let Some(user) = request.state.users.find_mut(owner) else { return refusals::not_found(request) };
    if !user.tokens.rename(uuid, name) {
        return error("No token found, try refreshing the page");
    }
    if core.breaks_on_forbidden_characters() && user.tokens.holds_forbidden_character() {
        return refusals::failure(request);
    }
    if core.confirms_renaming() { Reply::token_json("{\"status\":\"ok\"}") } else { Reply::empty(200) }
}

fn error(message: &str) -> Reply {
    Reply::token_json(serde_json::json!({ "status": "error", "message": message }).to_string())
}
