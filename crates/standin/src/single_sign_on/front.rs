//! The gate between clients and the controller.

use maud::{DOCTYPE, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{SignOns, SingleSignOn};
use crate::reply::Reply;
use crate::request_context::Incoming;

/// The gate's cookie.
const COOKIE: &str = "single-sign-on";
/// The path at which the gate takes tickets.
pub(super) const TICKETS: &str = "/.single-sign-on";

/// The gate's answer; `None` lets the request through.
pub(crate) fn answer(
    mode: SingleSignOn,
    sign_in_page: &str,
    sign_ons: &mut SignOns,
    incoming: &Incoming,
) -> Option<Reply> {
    if incoming.path == TICKETS {
        return Some(take_ticket(sign_ons, incoming));
    }
    if !sign_ons.required || signed_in(sign_ons, incoming) {
        return None;
    }
    let origin = format!("http://{}", incoming.header("host").unwrap_or("127.0.0.1"));
    let query = if incoming.query.is_empty() { String::new() } else { format!("?{}", incoming.query) };
    let back = match incoming.method.as_str() {
        "GET" => format!("{origin}{}{query}", incoming.path),
        _ => format!("{origin}/"),
    };
    let address = format!("{sign_in_page}?back={}", utf8_percent_encode(&back, NON_ALPHANUMERIC));
    Some(match mode {
        SingleSignOn::Redirect => Reply::empty(302).header("Location", address),
        SingleSignOn::Html => {
            let page = html! {
                (DOCTYPE)
                html lang="en" {
                    head { meta charset="utf-8"; title { "Single sign-on" } link rel="icon" href="data:,"; }
                    body { h1 { "You are not signed in" } a id="sign-in" href=(address) { "Sign in" } }
                }
            };
            Reply::with_body(200, "text/html;charset=utf-8", page.into_string())
        }
    })
}

fn signed_in(sign_ons: &SignOns, incoming: &Incoming) -> bool {
    let headers = incoming.headers.get_all("cookie").iter().filter_map(|value| value.to_str().ok());
    let mut cookies =
        headers.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
    cookies.any(|(name, value)| name == COOKIE && sign_ons.cookies.contains(value))
}

/// Sets the cookie for a ticket and redirects to a path of this host.
fn take_ticket(sign_ons: &mut SignOns, incoming: &Incoming) -> Reply {
    let parameters = &incoming.parameters;
    let cookie = parameters.get("ticket").and_then(|ticket| sign_ons.redeem(ticket));
    let Some(cookie) = cookie else {
        return Reply::with_body(403, "text/plain", "This ticket is not good.\n");
    };
    let to = parameters.get("to").filter(|to| to.starts_with('/') && !to.starts_with("//")).unwrap_or("/");
    Reply::empty(302)
        .header("Location", to)
        .header("Set-Cookie", format!("{COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Lax"))
}
