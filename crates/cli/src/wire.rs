//! Requests over HTTP, in the name of somebody.

use std::cell::RefCell;
use std::io::Read;
use std::rc::Rc;

use latchkey_core::http::{Cookies, Method};
use latchkey_core::{CookieJar, Reply, Request, Secret, Transport, TransportError, UserId};
use ureq::http::{self, HeaderMap};
use ureq::{Agent, Body};

use crate::network;

/// The longest body that is taken, in bytes: a tokens page with some 10,000 tokens.
const MAXIMUM_BODY: u64 = 16 * 1024 * 1024;

/// Who requests are sent as, by HTTP Basic.
#[derive(Debug, Clone)]
pub(crate) struct Credentials {
    pub(crate) user: UserId,
    /// A password or an API token.
    pub(crate) secret: Secret,
}

/// Sends requests to one origin, with the cookies of one session. Its clones share the session.
///
/// No redirect is followed, nothing is sent twice, and nothing at all to another origin.
#[derive(Clone)]
pub(crate) struct Wire(Rc<Session>);

struct Session {
    agent: Agent,
    origin: String,
    credentials: Option<Credentials>,
    cookies: RefCell<CookieJar>,
}

impl Wire {
    /// A session with this origin (`https://ci.example.org`); without credentials, as nobody.
    pub(crate) fn new(agent: &Agent, origin: &str, credentials: Option<Credentials>) -> Self {
        let cookies = RefCell::default();
        Self(Rc::new(Session { agent: agent.clone(), origin: origin.to_owned(), credentials, cookies }))
    }

    fn exchange(&self, request: Request) -> Result<Reply, TransportError> {
        let session = &self.0;
        if !request.url().strip_prefix(&session.origin).is_some_and(|path| path.starts_with('/')) {
            return Err(TransportError::NotSent { reason: "the address is on another host".to_owned() });
        }
        let of_session = request.cookies() == Cookies::Send;
        let request = match &session.credentials {
            Some(credentials) if of_session => request.with_basic(&credentials.user, &credentials.secret),
            _ => request,
        };
        let mut builder = http::Request::builder().method(request.method().as_str()).uri(request.url());
        for (name, value) in request.headers() {
            builder = builder.header(name, value);
        }
        if let Some(cookies) = session.cookies.borrow().header().filter(|_| of_session) {
            builder = builder.header("Cookie", cookies);
        }
        let unfit = |error: http::Error| TransportError::NotSent { reason: error.to_string() };
        let response = match request.method() {
            Method::Get => session.agent.run(builder.body(()).map_err(unfit)?),
            Method::Post => {
                session.agent.run(builder.body(request.form().unwrap_or_default().to_owned()).map_err(unfit)?)
            }
        };
        let mut response = response.map_err(network::no_reply)?;
        if of_session {
            let mut jar = session.cookies.borrow_mut();
            for cookie in response.headers().get_all("set-cookie") {
                jar.set(&String::from_utf8_lossy(cookie.as_bytes()));
            }
        }
        Ok(reply(&mut response))
    }
}

impl Transport for Wire {
    async fn send(&self, request: Request) -> Result<Reply, TransportError> {
        self.exchange(request)
    }
}

fn reply(response: &mut http::Response<Body>) -> Reply {
    let mut bytes = Vec::new();
    let read = response.body_mut().as_reader().take(MAXIMUM_BODY + 1).read_to_end(&mut bytes);
    let whole = read.is_ok() && bytes.len() as u64 <= MAXIMUM_BODY;
    let body = String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    let reply = Reply::new(response.status().as_u16(), headers(response.headers()), body);
    if whole { reply } else { reply.truncated() }
}

fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}
