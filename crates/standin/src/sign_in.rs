//! Signing in with the form, and signing out.

use percent_encoding::percent_decode_str;

use crate::pages::login;
use crate::reply::Reply;
use crate::request_context::RequestContext;
use crate::{jenkins_reply, random, refusals};

/// How long a browser may keep the remember-me cookie, in seconds: two weeks.
const REMEMBERED_SECONDS: i64 = 14 * 24 * 60 * 60;

/// The sign-in page. It opens a session, which signing in needs.
pub(crate) fn form(request: &mut RequestContext<'_>) -> Reply {
    request.session_or_new();
    let page = login::page(request, false);
    jenkins_reply::bare_page(200, request.options, page)
}

/// The sign-in page after a failure.
pub(crate) fn form_again(request: &mut RequestContext<'_>) -> Reply {
    request.session_or_new();
    let page = login::page(request, true);
    jenkins_reply::bare_page(401, request.options, page)
}

/// Handles the submitted form.
pub(crate) fn check(request: &mut RequestContext<'_>) -> Reply {
    if !crumb_is_good(request) {
        request.session_or_new();
        return failure(request);
    }
    let parameters = &request.incoming.parameters;
    let field = |name| parameters.get(name).unwrap_or_default();
    let Some(user) = request.state.users.find(field("j_username")) else { return failure(request) };
    if user.account.password != field("j_password") || request.state.gates.takes_no_passwords() {
        return failure(request);
    }
    let id = user.account.id.clone();
    let target = target(field("from")).map_or_else(|| format!("{}/", request.options.context), str::to_owned);
    let remember = field("remember_me") == "on";
    if request.session().is_some() {
        // Without a session nothing can remember who signed in.
        request.change_session(&id);
    }
    let reply = request.redirect(302, &target);
    if remember { reply.header("Set-Cookie", remember_me(request)) } else { reply }
}

/// Ends the session.
pub(crate) fn out(request: &mut RequestContext<'_>) -> Reply {
    request.close_session();
    let path = format!("; Path={}", request.options.cookie_path());
    let same_site = request.options.same_site_attribute();
    let remember_me = request.forgotten_cookie(request.core().remember_me_cookie(), &path);
    let session = request.forgotten_cookie(request.state.sessions.cookie(), "");
    request
        .redirect(302, &format!("{}/", request.options.context))
        .header("Set-Cookie", format!("{remember_me}; HttpOnly{same_site}"))
        .header("Set-Cookie", format!("{session}{same_site}"))
}

fn failure(request: &RequestContext<'_>) -> Reply {
    request
        .redirect(302, &format!("{}/loginError", request.options.context))
        .header("Set-Cookie", refusals::forgotten_remember_me(request))
}

/// Whether the form carries its hidden crumb, if the version wants one.
fn crumb_is_good(request: &RequestContext<'_>) -> bool {
    if !request.core().crumb_at_sign_in() || !request.options.crumb {
        return true;
    }
    let Some(session) = request.session() else { return false };
    let expected = request.state.crumbs.crumb(request.name(), session);
    request.incoming.parameters.get(request.state.gates.crumb_field()) == Some(expected.as_str())
}

/// The address to go to afterwards, if it is a path of this host.
fn target(from: &str) -> Option<&str> {
    let plain = percent_decode_str(from).decode_utf8_lossy();
    let local = from.starts_with('/')
        && !plain.starts_with("//")
        && !plain.contains('\\')
        && !plain.contains(char::is_control);
    local.then_some(from)
}

/// The cookie of "keep me signed in". It is set as Jenkins does, but signs nobody in.
fn remember_me(request: &RequestContext<'_>) -> String {
    let path = request.options.cookie_path();
    let same_site = request.options.same_site_attribute();
    let cookie = request.core().remember_me_cookie();
    let value = random::hex_of::<32>();
    format!("{cookie}={value}; Path={path}; Max-Age={REMEMBERED_SECONDS}; HttpOnly{same_site}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_local_paths_are_gone_to() {
        for local in ["/", "/jenkins/me/", "/job/a%20b/?x=1"] {
            assert_eq!(target(local), Some(local));
        }
        for foreign in
            ["", "//evil.invalid/", "/%2Fevil.invalid/", "/\\evil.invalid", "http://evil.invalid/", "x"]
        {
            assert_eq!(target(foreign), None, "{foreign}");
        }
    }
}
