//! Somebody who logs in from a terminal.

use latchkey_driver::{BrowserKind, Popup, Tab};

use crate::context::{TestContext, sign_in};

/// Somebody with a browser. Their controller is below a context path.
pub(crate) struct Person {
    pub(crate) context: TestContext,
    kind: BrowserKind,
}

impl Person {
    pub(crate) fn new(kind: BrowserKind, context: TestContext) -> Self {
        Self { context, kind }
    }

    /// Somebody who is signed in.
    pub(crate) fn signed_in(kind: BrowserKind, user: &str) -> Self {
        let person = Self::new(kind, TestContext::new(kind));
        person.context.signed_in_as(user, "/");
        person
    }

    /// Opens the popup on a page that a terminal opened, and waits for the field for its code.
    pub(crate) fn open(&self, tab: &Tab) -> Popup {
        let popup = self.context.press(tab);
        popup.find("textbox", "Code from the terminal").unwrap();
        popup
    }

    /// Types the code and presses Enter. If Firefox asks for permission to transmit the token, grants it.
    pub(crate) fn give(&self, popup: &Popup, code: &str) {
        give(&self.context, self.kind, popup, code);
    }

    /// Waits until the popup says that the terminal saved the token; returns its line.
    pub(crate) fn wait_until_saved(&self, popup: &Popup) -> String {
        let line = self.wait_for_note(popup, "Your terminal saved the token");
        assert!(!popup.exists("region", "New token").unwrap(), "a saved token is no longer shown");
        line
    }

    /// Waits until the line about the terminal contains this; returns the line.
    pub(crate) fn wait_for_note(&self, popup: &Popup, text: &str) -> String {
        let note = "document.getElementById('terminal-note').textContent";
        popup.wait_for(&format!("{note}.includes({text:?})")).unwrap();
        popup.evaluate(note).unwrap().as_str().unwrap().to_owned()
    }

    /// Waits until nothing of the login is stored any more: only reminders, and which alerts were shown.
    pub(crate) fn assert_nothing_is_kept(&self, popup: &Popup) {
        for (area, remaining) in [("session", "error/"), ("local", "reminder/")] {
            popup
                .wait_for(&format!(
                    "chrome.storage.{area}.get(null)
                        .then(all => Object.keys(all).every(key => key.startsWith('{remaining}')))"
                ))
                .unwrap();
        }
    }

    /// Signs in with Jenkins' form, which the tab shows or is about to.
    pub(crate) fn sign_in(&self, tab: &Tab, user: &str) {
        tab.wait_for("location.pathname.endsWith('/login') && document.readyState === 'complete'").unwrap();
        sign_in(tab, user);
    }

    /// Presses the button of the identity provider, which the tab shows or is about to, and waits until it leads to this
    /// path and query.
    pub(crate) fn sign_in_at_provider(&self, tab: &Tab, path: &str) {
        tab.wait_for("location.pathname === '/auth' && document.readyState === 'complete'").unwrap();
        tab.click("button").unwrap();
        let there = format!("location.pathname + location.search === {path:?}");
        tab.wait_for(&format!("{there} && document.readyState === 'complete'")).unwrap();
    }
}

/// Types the code and presses Enter. If Firefox asks for permission to transmit the token, grants it.
pub(crate) fn give(context: &TestContext, kind: BrowserKind, popup: &Popup, code: &str) {
    const IS_ALLOWED: &str = "chrome.permissions.getAll().then(({ data_collection }) => data_collection.includes('authenticationInfo'))";
    let asks = kind == BrowserKind::Firefox && popup.evaluate(IS_ALLOWED).unwrap() == false;
    type_code(popup, code);
    if asks {
        context.browser.answer_permission_prompt(true).unwrap();
    }
}

/// Types the code and presses Enter.
pub(crate) fn type_code(popup: &Popup, code: &str) {
    popup.find("textbox", "Code from the terminal").unwrap().fill(code).unwrap();
    popup.press_key("Enter").unwrap();
}

/// The path and query of an address.
pub(crate) fn path_and_query(address: &str) -> &str {
    let authority = address.find("://").map_or(0, |at| at + 3);
    address[authority..].find('/').map_or("/", |at| &address[authority + at..])
}
