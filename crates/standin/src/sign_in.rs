//! Signing in with the form, and out.

use percent_encoding::percent_decode_str;

use crate::pages::login;
use crate::reply::Reply;
use crate::visit::Visit;
use crate::{crumb, random, refusals};

/// How long a browser may keep the remember-me cookie, in seconds: two weeks.
const REMEMBERED_SECONDS: i64 = 14 * 24 * 60 * 60;

/// The sign-in page. It opens a session, which signing in needs.
pub(crate) fn form(visit: &mut Visit<'_>) -> Reply {
    visit.session_or_new();
    let page = login::page(visit, false);
    Reply::bare_page(200, visit.options, page)
}

/// The sign-in page after a failure.
pub(crate) fn form_again(visit: &mut Visit<'_>) -> Reply {
    visit.session_or_new();
    let page = login::page(visit, true);
    Reply::bare_page(401, visit.options, page)
}

/// What the form is sent to.
pub(crate) fn check(visit: &mut Visit<'_>) -> Reply {
    if !crumb_is_good(visit) {
        visit.session_or_new();
        return failure(visit);
    }
    let parameters = &visit.incoming.parameters;
    let field = |name| parameters.get(name).unwrap_or_default();
    let Some(user) = visit.state.users.find(field("j_username")) else { return failure(visit) };
    if user.account.password != field("j_password") {
        return failure(visit);
    }
    let id = user.account.id.clone();
    let target = target(field("from")).map_or_else(|| format!("{}/", visit.options.context), str::to_owned);
    let remember = field("remember_me") == "on";
    if visit.session().is_some() {
        // Without a session there is nothing that could remember who signed in.
        visit.change_session(&id);
    }
    let reply = visit.redirect(302, &target);
    if remember { reply.header("Set-Cookie", remember_me(visit)) } else { reply }
}

/// Ends the session.
pub(crate) fn out(visit: &mut Visit<'_>) -> Reply {
    visit.close_session();
    let path = format!("; Path={}", visit.options.cookie_path());
    let same_site = visit.options.same_site_attribute();
    let remember_me = visit.forgotten_cookie("remember-me", &path);
    let session = visit.forgotten_cookie(visit.state.sessions.cookie(), "");
    visit
        .redirect(302, &format!("{}/", visit.options.context))
        .header("Set-Cookie", format!("{remember_me}; HttpOnly{same_site}"))
        .header("Set-Cookie", format!("{session}{same_site}"))
}

fn failure(visit: &Visit<'_>) -> Reply {
    visit
        .redirect(302, &format!("{}/loginError", visit.options.context))
        .header("Set-Cookie", refusals::forgotten_remember_me(visit))
}

/// Whether the form brought its hidden crumb, where the core wants one.
fn crumb_is_good(visit: &Visit<'_>) -> bool {
    if !visit.core().crumb_at_sign_in() || !visit.options.crumb {
        return true;
    }
    let Some(session) = visit.session() else { return false };
    let expected = visit.state.crumbs.crumb(visit.name(), session);
    visit.incoming.parameters.get(crumb::FIELD) == Some(expected.as_str())
}

/// Where to go afterwards: only to a path of this very host.
fn target(from: &str) -> Option<&str> {
    let plain = percent_decode_str(from).decode_utf8_lossy();
    let local = from.starts_with('/')
        && !plain.starts_with("//")
        && !plain.contains('\\')
        && !plain.contains(char::is_control);
    local.then_some(from)
}

/// The cookie of "keep me signed in". It is handed out as Jenkins does, and not honoured.
fn remember_me(visit: &Visit<'_>) -> String {
    let path = visit.options.cookie_path();
    let same_site = visit.options.same_site_attribute();
    let value = random::hex_of::<32>();
    format!("remember-me={value}; Path={path}; Max-Age={REMEMBERED_SECONDS}; HttpOnly{same_site}")
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
