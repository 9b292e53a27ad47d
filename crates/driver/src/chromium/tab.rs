//! A tab of Chromium.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::backend::{Page, TabBackend};
use crate::chromium::connection::Connection;
use crate::chromium::picture;
use crate::chromium::session::{Session, text};
use crate::error::{DriverError, Result};
use crate::keys::KeyStroke;
use crate::network::NetworkEvent;
use crate::waiting::WAIT_LIMIT;

/// A tab. Its document has a session of its own, which can change with a navigation.
pub(crate) struct ChromiumTab {
    tab_session: Session,
    target: String,
}

impl ChromiumTab {
    /// Begins sessions on a tab and on the document in it.
    pub(crate) fn attach(connection: &Arc<Connection>, target: String) -> Result<Self> {
        let tab_session = Session::attach(connection, &target)?;
        tab_session.call(
            "Target.setAutoAttach",
            json!({ "autoAttach": true, "waitForDebuggerOnStart": false, "flatten": true }),
        )?;
        Ok(Self { tab_session, target })
    }

    fn connection(&self) -> &Arc<Connection> {
        &self.tab_session.connection
    }

    /// The session on the document that the tab shows now.
    fn document(&self) -> Result<Session> {
        let closed = || DriverError::Closed { what: "the tab".to_owned() };
        let identifier = self
            .connection()
            .wait_for_targets(WAIT_LIMIT, |targets| {
                if targets.has_session(&self.tab_session.identifier) {
                    targets.document_session(&self.tab_session.identifier).map(Some)
                } else {
                    Some(None)
                }
            })?
            .flatten()
            .ok_or_else(closed)?;
        Ok(Session { connection: Arc::clone(self.connection()), identifier })
    }

    /// Runs a script in every document to come before any of its own. Returns the browser's name for that.
    pub(crate) fn add_script(&self, script: &str) -> Result<String> {
        let document = self.document()?;
        document.call("Page.enable", json!({}))?;
        let command = "Page.addScriptToEvaluateOnNewDocument";
        text(&document.call(command, json!({ "source": script }))?, command, "identifier")
    }

    /// Runs that script no longer.
    pub(crate) fn remove_script(&self, identifier: &str) -> Result<()> {
        let document = self.document()?;
        document.call("Page.removeScriptToEvaluateOnNewDocument", json!({ "identifier": identifier }))?;
        document.call("Page.disable", json!({})).map(drop)
    }

    /// Begins to record what the document sends.
    pub(crate) fn record_network(&self) -> Result<()> {
        let document = self.document()?;
        self.connection().with_network(|network| network.begin(&document.identifier));
        document.call("Network.enable", json!({})).map(drop)
    }

    /// Stops recording, and deletes the record.
    pub(crate) fn end_network_record(&self) -> Result<()> {
        let document = self.document()?;
        document.call("Network.disable", json!({}))?;
        self.connection().with_network(|network| network.end(&document.identifier));
        Ok(())
    }

    /// What was recorded so far.
    pub(crate) fn network_events(&self) -> Result<Vec<NetworkEvent>> {
        let document = self.document()?;
        let events = self.connection().with_network(|network| network.events(&document.identifier));
        events.ok_or_else(|| DriverError::Unsupported {
            reason: "nothing was recorded: another document has come since, or record_network was not called"
                .to_owned(),
        })
    }

    /// The upper left corner of the page, as PNG.
    pub(crate) fn screenshot_of_size(&self, width: u32, height: u32) -> Result<Vec<u8>> {
        picture::of_size(&self.document()?, width, height)
    }

    /// Empties the browser's cache.
    pub(crate) fn clear_cache(&self) -> Result<()> {
        self.document()?.call("Network.clearBrowserCache", json!({})).map(drop)
    }
}

impl Page for ChromiumTab {
    fn evaluate(&self, expression: &str) -> Result<Value> {
        self.document()?.evaluate(expression)
    }

    fn pause(&self, duration: Duration) -> Result<()> {
        self.connection().pause(duration)
    }

    fn press(&self, key: &KeyStroke) -> Result<()> {
        self.document()?.press(key)
    }

    fn click_at(&self, x: f64, y: f64, count: u32) -> Result<()> {
        self.document()?.click_at(x, y, count)
    }
}

impl TabBackend for ChromiumTab {
    fn identifier(&self) -> &str {
        &self.target
    }

    fn navigate(&self, url: &str) -> Result<()> {
        let reply = self.document()?.call("Page.navigate", json!({ "url": url }))?;
        match reply["errorText"].as_str().filter(|reason| !reason.is_empty()) {
            None => Ok(()),
            Some(reason) => Err(DriverError::Navigation { url: url.to_owned(), reason: reason.to_owned() }),
        }
    }

    fn reload(&self) -> Result<()> {
        self.document()?.call("Page.reload", json!({})).map(drop)
    }

    fn document_identifier(&self) -> Result<String> {
        let command = "Page.getFrameTree";
        let reply = self.document()?.call(command, json!({}))?;
        text(&reply["frameTree"]["frame"], command, "loaderId")
    }

    fn bring_to_front(&self) -> Result<()> {
        self.connection().call(None, "Target.activateTarget", json!({ "targetId": self.target })).map(drop)
    }

    fn chromium(&self) -> Result<&Self> {
        Ok(self)
    }

    fn screenshot(&self) -> Result<Vec<u8>> {
        picture::of_view(&self.document()?)
    }

    fn close(&self) -> Result<()> {
        self.connection().close(&self.target, "the tab")
    }
}
