//! The part of HTTP/1.1 that the extension uses: its requests, and the replies to them.
//!
//! Any program on this computer and any page in any browser can send requests here. A page cannot choose its `Origin`,
//! and if it uses a name of its own that resolves to this computer, the `Host` is that name; both get only a status.

use std::io::{self, ErrorKind, Read, Write};

use httparse::{EMPTY_HEADER, Header, Status};

/// The longest request that is read, with its body, in bytes.
pub(super) const MAXIMUM_LENGTH: usize = 16 * 1024;

/// More headers than any browser sends.
const MAXIMUM_HEADERS: usize = 64;

/// A request of the extension for the path of this login.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// The extension.
    pub(super) origin: String,
    pub(super) action: Action,
}

/// What a request is for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// The browser asks whether the extension may send the others.
    Options,
    /// The extension fetches the request for a token.
    Get,
    /// The extension sends a sealed message.
    Post(String),
}

/// Why a request gets no answer but a status.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rejected {
    /// It came from somewhere else, or is not valid. The status says how.
    Status(&'static str),
    /// It did not arrive as a whole.
    Incomplete,
}

const BAD_REQUEST: Rejected = Rejected::Status("400 Bad Request");
const FORBIDDEN: Rejected = Rejected::Status("403 Forbidden");
const NOT_FOUND: Rejected = Rejected::Status("404 Not Found");
const METHOD_NOT_ALLOWED: Rejected = Rejected::Status("405 Method Not Allowed");
const LENGTH_REQUIRED: Rejected = Rejected::Status("411 Length Required");
const TOO_LARGE: Rejected = Rejected::Status("413 Content Too Large");

/// Where requests are expected.
#[derive(Debug, Clone)]
pub(super) struct Endpoint {
    pub(super) port: u16,
    /// With a slash at its beginning.
    pub(super) path: String,
}

/// Everything of a request but its body.
struct Head {
    /// Its length in bytes.
    length: usize,
    method: String,
    origin: String,
    /// The length of the body in bytes.
    content_length: Option<usize>,
}

impl Endpoint {
    /// Reads a request.
    pub(super) fn read(&self, stream: &mut impl Read) -> Result<Request, Rejected> {
        let mut received = Vec::new();
        let head = loop {
            if let Some(head) = self.head(&received)? {
                break head;
            }
            read_more(stream, &mut received)?;
        };
        let action = match head.method.as_str() {
            "OPTIONS" => Action::Options,
            "GET" => Action::Get,
            "POST" => {
                let end = head.content_length.ok_or(LENGTH_REQUIRED)?.saturating_add(head.length);
                if end > MAXIMUM_LENGTH {
                    return Err(TOO_LARGE);
                }
                while received.len() < end {
                    read_more(stream, &mut received)?;
                }
                let body = received.get(head.length..end).unwrap_or_default().to_vec();
                Action::Post(String::from_utf8(body).map_err(|_| BAD_REQUEST)?)
            }
            _ => return Err(METHOD_NOT_ALLOWED),
        };
        Ok(Request { origin: head.origin, action })
    }

    /// The head, if all of it was received; who sent it and where to is checked.
    fn head(&self, received: &[u8]) -> Result<Option<Head>, Rejected> {
        let mut headers = [EMPTY_HEADER; MAXIMUM_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        let Status::Complete(length) = request.parse(received).map_err(|_| BAD_REQUEST)? else {
            return Ok(None);
        };
        let (method, path) = (request.method.unwrap_or_default(), request.path.unwrap_or_default());
        let headers = &*request.headers;
        if !only(headers, "host")?.is_some_and(|host| self.is_own_host(host)) {
            return Err(FORBIDDEN);
        }
        let origin = only(headers, "origin")?.filter(|origin| is_of_extension(origin)).ok_or(FORBIDDEN)?;
        if path != self.path {
            return Err(NOT_FOUND);
        }
        if only(headers, "transfer-encoding")?.is_some() {
            return Err(LENGTH_REQUIRED);
        }
        let content_length = match only(headers, "content-length")? {
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                // Only a length beyond every limit does not fit.
                Some(digits.parse().unwrap_or(usize::MAX))
            }
            Some(_) => return Err(BAD_REQUEST),
            None => None,
        };
        let (method, origin) = (method.to_owned(), origin.to_owned());
        Ok(Some(Head { length, method, origin, content_length }))
    }

    fn is_own_host(&self, host: &str) -> bool {
        let name = host.strip_suffix(&format!(":{}", self.port));
        matches!(name, Some("127.0.0.1" | "localhost"))
    }
}

/// The value of a header; `None` if there is none.
fn only<'a>(headers: &[Header<'a>], name: &str) -> Result<Option<&'a str>, Rejected> {
    let mut values = headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
    let Some(header) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(BAD_REQUEST);
    }
    str::from_utf8(header.value).map(Some).map_err(|_| BAD_REQUEST)
}

/// Whether a browser vouches that an extension sent the request. The ID of the extension differs between browsers and
/// installations, so it is not compared.
fn is_of_extension(origin: &str) -> bool {
    let id = origin.strip_prefix("chrome-extension://").or_else(|| origin.strip_prefix("moz-extension://"));
    id.is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
}

fn read_more(stream: &mut impl Read, received: &mut Vec<u8>) -> Result<(), Rejected> {
    let mut buffer = [0; 4096];
    let room = MAXIMUM_LENGTH.saturating_sub(received.len()).min(buffer.len());
    let Some(room) = buffer.get_mut(..room).filter(|room| !room.is_empty()) else { return Err(TOO_LARGE) };
    loop {
        match stream.read(room) {
            Ok(0) => return Err(Rejected::Incomplete),
            Ok(length) => {
                received.extend_from_slice(room.get(..length).unwrap_or_default());
                return Ok(());
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return Err(Rejected::Incomplete),
        }
    }
}

/// A reply to an extension.
pub(super) struct Reply {
    status: &'static str,
    body: String,
}

impl Reply {
    pub(super) fn json(body: String) -> Self {
        Self { status: "200 OK", body }
    }

    /// To a message that cannot be opened.
    pub(super) fn unreadable() -> Self {
        Self { status: "400 Bad Request", body: String::new() }
    }

    /// To `OPTIONS`.
    pub(super) fn no_content() -> Self {
        Self { status: "204 No Content", body: String::new() }
    }

    /// Writes the reply, which only this extension may read.
    pub(super) fn write(&self, origin: &str, stream: &mut impl Write) -> io::Result<()> {
        let Self { status, body } = self;
        let text = format!(
            "HTTP/1.1 {status}\r\n\
             Access-Control-Allow-Origin: {origin}\r\n\
             Access-Control-Allow-Methods: GET, POST\r\n\
             Access-Control-Allow-Headers: content-type\r\n\
             Access-Control-Allow-Private-Network: true\r\n\
             Vary: Origin\r\n\
             Cache-Control: no-store\r\n\
             Content-Type: application/json\r\n\
             X-Content-Type-Options: nosniff\r\n\
             Content-Length: {}\r\n\
             Connection: close\r\n\
             \r\n\
             {body}",
            body.len()
        );
        stream.write_all(text.as_bytes()).and_then(|()| stream.flush())
    }
}

impl Rejected {
    /// Writes a status, if the request arrived as a whole.
    pub(super) fn write(&self, stream: &mut impl Write) -> io::Result<()> {
        let Self::Status(status) = self else { return Ok(()) };
        let text = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        stream.write_all(text.as_bytes()).and_then(|()| stream.flush())
    }
}

#[cfg(test)]
mod tests;
