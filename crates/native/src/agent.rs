//! Proxies, certificates and time limits, and the reasons why there is no reply.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::time::Duration;

use latchkey_core::TransportError;
use rustls::AlertDescription;
use ureq::config::ConfigBuilder;
use ureq::typestate::AgentScope;
use ureq::{Agent, Timeout};

use crate::proxy;
use crate::tls::TlsFiles;

/// Why requests cannot be set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgentError {
    /// The value of an environment variable is not a proxy URL. The value is left out: it may contain a password.
    InvalidProxy {
        /// The name of the variable.
        variable: String,
    },
    /// A file with certificates cannot be read, or it contains none.
    Certificates {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file with the client's private key cannot be read, or its key cannot be used.
    PrivateKey {
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
            Self::PrivateKey { file, reason } => {
                write!(formatter, "no usable private key in {}: {reason}", file.display())
            }
        }
    }
}

impl Error for AgentError {}

/// The configuration of an agent for URLs of this scheme: requests go through the proxy that the environment names, and the
/// time limit applies to each step (connecting, sending, waiting for the reply, reading it). The server's certificate is
/// checked against the system's trust store, or only against the authorities in the file.
///
/// There is no limit for the request as a whole: it would end before the one for connecting, and leave open whether
/// the request was sent.
///
/// # Errors
///
/// [`AgentError`] says what is wrong with the proxy, the certificates, or the key.
pub fn agent_config(
    scheme: &str,
    time_limit: Duration,
    files: &TlsFiles,
) -> Result<ConfigBuilder<AgentScope>, AgentError> {
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
        .tls_config(files.config()?))
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

/// The reason why nothing was sent to a server that wants the client to prove its identity, too.
pub const CLIENT_CERTIFICATE_REQUIRED: &str = "the server asks for a client certificate";

/// Nothing was sent if the error comes before the first request can leave, or if the server reads no request after it.
fn from_tls(error: &rustls::Error) -> TransportError {
    let reason = error.to_string();
    match error {
        rustls::Error::AlertReceived(AlertDescription::CertificateRequired) => {
            TransportError::NotSent { reason: CLIENT_CERTIFICATE_REQUIRED.to_owned() }
        }
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
