//! How the command line's requests are sent.

use latchkey_native::{AgentError, agent_config};
use ureq::Agent;

use crate::args::Access;
use crate::error::CliError;

/// The agent for URLs of this scheme, with the time limit and the certificate authorities of the arguments.
///
/// # Errors
///
/// If the environment names an invalid proxy, or the file with certificate authorities is unusable.
pub(crate) fn agent(scheme: &str, access: &Access) -> Result<Agent, CliError> {
    let config = agent_config(scheme, access.timeout, access.cacert.as_deref());
    let config = config.map_err(|error| match error {
        AgentError::InvalidProxy { .. } => CliError::Usage(error.to_string()),
        AgentError::Certificates { file, reason } => CliError::CaCertificates { file, reason },
    })?;
    Ok(config.build().into())
}
