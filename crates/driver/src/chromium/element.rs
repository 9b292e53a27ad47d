//! An element of a popup in Chromium.

use serde_json::{Value, json};

use crate::accessible::AccessibleNode;
use crate::backend::{ElementBackend, NodeKey};
use crate::chromium::accessibility;
use crate::chromium::session::{Session, read_value, text};
use crate::error::{DriverError, Result};

/// An element, held through a JavaScript object.
pub(crate) struct ChromiumElement {
    session: Session,
    key: NodeKey,
    object: String,
}

impl ChromiumElement {
    /// The element of a node of the accessibility tree; `None` if it has gone.
    pub(crate) fn resolve(session: &Session, key: NodeKey) -> Result<Option<Self>> {
        let command = "DOM.resolveNode";
        let reply = match session.call(command, json!({ "backendNodeId": key.0 })) {
            Ok(reply) => reply,
            Err(DriverError::Refused { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let object = text(&reply["object"], command, "objectId")?;
        Ok(Some(Self { session: session.clone(), key, object }))
    }
}

impl ElementBackend for ChromiumElement {
    fn call(&self, function: &str, arguments: &[Value]) -> Result<Value> {
        let arguments: Vec<Value> = arguments.iter().map(|argument| json!({ "value": argument })).collect();
        let reply = self.session.call(
            "Runtime.callFunctionOn",
            json!({
                "objectId": self.object,
                "functionDeclaration": function,
                "arguments": arguments,
                "awaitPromise": true,
                "returnByValue": true,
            }),
        )?;
        read_value(reply, function)
    }

    fn accessible(&self) -> Result<AccessibleNode> {
        let parameters = json!({ "backendNodeId": self.key.0, "fetchRelatives": false });
        let reply = self.session.call("Accessibility.getPartialAXTree", parameters)?;
        Ok(accessibility::read_node(&reply["nodes"][0]))
    }
}
