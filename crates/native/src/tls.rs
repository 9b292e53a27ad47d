//! Certificates: the authorities that are trusted, and the client's own.

use std::fs;
use std::path::{Path, PathBuf};

use rustls::crypto::ring::default_provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};

use crate::AgentError;

/// The files with certificates, all PEM.
#[derive(Debug, Clone, Default)]
pub struct TlsFiles {
    /// The only authorities that are trusted; without it, those of the system.
    pub authorities: Option<PathBuf>,
    /// The certificate with which the client proves its identity.
    pub client: Option<ClientFiles>,
}

/// The files with the client's certificate and key.
#[derive(Debug, Clone)]
pub struct ClientFiles {
    /// The certificate, followed by the intermediate ones up to its authority.
    pub certificate: PathBuf,
    /// The private key, not encrypted; the same file may hold both.
    pub key: PathBuf,
}

impl TlsFiles {
    pub(crate) fn config(&self) -> Result<TlsConfig, AgentError> {
        let roots = match &self.authorities {
            Some(file) => RootCerts::new_with_certs(&certificates(file)?),
            None => RootCerts::PlatformVerifier,
        };
        let client = self.client.as_ref().map(ClientFiles::read).transpose()?;
        Ok(TlsConfig::builder().root_certs(roots).client_cert(client).build())
    }
}

impl ClientFiles {
    fn read(&self) -> Result<ClientCert, AgentError> {
        let chain = certificates(&self.certificate)?;
        let key = private_key(&self.key)?;
        self.check(&chain, &key)?;
        Ok(ClientCert::new_with_certs(&chain, key))
    }

    /// ureq panics for a key that does not belong to the certificate.
    fn check(&self, chain: &[Certificate<'static>], key: &PrivateKey<'static>) -> Result<(), AgentError> {
        let unusable = |reason: String| AgentError::PrivateKey { file: self.key.clone(), reason };
        let chain =
            chain.iter().map(|certificate| CertificateDer::from(certificate.der().to_vec())).collect();
        let key = PrivateKeyDer::try_from(key.der().to_vec()).map_err(|error| unusable(error.to_owned()))?;
        match CertifiedKey::from_der(chain, key, &default_provider()) {
            Ok(_) => Ok(()),
            Err(rustls::Error::InconsistentKeys(_)) => {
                Err(unusable(format!("it is not the key of {}", self.certificate.display())))
            }
            Err(error) => Err(unusable(error.to_string())),
        }
    }
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

fn private_key(file: &Path) -> Result<PrivateKey<'static>, AgentError> {
    let unusable = |reason: String| AgentError::PrivateKey { file: file.to_owned(), reason };
    let pem = fs::read(file).map_err(|error| unusable(error.to_string()))?;
    for item in parse_pem(&pem) {
        if let PemItem::PrivateKey(key) = item.map_err(|error| unusable(error.to_string()))? {
            return Ok(key);
        }
    }
    Err(unusable("the file contains no private key that is not encrypted".to_owned()))
}
