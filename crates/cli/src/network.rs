//! The way to the network: proxies, certificates, time limits, and what went wrong on it.

use std::error::Error as _;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use latchkey_core::TransportError;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Timeout};

use crate::args::Access;
use crate::error::CliError;
use crate::proxy;

/// What requests to addresses of that scheme travel by. Proxies are those of the environment; certificates are checked
/// as the system does, or by the authorities in a file alone.
///
/// # Errors
///
/// Where that file cannot be read or holds no certificate, and where a proxy's address is none.
pub(crate) fn agent(scheme: &str, access: &Access) -> Result<Agent, CliError> {
    let limit = access.timeout;
    let roots = match &access.cacert {
        Some(file) => RootCerts::new_with_certs(&certificates(file)?),
        None => RootCerts::PlatformVerifier,
    };
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(proxy::of_environment(scheme)?)
        .timeout_global(Some(limit))
        .timeout_connect(Some(limit))
        .timeout_resolve(Some(limit))
        .user_agent(concat!("latchkey/", env!("CARGO_PKG_VERSION")))
        .tls_config(TlsConfig::builder().root_certs(roots).build());
    Ok(config.build().into())
}

fn certificates(file: &Path) -> Result<Vec<Certificate<'static>>, CliError> {
    let unfit = |reason: String| CliError::CaCertificates { file: file.to_owned(), reason };
    let pem = fs::read(file).map_err(|error| unfit(error.to_string()))?;
    let mut certificates = Vec::new();
    for item in parse_pem(&pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|error| unfit(error.to_string()))? {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() {
        return Err(unfit("there is no certificate in it".to_owned()));
    }
    Ok(certificates)
}

/// Why there was no reply, and so whether the request can have arrived.
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
        ureq::Error::Rustls(error) => of_tls(&error),
        ureq::Error::Io(error) => match tls_error(&error) {
            Some(error) => of_tls(error),
            None => of_connection(&error),
        },
        error => TransportError::NoAnswer { reason: error.to_string() },
    }
}

fn tls_error(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

/// Only what happens before the first request can leave is certain to have sent nothing.
fn of_tls(error: &rustls::Error) -> TransportError {
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

fn of_connection(error: &io::Error) -> TransportError {
    let reason = match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    };
    match error.kind() {
        ErrorKind::ConnectionRefused
        | ErrorKind::NetworkUnreachable
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::AddrNotAvailable => TransportError::NotSent { reason },
        _ => TransportError::NoAnswer { reason },
    }
}
