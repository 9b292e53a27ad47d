//! Sign-ons in front of a controller: gates that only let requests with their session pass.
//!
//! Each sends people to an identity provider on another origin, which is one page with one button, and takes the code with
//! which they come back. What they answer to a request without a session differs; the recorded ones are those of
//! oauth2-proxy, the others are read in the sources of the programs.

use clap::ValueEnum;
use maud::{DOCTYPE, html};

use super::provider::{redeemed, sign_in_address};
use super::{Gates, oauth2_proxy, visitors};
use crate::incoming::Incoming;
use crate::random;
use crate::reply::Reply;
use crate::users::Account;

/// A sign-on in front of a controller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub enum SignOn {
    /// A single sign-on: 302 to its provider, whatever the request accepts.
    SingleSignOn,
    /// A single sign-on with a page of its own, with status 200, that links to its provider.
    SingleSignOnPage,
    /// oauth2-proxy 7 with a password form: its page with status 403; 401 and {} to "Accept: application/json".
    Oauth2ProxyForm,
    /// The same with `pass-basic-auth=false`, which changes no recorded reply.
    Oauth2ProxyFormNoBasic,
    /// oauth2-proxy 7 with OpenID Connect: 302 to the provider; 401 and {} to "Accept: application/json".
    Oauth2ProxyOidc,
    /// Authelia (ForwardAuth): 302 to its portal; 401 with `Location` to a request that does not accept HTML.
    Authelia,
    /// Authelia (AuthRequest): always 401 with `Location`.
    AutheliaAuthRequest,
    /// Pomerium: 302 to its sign-in; 401 with `{"error":"Unauthenticated"}` to a request that prefers JSON.
    Pomerium,
    /// A gate for programs: 401 with `WWW-Authenticate: Bearer` and no body; its token may come in `Proxy-Authorization`.
    BearerChallenge,
}

/// The answer of a gate; `None` if the request has a session there.
pub(super) fn stop(
    sign_on: SignOn,
    accounts: &[Account],
    gates: &mut Gates,
    incoming: &Incoming,
) -> Option<Reply> {
    if incoming.path == sign_on.callback() {
        return Some(come_back(sign_on, gates, incoming));
    }
    match sign_on {
        SignOn::Oauth2ProxyForm | SignOn::Oauth2ProxyFormNoBasic => {
            if let Some(reply) = oauth2_proxy::own_page(accounts, gates, incoming) {
                return Some(reply);
            }
            let by_basic = visitors::by_basic(accounts, incoming).is_some();
            (!by_basic && !gates.has_session(oauth2_proxy::COOKIE, incoming))
                .then(|| oauth2_proxy::refused(incoming))
        }
        SignOn::SingleSignOn
        | SignOn::SingleSignOnPage
        | SignOn::Oauth2ProxyOidc
        | SignOn::Authelia
        | SignOn::AutheliaAuthRequest
        | SignOn::Pomerium => (!gates.has_session(sign_on.cookie(), incoming))
            .then(|| without_session(sign_on, gates.identity_provider(), incoming)),
        // As Google's Identity-Aware Proxy takes it where `Authorization` is for the application behind it.
        SignOn::BearerChallenge => {
            let passes = visitors::by_token(incoming) || gates.has_session(sign_on.cookie(), incoming);
            (!passes).then(|| without_session(sign_on, gates.identity_provider(), incoming))
        }
    }
}

impl SignOn {
    /// The cookie of its session.
    fn cookie(self) -> &'static str {
        match self {
            Self::Oauth2ProxyForm | Self::Oauth2ProxyFormNoBasic | Self::Oauth2ProxyOidc => {
                oauth2_proxy::COOKIE
            }
            Self::SingleSignOn | Self::SingleSignOnPage => "single-sign-on",
            Self::Authelia | Self::AutheliaAuthRequest => "authelia_session",
            Self::Pomerium | Self::BearerChallenge => "_pomerium",
        }
    }

    /// The path to which the identity provider sends people back.
    fn callback(self) -> &'static str {
        match self {
            Self::Oauth2ProxyForm | Self::Oauth2ProxyFormNoBasic | Self::Oauth2ProxyOidc => {
                oauth2_proxy::CALLBACK
            }
            Self::SingleSignOn | Self::SingleSignOnPage => "/.single-sign-on",
            Self::Authelia | Self::AutheliaAuthRequest => "/.authelia/callback",
            Self::Pomerium | Self::BearerChallenge => "/.pomerium/callback",
        }
    }
}

fn without_session(sign_on: SignOn, provider: &str, incoming: &Incoming) -> Reply {
    let back = if incoming.method == "GET" { incoming.path_and_query() } else { "/".to_owned() };
    let address = sign_in_address(provider, &format!("{}{}", incoming.origin(), sign_on.callback()), &back);
    let get = incoming.method == "GET";
    match sign_on {
        SignOn::SingleSignOn => Reply::empty(302).header("Location", address),
        SignOn::SingleSignOnPage => page_with_link(&address),
        SignOn::Oauth2ProxyForm | SignOn::Oauth2ProxyFormNoBasic => oauth2_proxy::refused(incoming),
        SignOn::Oauth2ProxyOidc if incoming.accepts("application/json") => oauth2_proxy::unauthorized(),
        SignOn::Oauth2ProxyOidc => oauth2_proxy::redirect(&address),
        SignOn::Authelia if incoming.accepts("text/html") => {
            special_redirect(if get { 302 } else { 303 }, &address)
        }
        SignOn::Authelia | SignOn::AutheliaAuthRequest => special_redirect(401, &address),
        SignOn::Pomerium if !incoming.accepts("text/html") && incoming.accepts("application/json") => {
            let id = random::hex_of::<16>();
            let body = serde_json::json!({ "error": "Unauthenticated", "request_id": id }).to_string();
            Reply::with_body(401, "application/json", body).header("Server", "envoy")
        }
        SignOn::Pomerium => {
            Reply::with_body(302, "text/html; charset=UTF-8", "<html><title>Login</title></html>\n")
                .header("Location", address)
                .header("Server", "envoy")
        }
        SignOn::BearerChallenge => {
            Reply::empty(401).header("WWW-Authenticate", "Bearer realm=\"jenkins\", error=\"invalid_token\"")
        }
    }
}

/// A page that leads to the identity provider.
fn page_with_link(address: &str) -> Reply {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { "Single sign-on" } link rel="icon" href="data:,"; }
            body { h1 { "You are not signed in" } a id="sign-in" href=(address) { "Sign in" } }
        }
    };
    Reply::with_body(200, "text/html;charset=utf-8", page.into_string())
}

/// The redirect of Authelia, which it also writes with status 401.
fn special_redirect(status: u16, address: &str) -> Reply {
    let words = match status {
        302 => "Found",
        303 => "See Other",
        _ => "Unauthorized",
    };
    let page = format!("<a href=\"{}\">{status} {words}</a>", address.replace('&', "&amp;"));
    Reply::with_body(status, "text/html; charset=utf-8", page).header("Location", address)
}

/// Opens a session for a code, and redirects to a path of this host.
fn come_back(sign_on: SignOn, gates: &mut Gates, incoming: &Incoming) -> Reply {
    let Some(to) = redeemed(gates, incoming) else {
        return Reply::with_body(403, "text/plain", "This code is not good.\n");
    };
    let cookie = gates.open_session();
    let page = format!("<a href=\"{to}\">Found</a>.\n\n");
    Reply::with_body(302, "text/html; charset=utf-8", page)
        .header("Location", to)
        .header("Set-Cookie", format!("{}={cookie}; Path=/; HttpOnly", sign_on.cookie()))
}
