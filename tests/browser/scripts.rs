//! Unit tests of `background.js`, `relay.js`, and `seal.js`: the files themselves, in Chromium, before a stand-in for the
//! browser's extension API.
//!
//! A real browser, because half of what the scripts do is what `fetch`, streams and `TextDecoder` do.

mod background;
mod relay;
mod seal;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use latchkey_driver::{BrowserKind, Tab};
use serde_json::Value;

use crate::context::TestContext;
use crate::server::{Server, respond};

/// A page without an extension, in which scripts run.
struct Page {
    tab: Tab,
    _context: Arc<TestContext>,
}

impl Page {
    /// `harness` prepares the page; it is called with the sources of `relay.js`, `background.js`, and
    /// `seal.js`.
    fn new(harness: &str) -> Self {
        let context = shared_browser();
        let server =
            Server::start(|_, stream| respond(stream, "text/html", "<!doctype html><title>Page</title>"));
        let tab = context.browser.open(&server.url).unwrap();
        let sources = serde_json::json!(["relay.js", "background.js", "seal.js"].map(source));
        tab.evaluate(&format!("({harness})(...{sources}); true")).unwrap();
        Self { tab, _context: context }
    }

    /// What the body of an asynchronous function returns.
    fn run(&self, body: &str) -> Value {
        self.tab.evaluate(&format!("(async () => {{ {body} }})()")).unwrap()
    }
}

/// A browser that all tests of this module use at the same time. It ends with the last of them.
fn shared_browser() -> Arc<TestContext> {
    static RUNNING: Mutex<Weak<TestContext>> = Mutex::new(Weak::new());
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    running.upgrade().unwrap_or_else(|| {
        let context = Arc::new(TestContext::new(BrowserKind::Chromium));
        *running = Arc::downgrade(&context);
        context
    })
}

fn source(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../extension");
    std::fs::read_to_string(folder.join(name)).unwrap()
}
