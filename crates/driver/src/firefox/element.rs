//! An element of a popup in Firefox.

use serde_json::{Value, json};

use crate::accessible::AccessibleNode;
use crate::backend::{ElementBackend, NodeKey};
use crate::error::Result;
use crate::firefox::document::Document;

/// An element, known by a number within its document.
pub(crate) struct FirefoxElement {
    document: Document,
    key: NodeKey,
}

impl FirefoxElement {
    pub(crate) fn new(document: &Document, key: NodeKey) -> Self {
        Self { document: document.clone(), key }
    }
}

impl ElementBackend for FirefoxElement {
    fn call(&self, function: &str, arguments: &[Value]) -> Result<Value> {
        let data = json!({ "key": self.key.0, "source": function, "values": arguments });
        self.document.ask_script("call", data)
    }

    fn accessible(&self) -> Result<AccessibleNode> {
        Ok(read_node(&self.document.ask("node", json!({ "key": self.key.0 }))?))
    }
}

/// Reads a node as the module `accessibility` describes it.
pub(crate) fn read_node(raw: &Value) -> AccessibleNode {
    let optional_text = |field: &str| raw[field].as_str().map(ToOwned::to_owned);
    let text = |field: &str| optional_text(field).unwrap_or_default();
    let holds = |field: &str| raw[field] == true;
    AccessibleNode {
        role: text("role"),
        name: text("name"),
        description: text("description"),
        value: optional_text("value"),
        depth: raw["depth"].as_u64().and_then(|depth| usize::try_from(depth).ok()).unwrap_or_default(),
        focused: holds("focused"),
        disabled: holds("disabled"),
        invalid: holds("invalid"),
        required: holds("required"),
        readonly: holds("readonly"),
        selected: raw["selected"].as_bool(),
        expanded: raw["expanded"].as_bool(),
        checked: optional_text("checked"),
        live: optional_text("live"),
    }
}
