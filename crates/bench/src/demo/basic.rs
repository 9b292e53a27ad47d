//! A token tried as a script would use it: plain HTTP Basic, without a browser.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use latchkey_core::Secret;
use serde_json::Value;
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

/// How long the controller may take to answer.
const LIMIT: Duration = Duration::from_secs(30);

/// The id of the user that the token works as.
///
/// # Errors
///
/// When the controller does not accept the token, or answers with something else.
pub(super) fn user_of(root: &str, user: &str, token: &Secret) -> Result<String> {
    let credentials = STANDARD.encode(format!("{user}:{}", token.reveal()));
    // A redirect leads to a sign-in page: it is no answer. Whom the system trusts, the browser does, too.
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(LIMIT))
        .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build());
    let agent: Agent = config.build().into();
    let request = agent.get(format!("{root}/me/api/json?tree=id"));
    let mut reply = request
        .header("authorization", format!("Basic {credentials}"))
        .call()
        .with_context(|| format!("the token could not be tried: {root} gives no answer"))?;
    match reply.status().as_u16() {
        200 => {}
        401 => bail!("{root} does not accept the token"),
        status => bail!("the token could not be tried: {root}/me answers with status {status}"),
    }
    let body = reply.body_mut().read_to_string().context("the answer to the token breaks off")?;
    let me: Value = serde_json::from_str(&body).context("the answer to the token is not JSON")?;
    me["id"].as_str().map(ToOwned::to_owned).context("the answer to the token names nobody")
}
