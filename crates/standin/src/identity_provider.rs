//! The identity provider of gates and realms: one page with one button, on an origin of its own.

mod saml;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::Response;
use maud::{DOCTYPE, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::controller::Controller;
use crate::form::Parameters;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::server;

/// The path of its page.
pub(crate) const PATH: &str = "/auth";

/// The service that answers every address of the other origin.
pub(crate) fn router(controller: Arc<Controller>) -> Router {
    Router::new().fallback(serve).with_state(controller)
}

async fn serve(Shared(controller): Shared<Arc<Controller>>, request: Request) -> Response<Body> {
    let (incoming, record) = server::read(request).await;
    let number = controller.identity_provider_log.note(record);
    let reply = answer(&controller, &incoming);
    controller.identity_provider_log.note_status(number, reply.status);
    reply.into_response()
}

fn answer(controller: &Controller, incoming: &Incoming) -> Reply {
    match (incoming.path.as_str(), incoming.method.as_str()) {
        (PATH, "GET") => saml::refused(&incoming.parameters).unwrap_or_else(|| page(&incoming.parameters)),
        (PATH, "POST") if incoming.parameters.get("SAMLRequest").is_some() => {
            saml::post_back(controller, &incoming.parameters)
        }
        (PATH, "POST") => send_back(controller, &incoming.parameters),
        _ => Reply::with_body(404, "text/plain", "Not Found\n"),
    }
}

/// The page with the one button.
fn page(parameters: &Parameters) -> Reply {
    let kept = ["redirect_uri", "state", "SAMLRequest", "RelayState"];
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { "Sign in to everything" } link rel="icon" href="data:,"; }
            body {
                h1 { "Sign in to everything" }
                form method="post" action=(PATH) {
                    @for name in kept {
                        @if let Some(value) = parameters.get(name) { input type="hidden" name=(name) value=(value); }
                    }
                    button type="submit" { "Sign in" }
                }
            }
        }
    };
    Reply::with_body(200, "text/html;charset=utf-8", page.into_string())
}

/// The request does not say where the person came from.
fn no_way_back() -> Reply {
    Reply::with_body(400, "text/plain", "There is no way back.\n")
}

/// Redirects the browser to where it came from, with a code.
fn send_back(controller: &Controller, parameters: &Parameters) -> Reply {
    let field = |name| parameters.get(name).unwrap_or_default();
    if !field("redirect_uri").starts_with("http://") {
        return no_way_back();
    }
    let code = controller.state().gates.issue_code();
    let state = utf8_percent_encode(field("state"), NON_ALPHANUMERIC);
    Reply::empty(302).header("Location", format!("{}?code={code}&state={state}", field("redirect_uri")))
}
