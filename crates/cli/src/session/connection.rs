//! How requests reach the controller: proxies, certificates, time limits, and headers for what is in front of it.

use std::fs;
use std::path::Path;

use latchkey_core::Secret;
use latchkey_native::{AgentError, ExtraHeaders, ExtraHeadersError, agent_config};
use ureq::Agent;

use super::address::Address;
use crate::access::Access;
use crate::error::{CliError, ExitCode};

pub(super) fn agent(address: &Address, access: &Access) -> Result<Agent, CliError> {
    let config = agent_config(address.scheme(), access.timeout, &access.tls_files());
    let mut config = config.map_err(|error| match error {
        AgentError::InvalidProxy { variable } => {
            CliError::usage(format!("{variable} is not a valid proxy URL"))
                .hint("Set it to a URL such as http://proxy.example.org:3128, or unset it.")
        }
        AgentError::Certificates { file, reason } => {
            let message = format!("No certificates in {}: {reason}", file.display());
            CliError::new(ExitCode::Failed, "authorities", message)
                .hint("Give a PEM file with at least one certificate.")
        }
        AgentError::PrivateKey { file, reason } => {
            let message = format!("No usable private key in {}: {reason}", file.display());
            CliError::new(ExitCode::Failed, "private-key", message)
                .hint("Give a PEM file with the private key of the certificate, not encrypted, with --key.")
        }
    })?;
    for file in &access.header {
        config = config.middleware(headers(file, address.site.origin())?);
    }
    Ok(config.build().into())
}

fn headers(file: &Path, origin: &str) -> Result<ExtraHeaders, CliError> {
    let unusable = |reason: String| {
        CliError::new(ExitCode::Failed, "headers", format!("No headers in {}: {reason}", file.display()))
    };
    let text = fs::read_to_string(file).map(Secret::new).map_err(|error| unusable(error.to_string()))?;
    ExtraHeaders::parse(origin, text.reveal()).map_err(|error| {
        unusable(error.to_string()).hint(match error {
            ExtraHeadersError::Malformed { .. } | ExtraHeadersError::None => {
                "Write each header on a line of its own, such as CF-Access-Client-Id: ID."
            }
            ExtraHeadersError::Reserved { .. } => {
                "Remove that line. Sign in to Jenkins with --user or a saved token."
            }
        })
    })
}
