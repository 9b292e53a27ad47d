//! The pipe to the browser: commands out, replies and events in.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, PipeReader, PipeWriter, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::chromium::network::Network;
use crate::chromium::targets::Targets;
use crate::error::{DriverError, Result};
use crate::process::OutputReader;

/// How long the browser may take to answer a command; an awaited promise counts.
const COMMAND_LIMIT: Duration = Duration::from_secs(30);

/// The DevTools protocol ends each message with this byte.
const END_OF_MESSAGE: u8 = 0;

/// A connection to the browser that any thread may use.
pub(crate) struct Connection {
    writer: Mutex<PipeWriter>,
    state: Mutex<State>,
    changed: Condvar,
    output: OutputReader,
}

#[derive(Default)]
struct State {
    last_command: u64,
    /// Commands without a reply yet, with the session each was sent to.
    unanswered: HashMap<u64, Option<String>>,
    replies: HashMap<u64, Reply>,
    targets: Targets,
    network: Network,
    ended: bool,
}

enum Reply {
    Message(Value),
    SessionEnded,
}

impl Connection {
    /// Speaks through the two pipes; a thread reads until the browser closes its end.
    pub(crate) fn new(writer: PipeWriter, reader: PipeReader, output: OutputReader) -> Arc<Self> {
        let connection = Arc::new(Self {
            writer: Mutex::new(writer),
            state: Mutex::default(),
            changed: Condvar::new(),
            output,
        });
        let for_reader = Arc::clone(&connection);
        thread::spawn(move || for_reader.read(BufReader::new(reader)));
        connection
    }

    fn read(&self, mut reader: BufReader<PipeReader>) {
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            match reader.read_until(END_OF_MESSAGE, &mut bytes) {
                Ok(length) if length > 0 && bytes.pop() == Some(END_OF_MESSAGE) => {
                    if let Ok(message) = serde_json::from_slice(&bytes) {
                        self.take(message);
                    }
                }
                _ => break,
            }
        }
        self.lock().ended = true;
        self.changed.notify_all();
    }

    fn take(&self, message: Value) {
        let mut state = self.lock();
        if let Some(command) = message["id"].as_u64() {
            if state.unanswered.remove(&command).is_some() {
                state.replies.insert(command, Reply::Message(message));
            }
        } else if message["method"].as_str().is_some_and(|method| method.starts_with("Network.")) {
            state.network.take_event(&message);
        } else if let Some(ended) = state.targets.take_event(&message) {
            let lost: Vec<u64> = state
                .unanswered
                .iter()
                .filter(|(_, session)| session.as_deref() == Some(&ended))
                .map(|(command, _)| *command)
                .collect();
            for command in lost {
                state.unanswered.remove(&command);
                state.replies.insert(command, Reply::SessionEnded);
            }
        }
        drop(state);
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ended(&self) -> DriverError {
        DriverError::BrowserEnded { output: self.output.tail() }
    }

    /// Sends a command, to the browser itself or to a session, and waits for its result.
    pub(crate) fn call(&self, session: Option<&str>, method: &str, parameters: Value) -> Result<Value> {
        let command = self.send(session, method, parameters, true)?;
        let state = self.lock();
        let (mut state, waited) = self
            .changed
            .wait_timeout_while(state, COMMAND_LIMIT, |state| {
                !state.ended && !state.replies.contains_key(&command)
            })
            .unwrap_or_else(PoisonError::into_inner);
        match state.replies.remove(&command) {
            Some(Reply::Message(message)) => read_reply(method, message),
            Some(Reply::SessionEnded) => Err(closed()),
            None if waited.timed_out() => {
                state.unanswered.remove(&command);
                Err(DriverError::Timeout {
                    awaited: format!("the browser's answer to {method}"),
                    instead: "none came".to_owned(),
                    limit: COMMAND_LIMIT,
                })
            }
            None => Err(self.ended()),
        }
    }

    /// Sends a command to the browser itself and does not care for its result.
    pub(crate) fn post(&self, method: &str, parameters: Value) -> Result<()> {
        self.send(None, method, parameters, false).map(drop)
    }

    fn send(&self, session: Option<&str>, method: &str, parameters: Value, keep_reply: bool) -> Result<u64> {
        let mut state = self.lock();
        if state.ended {
            return Err(self.ended());
        }
        if session.is_some_and(|session| !state.targets.has_session(session)) {
            return Err(closed());
        }
        state.last_command += 1;
        let command = state.last_command;
        if keep_reply {
            state.unanswered.insert(command, session.map(ToOwned::to_owned));
        }
        drop(state);

        let mut message = json!({ "id": command, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = Value::from(session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(END_OF_MESSAGE);
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.write_all(&bytes).map_err(|_| self.ended())?;
        Ok(command)
    }

    /// What is known of targets and sessions now.
    pub(crate) fn with_targets<T>(&self, look: impl FnOnce(&Targets) -> T) -> T {
        look(&self.lock().targets)
    }

    /// Begins, reads or ends a recording of requests.
    pub(crate) fn with_network<T>(&self, act: impl FnOnce(&mut Network) -> T) -> T {
        act(&mut self.lock().network)
    }

    /// Waits for events until `look` gives a value; `None` at the limit.
    pub(crate) fn wait_for_targets<T>(
        &self,
        limit: Duration,
        mut look: impl FnMut(&Targets) -> Option<T>,
    ) -> Result<Option<T>> {
        let deadline = Instant::now() + limit;
        let mut state = self.lock();
        loop {
            if state.ended {
                return Err(self.ended());
            }
            if let Some(value) = look(&state.targets) {
                return Ok(Some(value));
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            (state, _) = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits a moment; fails at once if the browser ends meanwhile.
    pub(crate) fn pause(&self, duration: Duration) -> Result<()> {
        let state = self.lock();
        let (state, _) = self
            .changed
            .wait_timeout_while(state, duration, |state| !state.ended)
            .unwrap_or_else(PoisonError::into_inner);
        if state.ended { Err(self.ended()) } else { Ok(()) }
    }
}

fn closed() -> DriverError {
    DriverError::Closed { what: "the tab or popup".to_owned() }
}

/// The protocol's code for a session that has ended.
const SESSION_NOT_FOUND: i64 = -32001;

/// The browser's words for a document that was replaced while something ran in it.
const DOCUMENT_REPLACED: &[&str] = &[
    "Inspected target navigated or closed",
    "Execution context was destroyed",
    "Cannot find default execution context",
    "Cannot find context with specified id",
    "Cannot find execution context",
];

fn read_reply(method: &str, mut message: Value) -> Result<Value> {
    let error = &message["error"];
    if error.is_null() {
        return Ok(message["result"].take());
    }
    let words = error["message"].as_str().unwrap_or_default();
    if error["code"] == SESSION_NOT_FOUND {
        Err(closed())
    } else if DOCUMENT_REPLACED.iter().any(|known| words.contains(known)) {
        Err(DriverError::DocumentGone)
    } else {
        Err(DriverError::Refused { command: method.to_owned(), message: words.to_owned() })
    }
}
