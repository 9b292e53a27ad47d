//! The same behind every gate of the stand-in: whatever it makes of the request, and whatever interrupts the person, what
//! the popup claims is what the controller has.

use std::collections::HashSet;
use std::fmt;

use latchkey_driver::{BrowserKind, Popup, Tab, WAIT_LIMIT};
use latchkey_standin::{Fault, FaultedRequest, Gate, Haproxy, Nginx};

use super::interruption::Interruption;
use super::tally::Tally;
use crate::context::{ALICE, TestContext, click, done, token_in, wait_for_identity};
use crate::list::used;

/// What stands between the browser and the controller.
#[derive(Debug, Clone, Copy)]
pub(super) enum Obstacle {
    Gate(Gate),
    /// A connection that was used before is cut after the controller has acted.
    CutConnection,
}

impl Obstacle {
    pub(super) fn all() -> impl Iterator<Item = Self> {
        Gate::all().into_iter().map(Self::Gate).chain([Self::CutConnection])
    }

    /// Whether the browser itself asks for a user and password before the page gets a reply: nothing but leaving the page
    /// ends that without them.
    pub(super) fn makes_the_browser_ask(self) -> bool {
        matches!(
            self,
            Self::Gate(Gate::Nginx(Nginx::AuthBasic | Nginx::AuthBasicPassed) | Gate::Haproxy(Haproxy::Auth))
        )
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gate(gate) => write!(formatter, "{gate}"),
            Self::CutConnection => formatter.write_str("cut connection"),
        }
    }
}

/// When the person is interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// The request has arrived.
    Requested,
    /// The popup has said what became of it.
    Told,
}

/// Every token has the name of one that Alice has had for long.
const NAME: &str = "deploy";

/// What the popup claims about tokens of that name.
#[derive(Debug, Default)]
struct Claim {
    delivered: bool,
    /// Tokens besides the one delivered.
    further: usize,
    /// Tokens that were created and whose values are lost.
    lost: usize,
    /// Tokens of which some may be older.
    candidates: usize,
    nothing: bool,
    not_yet: bool,
}

impl Claim {
    /// Waits until nothing is pending in the popup, and reads what it says.
    fn of(popup: &Popup, case: &str) -> Self {
        popup
            .wait_for(
                "(text => text('identity') !== '' && text('list-state') !== 'Loading tokens…' \
                 && !/^(Generating|Still waiting|Finding out)/.test(text('status')) \
                 && text('token-works') !== 'Checking the token…')\
                 (id => document.getElementById(id).textContent)",
            )
            .unwrap_or_else(|error| panic!("{case}: {error}"));
        let alerts = "[...document.querySelectorAll('.alert')].map(alert => alert.textContent)";
        let alerts: Vec<String> = serde_json::from_value(popup.evaluate(alerts).unwrap()).unwrap();
        let delivered = popup.exists("region", "New token").unwrap();
        let mut claim = Self { delivered, ..Self::default() };
        for alert in &alerts {
            let number = alert.split(|c: char| !c.is_ascii_digit()).find_map(|digits| digits.parse().ok());
            if alert.contains("more than once: ") {
                claim.further = number.unwrap();
            } else if alert.contains("was created, but") {
                claim.lost = 1;
            } else if alert.contains("were created, but") {
                claim.lost = number.unwrap();
            } else if alert.contains("exists; it may be older") || alert.contains("exist; older ones") {
                claim.candidates = number.unwrap();
            } else if alert.contains("It could not be found out yet") {
                claim.not_yet = true;
            } else if alert.contains("Nothing was created.") || alert.contains("was not created.") {
                claim.nothing = true;
            }
        }
        claim
    }

    /// Whether nothing that it says is false, even if it does not say everything yet.
    fn is_not_false(&self, created: usize) -> bool {
        let nothing = !self.nothing || created == 0;
        let values = usize::from(self.delivered) + self.further + self.lost;
        nothing && values <= created && (self.lost == 0 || self.delivered || self.lost == created)
    }

    /// Whether it names everything that was created.
    fn is_complete(&self, created: usize, old: usize) -> bool {
        let named = usize::from(self.delivered) + self.further + self.lost;
        if self.candidates > 0 { self.candidates == created + old } else { named == created }
    }
}

