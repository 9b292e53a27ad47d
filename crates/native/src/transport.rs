//! Requests over HTTP.

use std::cell::RefCell;
use std::rc::Rc;

use latchkey_core::http::{Cookies, Method};
use latchkey_core::{Reply, Request, Secret, Transport, TransportError, UserId};
use ureq::Agent;
use ureq::http::{self, HeaderMap, HeaderValue};

use crate::cookies::CookieJar;
use crate::{agent, body};

/// The longest body that is read, in bytes: a tokens page with about 10,000 tokens.
const MAXIMUM_BODY: u64 = 16 * 1024 * 1024;

/// The user that requests are sent as, by HTTP Basic.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The user's ID.
    pub user: UserId,
    /// A password or an API token.
    pub secret: Secret,
}

/// Sends requests to one origin, with the cookies of one session. Clones share the session.
///
/// Redirects are not followed, no request is sent twice, and none is sent to another origin.
#[derive(Clone)]
pub struct HttpTransport {
    agent: Agent,
    session: Rc<Session>,
}

struct Session {
    origin: String,
    credentials: Option<Credentials>,
    cookies: RefCell<CookieJar>,
}

impl HttpTransport {
    /// Creates a session with this origin (`https://ci.example.org`), which is anonymous without credentials.
    pub fn new(agent: &Agent, origin: &str, credentials: Option<Credentials>) -> Self {
        let cookies = RefCell::default();
        let session = Rc::new(Session { origin: origin.to_owned(), credentials, cookies });
        Self { agent: agent.clone(), session }
    }

    /// The same session, with requests sent by another agent.
    #[must_use]
    pub fn with_agent(&self, agent: &Agent) -> Self {
        Self { agent: agent.clone(), session: Rc::clone(&self.session) }
    }

    fn send_now(&self, request: Request) -> Result<Reply, TransportError> {
        let session = &self.session;
        if !request.url().strip_prefix(&session.origin).is_some_and(|path| path.starts_with('/')) {
            return Err(TransportError::NotSent { reason: "the address is on another host".to_owned() });
        }
        let with_session = request.cookies() == Cookies::Send;
        let request = match &session.credentials {
            Some(credentials) if with_session => request.with_basic(&credentials.user, &credentials.secret),
            _ => request,
        };
        let mut builder = http::Request::builder().method(request.method().as_str()).uri(request.url());
        for (name, value) in request.headers() {
            builder = builder.header(name, value);
        }
        if let Some(cookies) = session.cookies.borrow().header().filter(|_| with_session) {
            builder = builder.header("Cookie", cookies);
        }
        let invalid = |error: http::Error| TransportError::NotSent { reason: error.to_string() };
        let response = match request.method() {
            Method::Get => self.agent.run(builder.body(()).map_err(invalid)?),
            Method::Post => {
                self.agent.run(builder.body(request.form().unwrap_or_default().to_owned()).map_err(invalid)?)
            }
        };
        let mut response = response.map_err(agent::no_reply)?;
        if with_session {
            let mut jar = session.cookies.borrow_mut();
            for cookie in response.headers().get_all("set-cookie") {
                jar.set(&text(cookie));
            }
        }
        let (body, is_whole) = body::read(response.body_mut().as_reader(), MAXIMUM_BODY)?;
        let reply = Reply::new(response.status().as_u16(), headers(response.headers()), body);
        Ok(if is_whole { reply } else { reply.truncated() })
    }
}

impl Transport for HttpTransport {
    async fn send(&self, request: Request) -> Result<Reply, TransportError> {
        self.send_now(request)
    }
}

fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

fn text(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::thread;
    use std::time::Duration;

    use super::*;
    use crate::{TlsFiles, agent_config, block_on};

    fn transport(origin: &str, limit: Duration) -> HttpTransport {
        let config = agent_config("http", limit, &TlsFiles::default()).unwrap().proxy(None);
        HttpTransport::new(&config.build().into(), origin, None)
    }

    #[test]
    fn a_body_that_does_not_end_in_time_is_a_timeout() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart").unwrap();
            // Keeps the connection open until the client closes it.
            let _ = stream.read_to_end(&mut Vec::new());
        });
        let transport = transport(&origin, Duration::from_millis(500));
        let reply = block_on(transport.send(Request::get(format!("{origin}/"))));
        assert!(matches!(reply, Err(TransportError::TimedOut)), "{reply:?}");
        drop(transport);
        server.join().unwrap();
    }

    /// The server accepts the connection, but never answers the TLS handshake.
    #[test]
    fn nothing_is_sent_over_a_connection_that_is_not_ready_in_time() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("https://{}", listener.local_addr().unwrap());
        let reply =
            block_on(transport(&origin, Duration::from_millis(500)).send(Request::get(format!("{origin}/"))));
        assert!(matches!(reply, Err(TransportError::NotSent { .. })), "{reply:?}");
        drop(listener);
    }

    /// RFC 6761: names that end in `.invalid` have no address.
    #[test]
    fn nothing_is_sent_to_a_host_without_an_address() {
        let transport = transport("http://jenkins.invalid", Duration::from_secs(60));
        let reply = block_on(transport.send(Request::get("http://jenkins.invalid/".to_owned())));
        assert!(matches!(reply, Err(TransportError::NotSent { .. })), "{reply:?}");
    }

    #[test]
    fn nothing_is_sent_to_another_origin() {
        let transport = transport("http://127.0.0.1:1", Duration::from_secs(1));
        for url in ["http://127.0.0.1:12/", "http://127.0.0.1:1@example.org/", "https://127.0.0.1:1/"] {
            let reply = block_on(transport.send(Request::get(url.to_owned())));
            let Err(TransportError::NotSent { reason }) = reply else { panic!("{url}: {reply:?}") };
            assert_eq!(reason, "the address is on another host", "{url}");
        }
    }
}
