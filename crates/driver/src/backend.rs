//! The few things that each browser implements. Finding, waiting, filling and clicking are written once, on these traits, so
//! that a test means the same in every browser.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::accessible::AccessibleNode;
use crate::browser::ToolbarButton;
use crate::chromium::ChromiumTab;
use crate::error::Result;
use crate::keys::KeyStroke;

/// A running browser with its extension.
pub(crate) trait BrowserBackend: Send + Sync {
    fn extension_id(&self) -> &str;
    /// The origin of the extension's pages, without a slash at its end.
    fn extension_origin(&self) -> String;
    fn version(&self) -> Result<String>;
    /// Opens an empty tab in front, in a private window if asked.
    fn open_tab(&self, incognito: bool) -> Result<Arc<dyn TabBackend>>;
    /// Opens an empty tab in front, in a new container.
    fn open_tab_in_container(&self) -> Result<Arc<dyn TabBackend>>;
    /// Presses the toolbar button on the tab and waits until the popup is ready.
    fn press_toolbar_button(&self, tab: &dyn TabBackend) -> Result<Arc<dyn PopupBackend>>;
    /// Opens the popup on the tab without any click.
    fn open_popup_without_click(&self, tab: &dyn TabBackend) -> Result<Arc<dyn PopupBackend>>;
    fn popup(&self) -> Result<Option<Arc<dyn PopupBackend>>>;
    fn stop_background(&self) -> Result<()>;
    fn background_is_running(&self) -> Result<bool>;
    /// Unloads the extension and loads it again.
    fn reload_extension(&self) -> Result<()>;
    fn toolbar_button(&self) -> Result<ToolbarButton>;
    /// What the browser finds wrong with the extension.
    fn extension_warnings(&self) -> Result<Vec<String>>;
    /// What the browser tells whoever installs the extension that it can do.
    fn install_warnings(&self) -> Result<Vec<String>>;
    fn clipboard_text(&self) -> Result<String>;
    /// Answers the browser's question about permissions that the extension asks for.
    fn answer_permission_prompt(&self, accept: bool) -> Result<()>;
    /// Where the browser keeps its data, and the driver what the browser printed.
    fn profile(&self) -> &Path;
    fn restart(self: Box<Self>) -> Result<Box<dyn BrowserBackend>>;
}

/// A document that scripts run in and that takes input: a tab's or the popup's.
pub(crate) trait Page: Send + Sync {
    /// The value of an expression, after awaiting it if it is a promise. It is not a user gesture.
    fn evaluate(&self, expression: &str) -> Result<Value>;
    /// Waits a moment; fails at once if the browser ends meanwhile.
    fn pause(&self, duration: Duration) -> Result<()>;
    /// Presses and releases a key. Where that closes the document, it has done its work.
    fn press(&self, key: &KeyStroke) -> Result<()>;
    /// Clicks `count` times at a point of the viewport.
    fn click_at(&self, x: f64, y: f64, count: u32) -> Result<()>;
}

/// A tab.
pub(crate) trait TabBackend: Page {
    /// The browser's own name for the tab.
    fn identifier(&self) -> &str;
    /// Begins to load a page and returns once the answer has begun to come in.
    fn navigate(&self, url: &str) -> Result<()>;
    /// Begins to load the page again.
    fn reload(&self) -> Result<()>;
    /// Names the document that the tab shows; changes with each navigation to another document.
    fn document_identifier(&self) -> Result<String>;
    fn bring_to_front(&self) -> Result<()>;
    /// What only Chromium's tabs can do.
    fn chromium(&self) -> Result<&ChromiumTab>;
    /// The part of the page in view, as PNG.
    fn screenshot(&self) -> Result<Vec<u8>>;
    fn close(&self) -> Result<()>;
}

/// The extension's popup.
pub(crate) trait PopupBackend: Page {
    /// The exposed nodes in the order of the document.
    fn nodes(&self) -> Result<Vec<(AccessibleNode, NodeKey)>>;
    /// The element of a node of [`PopupBackend::nodes`]; `None` if it has gone since.
    fn element(&self, key: NodeKey) -> Result<Option<Arc<dyn ElementBackend>>>;
    fn is_open(&self) -> Result<bool>;
    fn wait_until_closed(&self) -> Result<()>;
    /// Takes the focus away from the popup, and waits until it has gone.
    fn close(&self) -> Result<()>;
    /// The whole popup, also what is scrolled out of view, as PNG.
    fn screenshot(&self) -> Result<Vec<u8>>;
    fn set_media(&self, media: MediaPreferences) -> Result<()>;
}

/// An element inside the popup.
pub(crate) trait ElementBackend: Send + Sync {
    /// Calls a JavaScript function whose `this` is the element.
    fn call(&self, function: &str, arguments: &[Value]) -> Result<Value>;
    /// What is exposed of the element to assistive technology now.
    fn accessible(&self) -> Result<AccessibleNode>;
}

/// A backend's own handle of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeKey(pub(crate) u64);

/// What the person prefers, as media queries tell the popup; `None` leaves the browser's own setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct MediaPreferences {
    pub(crate) dark: Option<bool>,
    pub(crate) reduced_motion: Option<bool>,
    pub(crate) forced_colors: Option<bool>,
}
