//! Takes a flow to a step, interrupts it there, and checks what the next popup shows.

use latchkey_driver::{BrowserKind, Popup, Tab};
use latchkey_standin::HeldReply;

use super::interruption::Interruption;
use super::tally::Tally;
use crate::context::{
    ADMIN, ALICE, TestContext, click, done, sign_in, wait_for_identity, wait_until_received,
};
use crate::list::{open_list, used};

/// How a token is created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Generate,
    Replace,
    /// By the script console.
    ForAnother,
}

/// The step at which the flow is interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(super) enum Step {
    /// The form is filled in.
    Filled,
    /// The script was shown.
    Asked,
    /// The controller has created the token and holds its reply back.
    Requested,
    /// The same, and the reply arrives when the popup is opened again.
    RequestedSlowly,
    /// The reply is on its way.
    Answered,
    /// The token is shown and being verified.
    Shown,
    Verified,
    Copied,
    /// The old token is revoked; the reply is held back.
    OldRevoked,
    Done,
}

impl Step {
    pub(super) const ALL: [Self; 10] = [
        Self::Filled,
        Self::Asked,
        Self::Requested,
        Self::RequestedSlowly,
        Self::Answered,
        Self::Shown,
        Self::Verified,
        Self::Copied,
        Self::OldRevoked,
        Self::Done,
    ];

    pub(super) fn is_of(self, flow: Flow) -> bool {
        match self {
            Self::Asked => flow == Flow::ForAnother,
            Self::OldRevoked => flow == Flow::Replace,
            _ => true,
        }
    }
}

/// The name of every token.
const NAME: &str = "deploy";

/// A user in a browser who creates tokens.
pub(super) struct Journey {
    context: TestContext,
    flow: Flow,
    /// Whether it is in a private window.
    private: bool,
    /// The user's signed-in tab; `None` after a restart.
    tab: Option<Tab>,
}

impl Journey {
    pub(super) fn new(kind: BrowserKind, flow: Flow) -> Self {
        Self { context: TestContext::new(kind), flow, private: false, tab: None }
    }

    pub(super) fn in_a_private_window(kind: BrowserKind) -> Self {
        let context = TestContext::with_private_windows(kind);
        Self { context, flow: Flow::Generate, private: true, tab: None }
    }

