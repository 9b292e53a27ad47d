//! The listener on the loopback interface.

use std::io::{self, Read};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::http::{Action, Endpoint, Rejected, Reply};

/// Browsers open connections in advance that stay silent, so there must be room for several.
const MAXIMUM_CONNECTIONS: usize = 16;

/// How long a request may take to arrive, and a reply to leave.
const LIMIT: Duration = Duration::from_secs(5);

/// A port of the loopback interface on which nothing is answered yet.
pub(crate) struct Listener {
    socket: TcpListener,
    pub(crate) port: u16,
}

/// What an extension did.
pub(crate) enum Arrival {
    /// It fetched the request.
    Fetched,
    /// It sent a message.
    Message(ReceivedMessage),
}

/// A sealed message whose sender waits.
pub(crate) struct ReceivedMessage {
    pub(crate) sealed: String,
    answer: Sender<(Option<String>, Sender<()>)>,
}

impl ReceivedMessage {
    /// Answers with this text, or that the message is unreadable. Returns when the reply has left, or cannot leave.
    pub(crate) fn answer(self, text: Option<String>) {
        let (left, leaving) = mpsc::channel();
        if self.answer.send((text, left)).is_ok() {
            // No message is sent: the channel closes when the reply has left.
            let _ = leaving.recv_timeout(LIMIT);
        }
    }
}

impl Listener {
    /// Takes this port, or a free one.
    pub(crate) fn bind(port: Option<u16>) -> io::Result<Self> {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port.unwrap_or(0)))?;
        let port = socket.local_addr()?.port();
        Ok(Self { socket, port })
    }

    /// Answers requests for this path from now on: with the text, or with what the receiver of the messages says.
    pub(crate) fn serve(self, id: &str, text: String, arrived: impl Fn(Arrival) + Send + Sync + 'static) {
        let server = Server {
            endpoint: Endpoint { port: self.port, path: format!("/{id}") },
            text,
            arrived: Box::new(arrived),
        };
        let server = Arc::new(server);
        thread::spawn(move || {
            for stream in self.socket.incoming().flatten() {
                // This thread holds one reference, and each connection another.
                if Arc::strong_count(&server) > MAXIMUM_CONNECTIONS {
                    continue;
                }
                let server = Arc::clone(&server);
                // A connection without a thread is closed.
                let _ = thread::Builder::new().spawn(move || {
                    server.converse(&stream);
                    // A client that sees the end of its connection can then open another.
                    drop(server);
                    drop(stream);
                });
            }
        });
    }
}

struct Server {
    endpoint: Endpoint,
    /// The request for a token.
    text: String,
    arrived: Box<dyn Fn(Arrival) + Send + Sync>,
}

impl Server {
    fn converse(&self, stream: &TcpStream) {
        let mut incoming = Incoming { stream, until: Instant::now() + LIMIT };
        let mut outgoing = stream;
        // A client that has gone needs no reply.
        let _ = stream.set_write_timeout(Some(LIMIT));
        let request = match self.endpoint.read(&mut incoming) {
            Ok(request) => request,
            Err(rejected @ (Rejected::Status(_) | Rejected::Incomplete)) => {
                let _ = rejected.write(&mut outgoing);
                return;
            }
        };
        let (reply, left) = match request.action {
            Action::Options => (Reply::no_content(), None),
            Action::Get => {
                (self.arrived)(Arrival::Fetched);
                (Reply::json(self.text.clone()), None)
            }
            Action::Post(sealed) => {
                let (answer, answers): (_, Receiver<(Option<String>, Sender<()>)>) = mpsc::channel();
                (self.arrived)(Arrival::Message(ReceivedMessage { sealed, answer }));
                // The command may end before it answers.
                let Ok((text, left)) = answers.recv() else { return };
                (text.map_or_else(Reply::unreadable, Reply::json), Some(left))
            }
        };
        let _ = reply.write(&request.origin, &mut outgoing);
        drop(left);
    }
}

/// A stream that is read only until a point in time.
struct Incoming<'a> {
    stream: &'a TcpStream,
    until: Instant,
}

impl Read for Incoming<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        let mut stream = self.stream;
        stream.read(buffer)
    }
}
