//! Connections that can be aborted at a given byte.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// How much is sent before the connection is aborted.
#[derive(Clone, Copy)]
pub(crate) enum Limit {
    /// This many bytes.
    Bytes(usize),
    /// The head and this many bytes of the body as sent.
    Body(usize),
}

/// A handle that aborts a connection, and knows whether it was used before.
#[derive(Clone, Default)]
pub(crate) struct Abort {
    counter: Arc<Mutex<Option<Counter>>>,
    used: Arc<AtomicBool>,
}

impl Abort {
    /// Notes that a request arrived on the connection; returns whether it is not the first one.
    pub(crate) fn note_request(&self) -> bool {
        self.used.swap(true, Ordering::Relaxed)
    }

    /// Aborts the connection after this much.
    pub(crate) fn after(&self, limit: Limit) {
        *self.counter.lock().unwrap_or_else(PoisonError::into_inner) = Some(Counter { limit, matched: 0 });
    }

    /// How many of these bytes may be sent; an error if none may.
    fn allowed(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut counter = self.counter.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(counter) = &mut *counter else { return Ok(bytes.len()) };
        match counter.clone().count(bytes) {
            0 if !bytes.is_empty() => Err(io::ErrorKind::ConnectionAborted.into()),
            allowed => Ok(allowed),
        }
    }

    fn sent(&self, bytes: &[u8]) {
        if let Some(counter) = &mut *self.counter.lock().unwrap_or_else(PoisonError::into_inner) {
            counter.count(bytes);
        }
    }
}

const END_OF_HEAD: &[u8] = b"\r\n\r\n";

#[derive(Clone)]
struct Counter {
    limit: Limit,
    /// How many bytes of the end of the head were seen.
    matched: usize,
}

impl Counter {
    /// Counts bytes and returns how many of them are within the limit.
    fn count(&mut self, bytes: &[u8]) -> usize {
        let mut counted = 0;
        for byte in bytes {
            match &mut self.limit {
                Limit::Body(_) if self.matched < END_OF_HEAD.len() => {
                    let goes_on = END_OF_HEAD.get(self.matched) == Some(byte);
                    self.matched = if goes_on { self.matched + 1 } else { usize::from(*byte == b'\r') };
                }
                Limit::Bytes(left) | Limit::Body(left) => match left.checked_sub(1) {
                    Some(rest) => *left = rest,
                    None => return counted,
                },
            }
            counted += 1;
        }
        counted
    }
}

/// A listener whose connections can be aborted.
pub(crate) struct AbortableListener(pub(crate) TcpListener);

/// A connection that can be aborted.
pub(crate) struct AbortableStream {
    stream: TcpStream,
    abort: Abort,
}

impl Listener for AbortableListener {
    type Io = AbortableStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (AbortableStream, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        (AbortableStream { stream, abort: Abort::default() }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, AbortableListener>> for Abort {
    fn connect_info(stream: IncomingStream<'_, AbortableListener>) -> Self {
        stream.io().abort.clone()
    }
}

impl AsyncRead for AbortableStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for AbortableStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let allowed = bytes.get(..self.abort.allowed(bytes)?).unwrap_or(bytes);
        let sent = ready!(Pin::new(&mut self.stream).poll_write(context, allowed))?;
        self.abort.sent(allowed.get(..sent).unwrap_or(allowed));
        Poll::Ready(Ok(sent))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_limit_everything_passes() {
        assert_eq!(Abort::default().allowed(b"abc").unwrap(), 3);
    }

    #[test]
    fn a_limit_in_bytes_ends_at_that_byte() {
        let abort = Abort::default();
        abort.after(Limit::Bytes(4));
        assert_eq!(abort.allowed(b"abc").unwrap(), 3);
        abort.sent(b"abc");
        assert_eq!(abort.allowed(b"def").unwrap(), 1);
        abort.sent(b"d");
        assert!(abort.allowed(b"ef").is_err());
    }

    #[test]
    fn a_limit_in_the_body_counts_from_the_end_of_the_head() {
        let abort = Abort::default();
        abort.after(Limit::Body(2));
        for part in [&b"HTTP/1.1 200 OK\r\nA: b\r"[..], b"\n\r"] {
            assert_eq!(abort.allowed(part).unwrap(), part.len());
            abort.sent(part);
        }
        assert_eq!(abort.allowed(b"\nbody").unwrap(), 3);
        abort.sent(b"\nbo");
        assert!(abort.allowed(b"dy").is_err());
    }
}
