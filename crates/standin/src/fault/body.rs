//! Bodies whose length is not known beforehand.

use std::convert::Infallible;
use std::iter;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Bytes;
use http_body::{Body, Frame};
use tokio::time::{self, Sleep};

/// How many bytes come one by one.
const DRIPS: usize = 500;
/// The time between two of them.
const BETWEEN_DRIPS: Duration = Duration::from_millis(2);
/// How many blanks come before the body that is huge.
const BLANKS: usize = 100 * MEBIBYTE;
const MEBIBYTE: usize = 1024 * 1024;

/// A body that comes part by part.
pub(super) struct Streamed {
    parts: Box<dyn Iterator<Item = Bytes> + Send>,
    /// Between two parts.
    pause: Option<Pin<Box<Sleep>>>,
}

impl Streamed {
    /// All of it at once.
    pub(super) fn whole(body: String) -> Self {
        Self { parts: Box::new(iter::once(Bytes::from(body))), pause: None }
    }

    /// Byte by byte, but only at the beginning: a long page is not to take minutes.
    pub(super) fn slow(body: String) -> Self {
        let mut rest = Bytes::from(body);
        let drips = rest.split_to(DRIPS.min(rest.len()));
        let drips = (0..drips.len()).map(move |index| drips.slice(index..=index));
        let parts = drips.chain(iter::once(rest).filter(|rest| !rest.is_empty()));
        Self { parts: Box::new(parts), pause: Some(Box::pin(time::sleep(BETWEEN_DRIPS))) }
    }

    /// After many blanks, which JSON and HTML allow there.
    pub(super) fn after_blanks(body: String) -> Self {
        let blanks = Bytes::from(vec![b' '; MEBIBYTE]);
        let parts = iter::repeat_n(blanks, BLANKS / MEBIBYTE).chain(iter::once(Bytes::from(body)));
        Self { parts: Box::new(parts), pause: None }
    }
}

impl Body for Streamed {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(context));
            pause.as_mut().reset(time::Instant::now() + BETWEEN_DRIPS);
        }
        Poll::Ready(self.parts.next().map(|part| Ok(Frame::data(part))))
    }
}
