//! A listener on the loopback interface that is not `latchkey login`, or a `latchkey login` that answers otherwise.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256;
use hpke::{Deserializable as _, Kem, OpModeR, Serializable as _, single_shot_open};
use latchkey_core::ControllerUrl;
use latchkey_core::login::{LoginAddress, RequestId, binding};
use latchkey_driver::WAIT_LIMIT;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The length of an encapsulated key, in bytes.
const ENCAPSULATED: usize = 65;

type Private = <DhP256HkdfSha256 as Kem>::PrivateKey;

/// Serves a request and answers messages until the test's process ends.
pub(super) struct Impostor {
    port: u16,
    id: RequestId,
    heard: Arc<Heard>,
    connections: Arc<AtomicUsize>,
}

/// A request for this controller with the key of every impostor, as `latchkey login` writes it.
pub(super) fn request(root: &str) -> Value {
    let (_, public) = DhP256HkdfSha256::derive_keypair(&[7; 32]);
    let key = URL_SAFE_NO_PAD.encode(public.to_bytes());
    json!({ "v": 1, "root": root, "key": key, "name": "latchkey on carrara", "expires": 30 })
}

impl Impostor {
    /// Serves this request, and answers what it opens.
    pub(super) fn start(request: &Value, answer: impl Fn(&Value) -> Value + Send + Sync + 'static) -> Self {
        let text = request.to_string();
        Self::serve(&text.clone(), text, answer)
    }

    /// Serves a text that is not the request in its address.
    pub(super) fn with_another_request(request: &Value, served: String) -> Self {
        Self::serve(&request.to_string(), served, |_| Value::Null)
    }

    fn serve(
        request: &str,
        served: String,
        answer: impl Fn(&Value) -> Value + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let id = RequestId::from_digest(&Sha256::digest(binding(request))).unwrap();
        let heard = Arc::new(Heard::default());
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        let (info, hears) = (binding(request), Arc::clone(&heard));
        let reply = Arc::new(move |method: &str, body: &str| match method {
            "GET" => served.clone(),
            "POST" => {
                let message: Value = serde_json::from_str(&opened(body, &info)).unwrap();
                hears.note(message.clone());
                answer(&message).to_string()
            }
            _ => String::new(),
        });
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::Relaxed);
                let reply = Arc::clone(&reply);
                thread::spawn(move || {
                    // A connection that the browser opened in advance carries no request.
                    let Some(Incoming { method, origin, body }) = Incoming::read(&stream) else { return };
                    respond(&mut stream, &origin, &reply(&method, &body));
                });
            }
        });
        Self { port, id, heard, connections }
    }

    /// The page of this controller to which it leads people.
    pub(super) fn address(&self, root: &str) -> String {
        LoginAddress { port: self.port, id: self.id.clone() }.url(&ControllerUrl::parse(root).unwrap())
    }

    /// How many connections it got.
    pub(super) fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    /// The messages that it opened.
    pub(super) fn heard(&self) -> Vec<Value> {
        self.heard.messages.lock().unwrap().clone()
    }

    /// Waits until it has opened this number of messages; gives them.
    pub(super) fn wait_until_heard(&self, count: usize) -> Vec<Value> {
        let messages = self.heard.messages.lock().unwrap();
        let fewer = |messages: &mut Vec<Value>| messages.len() < count;
        let (messages, _) = self.heard.another.wait_timeout_while(messages, WAIT_LIMIT, fewer).unwrap();
        messages.clone()
    }
}

/// The messages that were opened.
#[derive(Default)]
struct Heard {
    messages: Mutex<Vec<Value>>,
    another: Condvar,
}

impl Heard {
    fn note(&self, message: Value) {
        self.messages.lock().unwrap().push(message);
        self.another.notify_all();
    }
}

struct Incoming {
    method: String,
    origin: String,
    body: String,
}

impl Incoming {
    fn read(stream: &TcpStream) -> Option<Self> {
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
        let method = line.split(' ').next()?.to_owned();
        let (mut origin, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "origin" => value.clone_into(&mut origin),
                "content-length" => length = value.parse().ok()?,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        Some(Self { method, origin, body: String::from_utf8(body).ok()? })
    }
}

fn respond(stream: &mut TcpStream, origin: &str, body: &str) {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nAccess-Control-Allow-Origin: {origin}\r\n",
        body.len()
    );
    // A browser that has turned away is no failure of the test.
    let _ = write!(stream, "{head}Connection: close\r\n\r\n{body}");
}

/// Opens a message that was sealed to the key of every impostor.
fn opened(message: &str, info: &[u8]) -> String {
    let (secret, _): (Private, _) = DhP256HkdfSha256::derive_keypair(&[7; 32]);
    let message = URL_SAFE_NO_PAD.decode(message).unwrap();
    let (encapsulated, ciphertext) = message.split_at(ENCAPSULATED);
    let encapsulated = <DhP256HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated).unwrap();
    let opened = single_shot_open::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &encapsulated,
        info,
        ciphertext,
        &[],
    );
    String::from_utf8(opened.unwrap()).unwrap()
}
