//! Views of a terminal that asks for a token.

use std::sync::{Mutex, mpsc};

use latchkey_driver::{BrowserKind, Popup};
use serde_json::{Value, json};

use super::Show;
use crate::context::{ALICE, TestContext, done, wait_for_identity};
use crate::localized::Localized;
use crate::login::impostor::{Impostor, request};

/// Somebody who is signed in and opens the popup on pages of terminals.
struct Visitor {
    context: TestContext,
    kind: BrowserKind,
}

impl Visitor {
    fn new(kind: BrowserKind) -> Self {
        let context = TestContext::new(kind);
        context.signed_in("/");
        Self { context, kind }
    }

    fn root(&self) -> &str {
        self.context.standin.url()
    }

    /// The popup on the page of this terminal.
    fn on_page_of(&self, terminal: &Impostor) -> Popup {
        let popup = self.context.press(&self.context.browser.open(&terminal.address(self.root())).unwrap());
        wait_for_identity(&popup, ALICE);
        popup
    }

    /// Types a code and presses Enter. If Firefox asks for permission to transmit the token, gives it.
    fn give(&self, popup: &Popup, code: &str) {
        const IS_ALLOWED: &str = "chrome.permissions.getAll().then(({ data_collection }) => data_collection.includes('authenticationInfo'))";
        let asks = self.kind == BrowserKind::Firefox && popup.evaluate(IS_ALLOWED).unwrap() == false;
        type_code(popup, code);
        if asks {
            self.context.browser.answer_permission_prompt(true).unwrap();
        }
    }
}

fn type_code(popup: &Popup, code: &str) {
    popup.find_localized("textbox", "Code from the terminal").unwrap().fill(code).unwrap();
    popup.press_key("Enter").unwrap();
}

/// The answer to a code, or to a token.
fn answer(message: &Value, to_code: Value, to_token: Value) -> Value {
    let mut answer = if message["token"].is_null() { to_code } else { to_token };
    answer["receipt"] = message["receipt"].clone();
    answer
}

fn wait_for_note(popup: &Popup) {
    popup.wait_for("document.getElementById('terminal-note').textContent !== ''").unwrap();
}

pub(crate) fn terminal(kind: BrowserKind, show: Show<'_>) {
    let visitor = Visitor::new(kind);
    let mut wanted = request(visitor.root());
    wanted["expires"] = json!("never");
    let (try_it, tried) = mpsc::channel();
    let tried = Mutex::new(tried);
    let terminal = Impostor::start(&wanted, move |message| {
        let accepted =
            if message["code"] == "4821" { json!({ "accepted": true }) } else { json!({ "left": 2 }) };
        if !message["token"].is_null() {
            tried.lock().unwrap().recv().unwrap();
        }
        answer(message, accepted, json!({ "saved": "keychain", "user": "alice" }))
    });
    let popup = visitor.on_page_of(&terminal);
    popup.find_localized("textbox", "Code from the terminal").unwrap();
    show(&popup, "terminal-waiting");
    type_code(&popup, "12");
    popup.wait_for_localized_text("alert", "The code consists of four digits.").unwrap();
    show(&popup, "terminal-no-code");
    visitor.give(&popup, "1111");
    popup.wait_for_localized_text("alert", "This is not the code of your terminal.").unwrap();
    show(&popup, "terminal-wrong-code");
    visitor.give(&popup, "4821");
    popup.wait_for_localized_text("status", "Giving the token to the terminal…").unwrap();
    show(&popup, "terminal-trying-token");
    try_it.send(()).unwrap();
    wait_for_note(&popup);
    show(&popup, "terminal-saved");
    popup.close().unwrap();

    let another = Impostor::with_another_request(&request(visitor.root()), "{}".to_owned());
    let popup = visitor.on_page_of(&another);
    wait_for_note(&popup);
    show(&popup, "terminal-not-reached");
}

pub(crate) fn terminal_errors(kind: BrowserKind, show: Show<'_>) {
    let visitor = Visitor::new(kind);
    let with = |key: &str, value: &str| {
        let mut wanted = request(visitor.root());
        wanted[key] = json!(value);
        wanted
    };
    for (wanted, told, view) in [
        (
            json!({ "v": 2 }),
            "Latchkey cannot read the request of your terminal.",
            "terminal-of-another-version",
        ),
        (with("root", "https://ci.example.org"), "Run: ", "terminal-of-another-controller"),
        (with("user", "bob"), "but you are signed in as ", "terminal-of-another-user"),
    ] {
        let popup = visitor.on_page_of(&Impostor::start(&wanted, |_| Value::Null));
        popup.wait_for_localized_text("alert", told).unwrap();
        show(&popup, view);
        popup.close().unwrap();
    }
    for (to_code, told, view) in [
        (json!({ "left": 0 }), "That was the third wrong code", "terminal-last-wrong-code"),
        (json!({}), "Check that it is still waiting, then try again.", "terminal-out-of-reach"),
    ] {
        let terminal = Impostor::start(&request(visitor.root()), move |message| {
            answer(message, to_code.clone(), Value::Null)
        });
        let popup = visitor.on_page_of(&terminal);
        visitor.give(&popup, "1111");
        popup.wait_for_localized_text("alert", told).unwrap();
        show(&popup, view);
        popup.close().unwrap();
    }
    for (to_token, told, view) in [
        (json!({}), "It may not have the token.", "terminal-not-confirming"),
        (
            json!({ "refused": "controller" }),
            "it asked for one of another Jenkins.",
            "terminal-refusing-controller",
        ),
        (json!({ "refused": "token" }), "Jenkins did not accept it there.", "terminal-refusing-token"),
        (json!({ "refused": "user" }), "it works as another user.", "terminal-refusing-user"),
        (json!({ "refused": "storage" }), "Your terminal could not save the token.", "terminal-not-saving"),
    ] {
        let terminal = Impostor::start(&request(visitor.root()), move |message| {
            answer(message, json!({ "accepted": true }), to_token.clone())
        });
        let popup = visitor.on_page_of(&terminal);
        visitor.give(&popup, "4821");
        popup.wait_for_localized_text("alert", told).unwrap();
        show(&popup, view);
        done(&popup);
        popup.close().unwrap();
    }
}
