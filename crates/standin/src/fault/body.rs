//! Bodies whose length is not announced.

use std::convert::Infallible;
use std::iter;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Bytes;
use http_body::{Body, Frame};
use tokio::time::{self, Sleep};

/// How many bytes are sent one at a time.
const DRIPS: usize = 500;
/// The pause between two of them.
const BETWEEN_DRIPS: Duration = Duration::from_millis(2);
/// How many spaces come before the body with [`super::Fault::HugeBody`].
const BLANKS: usize = 100 * MEBIBYTE;
const MEBIBYTE: usize = 1024 * 1024;

/// A body that is sent in parts.
pub(super) struct Streamed {
    parts: Box<dyn Iterator<Item = Bytes> + Send>,
    /// The pause between two parts.
    pause: Option<Pin<Box<Sleep>>>,
}

impl Streamed {
    /// All of it at once.
    pub(super) fn whole(body: String) -> Self {
        Self { parts: Box::new(iter::once(Bytes::from(body))), pause: None }
    }

    /// The first bytes one at a time. The rest follows at once, because a long page would take minutes.
    pub(super) fn slow(body: String) -> Self {
        let mut rest = Bytes::from(body);
        let drips = rest.split_to(DRIPS.min(rest.len()));
        let drips = (0..drips.len()).map(move |index| drips.slice(index..=index));
        let parts = drips.chain(iter::once(rest).filter(|rest| !rest.is_empty()));
        Self { parts: Box::new(parts), pause: Some(Box::pin(time::sleep(BETWEEN_DRIPS))) }
    }

    /// After many spaces, which JSON and HTML allow there.
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
