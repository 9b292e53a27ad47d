//! The way to the identity provider and back.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::Gates;
use crate::incoming::Incoming;
use crate::random;

/// The address of the identity provider for a sign-in that ends at `redirect_uri` and then leads to the path `back`.
pub(crate) fn sign_in_address(provider: &str, redirect_uri: &str, back: &str) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let state = format!("{}:{back}", random::hex_of::<8>());
    format!(
        "{provider}?approval_prompt=force&client_id=web&redirect_uri={}&response_type=code\
         &scope=openid+email+profile&state={}",
        encoded(redirect_uri),
        encoded(&state),
    )
}

/// The path to go to after a good code.
pub(crate) fn redeemed(gates: &mut Gates, incoming: &Incoming) -> Option<String> {
    let code = incoming.parameters.get("code")?;
    if !gates.redeem(code) {
        return None;
    }
    let to = incoming.parameters.get("state").and_then(|state| state.split_once(':')).map(|(_, to)| to);
    Some(local_path(to).to_owned())
}

/// The path, if it is one of this host; otherwise the root of the host.
pub(crate) fn local_path(path: Option<&str>) -> &str {
    path.filter(|path| path.starts_with('/') && !path.starts_with("//")).unwrap_or("/")
}
