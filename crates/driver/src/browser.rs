//! The browser.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use crate::backend::{BrowserBackend, TabBackend};
use crate::chromium::Chromium;
use crate::error::{DriverError, Result};
use crate::firefox::Firefox;
use crate::kind::BrowserKind;
use crate::launch::LaunchOptions;
use crate::popup::Popup;
use crate::tab::Tab;

/// What the toolbar shows of the extension besides its icon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolbarButton {
    /// The text over the icon.
    pub badge: String,
    /// The tooltip, which is also the button's accessible name.
    pub title: String,
}

impl ToolbarButton {
    /// Reads `{ badge, title }`.
    pub(crate) fn read(value: &Value) -> Result<Self> {
        let text = |name| value[name].as_str().map(ToOwned::to_owned);
        match (text("badge"), text("title")) {
            (Some(badge), Some(title)) => Ok(Self { badge, title }),
            _ => Err(DriverError::unexpected("the toolbar button", "a badge and a title")),
        }
    }
}

/// A running browser with the extension loaded. Dropping it ends its process group and removes its profile, even during a
/// panic. Every call fails once the browser has ended.
pub struct Browser {
    backend: Box<dyn BrowserBackend>,
}

impl Browser {
    /// Starts the browser with a fresh temporary profile and loads the extension.
    ///
    /// # Errors
    /// If no browser is found, it does not start, or it refuses the extension.
    pub fn launch(options: LaunchOptions) -> Result<Self> {
        let backend: Box<dyn BrowserBackend> = match options.kind {
            BrowserKind::Chromium => Box::new(Chromium::launch(options)?),
            BrowserKind::Firefox => Box::new(Firefox::launch(options)?),
        };
        Ok(Self { backend })
    }

    /// The extension's ID, as in the URLs of its pages.
    #[must_use]
    pub fn extension_id(&self) -> &str {
        self.backend.extension_id()
    }

    /// The URL of a page of the extension, such as `popup.html`.
    #[must_use]
    pub fn extension_url(&self, path: &str) -> String {
        format!("{}/{path}", self.backend.extension_origin())
    }

    /// The browser's name and version, such as "Chrome/156.0.8078.79" or "Firefox/153.7.0".
    pub fn version(&self) -> Result<String> {
        self.backend.version()
    }

    /// Opens a page in a new tab, in front, and waits until it is loaded. An open popup closes.
    ///
    /// # Errors
    /// If the page cannot be loaded; the tab remains and shows the browser's error page.
    pub fn open(&self, url: &str) -> Result<Tab> {
        Self::load(self.backend.open_tab(false)?, url)
    }

    /// Opens a page in a new private window. [`LaunchOptions::allow_incognito`] must be set.
    ///
    /// # Errors
    /// If the extension is not allowed in private windows, or the page cannot be loaded.
    pub fn open_incognito(&self, url: &str) -> Result<Tab> {
        Self::load(self.backend.open_tab(true)?, url)
    }

    /// Opens a page in a new tab of a new container, which has cookies of its own. Only Firefox has those.
    ///
    /// # Errors
    /// If the browser has no containers, or the page cannot be loaded.
    pub fn open_in_container(&self, url: &str) -> Result<Tab> {
        Self::load(self.backend.open_tab_in_container()?, url)
    }

    fn load(tab: Arc<dyn TabBackend>, url: &str) -> Result<Tab> {
        let tab = Tab::new(tab);
        if url != "about:blank" {
            tab.goto(url)?;
        }
        Ok(tab)
    }

    /// Brings the tab to the front and presses the extension's button in the toolbar, which grants
    /// `activeTab`. Waits until the popup's document is complete and has the focus. A popup that was open
    /// closes first.
    ///
    /// # Errors
    /// If no popup comes up.
    pub fn press_toolbar_button(&self, tab: &Tab) -> Result<Popup> {
        self.backend.press_toolbar_button(tab.backend()).map(Popup::new)
    }

    /// Opens the popup on the tab with `action.openPopup()`, which is not a click and does not grant
    /// `activeTab`. Tests use it to show that [`Browser::press_toolbar_button`] does.
    ///
    /// # Errors
    /// If no popup comes up.
    pub fn open_popup_without_click(&self, tab: &Tab) -> Result<Popup> {
        self.backend.open_popup_without_click(tab.backend()).map(Popup::new)
    }

    /// The popup that is open now.
    pub fn popup(&self) -> Result<Option<Popup>> {
        Ok(self.backend.popup()?.map(Popup::new))
    }

    /// Ends the extension's background as the browser does when it is idle, and waits until it is gone.
    /// Does nothing if it is not running.
    ///
    /// # Errors
    /// If it does not go.
    pub fn stop_background(&self) -> Result<()> {
        self.backend.stop_background()
    }

    /// Whether the extension's background runs now.
    pub fn background_is_running(&self) -> Result<bool> {
        self.backend.background_is_running()
    }

    /// Reloads the extension as a developer does on the browser's page of extensions, and waits until its background runs
    /// again. Its pages close.
    ///
    /// # Errors
    /// If it does not start again.
    pub fn reload_extension(&self) -> Result<()> {
        self.backend.reload_extension()
    }

    /// The text over the toolbar button, and its tooltip; either can be empty. An open popup stays open.
    ///
    /// # Errors
    /// If the browser does not report them.
    pub fn toolbar_button(&self) -> Result<ToolbarButton> {
        self.backend.toolbar_button()
    }

    /// The browser's warnings about the extension's manifest.
    ///
    /// # Errors
    /// If the browser does not report it.
    pub fn extension_warnings(&self) -> Result<Vec<String>> {
        self.backend.extension_warnings()
    }

    /// What the browser tells whoever installs the extension that it can do.
    ///
    /// # Errors
    /// If the browser does not report it.
    pub fn install_warnings(&self) -> Result<Vec<String>> {
        self.backend.install_warnings()
    }

    /// The clipboard's text; empty if it has none. An open popup stays open.
    ///
    /// # Errors
    /// If the clipboard cannot be read.
    pub fn clipboard_text(&self) -> Result<String> {
        self.backend.clipboard_text()
    }

    /// Waits for the browser's question about permissions that the extension asks for, and answers it with
    /// the button that allows or the one that refuses. Only Firefox's can be answered.
    ///
    /// # Errors
    /// If no question comes, or the browser's cannot be answered.
    pub fn answer_permission_prompt(&self, accept: bool) -> Result<()> {
        self.backend.answer_permission_prompt(accept)
    }

    /// The folder with the browser's profile and output. It is removed with the browser.
    #[must_use]
    pub fn profile(&self) -> &Path {
        self.backend.profile()
    }

    /// Quits the browser so that it saves its data, and starts it again with the same profile and extension ID. Earlier tabs
    /// and popups are closed.
    ///
    /// # Errors
    /// If the browser does not start again.
    pub fn restart(self) -> Result<Self> {
        Ok(Self { backend: self.backend.restart()? })
    }
}

impl fmt::Debug for Browser {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Browser").field("extension", &self.extension_id()).finish_non_exhaustive()
    }
}
