//! A controller behind a gate, and a browser.

use std::cell::OnceCell;

use latchkey_driver::{Browser, BrowserKind, Popup, Tab};
use latchkey_standin::{NewToken, Options, Standin, TokenRecord};
use latchkey_tests::context::{launch, sign_in};

use crate::programs::{Address, Process};

/// One test's controller, gate, and browser. Dropping it ends all of them.
pub(crate) struct GateContext {
    /// The controller, without the gate.
    pub(crate) standin: Standin,
    /// The address that people use, with a context path and without a trailing slash.
    pub(crate) url: String,
    programs: Vec<Process>,
    browser: OnceCell<Browser>,
}

impl GateContext {
    /// A controller with the default options, and the gate that `start` puts before it: it gets the gate's address and the
    /// controller's.
    pub(crate) fn new<const COUNT: usize>(start: impl FnOnce(Address, &str) -> [Process; COUNT]) -> Self {
        Self::with(Options::default(), start)
    }

    /// The same with other options.
    pub(crate) fn with<const COUNT: usize>(
        options: Options,
        start: impl FnOnce(Address, &str) -> [Process; COUNT],
    ) -> Self {
        let context = options.context.clone();
        let standin = Standin::start(options).unwrap();
        let jenkins = standin.url().trim_start_matches("http://").trim_end_matches(&context);
        let gate = Address::free();
        let programs = Vec::from(start(gate, jenkins));
        Self { standin, url: format!("http://{gate}{context}"), programs, browser: OnceCell::new() }
    }

    /// The same published at another path of the host.
    #[must_use]
    pub(crate) fn published_at(self, path: &str) -> Self {
        Self { url: format!("{}{path}", self.url), ..self }
    }

    /// The browser, which starts when it is first needed.
    pub(crate) fn browser(&self) -> &Browser {
        self.browser.get_or_init(|| launch(BrowserKind::Chromium))
    }

    /// A page of the controller, seen through the gate.
    pub(crate) fn page(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Signs alice in at Jenkins in this tab and opens a page. The gate lets the tab pass.
    pub(crate) fn sign_in(&self, tab: &Tab, path: &str) {
        self.sign_in_as(tab, "alice", path);
    }

    /// The same as another user.
    pub(crate) fn sign_in_as(&self, tab: &Tab, user: &str, path: &str) {
        tab.goto(&self.page("/login")).unwrap();
        sign_in(tab, user);
        tab.goto(&self.page(path)).unwrap();
    }

    /// A tab on the dashboard, signed in as alice.
    pub(crate) fn signed_in(&self) -> Tab {
        let tab = self.browser().open(&self.page("/login")).unwrap();
        self.sign_in(&tab, "/");
        tab
    }

    /// The same after the browser has asked for the user name and password of the gate.
    pub(crate) fn signed_in_with_credentials(&self, user: &str) -> Tab {
        let with_credentials =
            self.page("/login").replace("http://", &format!("http://{user}:{user}-pass-1@"));
        let tab = self.browser().open(&with_credentials).unwrap();
        self.sign_in(&tab, "/");
        tab
    }

    /// Gives alice a token that works, and returns its value.
    pub(crate) fn add_token(&self, name: &str) -> String {
        let value = format!("11{}", "a".repeat(32));
        self.standin.add_token("alice", NewToken { value: Some(value.clone()), ..NewToken::new(name) });
        value
    }

    pub(crate) fn press(&self, tab: &Tab) -> Popup {
        self.browser().press_toolbar_button(tab).unwrap()
    }

    /// Alice's tokens, as the controller has them.
    pub(crate) fn tokens(&self) -> Vec<TokenRecord> {
        self.standin.tokens_of("alice")
    }

    /// How many requests to create a token reached the controller.
    pub(crate) fn generate_requests(&self) -> usize {
        let requests = self.standin.requests().into_iter();
        requests.filter(|request| request.path.ends_with("/generateNewToken")).count()
    }

    /// The requests that nginx got, line by line.
    pub(crate) fn access_log(&self) -> Vec<String> {
        self.programs[0].read("access.log").lines().map(str::to_owned).collect()
    }

    /// Ends the gate.
    pub(crate) fn end_gate(&mut self) {
        self.programs.clear();
    }
}
