//! Marionette's protocol over a socket.

use std::io::{self, BufRead};

use serde_json::{Value, json};

use crate::connection::{self, Protocol};
use crate::error::{DriverError, Result};

/// A connection to Firefox.
pub(crate) type Connection = connection::Connection<Marionette>;

/// Marionette's mark of a command, in the first place of a message.
const COMMAND: u8 = 0;

/// Marionette's protocol, which has no events.
#[derive(Default)]
pub(crate) struct Marionette;

impl Protocol for Marionette {
    /// A message is its length in decimal, a colon, and as many bytes of JSON.
    fn read(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
        let mut length = 0_usize;
        loop {
            let mut byte = [0];
            reader.read_exact(&mut byte)?;
            match byte[0] {
                b':' => break,
                digit @ b'0'..=b'9' => length = length * 10 + usize::from(digit - b'0'),
                _ => return Err(io::ErrorKind::InvalidData.into()),
            }
        }
        let mut bytes = vec![0; length];
        reader.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn write(command: u64, _session: Option<&str>, method: &str, parameters: Value) -> Vec<u8> {
        let message = json!([COMMAND, command, method, parameters]).to_string();
        format!("{}:{message}", message.len()).into_bytes()
    }

    /// The server's greeting is no list; it answers nothing.
    fn answered(message: &Value) -> Option<u64> {
        message[1].as_u64()
    }

    /// An answer is a list of its mark, the command's number, the error or null, and the result.
    fn result(method: &str, mut answer: Value) -> Result<Value> {
        let error = &answer[2];
        if error.is_null() {
            return Ok(answer[3].take());
        }
        let words = error["message"].as_str().or(error["error"].as_str()).unwrap_or_default();
        Err(DriverError::Refused { command: method.to_owned(), message: words.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_apart_by_their_length() {
        let read = |stream: &mut &[u8]| -> Value {
            serde_json::from_slice(&Marionette::read(stream).unwrap()).unwrap()
        };
        let mut stream = &b"8:[\"\xc3\xa4\",1]9:[1,2,3,4]"[..];
        assert_eq!(read(&mut stream), json!(["ä", 1]));
        assert_eq!(read(&mut stream), json!([1, 2, 3, 4]));
        assert!(Marionette::read(&mut stream).is_err());
    }

    #[test]
    fn a_refusal_is_given_in_the_browsers_words() {
        let reply = json!([1, 1, { "error": "invalid argument", "message": "no such file" }, null]);
        let error = Marionette::result("Addon:Install", reply).unwrap_err();
        assert_eq!(error.to_string(), "the browser refused Addon:Install: no such file");
        assert_eq!(Marionette::result("Addon:Install", json!([1, 1, null, 7])).unwrap(), 7);
    }
}
