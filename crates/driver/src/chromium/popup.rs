//! The extension's popup in Chromium, and its elements.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::accessible::AccessibleNode;
use crate::backend::{ElementBackend, MediaPreferences, NodeKey, Page, PopupBackend};
use crate::chromium::accessibility;
use crate::chromium::connection::Connection;
use crate::chromium::picture;
use crate::chromium::session::{Session, read_value, text};
use crate::error::{DriverError, Result};
use crate::keys::KeyStroke;
use crate::waiting::{state_of, until};

/// How long a popup may take to close after its tab got the focus. Then it is closed by force, for example because its window is
/// not in front.
const FOCUS_LIMIT: Duration = Duration::from_secs(2);

/// Whether the document is a popup's, is complete and has the focus.
const IS_READY_POPUP: &str = "document.readyState === 'complete' && document.hasFocus() \
     && chrome.extension.getViews({ type: 'popup' }).includes(window)";
const IS_POPUP: &str = "chrome.extension?.getViews({ type: 'popup' }).includes(window) ?? false";

/// An open popup.
pub(crate) struct ChromiumPopup {
    session: Session,
    target: String,
    /// The tab that the popup was opened on, if it is known.
    tab: Option<String>,
}

impl ChromiumPopup {
    /// Begins a session on a document of the extension; `None` if it is no popup.
    pub(crate) fn attach(
        connection: &Arc<Connection>,
        target: &str,
        tab: Option<&str>,
    ) -> Result<Option<Self>> {
        let session = Session::attach(connection, target)?;
        let popup = Self { session, target: target.to_owned(), tab: tab.map(ToOwned::to_owned) };
        Ok((popup.session.evaluate(IS_POPUP)? == true).then_some(popup))
    }

    /// Begins a session on a popup that is coming up, and waits until it is ready.
    pub(crate) fn attach_when_ready(connection: &Arc<Connection>, target: &str, tab: &str) -> Result<Self> {
        let session = Session::attach(connection, target)?;
        let popup = Self { session, target: target.to_owned(), tab: Some(tab.to_owned()) };
        until(
            &popup,
            || "the popup to be complete and to have the focus".to_owned(),
            || match popup.session.evaluate(IS_READY_POPUP) {
                Ok(ready) => Ok((ready == true).then_some(())),
                // Before its document is there, the popup is an empty page that knows no extension.
                Err(DriverError::Script { .. }) => Ok(None),
                Err(error) => Err(error),
            },
            || {
                let state = "`${location.href} is ${document.readyState}, has focus: ${document.hasFocus()}`";
                state_of(&popup, state)
            },
        )?;
        Ok(popup)
    }

    fn connection(&self) -> &Arc<Connection> {
        &self.session.connection
    }
}

impl Drop for ChromiumPopup {
    fn drop(&mut self) {
        self.session.detach();
    }
}

impl Page for ChromiumPopup {
    fn evaluate(&self, expression: &str) -> Result<Value> {
        self.session.evaluate(expression)
    }

    fn pause(&self, duration: Duration) -> Result<()> {
        self.connection().pause(duration)
    }

    fn press(&self, key: &KeyStroke) -> Result<()> {
        self.session.press(key)
    }

    fn click_at(&self, x: f64, y: f64, count: u32) -> Result<()> {
        self.session.click_at(x, y, count)
    }
}

impl PopupBackend for ChromiumPopup {
    fn nodes(&self) -> Result<Vec<(AccessibleNode, NodeKey)>> {
        accessibility::nodes(&self.session)
    }

    fn element(&self, key: NodeKey) -> Result<Option<Arc<dyn ElementBackend>>> {
        Ok(ChromiumElement::resolve(&self.session, key)?.map(|element| Arc::new(element) as Arc<_>))
    }

    fn is_open(&self) -> Result<bool> {
        self.pause(Duration::ZERO)?;
        Ok(self.connection().with_targets(|targets| {
            targets.has_target(&self.target) && targets.has_session(&self.session.identifier)
        }))
    }

    fn wait_until_closed(&self) -> Result<()> {
        self.connection().wait_until_gone(&self.target, "the popup")
    }

    fn close(&self) -> Result<()> {
        close_popup(self.connection(), &self.target, self.tab.as_deref())
    }

    fn screenshot(&self) -> Result<Vec<u8>> {
        picture::of_document(&self.session)
    }

    fn set_media(&self, media: MediaPreferences) -> Result<()> {
        let scheme = media.dark.map(|dark| if dark { "dark" } else { "light" });
        let motion = media.reduced_motion.map(|reduced| if reduced { "reduce" } else { "no-preference" });
        let forced = media.forced_colors.map(|forced| if forced { "active" } else { "none" });
        let features: Vec<Value> =
            [("prefers-color-scheme", scheme), ("prefers-reduced-motion", motion), ("forced-colors", forced)]
                .into_iter()
                .filter_map(|(name, value)| Some(json!({ "name": name, "value": value? })))
                .collect();
        self.session.call("Emulation.setEmulatedMedia", json!({ "features": features })).map(drop)
    }
}

/// Focuses the popup's tab and waits until the popup is gone.
fn close_popup(connection: &Connection, popup: &str, tab: Option<&str>) -> Result<()> {
    let is_gone = |limit| connection.is_gone(popup, limit);
    if is_gone(Duration::ZERO)? {
        return Ok(());
    }
    if let Some(tab) = tab {
        match connection.call(None, "Target.activateTarget", json!({ "targetId": tab })) {
            // The tab can have gone.
            Ok(_) | Err(DriverError::Refused { .. }) => {}
            Err(error) => return Err(error),
        }
        if is_gone(FOCUS_LIMIT)? {
            return Ok(());
        }
    }
    connection.close(popup, "the popup")
}

/// An element, held through a JavaScript object.
struct ChromiumElement {
    session: Session,
    key: NodeKey,
    object: String,
}

impl ChromiumElement {
    /// The element of a node of the accessibility tree; `None` if it has gone.
    fn resolve(session: &Session, key: NodeKey) -> Result<Option<Self>> {
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
