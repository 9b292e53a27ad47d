//! Renaming an API token.

use crate::refusals;
use crate::reply::Reply;
use crate::visit::Visit;

/// Answers `rename` below the address of the user `owner`.
pub(crate) fn answer(visit: &mut Visit<'_>, owner: &str) -> Reply {
    if visit.incoming.method != "POST" {
        return refusals::method(visit);
    }
    if !visit.may_administer(owner) {
        return refusals::administer(visit);
    }
    let core = visit.core();
    let parameters = &visit.incoming.parameters;
    let given = |name| parameters.get(name).filter(|value| !value.trim().is_empty());
    let Some(name) = given("newName") else { return error("The name cannot be empty") };
    let Some(uuid) = given("tokenUuid") else {
        let message = "The tokenUuid cannot be empty";
        return if core.refuses_renaming_without_uuid() {
            refusals::bad_request(visit, message)
        } else {
            error(message)
        };
    };
    let Some(user) = visit.state.users.find_mut(owner) else { return refusals::not_found(visit) };
    if !user.tokens.rename(uuid, name) {
        return error("No token found, try refreshing the page");
    }
    if core.breaks_on_forbidden_characters() && user.tokens.holds_forbidden_character() {
        return refusals::failure(visit);
    }
    if core.confirms_renaming() { Reply::token_json("{\"status\":\"ok\"}") } else { Reply::empty(200) }
}

fn error(message: &str) -> Reply {
    Reply::token_json(serde_json::json!({ "status": "error", "message": message }).to_string())
}
