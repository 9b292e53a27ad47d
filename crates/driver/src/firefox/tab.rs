//! A tab of Firefox.

use serde_json::json;

use crate::backend::TabBackend;
use crate::error::{DriverError, Result};
use crate::firefox::chrome::{Chrome, unexpected};
use crate::firefox::document::{Document, InDocument};
use crate::network::NetworkEvent;

/// A tab, known by a number that it keeps while its document and process change.
pub(crate) struct FirefoxTab {
    document: Document,
    number: u64,
    identifier: String,
}

impl FirefoxTab {
    pub(crate) fn new(chrome: &Chrome, number: u64) -> Self {
        Self { document: Document::of_tab(chrome, number), number, identifier: number.to_string() }
    }
}

impl InDocument for FirefoxTab {
    fn document(&self) -> &Document {
        &self.document
    }
}

impl TabBackend for FirefoxTab {
    fn identifier(&self) -> &str {
        &self.identifier
    }

    fn navigate(&self, url: &str) -> Result<()> {
        self.document.chrome.run("navigate", &json!({ "tab": self.number, "url": url })).map(drop)
    }

    fn reload(&self) -> Result<()> {
        self.document.run("reload").map(drop)
    }

    fn document_identifier(&self) -> Result<String> {
        let command = "documentIdentifier";
        let identifier = self.document.run_with(command, json!({}))?;
        identifier.as_str().map(ToOwned::to_owned).ok_or_else(|| unexpected(command, "an identifier"))
    }

    fn bring_to_front(&self) -> Result<()> {
        self.document.run("select").map(drop)
    }

    fn add_script(&self, _script: &str) -> Result<String> {
        Err(unsupported("Firefox is not asked to run scripts in documents to come"))
    }

    fn remove_script(&self, _identifier: &str) -> Result<()> {
        Err(unsupported("Firefox is not asked to run scripts in documents to come"))
    }

    fn record_network(&self) -> Result<()> {
        Err(unsupported("Firefox is not asked what a page sends"))
    }

    fn end_network_record(&self) -> Result<()> {
        Err(unsupported("Firefox is not asked what a page sends"))
    }

    fn network_events(&self) -> Result<Vec<NetworkEvent>> {
        Err(unsupported("Firefox is not asked what a page sends"))
    }

    fn clear_cache(&self) -> Result<()> {
        Err(unsupported("Firefox is not asked to empty its cache"))
    }

    fn screenshot(&self) -> Result<Vec<u8>> {
        self.document.picture(false)
    }

    fn close(&self) -> Result<()> {
        self.document.run("closeTab").map(drop)
    }
}

fn unsupported(reason: &str) -> DriverError {
    DriverError::Unsupported { reason: reason.to_owned() }
}
