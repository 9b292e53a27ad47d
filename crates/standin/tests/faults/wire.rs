//! A client that sees every byte.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use super::session::{GENERATE, LIMIT, Session};

/// The bytes of a request that creates a token of this name.
pub(super) fn generate(session: &Session, name: &str) -> String {
    let body = format!("newTokenName={name}");
    format!(
        "POST {GENERATE} HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\nJenkins-Crumb: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        session.cookie,
        session.crumb,
        body.len()
    )
}

/// A connection to the stand-in with a request sent on it.
pub(super) fn send(session: &Session, request: &str) -> TcpStream {
    let address = session.root.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(LIMIT)).expect("a limit");
    stream.write_all(request.as_bytes()).expect("a request that is sent");
    stream
}

/// Everything that comes until the other side ends the connection.
pub(super) fn until_the_end(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an end of the connection");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One reply, which leaves the connection open.
pub(super) fn one_reply(stream: &mut TcpStream) -> String {
    let (mut text, mut byte) = (String::new(), [0]);
    let length = |head: &str| {
        head.lines()
            .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok())
    };
    loop {
        stream.read_exact(&mut byte).expect("a whole reply");
        text.push(char::from(byte[0]));
        if let Some((head, body)) = text.split_once("\r\n\r\n")
            && Some(body.len()) == length(head)
        {
            return text;
        }
    }
}

/// Gives up.
pub(super) fn give_up(stream: &TcpStream) {
    stream.shutdown(Shutdown::Both).expect("a connection that can be ended");
}
