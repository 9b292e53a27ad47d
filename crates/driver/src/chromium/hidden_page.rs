//! A page that no tab shows, for what only a page can do.

use std::sync::Arc;
use std::time::Instant;

use serde_json::{Value, json};

use crate::chromium::connection::Connection;
use crate::chromium::session::{Session, text};
use crate::error::{DriverError, Result};
use crate::waiting::{POLL_INTERVAL, WAIT_LIMIT};

/// Evaluates in a hidden page and closes it again. It does not take the focus, so an open popup stays open.
pub(crate) fn evaluate(connection: &Arc<Connection>, url: &str, expression: &str) -> Result<Value> {
    let command = "Target.createTarget";
    let reply = connection.call(None, command, json!({ "url": url, "hidden": true }))?;
    let target = text(&reply, command, "targetId")?;
    let value = evaluate_in(connection, &target, expression);
    connection.close(&target, "a hidden page")?;
    value
}

fn evaluate_in(connection: &Arc<Connection>, target: &str, expression: &str) -> Result<Value> {
    let session = Session::attach(connection, target)?;
    // The clipboard opens only to a document that has the focus.
    session.call("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }))?;
    let deadline = Instant::now() + WAIT_LIMIT;
    while !is_loaded(&session)? {
        if Instant::now() >= deadline {
            return Err(connection.timeout("a hidden page to be loaded"));
        }
        connection.pause(POLL_INTERVAL)?;
    }
    session.evaluate(expression)
}

fn is_loaded(session: &Session) -> Result<bool> {
    match session.evaluate("location.href !== 'about:blank' && document.readyState === 'complete'") {
        Ok(value) => Ok(value == true),
        Err(DriverError::DocumentGone) => Ok(false),
        Err(error) => Err(error),
    }
}
