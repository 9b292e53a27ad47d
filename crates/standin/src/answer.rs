//! Which address is answered by what.

use percent_encoding::percent_decode_str;

use crate::authentication::{self, Basic};
use crate::pages::{artifact, dashboard, job, profile, style, tokens, who_am_i};
use crate::reply::Reply;
use crate::revoke::Which;
use crate::visit::{Proof, Visit, Visitor};
use crate::{api, container, crumb, generate, refusals, rename, revoke, script, sign_in};

/// Answers a request.
pub(crate) fn answer(visit: &mut Visit<'_>) -> Reply {
    let path = visit.incoming.path.as_str();
    let Some(below) = path.strip_prefix(visit.options.context.as_str()) else {
        return container::error(visit, 404, "Not Found");
    };
    if below.is_empty() {
        return to_context(visit);
    }
    if !below.starts_with('/') {
        return container::error(visit, 404, "Not Found");
    }
    if matches!(below, "/script" | "/scriptText")
        && let Some(reply) = script::blocked(visit)
    {
        return reply;
    }
    match authentication::basic(
        visit.incoming.header("authorization"),
        &mut visit.state.users,
        visit.options.usage_statistics,
    ) {
        Basic::Absent => {}
        Basic::Refused => return refusals::credentials(visit),
        Basic::Accepted(visitor) => visit.visitor = visitor,
    }
    let decode = |segment: &str| percent_decode_str(segment).decode_utf8_lossy().into_owned();
    let segments: Vec<String> = below.split('/').filter(|part| !part.is_empty()).map(decode).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    if visit.incoming.method == "POST" {
        if segments == ["j_spring_security_check"] {
            return sign_in::check(visit);
        }
        if !crumb_is_good(visit) {
            return refusals::crumb(visit);
        }
    }
    if let Some(reply) = for_everyone(visit, &segments) {
        return reply;
    }
    if !visit.may_read() {
        return refusals::anonymous(visit);
    }
    for_readers(visit, &segments)
}

/// The address of the context path itself: the container adds the slash, with its own headers.
fn to_context(visit: &Visit<'_>) -> Reply {
    let status = if visit.core().newer_container() { 301 } else { 302 };
    Reply { before_jenkins: true, ..visit.redirect(status, &format!("{}/", visit.options.context)) }
}

/// What needs no permission.
fn for_everyone(visit: &mut Visit<'_>, segments: &[&str]) -> Option<Reply> {
    let reply = match segments {
        ["login"] => sign_in::form(visit),
        ["loginError"] => sign_in::form_again(visit),
        ["logout"] => sign_in::out(visit),
        ["whoAmI"] => index(visit, who_am_i::page),
        ["whoAmI", "api", format] => api::who_am_i(visit, format),
        ["static", _, "standin.css"] => Reply::resource("text/css", style::SHEET),
        ["adjuncts", _, path @ ..] if path == tokens::SCRIPT_PATH => {
            Reply::resource("application/javascript", tokens::SCRIPT)
        }
        _ => return None,
    };
    Some(reply)
}

/// What needs the permission to read.
fn for_readers(visit: &mut Visit<'_>, segments: &[&str]) -> Reply {
    match segments {
        [] => index(visit, dashboard::page),
        ["api", format] => api::controller(visit, format),
        ["crumbIssuer", "api", format] => api::crumb_issuer(visit, format),
        ["me", rest @ ..] => match visit.user_id().map(str::to_owned) {
            Some(id) => of_user(visit, &id, "/me", rest),
            None => refusals::sign_in_first(visit),
        },
        ["user", id, rest @ ..] => {
            match visit.state.users.find(id).map(|user| (user.account.id.clone(), user.path())) {
                Some((id, path)) => of_user(visit, &id, &path, rest),
                None => refusals::not_found(visit),
            }
        }
        ["job", ..] => of_job(visit, segments),
        ["blue", ..] => Reply::html(200, visit.options, artifact::front_end()),
        ["script"] => script::page(visit),
        ["scriptText"] => script::text(visit),
        _ => refusals::not_found(visit),
    }
}

