//! The replies with which Jenkins refuses a request.

use maud::{Markup, PreEscaped, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::gate::Security;
use crate::jenkins_reply;
use crate::jetty_error;
use crate::pages::layout::{self, Columns, Layout};
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

/// A visitor who may not read.
pub(crate) fn read(request: &mut RequestContext<'_>) -> Reply {
    match request.user_id().map(str::to_owned) {
        Some(id) => without_groups(request, &id),
        None if request.state.gates.has_no_realm() => failure(request, 500),
        None => anonymous(request),
    }
}

/// An anonymous visitor who may read, where a user is needed.
pub(crate) fn nobody(request: &mut RequestContext<'_>) -> Reply {
    if request.state.gates.has_no_realm() { failure(request, 500) } else { sign_in_first(request) }
}

/// A user whose token lacks the groups that would let it read.
fn without_groups(request: &mut RequestContext<'_>, id: &str) -> Reply {
    let name =
        if request.is(Security::TokenWithoutGroupsOtherCase) { in_other_case(id) } else { id.to_owned() };
    let content = html! {
        h1 { "Access Denied" }
        p { (name) " is missing the Overall/Read permission" }
    };
    page(request, 403, None, Columns::Two, &content)
        .header("X-You-Are-Authenticated-As", name)
        .header("X-Required-Permission", "hudson.model.Hudson.Read")
}

/// The same ID with its first letter in the other case.
fn in_other_case(id: &str) -> String {
    let mut letters = id.chars();
    let Some(first) = letters.next() else { return String::new() };
    let first = if first.is_lowercase() {
        first.to_uppercase().to_string()
    } else {
        first.to_lowercase().to_string()
    };
    first + letters.as_str()
}

/// An anonymous visitor who may not read.
fn anonymous(request: &mut RequestContext<'_>) -> Reply {
    let reply = sign_in_first(request);
    if !request.core().names_missing_read_permission() {
        return reply;
    }
    reply
        .header("X-You-Are-Authenticated-As", "anonymous")
        .header("X-Required-Permission", "hudson.model.Hudson.Read")
}

const PARAMETER: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'*');

/// Anonymous visitors may read, but this needs a user. A script gets the address of the sign-in page, too: older versions
/// write it into the script, newer ones into an attribute.
fn sign_in_first(request: &mut RequestContext<'_>) -> Reply {
    request.session_or_new();
    let from = request.incoming.path_and_query();
    let address = format!(
        "{}/{}?from={}",
        request.options.context,
        request.sign_in_page(),
        utf8_percent_encode(&from, PARAMETER)
    );
    let page = html! {
        html {
            head {
                meta http-equiv="refresh" content={ "1;url=" (address) };
                @if request.core().redirects_by_path() {
                    script id="redirect" data-redirect-url=(address) {}
                } @else {
                    script { (PreEscaped(format!("window.location.replace('{address}');"))) }
                }
            }
            body style="background-color:white; color:white;" { "Authentication required" }
        }
    };
    jenkins_reply::html(403, request.options, page).header("X-Jenkins", request.core().version())
}

/// Only administrators may do this.
pub(crate) fn administer(request: &mut RequestContext<'_>) -> Reply {
    let reply = if request.user_id().is_some() {
        let content = html! {
            h1 { "Access Denied" }
            p { (request.name()) " is missing the Overall/Administer permission" }
        };
        page(request, 403, None, Columns::Two, &content)
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
    let content = html! {
        h1 { "Oops!" }
        h2 { "Not Found" }
        p { "This page may not exist, or you may not have permission to see it." }
    };
    page(request, 404, Some("Not Found"), Columns::One, &content).by_error_handling()
}

/// The path only accepts POST.
pub(crate) fn method(request: &mut RequestContext<'_>) -> Reply {
    let content = html! {
        h1 { "Method Not Allowed" }
        p { "This URL requires POST." }
    };
    let reply = page(request, 405, Some("Method Not Allowed"), Columns::One, &content);
    if request.core().names_allowed_method() { reply.header("Allow", "POST") } else { reply }
}

/// Jenkins failed without a reason. The script console also answers like this, with 405, if the method is not POST.
pub(crate) fn failure(request: &mut RequestContext<'_>, status: u16) -> Reply {
    let content = html! {
        h1 { "Oops!" }
        h2 { "A problem occurred while processing the request" }
    };
    page(request, status, Some("Jenkins"), Columns::Two, &content)
}

/// An error page in the ordinary layout.
fn page(
    request: &mut RequestContext<'_>,
    status: u16,
    title: Option<&str>,
    columns: Columns,
    content: &Markup,
) -> Reply {
    let layout = Layout { title, model: "hudson.model.Hudson", columns };
    let page = layout::page(request, &layout, content);
    jenkins_reply::page(status, request.options, page)
}
