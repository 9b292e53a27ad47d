//! TLS: trusted and untrusted certificates, and redirects from http to https.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use latchkey_standin::CannedAnswer;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};

use crate::context::{PASSWORD, TestContext};

/// A TLS server in front of a stand-in, with a certificate of its own authority.
struct Front {
    url: String,
    authority: String,
    /// A certificate for a client, and its key.
    client: (String, String),
}

impl Front {
    fn of(context: &TestContext, name: &str) -> Self {
        Self::start(context, name, false)
    }

    /// One that only clients with a certificate of the same authority can use.
    fn for_known_clients(context: &TestContext) -> Self {
        Self::start(context, "127.0.0.1", true)
    }

    fn start(context: &TestContext, name: &str, only_known_clients: bool) -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("a TLS server");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a TLS server"))
            .expect("a TLS server");
        let key = KeyPair::generate().expect("a TLS server");
        let certificate = CertificateParams::new(vec![name.to_owned()])
            .expect("a TLS server")
            .signed_by(&key, &authority)
            .expect("a TLS server");
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let clients: Arc<dyn ClientCertVerifier> = if only_known_clients {
            let mut roots = RootCertStore::empty();
            roots.add(authority.der().clone()).expect("a TLS server");
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
                .build()
                .expect("a TLS server")
        } else {
            WebPkiClientVerifier::no_client_auth()
        };
        let client_key = KeyPair::generate().expect("a TLS client");
        let client = CertificateParams::new(vec!["alice".to_owned()])
            .expect("a TLS client")
            .signed_by(&client_key, &authority)
            .expect("a TLS client");
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("a TLS server")
            .with_client_cert_verifier(clients)
            .with_single_cert(vec![CertificateDer::from(certificate.der().to_vec())], key)
            .expect("a TLS server");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a TLS server");
        let url = format!("https://{}", listener.local_addr().expect("a TLS server"));
        let behind = context.url().strip_prefix("http://").expect("a TLS server").to_owned();
        thread::spawn(move || serve(&listener, &Arc::new(config), &behind));
        Self { url, authority: authority.pem(), client: (client.pem(), client_key.serialize_pem()) }
    }
}

fn serve(listener: &TcpListener, config: &Arc<ServerConfig>, behind: &str) {
    for stream in listener.incoming() {
        let connection = ServerConnection::new(Arc::clone(config)).expect("a TLS server");
        let mut stream = StreamOwned::new(connection, stream.expect("a TLS server"));
        // A client that does not trust the certificate disconnects.
        let Some(request) = read_request(&mut stream) else { continue };
        let mut standin = TcpStream::connect(behind).expect("a TLS server");
        standin.write_all(&request).expect("a TLS server");
        let mut reply = Vec::new();
        standin.read_to_end(&mut reply).expect("a TLS server");
        stream.write_all(&reply).expect("a TLS server");
        stream.conn.send_close_notify();
        stream.flush().expect("a TLS server");
    }
}

/// One request, changed so that its connection ends with the reply.
fn read_request(stream: &mut impl Read) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let end = loop {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        bytes.push(byte[0]);
        if bytes.ends_with(b"\r\n\r\n") {
            break bytes.len();
        }
    };
    let head = String::from_utf8(bytes[..end - 2].to_vec()).expect("a TLS server");
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).ok()?;
    Some([head.as_bytes(), b"Connection: close\r\n\r\n", &body].concat())
}

fn create(context: &TestContext, url: &str, more: &[&str]) -> crate::context::Output {
    let arguments = [&["create", url, "--user", "alice", "--password-stdin"], more].concat();
    context.run_with(&arguments, &[], PASSWORD)
}

#[test]
fn an_unknown_authority_is_not_trusted() {
    let context = TestContext::new();
    let front = Front::of(&context, "127.0.0.1");
    let error = create(&context, &front.url, &["--json"]).failed(10).json_error();
    assert_eq!(error["kind"], "untrusted");
    create(&context, &front.url, &[])
        .failed(10)
        .says("https://127.0.0.1")
        .says("so nothing was sent")
        .says("--cacert");
    assert!(context.standin.requests().is_empty());
}

#[test]
fn a_certificate_of_another_name_is_not_trusted() {
    let context = TestContext::new();
    let front = Front::of(&context, "ci.example.org");
    context.write("ca.pem", &front.authority);
    create(&context, &front.url, &["--cacert", &context.text("ca.pem")]).failed(10);
    assert!(context.standin.requests().is_empty());
}

#[test]
fn the_authority_given_with_cacert_is_trusted() {
    let context = TestContext::new();
    let front = Front::of(&context, "127.0.0.1");
    context.write("ca.pem", &front.authority);
    let output = create(&context, &front.url, &["--cacert", &context.text("ca.pem")]).done();
    assert!(context.standin.token_works(output.line()));
    context.write("none.pem", "nothing to see");
    create(&context, &front.url, &["--cacert", &context.text("none.pem")]).failed(1).says("no certificate");
    create(&context, &front.url, &["--cacert", &context.text("missing.pem")]).failed(1).says("missing.pem");
}

#[test]
fn a_server_without_tls_is_reported() {
    let context = TestContext::new();
    create(&context, &context.url().replace("http://", "https://"), &[])
        .failed(10)
        .says("prove its identity");
}

#[test]
fn http_leads_to_https_on_the_same_host() {
    let context = TestContext::new();
    let front = Front::of(&context, "127.0.0.1");
    context.write("ca.pem", &front.authority);
    let token = context.token("t", 'a');
    for path in ["/security/", "/"] {
        let answer = CannedAnswer::new(301, "").with_header("Location", format!("{}/", front.url));
        context.standin.answer_next(path, answer);
    }
    let output = context.with_token(&["create", "--cacert", &context.text("ca.pem")], &token).done();
    assert!(context.standin.token_works(output.line()));
    assert_eq!(context.tokens().len(), 2, "created once");
    output.says("Use that URL").says("unencrypted");
}

#[test]
fn a_client_proves_its_identity_with_its_own_certificate() {
    let context = TestContext::new();
    let front = Front::for_known_clients(&context);
    let (certificate, key) = &front.client;
    context.write("ca.pem", &front.authority);
    context.write("cert.pem", certificate);
    context.write("key.pem", key);
    context.write("both.pem", &format!("{key}{certificate}"));
    context.write("other.pem", &KeyPair::generate().expect("a key").serialize_pem());
    let create = |more: &[&str]| {
        create(&context, &front.url, &[&["--cacert", &context.text("ca.pem")], more].concat())
    };
    let [cert, key, both, other, authority] =
        ["cert.pem", "key.pem", "both.pem", "other.pem", "ca.pem"].map(|name| context.text(name));
    create(&[]).failed(9).says("asks for a client certificate").says("--cert and --key");
    create(&["--cert", &cert]).failed(1).says("no private key");
    create(&["--cert", &cert, "--key", &other]).failed(1).says("it is not the key of");
    create(&["--cert", &key, "--key", &key]).failed(1).says("no certificate");
    create(&["--key", &key]).failed(2).says("--cert");
    create(&["--cert", &authority, "--key", &key]).failed(1).says("it is not the key of");
    assert!(context.standin.requests().is_empty());
    for files in [vec!["--cert", &cert, "--key", &key], vec!["--cert", &both]] {
        let output = create(&files).done();
        assert!(context.standin.token_works(output.line()));
    }
}
