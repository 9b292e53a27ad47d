//! The same while a token goes to a terminal: whatever interrupts, the terminal has saved the token, or the popup shows it,
//! or names it and offers to revoke it.

use std::net::TcpListener;
use std::thread;

use latchkey_driver::{BrowserKind, Popup, Tab};
use latchkey_standin::HeldReply;
use latchkey_tests::login::{LoginCommand, saved_in};
use tempfile::TempDir;

use super::interruption::Interruption;
use super::tally::Tally;
use crate::context::{ALICE, TestContext, wait_for_identity, wait_until_received};
use crate::login::person::give;
use crate::server::respond_to_everybody;

/// The step at which the login is interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(super) enum Step {
    /// The popup asks for the code.
    Asked,
    /// The code is typed.
    Typed,
    /// The controller has created the token and holds its reply back.
    Requested,
    /// The reply is on its way.
    Answered,
    /// The terminal has the token and tries it; the controller holds its reply back.
    Delivered,
    /// The terminal has saved the token.
    Saved,
}

impl Step {
    pub(super) const ALL: [Self; 6] =
        [Self::Asked, Self::Typed, Self::Requested, Self::Answered, Self::Delivered, Self::Saved];
}

/// What interrupts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Disturbance {
    Browser(Interruption),
    TerminalKilled,
    /// The terminal is killed, and another program listens on its port.
    PortTaken,
}

impl Disturbance {
    pub(super) fn all() -> impl Iterator<Item = Self> {
        Interruption::ALL.into_iter().map(Self::Browser).chain([Self::TerminalKilled, Self::PortTaken])
    }
}

/// The command, or the home that it left.
enum Terminal {
    Waits(LoginCommand),
    Gone(TempDir),
}

impl Terminal {
    /// The token that it saved.
    fn saved(&self) -> Option<String> {
        let saved = match self {
            Self::Waits(command) => command.saved(),
            Self::Gone(home) => saved_in(home.path()),
        };
        saved.map(|(_, token)| token)
    }

    fn killed(self) -> Self {
        match self {
            Self::Waits(command) => Self::Gone(command.kill()),
            Self::Gone(_) => self,
        }
    }
}

/// Alice, who logs in from a terminal again and again.
pub(super) struct Logins {
    kind: BrowserKind,
    context: TestContext,
    tab: Option<Tab>,
}

/// The name of every token.
const NAME: &str = "from the terminal";

impl Logins {
    pub(super) fn new(kind: BrowserKind) -> Self {
        Self { kind, context: TestContext::new(kind), tab: None }
    }

    /// Goes to the step, interrupts there, and adds the token's fate to the tally.
    pub(super) fn interrupted(self, step: Step, disturbance: Disturbance, tally: &mut Tally) -> Self {
        tally.another_case();
        let case = format!("{step:?}, {disturbance:?}");
        let Self { kind, mut context, tab } = self;
        let tab = tab.unwrap_or_else(|| context.signed_in("/"));
        let command = LoginCommand::with(context.standin.url(), &["--name", NAME]);
        let address = command.address();
        tab.goto(&address).unwrap();
        let popup = context.press(&tab);
        let held = go(&context, kind, &popup, &command, step);
        let mut terminal = Terminal::Waits(command);
        let mut left = Some(tab);
        match disturbance {
            Disturbance::Browser(interruption) => {
                (context, left) = interruption.happen(context, left.take().unwrap(), popup);
            }
            Disturbance::TerminalKilled => terminal = terminal.killed(),
            Disturbance::PortTaken => {
                terminal = terminal.killed();
                take_port_of(&address);
            }
        }
        drop(held);
        let tab = left.unwrap_or_else(|| context.signed_in("/"));
        let popup = context.press(&tab);
        wait_for_identity(&popup, ALICE);
        record_outcome(&context, &popup, &terminal, &case, tally);
        start_over(&context, &popup);
        Self { kind, context, tab: Some(tab) }
    }
}