/// What belongs to a user. `below` is the address that it is asked for at.
fn of_user(visit: &mut Visit<'_>, id: &str, below: &str, rest: &[&str]) -> Reply {
    match rest {
        [] => index(visit, |visit| profile::page(visit, id)),
        ["api", format] => api::user(visit, id, format),
        ["descriptorByName", "jenkins.security.ApiTokenProperty", action] => of_tokens(visit, id, action),
        ["security"] if visit.core().has_security_page() => security(visit, id, below),
        ["configure"] if !visit.core().has_security_page() && !visit.incoming.path.ends_with('/') => {
            for_owner(visit, id, |visit| tokens::page(visit, id, below))
        }
        _ => refusals::not_found(visit),
    }
}

/// The page with a user's tokens.
fn security(visit: &mut Visit<'_>, id: &str, below: &str) -> Reply {
    if let Some(reply) = slash_added(visit) {
        return reply;
    }
    let allowed = visit.may_administer(id);
    let reply = for_owner(visit, id, |visit| tokens::page(visit, id, below));
    // The page had begun when it was refused (2.516.3, 2.579).
    if allowed || visit.user_id().is_none() { reply } else { reply.header("X-Frame-Options", "sameorigin") }
}

/// A page that only its owner and administrators may see.
fn for_owner(visit: &mut Visit<'_>, owner: &str, page: impl FnOnce(&mut Visit<'_>) -> maud::Markup) -> Reply {
    if !visit.may_administer(owner) {
        return refusals::administer(visit);
    }
    let page = page(visit);
    Reply::page(200, visit.options, page)
}

/// What can be done with the tokens of a user.
fn of_tokens(visit: &mut Visit<'_>, id: &str, action: &str) -> Reply {
    match action {
        "generateNewToken" => generate::answer(visit, id),
        "rename" => rename::answer(visit, id),
        "revoke" => revoke::answer(visit, id, Which::One),
        "revokeAllExcept" => revoke::answer(visit, id, Which::AllExceptOne),
        "revokeAll" => revoke::answer(visit, id, Which::All),
        _ => refusals::not_found(visit),
    }
}

/// Every job that is asked for exists.
fn of_job(visit: &mut Visit<'_>, segments: &[&str]) -> Reply {
    let (names, rest) = job::names(segments);
    match rest {
        [] => index(visit, |visit| job::page(visit, &names)),
        ["api", format] => api::job(visit, &names, format),
        [number] if job::is_build(number) => index(visit, |visit| job::build_page(visit, &names, number)),
        [build, "artifact", .., file] if job::is_build(build) || job::is_permalink(build) => {
            artifact::file(file)
        }
        ["ws"] => slash_added(visit).unwrap_or_else(|| artifact::file("Workspace")),
        ["ws", .., file] => artifact::file(file),
        [number, "consoleText"] if job::is_build(number) => {
            Reply::with_body(200, "text/plain;charset=utf-8", job::console_text(&names, number))
        }
        _ => refusals::not_found(visit),
    }
}

/// A page whose address ends in a slash; without it the browser is sent there.
fn index(visit: &mut Visit<'_>, page: impl FnOnce(&mut Visit<'_>) -> maud::Markup) -> Reply {
    if let Some(reply) = slash_added(visit) {
        return reply;
    }
    let page = page(visit);
    Reply::page(200, visit.options, page)
}

/// Where to find what was asked for without the slash at its end.
fn slash_added(visit: &Visit<'_>) -> Option<Reply> {
    let incoming = visit.incoming;
    if incoming.path.ends_with('/') {
        return None;
    }
    let query = if incoming.query.is_empty() { String::new() } else { format!("?{}", incoming.query) };
    Some(visit.redirect(302, &format!("{}/{query}", incoming.path)))
}

/// Whether the request may change something: it carries the crumb of its session, or an API token.
fn crumb_is_good(visit: &mut Visit<'_>) -> bool {
    let by_token = matches!(visit.visitor, Visitor::User { proof: Proof::Token, .. });
    if !visit.options.crumb || by_token {
        return true;
    }
    let incoming = visit.incoming;
    let header = incoming.header(crumb::FIELD).filter(|_| !visit.crumb_header_dropped);
    let Some(given) = header.or_else(|| incoming.parameters.get(crumb::FIELD)) else { return false };
    if visit.expected_crumb().as_deref() != Some(given) {
        return false;
    }
    let refusals = &mut visit.state.control.crumbs_to_refuse;
    let refuse = *refusals > 0;
    *refusals = refusals.saturating_sub(1);
    !refuse
}
