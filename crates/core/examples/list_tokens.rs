//! Lists your API tokens, over a transport of its own.
//!
//! ```sh
//! cargo run -p latchkey-core --example list_tokens -- https://ci.example.org/jenkins alice < token.txt
//! ```
//!
//! The file has an API token or your password. Lists need no crumb, because they change nothing.

use std::error::Error;
use std::io::{self, Read as _, Write as _};
use std::{env, fmt};

use latchkey_core::http::{Method, decode_body};
use latchkey_core::listing::{Listing, RowExpiry, Usage};
use latchkey_core::{
    Client, ControllerUrl, Owner, Reply, Request, Secret, Transport, TransportError, UserId,
};
use latchkey_native::{block_on, html};

/// Sends requests with ureq, as a user. For a session with cookies, proxies, and client certificates, take
/// `latchkey_native::HttpTransport`.
pub(crate) struct BasicTransport {
    agent: ureq::Agent,
    user: UserId,
    secret: Secret,
}

impl BasicTransport {
    pub(crate) fn new(user: UserId, secret: Secret) -> Self {
        // Core interprets statuses and redirects itself: they distinguish Jenkins from a gate in front of it.
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
        Self { agent: config.build().into(), user, secret }
    }
}

impl Transport for BasicTransport {
    async fn send(&self, request: Request) -> Result<Reply, TransportError> {
        let request = request.with_basic(&self.user, &self.secret);
        let mut builder = ureq::http::Request::builder().method(request.method().as_str()).uri(request.url());
        for (name, value) in request.headers() {
            builder = builder.header(name, value);
        }
        let not_sent = |error: &dyn fmt::Display| TransportError::NotSent { reason: error.to_string() };
        let sent = match request.method() {
            Method::Get => self.agent.run(builder.body(()).map_err(|error| not_sent(&error))?),
            Method::Post => {
                let form = request.form().unwrap_or_default().to_owned();
                self.agent.run(builder.body(form).map_err(|error| not_sent(&error))?)
            }
        };
        // The distinction matters for requests that change something: after "not sent", nothing can have happened.
        let mut response = sent.map_err(|error| match error {
            ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => not_sent(&error),
            error => TransportError::NoAnswer { reason: error.to_string() },
        })?;
        let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers =
            response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let status = response.status().as_u16();
        // Ends with an error at 16 MiB, a page with about 10,000 tokens.
        let body = response.body_mut().with_config().limit(16 << 20).read_to_vec();
        let body = body.map_err(|error| TransportError::NoAnswer { reason: error.to_string() })?;
        Ok(Reply::new(status, headers, decode_body(body)))
    }
}

/// Your tokens, one per line: name, use, and expiry. The words are those of Jenkins, in the language of the request.
pub(crate) async fn list_tokens(
    controller: ControllerUrl,
    transport: impl Transport,
) -> Result<String, latchkey_core::Error> {
    let client = Client::new(controller, transport);
    // The version decides which page has the list.
    let (_, version) = client.whoami().await?;
    let Listing { tokens } = client.list(&Owner::Me, version.as_ref(), html::read_listing).await?;
    let mut lines = String::new();
    for token in tokens {
        let usage = match &token.usage {
            Usage::Never { text } | Usage::Times { text, .. } | Usage::NoStatistics { text } => text,
        };
        let expiry = match &token.expiry {
            RowExpiry::Expired(text)
            | RowExpiry::AboutToExpire(text)
            | RowExpiry::On(text)
            | RowExpiry::Never(text) => text,
            RowExpiry::NotSupported => "expiry not supported",
        };
        lines += &format!("{} | {usage} | {expiry}\n", token.name);
    }
    Ok(lines)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [root, user] = &arguments[..] else {
        return Err(
            "give the controller's root URL and your user ID, and a token or password on standard input"
                .into(),
        );
    };
    let mut secret = String::new();
    io::stdin().take(4096).read_to_string(&mut secret)?;
    let transport = BasicTransport::new(UserId::new(user), Secret::new(secret.trim_end()));
    let tokens = block_on(list_tokens(ControllerUrl::parse(root)?, transport))?;
    io::stdout().write_all(tokens.as_bytes())?;
    Ok(())
}
