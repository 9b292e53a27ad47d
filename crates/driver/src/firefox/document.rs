//! The document of a tab or popup, and what is done in it.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::backend::Page;
use crate::error::{DriverError, Result};
use crate::firefox::chrome::Chrome;
use crate::keys::KeyStroke;

/// A document, named by the tab or popup that shows it.
#[derive(Clone)]
pub(crate) struct Document {
    pub(crate) chrome: Chrome,
    /// `{ "tab": number }` or `{ "popup": number }`, as the modules in the browser know it.
    name: Value,
}

impl Document {
    pub(crate) fn of_tab(chrome: &Chrome, tab: u64) -> Self {
        Self { chrome: chrome.clone(), name: json!({ "tab": tab }) }
    }

    pub(crate) fn of_popup(chrome: &Chrome, popup: u64) -> Self {
        Self { chrome: chrome.clone(), name: json!({ "popup": popup }) }
    }

    /// Runs a command on the tab or popup itself.
    pub(crate) fn run(&self, command: &str) -> Result<Value> {
        self.chrome.run(command, &self.name)
    }

    /// Runs a command on the document, with further parameters.
    pub(crate) fn run_with(&self, command: &str, mut parameters: Value) -> Result<Value> {
        parameters["document"] = self.name.clone();
        self.chrome.run(command, &parameters)
    }

    /// Asks within the document's process.
    pub(crate) fn ask(&self, query: &str, data: Value) -> Result<Value> {
        self.run_with("ask", json!({ "query": query, "data": data }))
    }

    /// Asks for a value that comes as JSON, since a page's script has made it.
    pub(crate) fn ask_script(&self, query: &str, data: Value) -> Result<Value> {
        let text = self.ask(query, data)?;
        text.as_str()
            .and_then(|text| serde_json::from_str(text).ok())
            .ok_or_else(|| DriverError::unexpected(query, "a value in JSON"))
    }

    /// A picture of what is in view, or of all the document from its top left corner.
    pub(crate) fn picture(&self, whole: bool) -> Result<Vec<u8>> {
        let command = "picture";
        let data = self.run_with(command, json!({ "whole": whole }))?;
        data.as_str()
            .and_then(|text| STANDARD.decode(text).ok())
            .ok_or_else(|| DriverError::unexpected(command, "a picture in Base64"))
    }

    /// Sends input. It can close the document before it answers, which is no error.
    fn give(&self, query: &str, data: Value) -> Result<()> {
        match self.ask(query, data) {
            Ok(_) | Err(DriverError::DocumentGone) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// A tab or popup: a page for what is in its document.
pub(crate) trait InDocument: Send + Sync {
    fn document(&self) -> &Document;
}

impl<T: InDocument> Page for T {
    fn evaluate(&self, expression: &str) -> Result<Value> {
        self.document().ask_script("evaluate", json!({ "expression": expression }))
    }

    fn pause(&self, duration: Duration) -> Result<()> {
        self.document().chrome.connection.pause(duration)
    }

    fn press(&self, stroke: &KeyStroke) -> Result<()> {
        let KeyStroke { key, alt, control, meta, shift } = stroke;
        let data = json!({ "key": key, "alt": alt, "control": control, "meta": meta, "shift": shift });
        self.document().give("press", data)
    }

    fn click_at(&self, x: f64, y: f64, count: u32) -> Result<()> {
        self.document().give("click", json!({ "x": x, "y": y, "count": count }))
    }
}
