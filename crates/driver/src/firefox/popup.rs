//! The extension's popup in Firefox, and its elements.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::accessible::AccessibleNode;
use crate::backend::{ElementBackend, MediaPreferences, NodeKey, PopupBackend};
use crate::error::{DriverError, Result};
use crate::firefox::chrome::Chrome;
use crate::firefox::document::{Document, InDocument};

/// An open popup, known by the number of its browsing context.
pub(crate) struct FirefoxPopup {
    document: Document,
}

impl FirefoxPopup {
    pub(crate) fn new(chrome: &Chrome, number: u64) -> Self {
        Self { document: Document::of_popup(chrome, number) }
    }
}

impl InDocument for FirefoxPopup {
    fn document(&self) -> &Document {
        &self.document
    }
}

impl PopupBackend for FirefoxPopup {
    fn nodes(&self) -> Result<Vec<(AccessibleNode, NodeKey)>> {
        let nodes = self.document.ask("nodes", json!({}))?;
        let read = |node: &Value| Ok((read_node(node)?, NodeKey(node["key"].as_u64().unwrap_or_default())));
        nodes.as_array().map_or(&[][..], Vec::as_slice).iter().map(read).collect()
    }

    fn element(&self, key: NodeKey) -> Result<Option<Arc<dyn ElementBackend>>> {
        let is_there = self.document.ask("exists", json!({ "key": key.0 }))? == true;
        Ok(is_there.then(|| Arc::new(FirefoxElement { document: self.document.clone(), key }) as Arc<_>))
    }

    fn is_open(&self) -> Result<bool> {
        Ok(self.document.run("isOpen")? == true)
    }

    fn wait_until_closed(&self) -> Result<()> {
        self.document.run("waitUntilClosed").map(drop)
    }

    fn close(&self) -> Result<()> {
        self.document.run("closePopup").map(drop)
    }

    fn screenshot(&self) -> Result<Vec<u8>> {
        self.document.picture(true)
    }

    fn set_media(&self, media: MediaPreferences) -> Result<()> {
        let parameters = json!({
            "dark": media.dark,
            "reducedMotion": media.reduced_motion,
            "forcedColors": media.forced_colors,
        });
        self.document.run_with("setMedia", parameters).map(drop)
    }
}

/// An element, known by a number within its document.
struct FirefoxElement {
    document: Document,
    key: NodeKey,
}

impl ElementBackend for FirefoxElement {
    fn call(&self, function: &str, arguments: &[Value]) -> Result<Value> {
        let data = json!({ "key": self.key.0, "source": function, "values": arguments });
        self.document.ask_script("call", data)
    }

    fn accessible(&self) -> Result<AccessibleNode> {
        read_node(&self.document.ask("node", json!({ "key": self.key.0 }))?)
    }
}

/// Reads a node as the module `accessibility` describes it.
fn read_node(raw: &Value) -> Result<AccessibleNode> {
    AccessibleNode::deserialize(raw).map_err(|error| DriverError::unexpected("node", &error.to_string()))
}
