//! A session that creates tokens and revokes them all at the end.

use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::SystemTime;

use latchkey_core::version::{ExpirySupport, expiry_support};
use latchkey_core::{
    Error, Expiry, GeneratedToken, NewTokenRequest, Owner, TokenName, TokenRow, Unconfirmed,
};
use latchkey_native::{block_on, html};
use latchkey_tests::{RecordedTransport, Session};

use super::controllers::Controller;
use super::say;

/// The beginning of the name of every token that a contract test creates.
pub(super) const SIGN: &str = "Latchkey contract test";

/// A signed-in session. Dropping it revokes every token whose name begins with its mark.
pub(super) struct TestContext<'controller> {
    pub(super) controller: &'controller Controller,
    pub(super) session: Session,
    /// The beginning of the names of this test's tokens, and of no others.
    mark: String,
}

impl<'controller> TestContext<'controller> {
    pub(super) fn sign_in(controller: &'controller Controller) -> Self {
        static TESTS: AtomicUsize = AtomicUsize::new(0);
        let number = TESTS.fetch_add(1, Ordering::Relaxed);
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a time after 1970");
        let mark = format!("{SIGN} {:x}.{:x}.{number}:", now.as_nanos(), process::id());
        Self { controller, session: controller.session(), mark }
    }

    /// A name that no other token has.
    pub(super) fn name(&self, text: &str) -> TokenName {
        TokenName::new(&format!("{} {text}", self.mark)).expect("a name")
    }

    /// A request for a token of this name that expires in 30 days, with the crumb of the page.
    pub(super) fn order(&self, text: &str) -> NewTokenRequest {
        let act_as = self.session.act_as();
        NewTokenRequest {
            name: self.name(text),
            expiry: Expiry::DEFAULT,
            crumb: act_as.crumb,
            expected_user: act_as.expected_user,
        }
    }

    pub(super) fn generate(&self, order: &NewTokenRequest) -> Result<GeneratedToken, Unconfirmed> {
        block_on(self.session.client().generate(order))
    }

    /// Creates a token.
    pub(super) fn token(&self, text: &str) -> GeneratedToken {
        self.generate(&self.order(text)).expect("a token")
    }

    /// Whether tokens of this controller can expire, by its version.
    pub(super) fn tokens_expire(&self) -> bool {
        expiry_support(self.session.page.version.as_ref()) == ExpirySupport::Yes
    }

    /// Everything on the tokens page.
    pub(super) fn list(&self) -> Result<Vec<TokenRow>, Error> {
        let version = self.session.page.version.as_ref();
        let listing = block_on(self.session.client().list(&Owner::Me, version, html::read_listing))?;
        Ok(listing.tokens)
    }

    /// The tokens that this test created and did not revoke.
    pub(super) fn made(&self) -> Vec<TokenRow> {
        let mut made = self.list().expect("the tokens page");
        made.retain(|token| token.name.starts_with(&self.mark));
        made
    }

    /// The names of these tokens without the mark.
    pub(super) fn names_made(&self) -> Vec<String> {
        let short = |token: TokenRow| token.name[self.mark.len()..].trim_start().to_owned();
        self.made().into_iter().map(short).collect()
    }

    /// Method and path below the root of each request since the last call.
    pub(super) fn sent(&self) -> Vec<String> {
        sent_by(&self.session.transport, self)
    }

    fn clean_up(&self) -> Result<(), String> {
        let mine = |tokens: Vec<TokenRow>| -> Vec<TokenRow> {
            tokens.into_iter().filter(|token| token.name.starts_with(&self.mark)).collect()
        };
        let (client, act_as) = (self.session.client(), self.session.act_as());
        for token in mine(self.list().map_err(|error| error.to_string())?) {
            block_on(client.revoke(&act_as, &Owner::Me, &token.uuid)).map_err(|error| error.to_string())?;
        }
        let left = mine(self.list().map_err(|error| error.to_string())?);
        if left.is_empty() { Ok(()) } else { Err(format!("{} are still there", left.len())) }
    }
}

/// Method and path below the root of what a transport sent.
pub(super) fn sent_by(transport: &RecordedTransport, context: &TestContext<'_>) -> Vec<String> {
    let root = context.controller.root.join("");
    transport.take_sent().into_iter().map(|sent| sent.replace(&root, "")).collect()
}

impl Drop for TestContext<'_> {
    fn drop(&mut self) {
        let Err(reason) = self.clean_up() else { return };
        let left = format!(
            "on {}, revoke the tokens whose names begin with {:?}: {reason}",
            self.controller.label, self.mark
        );
        if thread::panicking() {
            say(&left);
        } else {
            panic!("{left}");
        }
    }
}
