//! The body of a reply as text.

use std::str;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Decodes the UTF-8 of a body as a browser's streaming `TextDecoder` does: without the byte order mark, without a
/// trailing character that is cut short, and with U+FFFD for everything else that is invalid.
pub fn decode_body(mut bytes: Vec<u8>) -> String {
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    // Nearly every body is valid as it is, and then not copied.
    String::from_utf8(bytes).unwrap_or_else(|error| repair(error.as_bytes()))
}

fn repair(mut bytes: &[u8]) -> String {
    let mut text = String::new();
    loop {
        let error = match str::from_utf8(bytes) {
            Ok(valid) => return text + valid,
            Err(error) => error,
        };
        let (valid, rest) = bytes.split_at_checked(error.valid_up_to()).unwrap_or_default();
        text += str::from_utf8(valid).unwrap_or_default();
        // Of a character that is cut short, nothing says how long it would have been.
        let Some(rest) = error.error_len().and_then(|length| rest.get(length..)) else { return text };
        text.push(char::REPLACEMENT_CHARACTER);
        bytes = rest;
    }
}
