//! Revoking API tokens.

use crate::refusals;
use crate::reply::Reply;
use crate::request_context::RequestContext;

/// Which tokens go.
#[derive(Clone, Copy)]
pub(crate) enum Which {
    /// The one that `tokenUuid` names. It need not exist.
    One,
    /// All but the one that `tokenUuid` names.
    AllExceptOne,
    /// All.
    All,
}

/// Answers `revoke`, `revokeAllExcept` and `revokeAll` below the address of the user `owner`: with nothing.
pub(crate) fn answer(request: &mut RequestContext<'_>, owner: &str, which: Which) -> Reply {
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
        (Which::All, _) => user.tokens.revoke_all_except(None),
        (Which::AllExceptOne, Some(uuid)) => user.tokens.revoke_all_except(Some(uuid)),
        (Which::One, Some(uuid)) => {
            let unwritable = core.breaks_on_forbidden_characters() && user.tokens.holds_forbidden_character();
            user.tokens.revoke(uuid);
            if unwritable {
                // The token is gone all the same: only the user's record could not be written.
                return refusals::failure(request);
            }
        }
        (_, None) => return refusals::bad_request(request, "The tokenUuid cannot be empty"),
    }
    Reply::empty(200)
}
