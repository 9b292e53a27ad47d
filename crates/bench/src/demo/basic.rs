//! Tries a token as a script would use it: HTTP Basic, without a browser.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use latchkey_core::{Client, ControllerUrl, Secret, UserId, Verification};
use latchkey_native::{HttpTransport, TlsFiles, agent_config, block_on};

/// How long the controller may take to answer.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The ID of the user that the token works as.
///
/// # Errors
///
/// If the controller does not accept the token, or gives no usable answer.
pub(super) fn user_of(root: &str, user: &str, token: &Secret) -> Result<String> {
    let controller =
        ControllerUrl::parse(root).with_context(|| format!("{root} is not a valid controller URL"))?;
    let agent = agent_config(controller.scheme(), TIME_LIMIT, &TlsFiles::default())?.build().into();
    let transport = HttpTransport::new(&agent, controller.origin(), None);
    match block_on(Client::new(controller, transport).verify(&UserId::new(user), token)) {
        Verification::WorksAs(user) => Ok(user.to_string()),
        Verification::WithoutRead { .. } => bail!("{root} lets the token do nothing"),
        Verification::Refused => bail!("{root} does not accept the token"),
        Verification::Unknown(error) => bail!("cannot use the token at {root}: {error}"),
    }
}
