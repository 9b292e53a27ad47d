//! The identity provider of gates and realms: one page with one button, on an origin of its own.

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
        (PATH, "GET") => page(&incoming.parameters),
        (PATH, "POST") => send_back(controller, &incoming.parameters),
        _ => Reply::with_body(404, "text/plain", "Not Found\n"),
    }
}

/// The page with the one button.
fn page(parameters: &Parameters) -> Reply {
    let field = |name| parameters.get(name).unwrap_or_default();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { "Sign in to everything" } link rel="icon" href="data:,"; }
            body {
                h1 { "Sign in to everything" }
                form method="post" action=(PATH) {
                    input type="hidden" name="redirect_uri" value=(field("redirect_uri"));
                    input type="hidden" name="state" value=(field("state"));
                    button type="submit" { "Sign in" }
                }
            }
        }
    };
    Reply::with_body(200, "text/html;charset=utf-8", page.into_string())
}

/// Redirects the browser to where it came from, with a code.
fn send_back(controller: &Controller, parameters: &Parameters) -> Reply {
    let field = |name| parameters.get(name).unwrap_or_default();
    if !field("redirect_uri").starts_with("http://") {
        return Reply::with_body(400, "text/plain", "There is no way back.\n");
    }
    let code = controller.state().gates.issue_code();
    let state = utf8_percent_encode(field("state"), NON_ALPHANUMERIC);
    Reply::empty(302).header("Location", format!("{}?code={code}&state={state}", field("redirect_uri")))
}
