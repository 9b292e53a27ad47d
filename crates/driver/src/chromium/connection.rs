//! The DevTools protocol over the pipe to the browser.

use std::io::{self, BufRead};
use std::time::Duration;

use serde_json::{Value, json};

use crate::chromium::network::Network;
use crate::chromium::targets::Targets;
use crate::connection::{self, Protocol, closed};
use crate::error::{DriverError, Result};
use crate::waiting::WAIT_LIMIT;

/// A connection to Chromium.
pub(crate) type Connection = connection::Connection<DevTools>;

/// The DevTools protocol ends each message with this byte.
const END_OF_MESSAGE: u8 = 0;

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

/// The DevTools protocol, and what its events say of targets, sessions and requests.
#[derive(Default)]
pub(crate) struct DevTools {
    targets: Targets,
    network: Network,
}

impl Protocol for DevTools {
    fn read(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        reader.read_until(END_OF_MESSAGE, &mut bytes)?;
        match bytes.pop() {
            Some(END_OF_MESSAGE) => Ok(bytes),
            Some(_) | None => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    fn write(command: u64, session: Option<&str>, method: &str, parameters: Value) -> Vec<u8> {
        let mut message = json!({ "id": command, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = Value::from(session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(END_OF_MESSAGE);
        bytes
    }

    fn answered(message: &Value) -> Option<u64> {
        message["id"].as_u64()
    }

    fn result(method: &str, mut answer: Value) -> Result<Value> {
        let error = &answer["error"];
        if error.is_null() {
            return Ok(answer["result"].take());
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

    fn take_event(&mut self, event: &Value) -> Option<String> {
        if event["method"].as_str().is_some_and(|method| method.starts_with("Network.")) {
            self.network.take_event(event);
            return None;
        }
        self.targets.take_event(event)
    }

    fn has_session(&self, session: &str) -> bool {
        self.targets.has_session(session)
    }
}

impl Connection {
    /// What is known of targets and sessions now.
    pub(crate) fn with_targets<T>(&self, look: impl FnOnce(&Targets) -> T) -> T {
        self.with_protocol(|protocol| look(&protocol.targets))
    }

    /// Begins, reads or ends a recording of requests.
    pub(crate) fn with_network<T>(&self, act: impl FnOnce(&mut Network) -> T) -> T {
        self.with_protocol(|protocol| act(&mut protocol.network))
    }

    /// Waits for events until `look` gives a value; `None` at the limit.
    pub(crate) fn wait_for_targets<T>(
        &self,
        limit: Duration,
        mut look: impl FnMut(&Targets) -> Option<T>,
    ) -> Result<Option<T>> {
        self.wait_for(limit, |protocol| look(&protocol.targets))
    }

    /// Closes a target and waits until it is gone. One that has gone already is no error.
    pub(crate) fn close(&self, target: &str, described: &str) -> Result<()> {
        match self.call(None, "Target.closeTarget", json!({ "targetId": target })) {
            Ok(_) | Err(DriverError::Refused { .. }) => self.wait_until_gone(target, described),
            Err(error) => Err(error),
        }
    }

    /// Waits until a target is gone.
    pub(crate) fn wait_until_gone(&self, target: &str, described: &str) -> Result<()> {
        if self.is_gone(target, WAIT_LIMIT)? {
            Ok(())
        } else {
            Err(self.timeout(&format!("{described} to close")))
        }
    }

    /// Whether a target is gone within the limit.
    pub(crate) fn is_gone(&self, target: &str, limit: Duration) -> Result<bool> {
        let gone = self.wait_for_targets(limit, |targets| (!targets.has_target(target)).then_some(()))?;
        Ok(gone.is_some())
    }

    /// The error of a wait for a target, with what targets there are.
    pub(crate) fn timeout(&self, awaited: &str) -> DriverError {
        let instead = self.with_targets(Targets::describe);
        DriverError::Timeout { awaited: awaited.to_owned(), instead, limit: WAIT_LIMIT }
    }
}
