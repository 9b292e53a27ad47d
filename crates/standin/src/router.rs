//! Routes a request to what answers it.

use percent_encoding::percent_decode_str;

use crate::authentication::{self, Basic};
use crate::gate::Security;
use crate::pages::{dashboard, job, style, tokens, users};
use crate::reply::Reply;
use crate::request_context::{Principal, Proof, RequestContext};
use crate::token_actions::{self, Revoked};
use crate::{api, commence_login, jenkins_reply, jetty_error, refusals, script, sign_in};

/// The path below the root to which an identity provider sends people back.
const FINISH_LOGIN: &[&str] = &["securityRealm", "finishLogin"];

/// Answers a request.
pub(crate) fn route(request: &mut RequestContext<'_>) -> Reply {
    let path = request.incoming.path.as_str();
    let Some(below) = path.strip_prefix(request.options.context.as_str()) else {
        return jetty_error::outside_context(request);
    };
    if below.is_empty() {
        return to_context(request);
    }
    if !below.starts_with('/') {
        return jetty_error::outside_context(request);
    }
    if path.contains(';') {
        return refusals::bad_request(request, "Semicolons are not allowed in the request URI");
    }
    if let Some(reply) = authenticate(request) {
        return reply;
    }
    let decode = |segment: &str| percent_decode_str(segment).decode_utf8_lossy().into_owned();
    let segments: Vec<String> = below.split('/').filter(|part| !part.is_empty()).map(decode).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    if request.incoming.method == "POST" {
        if segments == [request.core().sign_in_path()] && request.state.gates.has_no_realm() {
            return refusals::not_found(request);
        }
        if segments == [request.core().sign_in_path()] {
            return sign_in::check(request);
        }
        if !is_posted_by_identity_provider(request, &segments) && !crumb_is_good(request) {
            return refusals::crumb(request);
        }
    }
    if let Some(reply) = for_everyone(request, &segments) {
        return reply;
    }
    if !request.may_read() {
        return refusals::read(request);
    }
    for_readers(request, &segments)
}

/// Whether it is the form of an identity provider, which knows no crumb (saml-plugin excludes the path from the check).
fn is_posted_by_identity_provider(request: &RequestContext<'_>, segments: &[&str]) -> bool {
    request.is(Security::SamlSignIn) && segments == FINISH_LOGIN
}

/// Sees who sent the request by HTTP Basic. Returns the reply to credentials that are refused.
fn authenticate(request: &mut RequestContext<'_>) -> Option<Reply> {
    if request.state.gates.has_no_realm() {
        return None;
    }
    let header = request.incoming.header("authorization");
    match authentication::basic(header, &mut request.state.users, request.options.usage_statistics) {
        Basic::Absent => None,
        Basic::Refused(user) => Some(refusals::credentials(request, &user)),
        Basic::Accepted(principal) => {
            request.principal = principal;
            commence_login::session_expired(request)
        }
    }
}

/// The context path without a slash: Jetty adds the slash, with its own headers.
fn to_context(request: &RequestContext<'_>) -> Reply {
    let status = if request.core().newer_jetty() { 301 } else { 302 };
    Reply { before_jenkins: true, ..request.redirect(status, &format!("{}/", request.options.context)) }
}

/// Pages that need no permission.
fn for_everyone(request: &mut RequestContext<'_>, segments: &[&str]) -> Option<Reply> {
    let reply = match segments {
        ["securityRealm", "commenceLogin"] if request.state.gates.has_commence_login() => {
            commence_login::begin(request)
        }
        FINISH_LOGIN if request.state.gates.has_commence_login() => commence_login::finish(request),
        ["login"] => sign_in::form(request),
        ["loginError"] => sign_in::form_again(request),
        ["logout"] => sign_in::out(request),
        ["whoAmI"] => index(request, users::who_am_i),
        ["whoAmI", "api", format] => api::who_am_i(request, format),
        ["static", _, "standin.css"] => Reply::resource("text/css", style::SHEET),
        ["adjuncts", _, path @ ..] if path == tokens::SCRIPT_PATH => {
            Reply::resource("application/javascript", tokens::SCRIPT)
        }
        _ => return None,
    };
    Some(reply)
}

/// Pages that need permission to read.
fn for_readers(request: &mut RequestContext<'_>, segments: &[&str]) -> Reply {
    match segments {
        [] => index(request, dashboard::page),
        ["api", format] => api::controller(request, format),
        ["crumbIssuer", "api", format] => api::crumb_issuer(request, format),
        ["me", rest @ ..] => match request.user_id().map(str::to_owned) {
            Some(id) => of_user(request, &id, "/me", rest),
            None => refusals::nobody(request),
        },
        ["user", id, rest @ ..] => {
            match request
                .state
                .users
                .find_by_id_or_full_name(id)
                .map(|user| (user.account.id.clone(), user.path()))
            {
                Some((id, path)) => of_user(request, &id, &path, rest),
                None => refusals::not_found(request),
            }
        }
        ["job", ..] => of_job(request, segments),
        ["blue", ..] => jenkins_reply::html(200, request.options, job::front_end()),
        ["script"] => script::page(request),
        ["scriptText"] => script::text(request),
        _ => refusals::not_found(request),
    }
}

