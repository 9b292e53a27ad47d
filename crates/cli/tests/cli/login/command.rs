//! `latchkey login` while it waits, and a fake extension that talks to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::mem;
use std::net::{Shutdown, TcpStream};
use std::process::{Child, ChildStdin, Command, Stdio};

use base64ct::{Base64UrlUnpadded, Encoding as _};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256;
use hpke::{Deserializable as _, Kem, OpModeS, Serializable as _};
use latchkey_core::login::{Answer, Code, DeliveredToken, LoginRequest, Message, Receipt, binding};
use latchkey_core::token::Lifetime;
use latchkey_core::{ControllerUrl, Expiry, GeneratedToken, Secret, UserId};

use crate::context::{Output, TestContext, token_in};
use crate::schema;

/// The command, as it waits for the extension.
pub(crate) struct Login {
    pub(crate) child: Child,
    stderr: BufReader<Box<dyn Read + Send>>,
    said: String,
    /// The address that it opens.
    pub(crate) url: String,
    pub(crate) code: String,
}

/// What answers a request: a status, and a body.
pub(crate) type Reply = (u16, String);

/// A test that fails leaves no command behind.
impl Drop for Login {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

impl Login {
    /// Starts it without a browser, with the stand-in as its controller, and reads what it says first.
    pub(crate) fn start(context: &TestContext, arguments: &[&str]) -> Self {
        Self::with(context, &[&["--no-open"], arguments].concat(), &[])
    }

    pub(crate) fn with(context: &TestContext, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
        command.arg("login").args(arguments).env_clear().env("HOME", context.path(""));
        command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", context.text("no-bus")));
        command.env("JENKINS_URL", context.url()).envs(variables.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary");
        let stderr: Box<dyn Read + Send> = Box::new(child.stderr.take().expect("its messages"));
        let (url, code) = (String::new(), String::new());
        let mut login = Self { child, stderr: BufReader::new(stderr), said: String::new(), url, code };
        let line = login.wait_for("?latchkey=1.");
        login.url = line.split(' ').find(|word| word.contains("?latchkey=")).expect("a URL").to_owned();
        let line = login.wait_for("type this code:");
        login.code = line.rsplit(' ').next().expect("a code").trim_end_matches("\"}").to_owned();
        login
    }

    /// Waits until it says this, and returns the line.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) -> String {
        loop {
            let mut line = String::new();
            let read = self.stderr.read_line(&mut line).expect("its messages");
            assert!(read > 0, "{text:?} is not in {:?}", self.said);
            self.said.push_str(&line);
            if line.contains(text) {
                return line.trim_end().to_owned();
            }
        }
    }

    /// Waits for its end. No token was printed.
    pub(crate) fn end(mut self) -> Output {
        self.stderr.read_to_string(&mut self.said).expect("its messages");
        let mut stdout = String::new();
        self.child.stdout.take().expect("its results").read_to_string(&mut stdout).expect("its results");
        let status = self.child.wait().expect("its end").code().expect("an end of its own");
        let output = Output { status, stdout, stderr: mem::take(&mut self.said) };
        schema::check(&["login"], &output.stdout, "");
        assert_eq!((token_in(&output.stderr), token_in(&output.stdout)), (None, None), "{output:?}");
        output
    }

    pub(crate) fn stdin(&mut self) -> ChildStdin {
        self.child.stdin.take().expect("its input")
    }

    /// The extension in the browser that opened the page.
    pub(crate) fn extension(&self) -> Extension {
        Extension::on_page(&self.url)
    }

    /// The code as a person reads it.
    pub(crate) fn code(&self) -> Code {
        Code::parse(&self.code).expect("four digits")
    }

