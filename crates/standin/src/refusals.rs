//! What Jenkins says no with.

use crate::container;
use crate::pages::{errors, gate};
use crate::reply::Reply;
use crate::visit::Visit;

/// The crumb is missing, wrong, or of another session or user.
pub(crate) fn crumb(visit: &Visit<'_>) -> Reply {
    container::error(visit, 403, "No valid crumb was included in the request")
}

/// HTTP Basic with a wrong password or a token that does not work.
pub(crate) fn credentials(visit: &Visit<'_>) -> Reply {
    let realm = if visit.core().has_password_factor() {
        "Basic realm=\"Jenkins\", charset=\"UTF-8\""
    } else {
        "Basic realm=\"Jenkins\""
    };
    container::error(visit, 401, "Unauthorized")
        .header("WWW-Authenticate", realm)
        .header("Set-Cookie", forgotten_remember_me(visit))
}

/// The cookie header that ends remembering, as failed sign-ins send it.
pub(crate) fn forgotten_remember_me(visit: &Visit<'_>) -> String {
    let path = format!("; Path={}", visit.options.cookie_path());
    let same_site = visit.options.same_site_attribute();
    format!("{}{same_site}", visit.forgotten_cookie("remember-me", &path))
}

/// Nobody is signed in and nothing may be read.
pub(crate) fn anonymous(visit: &mut Visit<'_>) -> Reply {
    let reply = sign_in_first(visit);
    if !visit.core().names_missing_read_permission() {
        return reply;
    }
    reply
        .header("X-You-Are-Authenticated-As", "anonymous")
        .header("X-Required-Permission", "hudson.model.Hudson.Read")
}

/// Reading is allowed to everyone, but this needs a user.
pub(crate) fn sign_in_first(visit: &mut Visit<'_>) -> Reply {
    visit.session_or_new();
    let page = gate::page(visit);
    Reply::html(403, visit.options, page).header("X-Jenkins", visit.core().version())
}

/// Only administrators may do this.
pub(crate) fn administer(visit: &mut Visit<'_>) -> Reply {
    let reply = if visit.user_id().is_some() {
        let page = errors::access_denied(visit);
        Reply::page(403, visit.options, page)
    } else {
        sign_in_first(visit)
    };
    reply
        .header("X-You-Are-Authenticated-As", visit.name())
        .header("X-Required-Permission", "hudson.model.Hudson.Administer")
}

/// Something is missing from the request.
pub(crate) fn bad_request(visit: &Visit<'_>, message: &str) -> Reply {
    container::error(visit, 400, message)
}

/// Nothing has this address.
pub(crate) fn not_found(visit: &mut Visit<'_>) -> Reply {
    if !visit.core().has_not_found_page() {
        return container::error(visit, 404, "Not Found");
    }
    let page = errors::not_found(visit);
    Reply::page(404, visit.options, page).by_error_handling()
}

/// The address is only for POST.
pub(crate) fn method(visit: &mut Visit<'_>) -> Reply {
    let page = errors::method_not_allowed(visit);
    let reply = Reply::page(405, visit.options, page);
    if visit.core().names_allowed_method() { reply.header("Allow", "POST") } else { reply }
}

/// The script console was asked without POST: it fails with its own page and names no method.
pub(crate) fn script_method(visit: &mut Visit<'_>) -> Reply {
    let page = errors::failure(visit);
    Reply::page(405, visit.options, page)
}

/// Jenkins failed.
pub(crate) fn failure(visit: &mut Visit<'_>) -> Reply {
    let page = errors::failure(visit);
    Reply::page(500, visit.options, page)
}
