//! The replies with which Jenkins refuses a request.

use crate::jetty_error;
use crate::pages::errors;
use crate::reply::Reply;
use crate::request_context::RequestContext;

/// The crumb is missing, wrong, or of another session or user.
pub(crate) fn crumb(request: &RequestContext<'_>) -> Reply {
    jetty_error::page(request, 403, "No valid crumb was included in the request")
}

/// HTTP Basic with a wrong password or a token that does not work.
pub(crate) fn credentials(request: &RequestContext<'_>, user: &str) -> Reply {
    let realm = if request.core().has_password_factor() {
        "Basic realm=\"Jenkins\", charset=\"UTF-8\""
    } else {
        "Basic realm=\"Jenkins\""
    };
    if !request.core().has_spring_security() {
        let message = format!("Invalid password/token for user: {user}");
        return jetty_error::page(request, 401, &message).header("WWW-Authenticate", realm);
    }
    jetty_error::page(request, 401, "Unauthorized")
        .header("WWW-Authenticate", realm)
        .header("Set-Cookie", forgotten_remember_me(request))
}

/// The header that deletes the remember-me cookie, as failed sign-ins send it.
pub(crate) fn forgotten_remember_me(request: &RequestContext<'_>) -> String {
    let path = format!("; Path={}", request.options.cookie_path());
    let same_site = request.options.same_site_attribute();
    format!("{}{same_site}", request.forgotten_cookie(request.core().remember_me_cookie(), &path))
}

/// An anonymous visitor who may not read.
pub(crate) fn anonymous(request: &mut RequestContext<'_>) -> Reply {
    let reply = sign_in_first(request);
    if !request.core().names_missing_read_permission() {
        return reply;
    }
    reply
        .header("X-You-Are-Authenticated-As", "anonymous")
        .header("X-Required-Permission", "hudson.model.Hudson.Read")
}

/// Anonymous visitors may read, but this needs a user.
pub(crate) fn sign_in_first(request: &mut RequestContext<'_>) -> Reply {
    request.session_or_new();
    let page = errors::sign_in_first(request);
    Reply::html(403, request.options, page).header("X-Jenkins", request.core().version())
}

/// Only administrators may do this.
pub(crate) fn administer(request: &mut RequestContext<'_>) -> Reply {
    let reply = if request.user_id().is_some() {
        let page = errors::access_denied(request);
        Reply::page(403, request.options, page)
    } else {
        sign_in_first(request)
    };
    reply
        .header("X-You-Are-Authenticated-As", request.name())
        .header("X-Required-Permission", "hudson.model.Hudson.Administer")
}

/// Something is missing from the request.
pub(crate) fn bad_request(request: &RequestContext<'_>, message: &str) -> Reply {
    jetty_error::page(request, 400, message)
}

/// There is nothing at this path.
pub(crate) fn not_found(request: &mut RequestContext<'_>) -> Reply {
    if !request.core().has_not_found_page() {
        return jetty_error::page(request, 404, "Not Found");
    }
    let page = errors::not_found(request);
    Reply::page(404, request.options, page).by_error_handling()
}

/// The path only accepts POST.
pub(crate) fn method(request: &mut RequestContext<'_>) -> Reply {
    let page = errors::method_not_allowed(request);
    let reply = Reply::page(405, request.options, page);
    if request.core().names_allowed_method() { reply.header("Allow", "POST") } else { reply }
}

/// The script console only accepts POST, but does not say so.
pub(crate) fn script_method(request: &mut RequestContext<'_>) -> Reply {
    let page = errors::failure(request);
    Reply::page(405, request.options, page)
}

/// Jenkins failed.
pub(crate) fn failure(request: &mut RequestContext<'_>) -> Reply {
    let page = errors::failure(request);
    Reply::page(500, request.options, page)
}
