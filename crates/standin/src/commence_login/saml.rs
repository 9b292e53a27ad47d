//! The service provider's part of SAML: the request by redirect and the response by a posted form, as saml-plugin's
//! defaults have it. Neither is XML or signed here.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::gate::{self, Gates};
use crate::incoming::Incoming;

/// The address of the identity provider for a sign-in that is posted to `consumer` and then leads to the path `back`.
///
/// The whole of `back` is the relay state (saml-plugin's `RefererStateGenerator`).
pub(super) fn sign_in_address(provider: &str, consumer: &str, back: &str) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let request = encoded(&STANDARD.encode(consumer));
    format!("{provider}?SAMLRequest={request}&RelayState={}", encoded(back))
}

/// The path to go to after a good response.
pub(super) fn redeemed(gates: &mut Gates, incoming: &Incoming) -> Option<String> {
    let response = STANDARD.decode(incoming.parameters.get("SAMLResponse")?).ok()?;
    if !gates.redeem(std::str::from_utf8(&response).ok()?) {
        return None;
    }
    Some(gate::local_path(incoming.parameters.get("RelayState")).to_owned())
}