    /// A code that is wrong.
    pub(crate) fn wrong_code(&self) -> Code {
        let number: u16 = self.code.parse().expect("four digits");
        Code::of_number((number + 1) % Code::COUNT).expect("four digits")
    }
}

/// The extension, which believes only what a real one would.
pub(crate) struct Extension {
    pub(crate) port: u16,
    pub(crate) path: String,
    /// The text of the request.
    pub(crate) text: String,
    pub(crate) request: LoginRequest,
}

pub(crate) const ORIGIN: &str = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";

impl Extension {
    /// Fetches the request that the address of a page leads to.
    pub(crate) fn on_page(url: &str) -> Self {
        let (_, value) = url.split_once("/me/?latchkey=").expect("a page of the user");
        let parts: Vec<&str> = value.split('.').collect();
        let [_, port, id] = parts.as_slice() else { panic!("{value}") };
        let (port, path) = (port.parse().expect("a port"), format!("/{id}"));
        let (status, text) = exchange(port, &get(port, &path));
        assert_eq!(status, 200);
        let request = LoginRequest::parse(&text).expect("a request");
        Self { port, path, text, request }
    }

    /// Seals a text for the terminal.
    pub(crate) fn seal(&self, text: &str) -> String {
        self.seal_for(text, &self.text)
    }

    /// Seals a text, bound to a request.
    pub(crate) fn seal_for(&self, text: &str, request: &str) -> String {
        let key =
            <DhP256HkdfSha256 as Kem>::PublicKey::from_bytes(self.request.key.as_bytes()).expect("a key");
        let (encapsulated, ciphertext) = hpke::single_shot_seal::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
            &OpModeS::Base,
            &key,
            &binding(request),
            text.as_bytes(),
            &[],
        )
        .expect("a sealed text");
        Base64UrlUnpadded::encode_string(&[encapsulated.to_bytes().as_slice(), &ciphertext].concat())
    }

    pub(crate) fn post(&self, sealed: &str) -> Reply {
        exchange(self.port, &post(self.port, &self.path, sealed))
    }

    /// Sends a message; the answer must repeat its receipt.
    #[track_caller]
    pub(crate) fn send(&self, message: &Message) -> Answer {
        let (status, text) = self.post(&self.seal(message.to_json().reveal()));
        assert_eq!(status, 200, "{text}");
        Answer::parse(&text, &message.receipt).unwrap_or_else(|| panic!("{text}"))
    }
}

/// A message without a token.
pub(crate) fn code_message(number: u8, code: Code) -> Message {
    Message { receipt: receipt(number), code, token: None }
}

/// A message with a token of this user.
pub(crate) fn token_message(
    number: u8,
    code: Code,
    controller: &str,
    user: &str,
    value: &str,
    uuid: &str,
) -> Message {
    let token = GeneratedToken {
        name: "latchkey on carrara".to_owned(),
        uuid: uuid.to_owned(),
        value: Secret::new(value),
        lifetime: Lifetime::Until("12/29/26".to_owned()),
    };
    let controller = ControllerUrl::parse(controller).expect("a root");
    let (user, requested) = (UserId::new(user), Some(Expiry::Days(30)));
    let token = Some(DeliveredToken { controller, user, token, requested });
    Message { receipt: receipt(number), code, token }
}

fn receipt(number: u8) -> Receipt {
    Receipt::new(format!("receipt-of-message-{number}")).expect("a receipt")
}

pub(crate) fn get(port: u16, path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {ORIGIN}\r\n\r\n")
}

pub(crate) fn post(port: u16, path: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: {ORIGIN}\r\nContent-Type: text/plain\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    )
}

/// Sends a request; 0 is the status of a connection that was closed without a reply.
pub(crate) fn exchange(port: u16, request: &str) -> Reply {
    let reply = exchange_raw(port, request);
    let status = reply.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0);
    (status, reply.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
}

pub(crate) fn exchange_raw(port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("a listener");
    // The listener may close the connection before it has read everything.
    let _ = stream.write_all(request.as_bytes());
    let _ = stream.shutdown(Shutdown::Write);
    let mut reply = Vec::new();
    let _ = stream.read_to_end(&mut reply);
    String::from_utf8(reply).expect("a reply in UTF-8")
}
