//! The identity provider's part of SAML: it posts its response by a form of the browser, and takes no long relay state.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, html};

use super::no_way_back;
use crate::controller::Controller;
use crate::form::Parameters;
use crate::reply::Reply;

/// How long a relay state may be, in bytes (Bindings for SAML 2.0, 3.4.3).
const RELAY_STATE_LIMIT: usize = 80;

/// Refuses a request with a longer relay state. Not every provider does.
pub(super) fn refused(parameters: &Parameters) -> Option<Reply> {
    let too_long = parameters.get("RelayState").is_some_and(|state| state.len() > RELAY_STATE_LIMIT);
    too_long.then(|| Reply::with_body(400, "text/plain", "The relay state is longer than 80 bytes.\n"))
}

/// The page that posts the response and the relay state to the consumer in the request, by itself.
pub(super) fn post_back(controller: &Controller, parameters: &Parameters) -> Reply {
    let field = |name| parameters.get(name).unwrap_or_default();
    let consumer = STANDARD.decode(field("SAMLRequest")).ok().and_then(|text| String::from_utf8(text).ok());
    let Some(consumer) = consumer.filter(|consumer| consumer.starts_with("http://")) else {
        return no_way_back();
    };
    let response = STANDARD.encode(controller.state().gates.issue_code());
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { "Signed in to everything" } link rel="icon" href="data:,"; }
            body onload="document.forms[0].submit()" {
                form method="post" action=(consumer) {
                    input type="hidden" name="SAMLResponse" value=(response);
                    input type="hidden" name="RelayState" value=(field("RelayState"));
                    noscript { button type="submit" { "Continue" } }
                }
            }
        }
    };
    Reply::with_body(200, "text/html;charset=utf-8", page.into_string())
}
