//! The pages of oauth2-proxy 7.

use maud::{DOCTYPE, html};

use super::provider::sign_in_address;
use super::{Gates, visitors};
use crate::incoming::Incoming;
use crate::random;
use crate::reply::Reply;
use crate::users::Account;

pub(super) const COOKIE: &str = "_oauth2_proxy";
pub(super) const CALLBACK: &str = "/oauth2/callback";

/// The answer to a request for one of its own pages.
pub(super) fn own_page(accounts: &[Account], gates: &mut Gates, incoming: &Incoming) -> Option<Reply> {
    match (incoming.path.as_str(), incoming.method.as_str()) {
        ("/oauth2/sign_in", "POST") => Some(sign_in(accounts, gates, incoming)),
        ("/oauth2/sign_in", _) => Some(form(200, incoming.parameters.get("rd").unwrap_or("/"))),
        ("/oauth2/start", _) => {
            let back = incoming.parameters.get("rd").unwrap_or("/");
            let redirect_uri = format!("{}{CALLBACK}", incoming.origin());
            Some(redirect(&sign_in_address(gates.identity_provider(), &redirect_uri, back)))
        }
        _ => None,
    }
}

/// The answer to a request without a session.
pub(super) fn refused(incoming: &Incoming) -> Reply {
    if incoming.accepts("application/json") { unauthorized() } else { form(403, &incoming.path_and_query()) }
}

/// The answer to a request that accepts JSON.
pub(super) fn unauthorized() -> Reply {
    Reply::with_body(401, "application/json", "{}")
}

/// The redirect to the identity provider.
pub(super) fn redirect(address: &str) -> Reply {
    let page = format!("<a href=\"{}\">Found</a>.\n\n", address.replace('&', "&amp;"));
    let cookie = format!("{COOKIE}_csrf={}; Path=/; Max-Age=900; HttpOnly", random::hex_of::<16>());
    Reply::with_body(302, "text/html; charset=utf-8", page)
        .header("Location", address)
        .header("Set-Cookie", cookie)
}

/// Opens a session for a user and password of the gate.
fn sign_in(accounts: &[Account], gates: &mut Gates, incoming: &Incoming) -> Reply {
    let field = |name| incoming.parameters.get(name).unwrap_or_default();
    let to = Some(field("rd")).filter(|to| to.starts_with('/') && !to.starts_with("//")).unwrap_or("/");
    if !visitors::knows(accounts, field("username"), field("password")) {
        return form(401, to);
    }
    let cookie = gates.open_session();
    Reply::empty(302)
        .header("Location", to)
        .header("Set-Cookie", format!("{COOKIE}={cookie}; Path=/; Max-Age=3600; HttpOnly"))
}

/// The sign-in page: 403 in place of a page of Jenkins, 401 after a wrong password.
fn form(status: u16, to: &str) -> Reply {
    let page = html! {
        (DOCTYPE)
        html lang="en" charset="utf-8" {
            head { meta charset="utf-8"; title { "Sign In" } link rel="icon" href="data:,"; }
            body class="has-background-light" {
                form method="GET" action="/oauth2/start" {
                    input type="hidden" name="rd" value=(to);
                    button type="submit" { "Sign in with OpenID Connect" }
                }
                form method="POST" action="/oauth2/sign_in" {
                    input type="hidden" name="rd" value=(to);
                    label for="username" { "Username" }
                    input type="text" name="username" id="username";
                    label for="password" { "Password" }
                    input type="password" name="password" id="password";
                    button type="submit" { "Sign in" }
                }
                footer { "Secured with OAuth2 Proxy" }
            }
        }
    };
    Reply::with_body(status, "text/html; charset=utf-8", page.into_string())
        .header("Cache-Control", "no-cache, no-store, must-revalidate, max-age=0")
}