    /// Who is signed in.
    fn person(&self) -> &'static str {
        if self.flow == Flow::ForAnother { "admin" } else { "alice" }
    }

    fn sign_in(&self) -> Tab {
        if !self.private {
            return self.context.signed_in_as(self.person(), "/");
        }
        let tab = self.context.browser.open_incognito(&self.context.url("/login")).unwrap();
        sign_in(&tab, self.person());
        tab
    }

    /// Opens the popup and waits until it knows who is signed in.
    fn open(&self, tab: &Tab) -> Popup {
        let popup = self.context.press(tab);
        wait_for_identity(&popup, if self.person() == "admin" { ADMIN } else { ALICE });
        popup
    }

    /// Goes to the step, interrupts there, and adds the token's fate to the tally.
    pub(super) fn interrupted(mut self, step: Step, interruption: Interruption, tally: &mut Tally) -> Self {
        tally.another_case();
        let case = format!("{:?}, {step:?}, {interruption:?}", self.flow);
        let old = (self.flow == Flow::Replace).then(|| self.context.standin.add_token("alice", used(NAME)));
        let tab = self.tab.take().unwrap_or_else(|| self.sign_in());
        tab.goto(&self.context.url("/")).unwrap();
        let popup = self.open(&tab);
        // Dropping a held reply releases it.
        let mut held = self.go(&popup, step).filter(|_| step != Step::Answered);
        let (context, left) = interruption.happen(self.context, tab, popup);
        self.context = context;
        held = held.filter(|_| step == Step::RequestedSlowly);
        let tab = left.unwrap_or_else(|| self.sign_in());
        let popup = self.open(&tab);
        drop(held);
        self.record_outcome(&popup, &case, step, old, tally);
        popup.close().unwrap();
        for token in self.context.standin.tokens_of("alice") {
            self.context.standin.revoke_token("alice", &token.uuid);
        }
        self.tab = Some(tab);
        self
    }

    /// Goes to the step and returns the reply that is held back there.
    fn go(&self, popup: &Popup, step: Step) -> Option<HeldReply> {
        self.fill_in(popup);
        if step == Step::Filled {
            return None;
        }
        if self.flow == Flow::ForAnother {
            popup.press_key("Enter").unwrap();
            popup.find("button", "Run on controller").unwrap();
            if step == Step::Asked {
                return None;
            }
        }
        let making = self.press_last(popup);
        if step <= Step::Answered {
            return Some(making);
        }
        let trying = self.context.standin.hold_next("/me/api/json");
        making.release();
        popup.find("region", "New token").unwrap();
        let trying = wait_until_received(trying);
        if step == Step::Shown {
            return Some(trying);
        }
        trying.release();
        popup.wait_for("document.getElementById('token-works').textContent === 'Works as alice'").unwrap();
        if step == Step::Verified {
            return None;
        }
        let revoking = (step == Step::OldRevoked).then(|| self.context.standin.hold_next("/revoke"));
        click(popup, "Copy token");
        if let Some(revoking) = revoking {
            return Some(wait_until_received(revoking));
        }
        popup.wait_for("document.getElementById('status').textContent !== ''").unwrap();
        if step == Step::Done {
            if self.flow == Flow::Replace {
                popup.wait_for_text("status", "The old token was revoked.").unwrap();
            }
            done(popup);
        }
        None
    }

    fn fill_in(&self, popup: &Popup) {
        match self.flow {
            Flow::Generate => popup.find("textbox", "Token name").unwrap().fill(NAME).unwrap(),
            Flow::Replace => {
                open_list(popup, 1);
                click(popup, &format!("Replace {NAME}"));
                popup.find("button", "Do not replace").unwrap();
            }
            Flow::ForAnother => {
                // It is open again if an earlier popup left a draft.
                if !popup.exists("textbox", "User ID").unwrap() {
                    popup.find_where("summary", |name| name == "For another user").unwrap().click().unwrap();
                }
                popup.find("textbox", "User ID").unwrap().fill("alice").unwrap();
                popup.find("textbox", "Token name").unwrap().fill(NAME).unwrap();
            }
        }
    }

    /// Presses the button that creates the token, and waits until the controller has created it.
    fn press_last(&self, popup: &Popup) -> HeldReply {
        if self.flow == Flow::ForAnother {
            let held = self.context.standin.hold_next("/scriptText");
            click(popup, "Run on controller");
            wait_until_received(held)
        } else {
            let held = self.context.standin.hold_next_generate();
            popup.press_key("Enter").unwrap();
            wait_until_received(held)
        }
    }

    /// Finds out what became of the token.
    fn record_outcome(&self, popup: &Popup, case: &str, step: Step, old: Option<String>, tally: &mut Tally) {
        let tokens = self.context.standin.tokens_of("alice").into_iter().map(|token| token.uuid);
        let (old, new): (Vec<_>, Vec<_>) = tokens.partition(|uuid| old.as_ref() == Some(uuid));
        assert!(new.len() == usize::from(step >= Step::Requested), "{case}: {} tokens", new.len());
        assert!(self.flow != Flow::Replace || step >= Step::Copied || old.len() == 1, "{case}: the old one");
        let Some(new) = new.first() else { return };
        if step == Step::Done {
            tally.delivered += 1;
            return;
        }
        let told = format!(
            "!document.getElementById('token').hidden || \
             [...document.querySelectorAll('#alerts .alert')].some(alert => alert.innerText.includes('“{NAME}”'))"
        );
        if let Err(error) = popup.wait_for(&told) {
            tally.lost.push(format!("{case}: {error}"));
        } else if popup.exists("region", "New token").unwrap() {
            let value = popup.find("textbox", "API token").unwrap().value().unwrap();
            assert!(self.context.standin.token_works(&value), "{case}: the value belongs to another token");
            done(popup);
            tally.delivered += 1;
        } else {
            self.revoke(popup);
            let stands = self.context.standin.tokens_of("alice").iter().any(|token| token.uuid == *new);
            assert!(!stands, "{case}: another token was revoked");
            tally.revoked += 1;
        }
    }

    /// Presses the button of the alert that names the token.
    fn revoke(&self, popup: &Popup) {
        popup.find_where("button", |name| name.starts_with("Revoke")).unwrap().click().unwrap();
        popup.wait_for("document.getElementById('dialog').open").unwrap();
        click(popup, "Revoke");
        popup.wait_for_text("status", "The token was revoked.").unwrap();
        // If no list had arrived before the request, the token may have been an older one, and the request may follow.
        if popup.exists("button", "Look again").unwrap() {
            click(popup, "Forget");
        }
        popup.wait_for("document.querySelector('#alerts .alert') === null").unwrap();
    }
}
