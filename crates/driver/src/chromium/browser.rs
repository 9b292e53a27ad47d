//! Chromium with the extension in it.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::backend::{BrowserBackend, PopupBackend, TabBackend};
use crate::browser::ToolbarButton;
use crate::chromium::connection::Connection;
use crate::chromium::hidden_page;
use crate::chromium::popup::ChromiumPopup;
use crate::chromium::running::Running;
use crate::chromium::session::text;
use crate::chromium::tab::ChromiumTab;
use crate::chromium::targets::Target;
use crate::error::{DriverError, Result};
use crate::launch::LaunchOptions;
use crate::process::Profile;
use crate::waiting::{POLL_INTERVAL, WAIT_LIMIT};

/// A page of the browser itself that may read the clipboard without asking.
const PAGE_WITH_CLIPBOARD: &str = "chrome://version/";

/// A page of the browser itself that knows what is wrong with extensions.
const PAGE_OF_EXTENSIONS: &str = "chrome://extensions/";

/// Turns developer mode on in that page. Without it, Chromium says nothing about an unpacked extension and does not reload it.
const DEVELOPER_MODE: &str = "chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })";

/// A running Chromium. The fields are dropped in this order: first the processes end, then the profile goes.
pub(crate) struct Chromium {
    running: Running,
    profile: Profile,
    options: LaunchOptions,
    extension: String,
    /// The context of the windows that are not private.
    regular_context: String,
    /// The tab that the popup was last opened on.
    popup_tab: Mutex<Option<String>>,
}

impl Chromium {
    pub(crate) fn launch(options: LaunchOptions) -> Result<Self> {
        Self::start(options, Profile::create()?)
    }

    fn start(options: LaunchOptions, profile: Profile) -> Result<Self> {
        let running = Running::start(&options, &profile)?;
        let extension = load_extension(&running.connection, &options)
            .map_err(|error| error.of_extension(&options.extension))?;
        let first_page = running
            .connection
            .wait_for_targets(WAIT_LIMIT, |targets| targets.find("page", |_| true).into_iter().next())?;
        let regular_context = first_page.map(|page| page.context).unwrap_or_default();
        Ok(Self { running, profile, options, extension, regular_context, popup_tab: Mutex::default() })
    }

    fn connection(&self) -> &Arc<Connection> {
        &self.running.connection
    }

    fn call(&self, method: &str, parameters: Value) -> Result<Value> {
        self.connection().call(None, method, parameters)
    }

    fn is_of_extension(&self, target: &Target) -> bool {
        is_of_extension(target, &self.extension)
    }

    /// Evaluates in a page of the extension that shows nothing.
    fn evaluate_in_extension(&self, expression: &str) -> Result<Value> {
        let url = format!("chrome-extension://{}/manifest.json", self.extension);
        hidden_page::evaluate(self.connection(), &url, expression)
    }

    /// The documents of the extension that are in no tab which the driver has opened.
    fn possible_popups(&self) -> Vec<Target> {
        self.connection().with_targets(|targets| {
            targets.find("page", |target| {
                self.is_of_extension(target) && !targets.is_in_opened_tab(&target.identifier)
            })
        })
    }