/// Pages of a user. `below` is the requested path of the user, `/me` or `/user/<id>`.
fn of_user(request: &mut RequestContext<'_>, id: &str, below: &str, rest: &[&str]) -> Reply {
    match rest {
        [] => index(request, |request| users::profile(request, id)),
        ["api", format] => api::user(request, id, format),
        ["descriptorByName", "jenkins.security.ApiTokenProperty", action] => of_tokens(request, id, action),
        ["security"] if request.core().has_security_page() => {
            slash_added(request).unwrap_or_else(|| tokens_page(request, id, below))
        }
        ["configure"] if !request.core().has_security_page() && !request.incoming.path.ends_with('/') => {
            tokens_page(request, id, below)
        }
        _ => refusals::not_found(request),
    }
}

/// The page with a user's tokens.
fn tokens_page(request: &mut RequestContext<'_>, id: &str, below: &str) -> Reply {
    if !request.may_administer(id) {
        let begun = request.core().begins_refused_pages() && request.user_id().is_some();
        let reply = refusals::administer(request);
        return if begun { reply.header("X-Frame-Options", "sameorigin") } else { reply };
    }
    let page = tokens::page(request, id, below);
    jenkins_reply::page(200, request.options, page)
}

/// Actions on the tokens of a user.
fn of_tokens(request: &mut RequestContext<'_>, id: &str, action: &str) -> Reply {
    match action {
        "generateNewToken" => token_actions::generate(request, id),
        "rename" => token_actions::rename(request, id),
        "revoke" => token_actions::revoke(request, id, Revoked::One),
        "revokeAll" | "revokeAllExcept" if !request.core().property_changes_tokens() => {
            refusals::not_found(request)
        }
        "revokeAllExcept" => token_actions::revoke(request, id, Revoked::AllExceptOne),
        "revokeAll" => token_actions::revoke(request, id, Revoked::All),
        _ => refusals::not_found(request),
    }
}

/// Every requested job exists.
fn of_job(request: &mut RequestContext<'_>, segments: &[&str]) -> Reply {
    let (names, rest) = job::names(segments);
    match rest {
        [] => index(request, |request| job::page(request, &names)),
        ["api", format] => api::job(request, &names, format),
        [number] if job::is_build(number) => {
            index(request, |request| job::build_page(request, &names, number))
        }
        [build, "artifact", .., file] if job::is_build(build) || job::is_permalink(build) => job::file(file),
        ["ws"] => slash_added(request).unwrap_or_else(|| job::file("Workspace")),
        ["ws", .., file] => job::file(file),
        [number, "consoleText"] if job::is_build(number) => {
            Reply::with_body(200, "text/plain;charset=utf-8", job::console_text(&names, number))
        }
        _ => refusals::not_found(request),
    }
}

/// A page whose path ends in a slash. Without the slash the browser is redirected.
fn index(
    request: &mut RequestContext<'_>,
    page: impl FnOnce(&mut RequestContext<'_>) -> maud::Markup,
) -> Reply {
    if let Some(reply) = slash_added(request) {
        return reply;
    }
    let page = page(request);
    jenkins_reply::page(200, request.options, page)
}

/// A redirect that adds the slash, if it is missing.
fn slash_added(request: &RequestContext<'_>) -> Option<Reply> {
    let incoming = request.incoming;
    if incoming.path.ends_with('/') {
        return None;
    }
    let query = if incoming.query.is_empty() { String::new() } else { format!("?{}", incoming.query) };
    Some(request.redirect(302, &format!("{}/{query}", incoming.path)))
}

/// Whether the request may change something: it carries the crumb of its session or an API token.
fn crumb_is_good(request: &mut RequestContext<'_>) -> bool {
    let by_token = matches!(request.principal, Principal::User { proof: Proof::Token, .. });
    if !request.options.crumb || by_token {
        return true;
    }
    let incoming = request.incoming;
    let field = request.state.gates.crumb_field();
    let header = incoming.header(field).filter(|_| !request.crumb_header_dropped);
    let Some(given) = header.or_else(|| incoming.parameters.get(field)) else { return false };
    if request.expected_crumb().as_deref() != Some(given) {
        return false;
    }
    let refusals = &mut request.state.control.crumbs_to_refuse;
    let refuse = *refusals > 0;
    *refusals = refusals.saturating_sub(1);
    !refuse
}
