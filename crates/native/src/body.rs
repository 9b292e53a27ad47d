//! The body of a reply as text.

use std::io::{self, Read};

use latchkey_core::TransportError;
use latchkey_core::http::decode_body;

/// Reads a body of at most `limit` bytes. Returns its text and whether that is all of it: a body can be longer than the
/// limit, and the connection can break.
///
/// # Errors
///
/// [`TransportError::TimedOut`] if the time limit of the request ends before the body does.
pub(crate) fn read(body: impl Read, limit: u64) -> Result<(String, bool), TransportError> {
    let mut bytes = Vec::new();
    let read = body.take(limit + 1).read_to_end(&mut bytes);
    if read.as_ref().is_err_and(is_timeout) {
        return Err(TransportError::TimedOut);
    }
    let is_whole = read.is_ok() && bytes.len() as u64 <= limit;
    bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok((decode_body(bytes), is_whole))
}

fn is_timeout(error: &io::Error) -> bool {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref());
    matches!(cause, Some(ureq::Error::Timeout(_)))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    /// The cases that every transport is tested against; `tests/fixtures/README.md` describes them.
    const CASES: &str = include_str!("body/reply_bodies.json");

    #[derive(Deserialize)]
    struct Case {
        name: String,
        parts: Vec<Vec<u8>>,
        end: End,
        limit: u64,
        text: String,
        truncated: bool,
    }

    #[derive(Deserialize, Clone, Copy)]
    #[serde(rename_all = "lowercase")]
    enum End {
        Closed,
        Broken,
        Endless,
    }

    /// The bytes of a body, and what happens after the last one.
    struct Body(Box<dyn Iterator<Item = u8>>, End);

    impl Read for Body {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match (self.0.next(), self.1) {
                (Some(byte), _) => {
                    buffer[0] = byte;
                    Ok(1)
                }
                (None, End::Broken) => Err(io::ErrorKind::ConnectionReset.into()),
                (None, End::Closed | End::Endless) => Ok(0),
            }
        }
    }

    #[test]
    fn bodies_are_read_as_by_every_other_transport() {
        let cases: Vec<Case> = serde_json::from_str(CASES).unwrap();
        assert!(cases.len() > 15);
        for case in cases {
            let bytes = case.parts.concat().into_iter();
            let bytes: Box<dyn Iterator<Item = u8>> = match case.end {
                End::Endless => Box::new(bytes.cycle()),
                End::Closed | End::Broken => Box::new(bytes),
            };
            let (text, is_whole) = read(Body(bytes, case.end), case.limit).unwrap();
            assert_eq!((text, !is_whole), (case.text, case.truncated), "{}", case.name);
        }
    }
}
