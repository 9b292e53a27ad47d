//! A tab of Firefox.

use serde_json::json;

use crate::backend::TabBackend;
use crate::chromium::ChromiumTab;
use crate::error::{DriverError, Result};
use crate::firefox::chrome::Chrome;
use crate::firefox::document::{Document, InDocument};

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
        identifier
            .as_str()
            .map(ToOwned::to_owned)
            .ok_or_else(|| DriverError::unexpected(command, "an identifier"))
    }

    fn bring_to_front(&self) -> Result<()> {
        self.document.run("select").map(drop)
    }

    fn chromium(&self) -> Result<&ChromiumTab> {
        let reason = "Firefox is not asked to run scripts in documents to come, to tell what a page sends, or to \
                      empty its cache";
        Err(DriverError::Unsupported { reason: reason.to_owned() })
    }

    fn screenshot(&self) -> Result<Vec<u8>> {
        self.document.picture(false)
    }

    fn close(&self) -> Result<()> {
        self.document.run("closeTab").map(drop)
    }
}
