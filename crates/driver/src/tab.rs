//! A tab and the page in it.

use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use crate::backend::{Page, TabBackend};
use crate::error::{DriverError, Result};
use crate::input;
use crate::network::NetworkEvent;
use crate::page_script::on_selector;
use crate::waiting::{state_of, until, until_condition};

/// A tab. Dropping it leaves the tab open; [`Tab::close`] closes it. Every call fails once the tab is closed.
pub struct Tab {
    backend: Arc<dyn TabBackend>,
}

impl Tab {
    pub(crate) fn new(backend: Arc<dyn TabBackend>) -> Self {
        Self { backend }
    }

    pub(crate) fn backend(&self) -> &dyn TabBackend {
        &*self.backend
    }

    fn page(&self) -> &dyn Page {
        &*self.backend
    }

    /// Goes to a page and waits until it is loaded. An answer such as 403 or 500 is a page, too.
    ///
    /// # Errors
    /// If there is no answer; the tab then shows the browser's error page.
    pub fn goto(&self, url: &str) -> Result<()> {
        self.backend.navigate(url)?;
        self.wait_until_loaded(None)
    }

    /// Goes to a page as [`Tab::goto`] does, and runs a script in its document before any of the page's own. Only in
    /// Chromium, from a page of the same site.
    ///
    /// # Errors
    /// If there is no answer, or the browser runs no such scripts.
    pub fn goto_with_script(&self, url: &str, script: &str) -> Result<()> {
        let identifier = self.backend.chromium()?.add_script(script)?;
        let gone = self.goto(url);
        self.backend.chromium()?.remove_script(&identifier)?;
        gone
    }

    /// Starts recording the requests of the page and of extensions in it. Only in Chromium.
    ///
    /// # Errors
    /// If the browser does not report it.
    pub fn record_network(&self) -> Result<()> {
        self.backend.chromium()?.record_network()
    }

    /// Stops recording, and deletes the record.
    ///
    /// # Errors
    /// If the browser does not take it.
    pub fn end_network_record(&self) -> Result<()> {
        self.backend.chromium()?.end_network_record()
    }

    /// The record so far, in order.
    ///
    /// # Errors
    /// If nothing is recorded.
    pub fn network_events(&self) -> Result<Vec<NetworkEvent>> {
        self.backend.chromium()?.network_events()
    }

    /// Empties the browser's cache. Only in Chromium.
    ///
    /// # Errors
    /// If the browser does not do it.
    pub fn clear_cache(&self) -> Result<()> {
        self.backend.chromium()?.clear_cache()
    }

    /// Reloads the page and waits until it is loaded.
    ///
    /// # Errors
    /// If it is not loaded in time.
    pub fn reload(&self) -> Result<()> {
        let before = self.backend.document_identifier()?;
        self.backend.reload()?;
        self.wait_until_loaded(Some(&before))
    }

    /// Waits for a document that is complete, and another than `before`.
    fn wait_until_loaded(&self, before: Option<&str>) -> Result<()> {
        until(
            self.page(),
            || "the page to be loaded".to_owned(),
            || {
                let document = self.backend.document_identifier()?;
                if document.is_empty()
                    || before == Some(document.as_str())
                    || self.page().evaluate("document.readyState")? != "complete"
                {
                    return Ok(None);
                }
                Ok((self.backend.document_identifier()? == document).then_some(()))
            },
            || state_of(self.page(), "`${location.href} is ${document.readyState}`"),
        )
    }

    /// The page's URL, as in the address bar.
    pub fn url(&self) -> Result<String> {
        Ok(self.evaluate("location.href")?.as_str().unwrap_or_default().to_owned())
    }

    /// The value of a JavaScript expression in the page; a promise is awaited.
    ///
    /// # Errors
    /// If the expression throws, its promise is rejected, or the document goes meanwhile.
    pub fn evaluate(&self, expression: &str) -> Result<Value> {
        self.backend.evaluate(expression)
    }

    /// Waits until a JavaScript condition holds in the page, also across navigations.
    ///
    /// # Errors
    /// If it does not hold in time, or is no JavaScript.
    pub fn wait_for(&self, js_condition: &str) -> Result<()> {
        until_condition(self.page(), js_condition)
    }

    /// Replaces the text in the first field that matches the CSS selector. Brings the tab to the front.
    ///
    /// # Errors
    /// If there is no such field in time, or it cannot be typed into.
    pub fn fill(&self, css: &str, text: &str) -> Result<()> {
        self.bring_to_front()?;
        input::fill(self.page(), css, text, |function| self.call(css, function))
    }

    /// Clicks the first element that matches the CSS selector, with the mouse, at its center, after waiting
    /// until it can be clicked. Brings the tab to the front.
    ///
    /// # Errors
    /// If there is no such element in time, or something covers it.
    pub fn click(&self, css: &str) -> Result<()> {
        self.bring_to_front()?;
        input::click(self.page(), css, 1, |function| self.call(css, function))
    }

    /// Clicks as [`Tab::click`] does and waits until the page it leads to is loaded.
    ///
    /// # Errors
    /// If it cannot be clicked, or no other page is loaded in time.
    pub fn click_and_wait_for_load(&self, css: &str) -> Result<()> {
        let before = self.backend.document_identifier()?;
        self.click(css)?;
        self.wait_until_loaded(Some(&before))
    }

    fn call(&self, css: &str, function: &str) -> Result<Option<Value>> {
        Ok(self.backend.evaluate(&on_selector(css, function))?.get("answer").cloned())
    }

    /// Brings the tab to the front, which closes an open popup.
    pub fn bring_to_front(&self) -> Result<()> {
        self.backend.bring_to_front()
    }

    /// Writes the part of the page in view to a PNG file.
    ///
    /// # Errors
    /// If the tab is closed or the file cannot be written.
    pub fn screenshot(&self, path: &Path) -> Result<()> {
        write_file(path, &self.backend.screenshot()?)
    }

    /// Writes the upper left corner of the page to a PNG file, whether it is in view or not. The picture is as wide and high
    /// as this many CSS pixels. Chromium only.
    ///
    /// # Errors
    /// [`DriverError::Unsupported`] in Firefox. If the tab is closed or the file cannot be written.
    pub fn screenshot_of_size(&self, (width, height): (u32, u32), path: &Path) -> Result<()> {
        write_file(path, &self.backend.chromium()?.screenshot_of_size(width, height)?)
    }

    /// Closes the tab and waits until it is gone.
    ///
    /// # Errors
    /// If it does not go.
    pub fn close(self) -> Result<()> {
        self.backend.close()
    }
}

impl fmt::Debug for Tab {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Tab").field(&self.backend.identifier()).finish()
    }
}

/// Writes a picture.
pub(crate) fn write_file(path: &Path, content: &[u8]) -> Result<()> {
    fs::write(path, content).map_err(DriverError::in_file(path))
}