/// Goes to the step and returns the reply that is held back there.
fn go(
    context: &TestContext,
    kind: BrowserKind,
    popup: &Popup,
    command: &LoginCommand,
    step: Step,
) -> Option<HeldReply> {
    let code = popup.find("textbox", "Code from the terminal").unwrap();
    if step <= Step::Typed {
        if step == Step::Typed {
            code.fill(&command.code()).unwrap();
        }
        return None;
    }
    let making = context.standin.hold_next_generate();
    give(context, kind, popup, &command.code());
    let making = wait_until_received(making);
    if step == Step::Requested {
        return Some(making);
    }
    let trying = (step == Step::Delivered).then(|| context.standin.hold_next("/me/api/json"));
    making.release();
    if step == Step::Saved {
        popup.wait_for("document.getElementById('terminal-note').textContent !== ''").unwrap();
    }
    trying.map(wait_until_received)
}

/// Listens on the port in this address, and answers everybody with something.
fn take_port_of(address: &str) {
    let port = address.split("latchkey=1.").nth(1).and_then(|rest| rest.split('.').next()).unwrap();
    let listener = TcpListener::bind(("127.0.0.1", port.parse().unwrap())).unwrap();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            respond_to_everybody(&mut stream, "text/plain", "{\"saved\":\"file\",\"user\":\"alice\"}");
        }
    });
}

/// Whether an alert names the token and has a button that revokes it. Without a list from before the request, it may be an
/// older one.
const OFFERS_TO_REVOKE: &str = "[...document.querySelectorAll('#alerts .alert')].some((alert) =>
    alert.innerText.includes('“from the terminal”')
    && [...alert.querySelectorAll('button')].some((button) => button.textContent.startsWith('Revoke')))";

/// Waits until nothing is pending in the popup, and finds out what became of the token.
fn record_outcome(context: &TestContext, popup: &Popup, terminal: &Terminal, case: &str, tally: &mut Tally) {
    popup
        .wait_for(
            "!/^(Generating|Still waiting|Finding out|Giving|Checking)/.test(document.getElementById('status').textContent)",
        )
        .unwrap_or_else(|error| panic!("{case}: {error}"));
    let tokens = context.standin.tokens_of("alice");
    assert!(tokens.len() <= 1, "{case}: {} tokens", tokens.len());
    let Some(token) = tokens.first() else {
        assert_eq!(terminal.saved(), None, "{case}");
        tally.nothing += 1;
        return;
    };
    if let Some(saved) = terminal.saved() {
        assert!(context.standin.token_works(&saved), "{case}: the terminal saved another token");
        let alerts = popup.evaluate("document.getElementById('alerts').innerText").unwrap();
        assert!(!alerts.as_str().unwrap().contains("its value is lost"), "{case}: the terminal has it");
        tally.delivered += 1;
    } else if popup.exists("region", "New token").unwrap() {
        let value = popup.find("textbox", "API token").unwrap().value().unwrap();
        assert!(context.standin.token_works(&value), "{case}: the value belongs to another token");
        tally.delivered += 1;
    } else if popup.evaluate(OFFERS_TO_REVOKE).unwrap() == true {
        popup.find_where("button", |name| name.starts_with("Revoke")).unwrap().click().unwrap();
        popup.wait_for("document.getElementById('dialog').open").unwrap();
        popup.find("button", "Revoke").unwrap().click().unwrap();
        popup.wait_for_text("status", "The token was revoked.").unwrap();
        let stands = context.standin.tokens_of("alice").iter().any(|other| other.uuid == token.uuid);
        assert!(!stands, "{case}: another token was revoked");
        tally.revoked += 1;
    } else {
        tally.lost.push(format!("{case}: {:?}", popup.evaluate("document.body.innerText").unwrap()));
    }
}

/// Forgets what the extension has stored, and revokes what is left.
fn start_over(context: &TestContext, popup: &Popup) {
    popup
        .evaluate(
            "Promise.all(['session', 'local'].map(area => chrome.storage[area].clear())).then(() => true)",
        )
        .unwrap();
    popup.close().unwrap();
    for token in context.standin.tokens_of("alice") {
        context.standin.revoke_token("alice", &token.uuid);
    }
}
