//! Single sign-on in front of the controller: a gate that only lets requests with its cookie through.
//!
//! Other requests are sent to a sign-in page on another origin. Its one button leads back to the gate with a ticket, for
//! which the gate sets the cookie.

mod sign_in_page;

use std::collections::HashSet;

use maud::{DOCTYPE, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::options::SingleSignOn;
use crate::random;
use crate::reply::Reply;
use crate::request_context::Incoming;

pub(crate) use sign_in_page::router;

/// The gate's cookie.
const COOKIE: &str = "single-sign-on";
/// The path at which the gate takes tickets.
const TICKETS: &str = "/.single-sign-on";

/// Who signed in at the gate.
#[derive(Default)]
pub(crate) struct SignOns {
    required: bool,
    cookies: HashSet<String>,
    tickets: HashSet<String>,
}

impl SignOns {
    /// Switches the gate on or off. Both forget who signed in.
    pub(crate) fn require(&mut self, on: bool) {
        *self = Self { required: on, ..Self::default() };
    }

    /// A ticket that can be exchanged for the cookie once.
    pub(crate) fn issue_ticket(&mut self) -> String {
        let ticket = random::hex_of::<16>();
        self.tickets.insert(ticket.clone());
        ticket
    }

    /// Exchanges a ticket for the cookie's value.
    fn redeem(&mut self, ticket: &str) -> Option<String> {
        self.tickets.remove(ticket).then(|| {
            let cookie = random::hex_of::<16>();
            self.cookies.insert(cookie.clone());
            cookie
        })
    }
}

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
    let mut cookies = incoming.cookies();
    if !sign_ons.required || cookies.any(|(name, value)| name == COOKIE && sign_ons.cookies.contains(value)) {
        return None;
    }
    let origin = format!("http://{}", incoming.header("host").unwrap_or("127.0.0.1"));
    let back = match incoming.method.as_str() {
        "GET" => format!("{origin}{}", incoming.path_and_query()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_good_once() {
        let mut sign_ons = SignOns::default();
        let ticket = sign_ons.issue_ticket();
        assert!(sign_ons.redeem(&ticket).is_some());
        assert_eq!(sign_ons.redeem(&ticket), None);
    }
}
