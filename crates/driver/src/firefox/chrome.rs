//! Commands that run with the browser's own rights, which Firefox calls chrome.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::error::{DriverError, Result};
use crate::firefox::connection::Connection;
use crate::firefox::modules::RUN;
use crate::waiting::WAIT_LIMIT;

/// A way to the modules in the browser.
#[derive(Clone)]
pub(crate) struct Chrome {
    pub(crate) connection: Arc<Connection>,
}

impl Chrome {
    /// Runs a command of the modules and gives its value.
    pub(crate) fn run(&self, command: &str, parameters: &Value) -> Result<Value> {
        let reply = self.script(RUN, &json!([command, parameters]))?;
        let mut answer: Value =
            reply.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        match (answer.get("error"), answer.get("value")) {
            (Some(error), _) => Err(read_error(command, parameters, error)),
            (None, Some(_)) => Ok(answer["value"].take()),
            (None, None) => Err(DriverError::unexpected(command, "a value")),
        }
    }

    /// Runs a script that calls the last of its arguments with its result.
    pub(crate) fn script(&self, script: &str, arguments: &Value) -> Result<Value> {
        let parameters = json!({ "script": script, "args": arguments });
        Ok(self.connection.call(None, "WebDriver:ExecuteAsyncScript", parameters)?["value"].take())
    }
}

fn read_error(command: &str, parameters: &Value, error: &Value) -> DriverError {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let message = text(&error["message"]);
    match error["kind"].as_str() {
        Some("closed") => DriverError::Closed { what: message },
        Some("documentGone") => DriverError::DocumentGone,
        Some("navigation") => DriverError::Navigation { url: text(&parameters["url"]), reason: message },
        Some("script") => {
            let data = &parameters["data"];
            DriverError::Script {
                expression: text(data.get("expression").unwrap_or(&data["source"])),
                message,
            }
        }
        Some("timeout") => DriverError::Timeout {
            awaited: text(&error["awaited"]),
            instead: text(&error["instead"]),
            limit: WAIT_LIMIT,
        },
        _ => DriverError::Refused { command: command.to_owned(), message },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_told_apart_by_kind() {
        let parameters = json!({ "data": { "source": "function () {}" } });
        let error = read_error("ask", &parameters, &json!({ "kind": "script", "message": "TypeError" }));
        assert_eq!(error.to_string(), "TypeError\nin: function () {}");
        let error = read_error("ask", &parameters, &json!({ "kind": "refused", "message": "no" }));
        assert_eq!(error.to_string(), "the browser refused ask: no");
    }
}
