//! The extension's popup in Firefox.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::accessible::AccessibleNode;
use crate::backend::{ElementBackend, MediaPreferences, NodeKey, PopupBackend};
use crate::error::Result;
use crate::firefox::chrome::Chrome;
use crate::firefox::document::{Document, InDocument};
use crate::firefox::element::{FirefoxElement, read_node};

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
        let read = |node: &Value| Some((read_node(node), NodeKey(node["key"].as_u64()?)));
        Ok(nodes.as_array().map_or(&[][..], Vec::as_slice).iter().filter_map(read).collect())
    }

    fn element(&self, key: NodeKey) -> Result<Option<Arc<dyn ElementBackend>>> {
        let is_there = self.document.ask("exists", json!({ "key": key.0 }))? == true;
        Ok(is_there.then(|| Arc::new(FirefoxElement::new(&self.document, key)) as Arc<_>))
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
        let parameters = json!({ "dark": media.dark, "reducedMotion": media.reduced_motion });
        self.document.run_with("setMedia", parameters).map(drop)
    }
}
