//! A controller and a browser with the extension.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use latchkey_driver::{Browser, BrowserKind, LaunchOptions, Popup, Tab};
use latchkey_standin::{HeldReply, Options, RecordedRequest, Standin};

use tempfile::TempDir;

use crate::localized::{self, Localized};

/// The user in the popup's header.
pub const ALICE: &str = "Signed in as Alice Adams (alice)";

/// The same for admin.
pub const ADMIN: &str = "Signed in as admin (admin)";

/// One test's controller and browser. Dropping it ends both.
pub struct TestContext {
    /// The controller.
    pub standin: Standin,
    /// The browser, with the extension loaded.
    pub browser: Browser,
    /// The folder of an extension that is not as it was built.
    pub changed: Option<TempDir>,
}

/// The built extension, from `LATCHKEY_EXTENSION_CHROMIUM` or `LATCHKEY_EXTENSION_FIREFOX`, or from `dist`.
fn extension(kind: BrowserKind) -> PathBuf {
    let variable = match kind {
        BrowserKind::Chromium => "LATCHKEY_EXTENSION_CHROMIUM",
        BrowserKind::Firefox => "LATCHKEY_EXTENSION_FIREFOX",
    };
    let dist = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist").join(kind.to_string());
    let built = std::env::var_os(variable).map_or_else(dist, PathBuf::from);
    built.canonicalize().expect("build the extension first: cargo xtask build")
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let (path, copied) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if path.is_dir() {
            fs::create_dir(&copied).unwrap();
            copy(&path, &copied);
        } else {
            fs::copy(path, copied).unwrap();
        }
    }
}

impl TestContext {
    /// The newest version of Jenkins under a context path.
    pub fn new(kind: BrowserKind) -> Self {
        Self::with(kind, under_context_path())
    }

    /// A controller with these options.
    pub fn with(kind: BrowserKind, options: Options) -> Self {
        Self::launch(options, launch_options(kind))
    }

    /// The extension is allowed in private windows.
    pub fn with_private_windows(kind: BrowserKind) -> Self {
        Self::launch(under_context_path(), LaunchOptions { allow_incognito: true, ..launch_options(kind) })
    }

    /// The browser is started by this program, and the extension is this one if it is not as it was built.
    pub fn with_browser(kind: BrowserKind, program: PathBuf, changed: Option<TempDir>) -> Self {
        let options = launch_options_of(kind, changed.as_ref().map(TempDir::path));
        let launch = LaunchOptions { binary: Some(program), ..options };
        Self { changed, ..Self::launch(under_context_path(), launch) }
    }

    /// The extension is a copy with this change.
    pub fn with_changed_extension(kind: BrowserKind, change: impl FnOnce(&Path)) -> Self {
        let folder = changed_extension(kind, change);
        let launch = launch_options_of(kind, Some(folder.path()));
        Self { changed: Some(folder), ..Self::launch(under_context_path(), launch) }
    }

    fn launch(options: Options, launch: LaunchOptions) -> Self {
        let standin = Standin::start(options).expect("the stand-in starts");
        let browser = Browser::launch(launch).expect("the browser starts");
        Self { standin, browser, changed: None }
    }

    /// The same browser with another controller.
    pub fn with_controller(self, options: Options) -> Self {
        Self { standin: Standin::start(options).expect("the stand-in starts"), ..self }
    }

    /// A tab on a page of the controller (a path below its root), signed in as alice.
    pub fn signed_in(&self, path: &str) -> Tab {
        self.signed_in_as("alice", path)
    }

    /// The same as any user whose password is `USER-pass-1`.
    pub fn signed_in_as(&self, user: &str, path: &str) -> Tab {
        let tab = self.browser.open(&self.url("/login")).unwrap();
        sign_in(&tab, user);
        tab.goto(&self.url(path)).unwrap();
        self.standin.clear_requests();
        tab
    }

    /// The URL of a path below the controller's root.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.standin.url())
    }

    /// Opens the popup on this tab.
    pub fn press(&self, tab: &Tab) -> Popup {
        self.browser.press_toolbar_button(tab).unwrap()
    }

    /// What the extension sent: everything but the pages and styles that the tab loads itself.
    pub fn sent(&self) -> Vec<RecordedRequest> {
        let by_extension =
            |request: &RecordedRequest| request.path.contains("/api/") || request.method == "POST";
        self.standin.requests().into_iter().filter(by_extension).collect()
    }

    /// How many requests asked for a token.
    pub fn generate_requests(&self) -> usize {
        self.sent().iter().filter(|request| request.path.ends_with("/generateNewToken")).count()
    }
}

/// A copy of the extension with this change.
pub(crate) fn changed_extension(kind: BrowserKind, change: impl FnOnce(&Path)) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&extension(kind), folder.path());
    change(folder.path());
    folder
}

/// A browser with the extension.
pub fn launch(kind: BrowserKind) -> Browser {
    launch_with(kind, None)
}

/// The same, with the extension in this folder if it is not as it was built.
pub(crate) fn launch_with(kind: BrowserKind, changed: Option<&Path>) -> Browser {
    Browser::launch(launch_options_of(kind, changed)).expect("the browser starts")
}

fn launch_options(kind: BrowserKind) -> LaunchOptions {
    launch_options_of(kind, None)
}

fn launch_options_of(kind: BrowserKind, changed: Option<&Path>) -> LaunchOptions {
    let extension = changed.map_or_else(|| extension(kind), Path::to_owned);
    let options = LaunchOptions::for_browser(kind, extension);
    match localized::language() {
        Some(language) => LaunchOptions { language, ..options },
        None => options,
    }
}

fn under_context_path() -> Options {
    Options { context: "/jenkins".to_owned(), ..Options::default() }
}

/// Signs in on the controller's sign-in page in this tab.
pub fn sign_in(tab: &Tab, user: &str) {
    tab.sign_in(user, &format!("{user}-pass-1")).unwrap();
}

/// Waits until the popup's header names the user and the popup has listed that user's tokens.
pub fn wait_for_identity(popup: &Popup, line: &str) {
    let (line, loading) = (popup.localized(line), popup.localized("Loading tokens…"));
    let is_ready = format!(
        "document.getElementById('identity').textContent === {line:?} && \
         document.getElementById('list-state').textContent !== {loading:?}"
    );
    popup.wait_for(&is_ready).unwrap();
}

/// Waits for the new token and returns it.
pub fn token_in(popup: &Popup) -> String {
    popup.find_localized("region", "New token").unwrap();
    popup.find_localized("textbox", "API token").unwrap().value().unwrap()
}

/// Presses Enter in the name field and returns the new token.
pub fn generate(popup: &Popup) -> String {
    popup.press_key("Enter").unwrap();
    token_in(popup)
}

/// Presses a button of the popup.
pub fn click(popup: &Popup, button: &str) {
    popup.find_localized("button", button).unwrap().click().unwrap();
}

/// Presses `Done` and waits until the token is out of the browser's storage. A storage call that a popup makes while it
/// closes can be lost; the token would then be shown again.
pub fn done(popup: &Popup) {
    const TOKENS: &str = "chrome.storage.session.get(null)
        .then((all) => Object.keys(all).filter((key) => key.startsWith('token/')).length)";
    let kept = popup.evaluate(TOKENS).unwrap().as_u64().unwrap();
    click(popup, "Done");
    popup.wait_for(&format!("{TOKENS}.then((left) => left < {kept})")).unwrap();
}

/// Waits until the controller has executed the request.
pub fn wait_until_received(held: HeldReply) -> HeldReply {
    assert!(held.wait_for_arrival(Duration::from_secs(20)), "the request did not arrive");
    held
}