    fn remembered_tab(&self) -> Option<String> {
        self.popup_tab.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn find_popup(&self) -> Result<Option<ChromiumPopup>> {
        for target in self.possible_popups() {
            let tab = self.remembered_tab();
            match ChromiumPopup::attach(self.connection(), &target.identifier, tab.as_deref()) {
                Ok(Some(popup)) => return Ok(Some(popup)),
                Ok(None) => {}
                // It closed a moment ago.
                Err(DriverError::Refused { .. } | DriverError::Closed { .. } | DriverError::DocumentGone) => {
                }
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Opens the popup on a tab in the way given, and waits until it is ready.
    fn open_popup(
        &self,
        tab: &dyn TabBackend,
        open: impl FnOnce() -> Result<()>,
    ) -> Result<Arc<dyn PopupBackend>> {
        while let Some(popup) = self.find_popup()? {
            popup.close()?;
        }
        tab.bring_to_front()?;
        *self.popup_tab.lock().unwrap_or_else(PoisonError::into_inner) = Some(tab.identifier().to_owned());
        let before: Vec<String> =
            self.possible_popups().into_iter().map(|target| target.identifier).collect();
        open()?;
        let target = self
            .connection()
            .wait_for_targets(WAIT_LIMIT, |targets| {
                let documents = targets.find("page", |target| {
                    self.is_of_extension(target) && !before.contains(&target.identifier)
                });
                documents.into_iter().next()
            })?
            .ok_or_else(|| self.connection().timeout("the popup to open"))?;
        let popup =
            ChromiumPopup::attach_when_ready(self.connection(), &target.identifier, tab.identifier())?;
        Ok(Arc::new(popup))
    }

    fn background(&self) -> Option<Target> {
        self.connection().with_targets(|targets| {
            targets.find("service_worker", |target| self.is_of_extension(target)).into_iter().next()
        })
    }

    /// Opens a private window and gives its tab.
    fn open_private_tab(&self) -> Result<String> {
        let before = self.connection().with_targets(|targets| targets.find("tab", |_| true));
        self.evaluate_in_extension(
            "chrome.extension.isAllowedIncognitoAccess().then((allowed) => { \
               if (!allowed) throw new Error('the extension is not allowed in private windows'); \
               return chrome.windows.create({ incognito: true, url: 'about:blank' }); }).then(() => true)",
        )?;
        let deadline = Instant::now() + WAIT_LIMIT;
        loop {
            let reply = self.call("Target.getTargets", json!({ "filter": [{ "type": "tab" }] }))?;
            let tabs = reply["targetInfos"].as_array().map_or(&[][..], Vec::as_slice);
            let is_new = |tab: &Value| before.iter().all(|earlier| tab["targetId"] != *earlier.identifier);
            let found = tabs.iter().find(|tab| {
                // Parts of the window itself are reported as tabs, too, but they are not on the tab strip, and no event says so.
                let is_on_strip = tab["embedderData"]["tabStripIndex"].is_u64();
                is_on_strip && is_new(tab) && tab["browserContextId"] != *self.regular_context
            });
            if let Some(tab) = found {
                return text(tab, "Target.getTargets", "targetId");
            }
            if Instant::now() >= deadline {
                return Err(self.connection().timeout("a private window"));
            }
            self.connection().pause(POLL_INTERVAL)?;
        }
    }
}

impl BrowserBackend for Chromium {
    fn extension_id(&self) -> &str {
        &self.extension
    }

    fn extension_origin(&self) -> String {
        format!("chrome-extension://{}", self.extension)
    }

    fn version(&self) -> Result<String> {
        let command = "Browser.getVersion";
        text(&self.call(command, json!({}))?, command, "product")
    }

    fn open_tab(&self, incognito: bool) -> Result<Arc<dyn TabBackend>> {
        let target = if incognito {
            self.open_private_tab()?
        } else {
            let command = "Target.createTarget";
            text(&self.call(command, json!({ "url": "about:blank", "forTab": true }))?, command, "targetId")?
        };
        Ok(Arc::new(ChromiumTab::attach(self.connection(), target)?))
    }

    fn open_tab_in_container(&self) -> Result<Arc<dyn TabBackend>> {
        Err(DriverError::Unsupported { reason: "Chromium has no containers".to_owned() })
    }

    fn press_toolbar_button(&self, tab: &dyn TabBackend) -> Result<Arc<dyn PopupBackend>> {
        self.open_popup(tab, || {
            let parameters = json!({ "id": self.extension, "targetId": tab.identifier() });
            self.call("Extensions.triggerAction", parameters).map(drop)
        })
    }

    fn open_popup_without_click(&self, tab: &dyn TabBackend) -> Result<Arc<dyn PopupBackend>> {
        self.open_popup(tab, || {
            self.evaluate_in_extension("chrome.action.openPopup().then(() => true)").map(drop)
        })
    }

    fn popup(&self) -> Result<Option<Arc<dyn PopupBackend>>> {
        Ok(self.find_popup()?.map(|popup| Arc::new(popup) as Arc<_>))
    }

    fn stop_background(&self) -> Result<()> {
        match self.background() {
            Some(worker) => self.connection().close(&worker.identifier, "the background"),
            None => Ok(()),
        }
    }

    fn background_is_running(&self) -> Result<bool> {
        self.connection().pause(Duration::ZERO)?;
        Ok(self.background().is_some())
    }

    fn reload_extension(&self) -> Result<()> {
        let earlier = self.background().map(|worker| worker.identifier);
        let expression = format!(
            "{DEVELOPER_MODE}.then(() => chrome.developerPrivate.reload({})).then(() => true)",
            Value::from(self.extension.as_str())
        );
        hidden_page::evaluate(self.connection(), PAGE_OF_EXTENSIONS, &expression)?;
        wait_for_background(self.connection(), &self.extension, earlier.as_deref())
    }

    fn toolbar_button(&self) -> Result<ToolbarButton> {
        let expression = "Promise.all([chrome.action.getBadgeText({}), chrome.action.getTitle({})]) \
               .then(([badge, title]) => ({ badge, title }))";
        ToolbarButton::read(&self.evaluate_in_extension(expression)?)
    }

    fn extension_warnings(&self) -> Result<Vec<String>> {
        let expression = format!(
            "{DEVELOPER_MODE}.then(() => chrome.developerPrivate.getExtensionInfo({})) \
               .then((info) => info.manifestErrors.map((error) => error.message))",
            Value::from(self.extension.as_str())
        );
        let warnings = hidden_page::evaluate(self.connection(), PAGE_OF_EXTENSIONS, &expression)?;
        Ok(texts(&warnings))
    }

    fn install_warnings(&self) -> Result<Vec<String>> {
        let page = format!("{}/manifest.json", self.extension_origin());
        let expression =
            "chrome.management.getPermissionWarningsByManifest(JSON.stringify(chrome.runtime.getManifest()))";
        Ok(texts(&hidden_page::evaluate(self.connection(), &page, expression)?))
    }

    fn clipboard_text(&self) -> Result<String> {
        let expression = "navigator.clipboard.readText()";
        let text = hidden_page::evaluate(self.connection(), PAGE_WITH_CLIPBOARD, expression)?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    fn answer_permission_prompt(&self, _accept: bool) -> Result<()> {
        let reason = "Chromium's prompt for permissions is no page, and closes the popup".to_owned();
        Err(DriverError::Unsupported { reason })
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

fn is_of_extension(target: &Target, extension: &str) -> bool {
    let scheme_and_id =
        target.url.strip_prefix("chrome-extension://").and_then(|rest| rest.split('/').next());
    scheme_and_id == Some(extension)
}

/// Loads the extension and waits for its background to start, which it does once after loading. Returns its ID.
fn load_extension(connection: &Connection, options: &LaunchOptions) -> Result<String> {
    let directory = &options.extension;
    let absolute = fs::canonicalize(directory).map_err(DriverError::in_file(directory))?;
    let manifest_path = absolute.join("manifest.json");
    let manifest_text = fs::read(&manifest_path).map_err(DriverError::in_file(&manifest_path))?;

    let command = "Extensions.loadUnpacked";
    let parameters = json!({ "path": absolute, "enableInIncognito": options.allow_incognito });
    let extension = text(&connection.call(None, command, parameters)?, command, "id")?;

    let manifest: Value = serde_json::from_slice(&manifest_text).unwrap_or_default();
    if manifest["background"]["service_worker"].is_string() {
        wait_for_background(connection, &extension, None)?;
    }
    Ok(extension)
}

/// Waits for a background other than the earlier one.
fn wait_for_background(connection: &Connection, extension: &str, earlier: Option<&str>) -> Result<()> {
    let is_new = |target: &Target| is_of_extension(target, extension) && Some(&*target.identifier) != earlier;
    let started = connection.wait_for_targets(WAIT_LIMIT, |targets| {
        (!targets.find("service_worker", is_new).is_empty()).then_some(())
    })?;
    started.ok_or_else(|| connection.timeout("the extension's background to start"))
}

/// The texts of a list.
fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
}
