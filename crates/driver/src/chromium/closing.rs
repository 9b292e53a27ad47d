//! Closing targets, and waiting until they are gone.

use std::time::Duration;

use serde_json::json;

use crate::chromium::connection::Connection;
use crate::error::{DriverError, Result};
use crate::waiting::WAIT_LIMIT;

/// Closes a target and waits until it is gone. One that has gone already is no error.
pub(crate) fn close(connection: &Connection, target: &str, described: &str) -> Result<()> {
    match connection.call(None, "Target.closeTarget", json!({ "targetId": target })) {
        Ok(_) | Err(DriverError::Refused { .. }) => wait_until_gone(connection, target, described),
        Err(error) => Err(error),
    }
}

/// Waits until a target is gone.
pub(crate) fn wait_until_gone(connection: &Connection, target: &str, described: &str) -> Result<()> {
    if is_gone(connection, target, WAIT_LIMIT)? {
        Ok(())
    } else {
        Err(timeout(connection, format!("{described} to close")))
    }
}

/// Whether a target is gone within the limit.
pub(crate) fn is_gone(connection: &Connection, target: &str, limit: Duration) -> Result<bool> {
    let gone = connection.wait_for_targets(limit, |targets| (!targets.has_target(target)).then_some(()))?;
    Ok(gone.is_some())
}

/// The error of a wait for a target, with what targets there are.
pub(crate) fn timeout(connection: &Connection, awaited: String) -> DriverError {
    let instead = connection.with_targets(|targets| targets.describe());
    DriverError::Timeout { awaited, instead, limit: WAIT_LIMIT }
}
