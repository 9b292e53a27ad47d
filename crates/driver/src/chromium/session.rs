//! A session on one document, and what is done in it.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::chromium::connection::Connection;
use crate::chromium::keyboard;
use crate::error::{DriverError, Result};
use crate::keys::KeyStroke;

/// A session on the document of a tab or popup.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) connection: Arc<Connection>,
    pub(crate) identifier: String,
}

impl Session {
    /// Begins a session on a target.
    pub(crate) fn attach(connection: &Arc<Connection>, target: &str) -> Result<Self> {
        let command = "Target.attachToTarget";
        let reply = connection.call(None, command, json!({ "targetId": target, "flatten": true }))?;
        let identifier = text(&reply, command, "sessionId")?;
        Ok(Self { connection: Arc::clone(connection), identifier })
    }

    /// Ends the session; the target goes on.
    pub(crate) fn detach(&self) {
        let parameters = json!({ "sessionId": self.identifier });
        // A target that has gone, or a browser that has ended, leaves nothing to detach from.
        let _ = self.connection.post("Target.detachFromTarget", parameters);
    }

    pub(crate) fn call(&self, method: &str, parameters: Value) -> Result<Value> {
        self.connection.call(Some(&self.identifier), method, parameters)
    }

    pub(crate) fn evaluate(&self, expression: &str) -> Result<Value> {
        let parameters = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        read_value(self.call("Runtime.evaluate", parameters)?, expression)
    }

    pub(crate) fn press(&self, stroke: &KeyStroke) -> Result<()> {
        keyboard::events(stroke).into_iter().try_for_each(|event| self.input("Input.dispatchKeyEvent", event))
    }

    pub(crate) fn click_at(&self, x: f64, y: f64, count: u32) -> Result<()> {
        let mouse = |kind: &str, button: &str, click: u32| {
            let event = json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": click });
            self.input("Input.dispatchMouseEvent", event)
        };
        mouse("mouseMoved", "none", 0)?;
        for click in 1..=count {
            mouse("mousePressed", "left", click)?;
            mouse("mouseReleased", "left", click)?;
        }
        Ok(())
    }

    /// Sends input. What it does can close the document before the browser answers, and that is no error;
    /// to a document that was closed before, it is one.
    fn input(&self, method: &str, event: Value) -> Result<()> {
        let was_open = self.connection.with_targets(|targets| targets.has_session(&self.identifier));
        match self.call(method, event) {
            Ok(_) => Ok(()),
            Err(DriverError::Closed { .. } | DriverError::DocumentGone) if was_open => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// A picture as PNG in Base64: of what is in view, if these parameters of `Page.captureScreenshot` say nothing else.
    pub(crate) fn capture(&self, parameters: Value) -> Result<String> {
        let command = "Page.captureScreenshot";
        text(&self.call(command, parameters)?, command, "data")
    }
}

/// The value of `Runtime.evaluate` or `Runtime.callFunctionOn`.
pub(crate) fn read_value(mut reply: Value, expression: &str) -> Result<Value> {
    let exception = &reply["exceptionDetails"];
    if exception.is_null() {
        return Ok(reply["result"]["value"].take());
    }
    let thrown = &exception["exception"];
    let message = thrown["description"].as_str().or(thrown["value"].as_str()).or(exception["text"].as_str());
    Err(DriverError::Script {
        expression: expression.to_owned(),
        message: message.unwrap_or("something without a description was thrown").to_owned(),
    })
}

/// A text in the reply to a command.
pub(crate) fn text(reply: &Value, command: &str, field: &str) -> Result<String> {
    reply[field].as_str().map(ToOwned::to_owned).ok_or_else(|| DriverError::unexpected(command, field))
}
