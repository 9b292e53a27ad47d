//! How requests reach the controller: proxies, certificates, time limits, and headers for what is in front of it.

use std::path::Path;
use std::{fs, iter};

use latchkey_core::Secret;
use latchkey_native::{AgentError, ExtraHeaders, ExtraHeadersError, agent_config};
use ureq::Agent;

use super::address::Address;
use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::token_store::TokenStore;

/// What sends requests to a controller.
#[derive(Clone)]
pub(super) struct Connection {
    pub(super) agent: Agent,
    /// The headers that go to the origin of the URL that was given, and nowhere else.
    pub(super) headers: Option<ExtraHeaders>,
}

impl Connection {
    pub(super) fn open(address: &Address, access: &Access) -> Result<Self, CliError> {
        let headers = headers(address.site.origin(), access)?;
        let agent = agent(address, access, headers.clone())?;
        Ok(Self { agent, headers })
    }
}

fn agent(address: &Address, access: &Access, headers: Option<ExtraHeaders>) -> Result<Agent, CliError> {
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
    if let Some(headers) = headers {
        config = config.middleware(headers);
    }
    Ok(config.build().into())
}

/// The headers for an origin: those in the keychain, those in the file of `--from` or `--save-to`, and those of `--header`,
/// of which each replaces the ones before of the same name.
fn headers(origin: &str, access: &Access) -> Result<Option<ExtraHeaders>, CliError> {
    let files = [&access.from, &access.save_to].into_iter().flatten().cloned().map(TokenStore::File);
    let stores = iter::once(TokenStore::Keychain).chain(files);
    let remembered = stores.map(|store| store.headers(origin)).filter_map(Result::transpose);
    let given = access.header.iter().map(|file| headers_in(file, origin));
    remembered.chain(given).try_fold(None, |all: Option<ExtraHeaders>, headers| {
        let headers = headers?;
        Ok(Some(match all {
            Some(all) => all.overridden_by(headers),
            None => headers,
        }))
    })
}

fn headers_in(file: &Path, origin: &str) -> Result<ExtraHeaders, CliError> {
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
