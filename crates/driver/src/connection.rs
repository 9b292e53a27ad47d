//! The connection to a browser: commands out, replies and events in. Each browser has its own [`Protocol`].

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::error::{DriverError, Result};
use crate::process::OutputReader;

/// How long the browser may take to answer a command, including a promise that it awaits.
const COMMAND_LIMIT: Duration = Duration::from_secs(30);

/// How a browser writes commands, replies and events, and what is kept of its events.
pub(crate) trait Protocol: Default + Send + 'static {
    /// Reads the bytes of the next message, which are JSON.
    fn read(reader: &mut impl BufRead) -> io::Result<Vec<u8>>;

    /// Writes a command, for the browser itself or for a session.
    fn write(command: u64, session: Option<&str>, method: &str, parameters: Value) -> Vec<u8>;

    /// The number of the command that a message answers; `None` if it is an event.
    fn answered(message: &Value) -> Option<u64>;

    /// The result in an answer.
    fn result(method: &str, answer: Value) -> Result<Value>;

    /// Takes an event, and gives the session that it ends.
    fn take_event(&mut self, _event: &Value) -> Option<String> {
        None
    }

    /// Whether a session can be sent commands.
    fn has_session(&self, _session: &str) -> bool {
        true
    }
}

/// A connection to the browser that any thread may use; commands do not wait for each other.
pub(crate) struct Connection<P> {
    writer: Mutex<Box<dyn Write + Send>>,
    state: Mutex<State<P>>,
    changed: Condvar,
    output: OutputReader,
}

#[derive(Default)]
struct State<P> {
    last_command: u64,
    /// Commands without an answer yet, with the session each was sent to.
    unanswered: HashMap<u64, Option<String>>,
    /// `None` if the session ended instead.
    answers: HashMap<u64, Option<Value>>,
    protocol: P,
    ended: bool,
}

impl<P: Protocol> Connection<P> {
    /// Starts a thread that reads until the browser closes its end.
    pub(crate) fn new(
        writer: impl Write + Send + 'static,
        reader: impl Read + Send + 'static,
        output: OutputReader,
    ) -> Arc<Self> {
        let writer = Mutex::new(Box::new(writer) as Box<_>);
        let connection = Arc::new(Self { writer, state: Mutex::default(), changed: Condvar::new(), output });
        let for_reader = Arc::clone(&connection);
        thread::spawn(move || for_reader.read(BufReader::new(reader)));
        connection
    }

    fn read(&self, mut reader: impl BufRead) {
        while let Ok(bytes) = P::read(&mut reader) {
            if let Ok(message) = serde_json::from_slice(&bytes) {
                self.take(message);
                self.changed.notify_all();
            }
        }
        self.lock().ended = true;
        self.changed.notify_all();
    }

    fn take(&self, message: Value) {
        let mut state = self.lock();
        if let Some(command) = P::answered(&message) {
            if state.unanswered.remove(&command).is_some() {
                state.answers.insert(command, Some(message));
            }
        } else if let Some(ended) = state.protocol.take_event(&message) {
            let lost = state.unanswered.extract_if(|_, session| session.as_deref() == Some(&ended));
            let lost: Vec<u64> = lost.map(|(command, _)| command).collect();
            state.answers.extend(lost.into_iter().map(|command| (command, None)));
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<P>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ended(&self) -> DriverError {
        DriverError::BrowserEnded { output: self.output.tail() }
    }

    /// Sends a command, to the browser itself or to a session, and waits for its result.
    pub(crate) fn call(&self, session: Option<&str>, method: &str, parameters: Value) -> Result<Value> {
        let command = self.send(session, method, parameters, true)?;
        let waits = |state: &mut State<P>| !state.ended && !state.answers.contains_key(&command);
        let waited = self.changed.wait_timeout_while(self.lock(), COMMAND_LIMIT, waits);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.unanswered.remove(&command);
        match state.answers.remove(&command) {
            Some(Some(answer)) => P::result(method, answer),
            Some(None) => Err(closed()),
            None if state.ended => Err(self.ended()),
            None => Err(DriverError::Timeout {
                awaited: format!("the browser's answer to {method}"),
                instead: "none came".to_owned(),
                limit: COMMAND_LIMIT,
            }),
        }
    }

    /// Sends a command to the browser itself and ignores its result.
    pub(crate) fn post(&self, method: &str, parameters: Value) -> Result<()> {
        self.send(None, method, parameters, false).map(drop)
    }

    fn send(&self, session: Option<&str>, method: &str, parameters: Value, keep_answer: bool) -> Result<u64> {
        let mut state = self.lock();
        if state.ended {
            return Err(self.ended());
        }
        if session.is_some_and(|session| !state.protocol.has_session(session)) {
            return Err(closed());
        }
        state.last_command += 1;
        let command = state.last_command;
        if keep_answer {
            state.unanswered.insert(command, session.map(ToOwned::to_owned));
        }
        drop(state);
        let bytes = P::write(command, session, method, parameters);
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.write_all(&bytes).map_err(|_| self.ended())?;
        Ok(command)
    }

    /// What the protocol keeps of events.
    pub(crate) fn with_protocol<T>(&self, act: impl FnOnce(&mut P) -> T) -> T {
        act(&mut self.lock().protocol)
    }

    /// Waits for events until `look` gives a value; `None` at the limit.
    pub(crate) fn wait_for<T>(
        &self,
        limit: Duration,
        mut look: impl FnMut(&P) -> Option<T>,
    ) -> Result<Option<T>> {
        let deadline = Instant::now() + limit;
        let mut state = self.lock();
        loop {
            if state.ended {
                return Err(self.ended());
            }
            if let Some(value) = look(&state.protocol) {
                return Ok(Some(value));
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            (state, _) = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Pauses; fails at once if the browser ends meanwhile.
    pub(crate) fn pause(&self, duration: Duration) -> Result<()> {
        self.wait_for(duration, |_| None::<()>).map(drop)
    }
}

/// The target of a command is gone.
pub(crate) fn closed() -> DriverError {
    DriverError::Closed { what: "the tab or popup".to_owned() }
}