/// Alice in a browser, and a controller behind gates that are switched.
pub(super) struct Behind {
    context: TestContext,
    tab: Tab,
    old: String,
}

impl Behind {
    pub(super) fn new(kind: BrowserKind) -> Self {
        let context = TestContext::new(kind);
        let old = context.standin.add_token("alice", used(NAME));
        Self { tab: context.signed_in("/"), context, old }
    }

    /// Asks for a token, is interrupted, opens the popup again, and compares.
    pub(super) fn interrupted(
        self,
        obstacle: Obstacle,
        moment: Moment,
        interruption: Interruption,
        tally: &mut Tally,
    ) -> Self {
        tally.another_case();
        let case = format!("{obstacle}, {moment:?}, {interruption:?}");
        let Self { context, tab, old } = self;
        tab.goto(&context.url("/")).unwrap();
        let popup = context.press(&tab);
        wait_for_identity(&popup, ALICE);
        popup.find("textbox", "Token name").unwrap().fill(NAME).unwrap();
        context.standin.clear_requests();
        match obstacle {
            Obstacle::Gate(gate) => context.standin.set_gates(&[gate]),
            Obstacle::CutConnection => {
                context.standin.fault_every(Fault::GoneAfterIfReused, FaultedRequest::Generate);
            }
        }
        popup.press_key("Enter").unwrap();
        match moment {
            Moment::Requested => {
                assert!(context.standin.wait_for_request("/generateNewToken", WAIT_LIMIT), "{case}");
            }
            Moment::Told => {
                let claim = Claim::of(&popup, &case);
                let created = created(&context, &old);
                assert!(claim.is_not_false(created), "{case}: {claim:?}, but {created} were created");
            }
        }
        context.standin.set_gates(&[]);
        let (context, tab) = interruption.happen(context, tab, popup);
        context.standin.clear_faults();
        context.standin.carry_out_late_requests();
        let tab = tab.unwrap_or_else(|| context.signed_in("/"));
        let popup = context.press(&tab);
        let behind = Self { context, tab, old };
        behind.record_outcome(&popup, &case, tally);
        popup.close().unwrap();
        behind.start_over(&case);
        behind
    }

    fn record_outcome(&self, popup: &Popup, case: &str, tally: &mut Tally) {
        let mut claim = Claim::of(popup, case);
        if claim.not_yet && created(&self.context, &self.old) > 0 {
            // The controller was still at it.
            click(popup, "Look again");
            claim = Claim::of(popup, case);
        }
        let created = created(&self.context, &self.old);
        if !claim.is_not_false(created) || !claim.is_complete(created, 1) {
            tally.lost.push(format!("{case}: {claim:?}, but {created} were created"));
            return;
        }
        if claim.further > 0 || claim.lost > 0 {
            popup.find_where("button", |name| name.starts_with("Revoke")).unwrap().click().unwrap();
            popup.wait_for("document.getElementById('dialog').open").unwrap();
            click(popup, "Revoke");
            popup.wait_for_text("status", "revoked.").unwrap();
        }
        tally.revoked += claim.further + claim.lost + claim.candidates.min(created);
        if claim.delivered {
            let value = token_in(popup);
            assert!(self.context.standin.token_works(&value), "{case}: the value belongs to another token");
            tally.delivered += 1;
            done(popup);
        } else if claim.not_yet || claim.candidates > 0 {
            click(popup, "Forget");
        }
        popup
            .wait_for(
                "document.querySelector('#alerts .alert:has(.buttons > *)') === null || \
                        !document.getElementById('alerts').textContent.includes('deploy')",
            )
            .unwrap();
        if created == 0 {
            tally.nothing += 1;
        }
    }

    /// Only the old token is left.
    fn start_over(&self, case: &str) {
        let uuids: HashSet<String> =
            self.context.standin.tokens_of("alice").into_iter().map(|token| token.uuid).collect();
        assert!(uuids.contains(&self.old), "{case}: the old token was revoked");
        for uuid in uuids.iter().filter(|uuid| **uuid != self.old) {
            self.context.standin.revoke_token("alice", uuid);
        }
    }
}

/// How many tokens Alice has besides the old one.
fn created(context: &TestContext, old: &str) -> usize {
    context.standin.tokens_of("alice").iter().filter(|token| token.uuid != old).count()
}
