//! Requests over plain HTTP, without a browser.

use std::cell::RefCell;
use std::io::Read;
use std::rc::Rc;
use std::time::Duration;

use latchkey_core::http::{Cookies, Method, Retry};
use latchkey_core::{CookieJar, Reply, Request, Transport, TransportError};
use ureq::http::{self, HeaderMap};
use ureq::{Agent, Body};

/// How long a request is waited for that can be sent again.
const READ_LIMIT: Duration = Duration::from_secs(30);

/// The longest body that is taken, in bytes.
const MAXIMUM_BODY: u64 = 8 * 1024 * 1024;

/// Sends requests with the cookies of one session, and remembers what it sent.
///
/// Its clones share the session. No redirect is followed and nothing is sent twice.
#[derive(Clone)]
pub struct NativeTransport {
    wire: Rc<Wire>,
    dropped_header: Option<String>,
    /// Whatever is sent, with a time limit of its own.
    impatient: Option<Agent>,
}

struct Wire {
    reading: Agent,
    /// Without a time limit: a request that makes a token is never aborted.
    making: Agent,
    cookies: RefCell<CookieJar>,
    sent: RefCell<Vec<String>>,
}

impl Default for NativeTransport {
    fn default() -> Self {
        let wire = Wire {
            reading: agent(Some(READ_LIMIT)),
            making: agent(None),
            cookies: RefCell::default(),
            sent: RefCell::default(),
        };
        Self { wire: Rc::new(wire), dropped_header: None, impatient: None }
    }
}

impl NativeTransport {
    /// The same session behind a proxy that removes this header.
    #[must_use]
    pub fn without_header(&self, name: &str) -> Self {
        Self { dropped_header: Some(name.to_owned()), ..self.clone() }
    }

    /// The same session in the hands of somebody who gives up whatever takes longer than this, a request that makes a
    /// token included.
    #[must_use]
    pub fn giving_up_after(&self, limit: Duration) -> Self {
        Self { impatient: Some(agent(Some(limit))), ..self.clone() }
    }

    /// Method and URL of everything sent since this was asked last, in order.
    pub fn take_sent(&self) -> Vec<String> {
        self.wire.sent.take()
    }

    fn exchange(&self, request: &Request) -> Result<Reply, TransportError> {
        let wire = &self.wire;
        wire.sent.borrow_mut().push(format!("{} {}", request.method().as_str(), request.url()));
        let agent = match (&self.impatient, request.retry()) {
            (Some(agent), _) => agent,
            (None, Retry::Safe) => &wire.reading,
            (None, Retry::Never) => &wire.making,
        };
        let mut builder = http::Request::builder().method(request.method().as_str()).uri(request.url());
        for (name, value) in request.headers() {
            if !self.dropped_header.as_ref().is_some_and(|dropped| dropped.eq_ignore_ascii_case(name)) {
                builder = builder.header(name, value);
            }
        }
        let with_cookies = request.cookies() == Cookies::Send;
        if let Some(cookies) = wire.cookies.borrow().header().filter(|_| with_cookies) {
            builder = builder.header("Cookie", cookies);
        }
        let unfit = |error: http::Error| TransportError::NotSent { reason: error.to_string() };
        let response = match request.method() {
            Method::Get => agent.run(builder.body(()).map_err(unfit)?),
            Method::Post => {
                agent.run(builder.body(request.form().unwrap_or_default().to_owned()).map_err(unfit)?)
            }
        };
        let mut response = response.map_err(no_reply)?;
        if with_cookies {
            let mut jar = wire.cookies.borrow_mut();
            for cookie in response.headers().get_all("set-cookie") {
                jar.set(&String::from_utf8_lossy(cookie.as_bytes()));
            }
        }
        Ok(reply(&mut response))
    }
}

fn agent(limit: Option<Duration>) -> Agent {
    let config = Agent::config_builder().http_status_as_error(false).max_redirects(0);
    config.timeout_global(limit).build().into()
}

impl Transport for NativeTransport {
    async fn send(&self, request: Request) -> Result<Reply, TransportError> {
        self.exchange(&request)
    }
}

fn no_reply(error: ureq::Error) -> TransportError {
    match error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed | ureq::Error::BadUri(_) => {
            TransportError::NotSent { reason: error.to_string() }
        }
        ureq::Error::Timeout(_) => TransportError::TimedOut,
        error => TransportError::NoAnswer { reason: error.to_string() },
    }
}

fn reply(response: &mut http::Response<Body>) -> Reply {
    let mut bytes = Vec::new();
    let read = response.body_mut().as_reader().take(MAXIMUM_BODY + 1).read_to_end(&mut bytes);
    let whole = read.is_ok() && bytes.len() as u64 <= MAXIMUM_BODY;
    let body = String::from_utf8_lossy(&bytes).into_owned();
    let reply = Reply::new(response.status().as_u16(), headers(response.headers()), body);
    if whole { reply } else { reply.truncated() }
}

fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}
