//! The body of a reply as text.

use std::str;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Decodes the UTF-8 of a body as a browser's streaming `TextDecoder` does: without the byte order mark, without a
/// trailing character that is cut short, and with U+FFFD for everything else that is invalid.
pub fn decode_body(mut bytes: Vec<u8>) -> String {
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    let rest = bytes.utf8_chunks().last().map(|chunk| chunk.invalid()).unwrap_or_default();
    let is_cut_short = str::from_utf8(rest).is_err_and(|error| error.error_len().is_none());
    let cut = if is_cut_short { rest.len() } else { 0 };
    bytes.truncate(bytes.len() - cut);
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
