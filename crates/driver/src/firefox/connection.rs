//! The socket to Marionette: commands out, replies in.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::error::{DriverError, Result};
use crate::process::OutputReader;

/// How long the browser may take to answer a command; an awaited promise counts.
const COMMAND_LIMIT: Duration = Duration::from_secs(30);

/// Marionette's mark of a command, in the first place of a message.
const COMMAND: u8 = 0;

/// A connection to the browser that any thread may use; commands do not wait for each other.
pub(crate) struct Connection {
    stream: Mutex<TcpStream>,
    state: Mutex<State>,
    changed: Condvar,
    output: OutputReader,
}

#[derive(Default)]
struct State {
    last_command: u64,
    unanswered: HashSet<u64>,
    replies: HashMap<u64, Value>,
    ended: bool,
}

impl Connection {
    /// Speaks over the socket; a thread reads until the browser closes its end.
    pub(crate) fn new(stream: TcpStream, output: OutputReader) -> io::Result<Arc<Self>> {
        stream.set_nodelay(true)?;
        let reader = BufReader::new(stream.try_clone()?);
        let connection = Arc::new(Self {
            stream: Mutex::new(stream),
            state: Mutex::default(),
            changed: Condvar::new(),
            output,
        });
        let for_reader = Arc::clone(&connection);
        thread::spawn(move || for_reader.read(reader));
        Ok(connection)
    }

    fn read(&self, mut reader: BufReader<TcpStream>) {
        while let Ok(message) = read_message(&mut reader) {
            // The server's greeting is no list; it answers nothing.
            let Some(command) = message[1].as_u64() else { continue };
            let mut state = self.lock();
            if state.unanswered.remove(&command) {
                state.replies.insert(command, message);
            }
            drop(state);
            self.changed.notify_all();
        }
        self.lock().ended = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ended(&self) -> DriverError {
        DriverError::BrowserEnded { output: self.output.tail() }
    }

    /// Sends a command and waits for its result.
    pub(crate) fn call(&self, name: &str, parameters: &Value) -> Result<Value> {
        let command = self.send(name, parameters, true)?;
        let (mut state, _) = self
            .changed
            .wait_timeout_while(self.lock(), COMMAND_LIMIT, |state| {
                !state.ended && !state.replies.contains_key(&command)
            })
            .unwrap_or_else(PoisonError::into_inner);
        state.unanswered.remove(&command);
        match state.replies.remove(&command) {
            Some(message) => read_reply(name, message),
            None if state.ended => Err(self.ended()),
            None => Err(DriverError::Timeout {
                awaited: format!("the browser's answer to {name}"),
                instead: "none came".to_owned(),
                limit: COMMAND_LIMIT,
            }),
        }
    }

    /// Sends a command and does not care for its result.
    pub(crate) fn post(&self, name: &str, parameters: &Value) -> Result<()> {
        self.send(name, parameters, false).map(drop)
    }

    fn send(&self, name: &str, parameters: &Value, keep_reply: bool) -> Result<u64> {
        let mut state = self.lock();
        if state.ended {
            return Err(self.ended());
        }
        state.last_command += 1;
        let command = state.last_command;
        if keep_reply {
            state.unanswered.insert(command);
        }
        drop(state);
        let message = json!([COMMAND, command, name, parameters]).to_string();
        let mut stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        stream.write_all(format!("{}:{message}", message.len()).as_bytes()).map_err(|_| self.ended())?;
        Ok(command)
    }

    /// Waits a moment; fails at once if the browser ends meanwhile.
    pub(crate) fn pause(&self, duration: Duration) -> Result<()> {
        let (state, _) = self
            .changed
            .wait_timeout_while(self.lock(), duration, |state| !state.ended)
            .unwrap_or_else(PoisonError::into_inner);
        if state.ended { Err(self.ended()) } else { Ok(()) }
    }
}

/// Reads one message: its length in decimal, a colon, and as many bytes of JSON.
fn read_message(reader: &mut impl Read) -> io::Result<Value> {
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
    Ok(serde_json::from_slice(&bytes)?)
}

/// Reads a reply: its mark, the command's number, the error or null, the result.
fn read_reply(command: &str, mut message: Value) -> Result<Value> {
    let error = &message[2];
    if error.is_null() {
        return Ok(message[3].take());
    }
    let words = error["message"].as_str().or(error["error"].as_str()).unwrap_or_default();
    Err(DriverError::Refused { command: command.to_owned(), message: words.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_apart_by_their_length() {
        let mut stream = &b"8:[\"\xc3\xa4\",1]9:[1,2,3,4]"[..];
        assert_eq!(read_message(&mut stream).unwrap(), json!(["ä", 1]));
        assert_eq!(read_message(&mut stream).unwrap(), json!([1, 2, 3, 4]));
        assert!(read_message(&mut stream).is_err());
    }

    #[test]
    fn a_refusal_is_given_in_the_browsers_words() {
        let reply = json!([1, 1, { "error": "invalid argument", "message": "no such file" }, null]);
        let error = read_reply("Addon:Install", reply).unwrap_err();
        assert_eq!(error.to_string(), "the browser refused Addon:Install: no such file");
        assert_eq!(read_reply("Addon:Install", json!([1, 1, null, 7])).unwrap(), 7);
    }
}
