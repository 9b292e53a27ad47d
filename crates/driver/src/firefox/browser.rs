//! Firefox with the extension in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::backend::{BrowserBackend, PopupBackend, TabBackend};
use crate::browser::ToolbarButton;
use crate::error::{DriverError, Result};
use crate::firefox::popup::FirefoxPopup;
use crate::firefox::running::Running;
use crate::firefox::tab::FirefoxTab;
use crate::firefox::{modules, preferences};
use crate::launch::LaunchOptions;
use crate::process::Profile;

/// The host name of the extension's pages. Firefox takes a random one for each profile; a fixed one outlives
/// a restart.
const HOST: &str = "1a7c6ae1-0000-4000-8000-1a7c6ae10001";

/// A running Firefox. The fields are dropped in this order: first the processes end, then the profile goes.
pub(crate) struct Firefox {
    running: Running,
    profile: Profile,
    options: LaunchOptions,
    host: String,
}

impl Firefox {
    pub(crate) fn launch(options: LaunchOptions) -> Result<Self> {
        let profile = Profile::create()?;
        let directory = extension_directory(&options)?;
        let identifier = identifier_in_manifest(&directory)?;
        let data = profile.data();
        modules::write(&data)?;
        preferences::write(&data, &options, &identifier, HOST)?;
        Self::start(LaunchOptions { extension: directory, ..options }, profile)
    }

    fn start(options: LaunchOptions, profile: Profile) -> Result<Self> {
        let running = Running::start(&options, &profile)?;
        let host = install(&running, &options)?;
        Ok(Self { running, profile, options, host })
    }

    fn run(&self, command: &str, parameters: &Value) -> Result<Value> {
        self.running.chrome.run(command, parameters)
    }

    fn new_tab(&self, parameters: &Value) -> Result<Arc<dyn TabBackend>> {
        let number = number(&self.run("openTab", parameters)?, "openTab")?;
        Ok(Arc::new(FirefoxTab::new(&self.running.chrome, number)))
    }

    fn open_popup(&self, tab: &dyn TabBackend, click: bool) -> Result<Arc<dyn PopupBackend>> {
        let closed = || DriverError::Closed { what: "the tab".to_owned() };
        let tab: u64 = tab.identifier().parse().map_err(|_| closed())?;
        let command = "openPopup";
        let popup = number(&self.run(command, &json!({ "tab": tab, "click": click }))?, command)?;
        Ok(Arc::new(FirefoxPopup::new(&self.running.chrome, popup)))
    }
}

impl BrowserBackend for Firefox {
    fn extension_id(&self) -> &str {
        &self.host
    }

    fn extension_origin(&self) -> String {
        format!("moz-extension://{}", self.host)
    }

    fn version(&self) -> Result<String> {
        let version = self.run("version", &json!({}))?;
        Ok(format!("Firefox/{}", version.as_str().unwrap_or_default()))
    }

    fn open_tab(&self, incognito: bool) -> Result<Arc<dyn TabBackend>> {
        self.new_tab(&json!({ "incognito": incognito, "container": false }))
    }

    fn open_tab_in_container(&self) -> Result<Arc<dyn TabBackend>> {
        self.new_tab(&json!({ "incognito": false, "container": true }))
    }

    fn press_toolbar_button(&self, tab: &dyn TabBackend) -> Result<Arc<dyn PopupBackend>> {
        self.open_popup(tab, true)
    }

    fn open_popup_without_click(&self, tab: &dyn TabBackend) -> Result<Arc<dyn PopupBackend>> {
        self.open_popup(tab, false)
    }

    fn popup(&self) -> Result<Option<Arc<dyn PopupBackend>>> {
        let popup = self.run("popup", &json!({}))?.as_u64();
        Ok(popup.map(|popup| Arc::new(FirefoxPopup::new(&self.running.chrome, popup)) as Arc<_>))
    }

    fn stop_background(&self) -> Result<()> {
        self.run("stopBackground", &json!({})).map(drop)
    }

    fn background_is_running(&self) -> Result<bool> {
        Ok(self.run("backgroundIsRunning", &json!({}))? == true)
    }

    fn reload_extension(&self) -> Result<()> {
        self.run("reloadExtension", &json!({})).map(drop)
    }

    fn toolbar_button(&self) -> Result<ToolbarButton> {
        ToolbarButton::read(&self.run("button", &json!({}))?)
    }

    fn extension_warnings(&self) -> Result<Vec<String>> {
        let command = "extensionWarnings";
        strings(&self.run(command, &json!({}))?)
            .ok_or_else(|| DriverError::unexpected(command, "a list of texts"))
    }

    fn install_warnings(&self) -> Result<Vec<String>> {
        let command = "installWarnings";
        strings(&self.run(command, &json!({}))?)
            .ok_or_else(|| DriverError::unexpected(command, "a list of texts"))
    }

    fn clipboard_text(&self) -> Result<String> {
        Ok(self.run("clipboard", &json!({}))?.as_str().unwrap_or_default().to_owned())
    }

    fn answer_permission_prompt(&self, accept: bool) -> Result<()> {
        self.run("answerPermissionPrompt", &json!({ "accept": accept })).map(drop)
    }

    fn profile(&self) -> &Path {
        self.profile.path()
    }

    fn restart(self: Box<Self>) -> Result<Box<dyn BrowserBackend>> {
        let Self { running, profile, options, .. } = *self;
        drop(running);
        Ok(Box::new(Self::start(options, profile)?))
    }
}

/// Installs the extension until the browser ends, and waits for its background to start. Returns the host name
/// of its pages.
fn install(running: &Running, options: &LaunchOptions) -> Result<String> {
    let directory = &options.extension;
    let parameters = json!({
        "path": directory, "temporary": true, "allowPrivateBrowsing": options.allow_incognito,
    });
    let installed = running
        .connection()
        .call(None, "Addon:Install", parameters)
        .map_err(|error| error.of_extension(directory))?;
    let host = running.chrome.run("adopt", &json!({ "id": installed["value"] }))?;
    host.as_str().map(ToOwned::to_owned).ok_or_else(|| DriverError::unexpected("adopt", "a host name"))
}

fn extension_directory(options: &LaunchOptions) -> Result<PathBuf> {
    let path = &options.extension;
    fs::canonicalize(path).map_err(DriverError::in_file(path))
}

/// The extension's id for Firefox, which only its manifest can tell before it is installed.
fn identifier_in_manifest(directory: &Path) -> Result<String> {
    let path = directory.join("manifest.json");
    let text = fs::read(&path).map_err(DriverError::in_file(&path))?;
    let manifest: Value = serde_json::from_slice(&text).unwrap_or_default();
    manifest["browser_specific_settings"]["gecko"]["id"].as_str().map(ToOwned::to_owned).ok_or_else(|| {
        DriverError::launch(format!(
            "{} names no browser_specific_settings.gecko.id: it is no extension built for Firefox",
            path.display()
        ))
    })
}

fn number(value: &Value, command: &str) -> Result<u64> {
    value.as_u64().ok_or_else(|| DriverError::unexpected(command, "a number"))
}

fn strings(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|text| text.as_str().map(ToOwned::to_owned)).collect()
}
