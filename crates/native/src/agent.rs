//! Proxies, certificates and time limits, and the reasons why there is no reply.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fmt, fs};

use latchkey_core::TransportError;
use ureq::config::ConfigBuilder;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::typestate::AgentScope;
use ureq::{Agent, Timeout};

use crate::proxy;

/// Why requests cannot be set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgentError {
    /// The value of an environment variable is not a proxy URL. The value is left out: it may contain a password.
    InvalidProxy {
        /// The name of the variable.
        variable: String,
    },
    /// The file with certificate authorities cannot be read, or it contains no certificate.
    Certificates {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

impl fmt::Display for AgentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidProxy { variable } => write!(formatter, "{variable} is not a valid proxy URL"),
            Self::Certificates { file, reason } => {
                write!(formatter, "no certificates in {}: {reason}", file.display())
            }
        }
    }
}

impl Error for AgentError {}

/// How requests to URLs of this scheme are sent: through the proxy that the environment names, each of their steps
/// (connecting, sending, waiting for the reply, reading it) within the time limit. Certificates are checked by the
/// system's trust store, or only by the authorities in the PEM file `cacert`.
///
/// There is no limit for the request as a whole: it would end before the one for connecting, and leave open whether
/// the request was sent.
///
/// # Errors
///
/// [`AgentError`] says what is wrong with the proxy or the certificates.
pub fn agent_config(
    scheme: &str,
    time_limit: Duration,
    cacert: Option<&Path>,
) -> Result<ConfigBuilder<AgentScope>, AgentError> {
    let roots = match cacert {
        Some(file) => RootCerts::new_with_certs(&certificates(file)?),
        None => RootCerts::PlatformVerifier,
    };
    Ok(Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(proxy::from_environment(scheme)?)
        .timeout_resolve(Some(time_limit))
        .timeout_connect(Some(time_limit))
        .timeout_send_request(Some(time_limit))
        .timeout_send_body(Some(time_limit))
        .timeout_recv_response(Some(time_limit))
        .timeout_recv_body(Some(time_limit))
        .user_agent(concat!("latchkey/", env!("CARGO_PKG_VERSION")))
        .tls_config(TlsConfig::builder().root_certs(roots).build()))
}

fn certificates(file: &Path) -> Result<Vec<Certificate<'static>>, AgentError> {
    let unusable = |reason: String| AgentError::Certificates { file: file.to_owned(), reason };
    let pem = fs::read(file).map_err(|error| unusable(error.to_string()))?;
    let mut certificates = Vec::new();
    for item in parse_pem(&pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|error| unusable(error.to_string()))? {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() {
        return Err(unusable("the file contains no certificate".to_owned()));
    }
    Ok(certificates)
}

/// Why there was no reply, which also says whether the request can have arrived.
pub(crate) fn no_reply(error: ureq::Error) -> TransportError {
    match error {
        ureq::Error::HostNotFound => TransportError::NotSent { reason: "the host is not known".to_owned() },
        ureq::Error::ConnectionFailed | ureq::Error::BadUri(_) | ureq::Error::ConnectProxyFailed(_) => {
            TransportError::NotSent { reason: error.to_string() }
        }
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            TransportError::NotSent { reason: "no connection in time".to_owned() }
        }
        ureq::Error::Timeout(_) => TransportError::TimedOut,
        ureq::Error::Tls(reason) => TransportError::Untrusted { reason: reason.to_owned() },
        ureq::Error::Rustls(error) => from_tls(&error),
        ureq::Error::Io(error) => match tls_error(&error) {
            Some(error) => from_tls(error),
            None => from_connection(&error),
        },
        error => TransportError::NoAnswer { reason: error.to_string() },
    }
}

fn tls_error(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

/// Only errors that come before the first request can leave prove that nothing was sent.
fn from_tls(error: &rustls::Error) -> TransportError {
    let reason = error.to_string();
    match error {
        rustls::Error::InvalidCertificate(_)
        | rustls::Error::NoCertificatesPresented
        | rustls::Error::UnsupportedNameType
        | rustls::Error::PeerIncompatible(_)
        | rustls::Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType) => {
            TransportError::Untrusted { reason }
        }
        _ => TransportError::NoAnswer { reason },
    }
}

fn from_connection(error: &io::Error) -> TransportError {
    let reason = match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    };
    if is_lookup_failure(error) {
        return TransportError::NotSent { reason };
    }
    match error.kind() {
        ErrorKind::ConnectionRefused
        | ErrorKind::NetworkUnreachable
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::AddrNotAvailable => TransportError::NotSent { reason },
        _ => TransportError::NoAnswer { reason },
    }
}

/// Whether the host name has no address, or nobody could be asked for it. Rust has no kind for this.
fn is_lookup_failure(error: &io::Error) -> bool {
    let is_winsock = cfg!(windows) && matches!(error.raw_os_error(), Some(11_001..=11_004));
    is_winsock || error.to_string().starts_with("failed to lookup address information")
}
