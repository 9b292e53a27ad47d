//! Revoking API tokens.

use crate::refusals;
use crate::reply::Reply;
use crate::visit::Visit;

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
pub(crate) fn answer(visit: &mut Visit<'_>, owner: &str, which: Which) -> Reply {
    if visit.incoming.method != "POST" {
        return refusals::method(visit);
    }
    if !visit.may_administer(owner) {
        return refusals::administer(visit);
    }
    let core = visit.core();
    let uuid = visit.incoming.parameters.get("tokenUuid").filter(|uuid| !uuid.trim().is_empty());
    let Some(user) = visit.state.users.find_mut(owner) else { return refusals::not_found(visit) };
    match (which, uuid) {
        (Which::All, _) => user.tokens.revoke_all_except(None),
        (Which::AllExceptOne, Some(uuid)) => user.tokens.revoke_all_except(Some(uuid)),
        (Which::One, Some(uuid)) => {
            let unwritable = core.breaks_on_forbidden_characters() && user.tokens.holds_forbidden_character();
            user.tokens.revoke(uuid);
            if unwritable {
                // The token is gone all the same: only the user's record could not be written.
                return refusals::failure(visit);
            }
        }
        (_, None) => return refusals::bad_request(visit, "The tokenUuid cannot be empty"),
    }
    Reply::empty(200)
}
