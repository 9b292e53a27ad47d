//! A controller, the browser's storage, and a popup.

use latchkey_core::TransportError;
use latchkey_core::look::LATE_EXECUTION;

use super::*;
use crate::model::list::TokenReference;
use crate::model::look::{Finding, ListScope};

/// A token of the controller.
#[derive(Debug, Clone, PartialEq)]
struct Made {
    uuid: String,
    name: String,
    /// The request that created it, if the popup asked for it.
    request: Option<String>,
    /// Whether its value reached the popup.
    delivered: bool,
}

/// A controller, the browser's storage, and a popup.
pub(super) struct World {
    popup: State,
    now: f64,
    made: Vec<Made>,
    count: usize,
    /// The request that was sent last and has not ended.
    sent: Option<JournalEntry>,
    late: Vec<JournalEntry>,
    lists: Vec<ListScope>,
    journal: Vec<JournalEntry>,
    held: Vec<HeldToken>,
}

impl World {
    /// Alice has these tokens already.
    pub(super) fn new(old: &[usize]) -> Self {
        let (made, lists, journal) = (Vec::new(), Vec::new(), Vec::new());
        let (late, held) = (Vec::new(), Vec::new());
        let mut world = Self {
            popup: State::default(),
            now: NOW,
            made,
            count: 0,
            sent: None,
            late,
            lists,
            journal,
            held,
        };
        for name in old {
            world.make(NAMES[*name], None);
        }
        world.open();
        world
    }

    fn make(&mut self, name: &str, request: Option<&JournalEntry>) -> String {
        self.count += 1;
        let uuid = format!("uuid-{}", self.count);
        let request = request.map(|entry| entry.id.clone());
        self.made.push(Made { uuid: uuid.clone(), name: name.to_owned(), request, delivered: false });
        uuid
    }

    fn open(&mut self) {
        (self.popup, self.lists) = (State::default(), Vec::new());
        let journal = self.journal.iter().cloned().map(|entry| (entry, PendingOutcome::Unknown)).collect();
        let context = PopupContext { journal, held: self.held.clone(), ..on(ordinary_page()) };
        self.dispatch(Event::Opened(Box::new(context)));
    }

    fn dispatch(&mut self, event: Event) {
        let today = CalendarDate::parse("2026-11-24").unwrap();
        let fresh_id = format!("id-{}", self.count);
        let stamp = Stamp { now: self.now, today, time: "12:34:56".to_owned(), fresh_id };
        for effect in update(&mut self.popup, event, &stamp) {
            let Effect::Later(effect) = effect else { continue };
            self.perform(effect);
        }
    }

    fn perform(&mut self, effect: Later) {
        match effect {
            Later::AskIdentity(_) => self.dispatch(Event::IdentityArrived(Ok(alice()))),
            Later::List(_, scope) => self.lists.push(scope),
            Later::Verify { id, .. } => self.dispatch(Event::Verified(id, works_as("alice"))),
            Later::Generate { entry, .. } => {
                self.count += 1;
                self.journal.push(*entry.clone());
                self.sent = Some(*entry);
            }
            Later::UpdateEntry(entry) => self.write(*entry),
            Later::UpdateToken(held) => {
                for stored in self.held.iter_mut().filter(|stored| stored.entry.id == held.entry.id) {
                    *stored = HeldToken::clone(&held);
                }
            }
            Later::StoreToken(held) => {
                self.write(held.entry.clone());
                self.held.push(*held);
            }
            Later::Forget(key) => {
                self.journal.retain(|entry| entry.id != key.id);
                self.held.retain(|held| held.entry.id != key.id);
            }
            Later::Revoke { scope, tokens, .. } => {
                self.forget_mistaken(&tokens);
                let ends = tokens.into_iter().map(|token| (token, Ok(()))).collect::<Vec<_>>();
                self.made.retain(|made| !ends.iter().any(|(token, _)| token.uuid == made.uuid));
                let listing = Ok(self.listing());
                self.dispatch(Event::Revoked { scope, ends, listing });
            }
            _ => {}
        }
    }

    /// Nobody can tell which of two requests for one name created a token. If the person revokes a token for the one that is
    /// still late, the popup takes that request to be done, so this world does not carry it out any more.
    fn forget_mistaken(&mut self, revoked: &[TokenReference]) {
        for unconfirmed in &self.popup.unconfirmed {
            let is_mistaken = |token: &TokenReference| {
                let made = self.made.iter().find(|made| made.uuid == token.uuid);
                unconfirmed.may_be(&unconfirmed.entry.owner, &token.uuid)
                    && made.is_some_and(|made| made.request.as_ref() != Some(&unconfirmed.entry.id))
            };
            if revoked.iter().any(is_mistaken) {
                self.late.retain(|late| late.id != unconfirmed.entry.id);
            }
        }
    }

    fn write(&mut self, entry: JournalEntry) {
        for stored in self.journal.iter_mut().filter(|stored| stored.id == entry.id) {
            *stored = entry.clone();
        }
    }

    fn listing(&self) -> Listing {
        Listing { tokens: self.made.iter().map(|made| row(&made.uuid, &made.name)).collect() }
    }

    /// The request meets its fate. Gives its end.
    fn meet(&mut self, entry: &JournalEntry, fate: Fate) -> Result<GeneratedToken, Unconfirmed> {
        let lost = || uncertain(TransportError::NoAnswer { reason: String::new() }.into());
        let times = match fate {
            Fate::Refused | Fate::Late => 0,
            Fate::Answered(times) | Fate::Replaced(times) | Fate::Lost(times) => times,
        };
        let uuids: Vec<String> = (0..times).map(|_| self.make(&entry.name, Some(entry))).collect();
        match fate {
            Fate::Refused => refused(Error::NotFound),
            Fate::Answered(_) => {
                let uuid = uuids.last().expect("a token that is answered with").clone();
                Ok(GeneratedToken { uuid, ..token(&entry.name) })
            }
            Fate::Replaced(_) => uncertain(Error::Proxy { status: 403 }),
            Fate::Lost(_) => lost(),
            Fate::Late => {
                self.late.push(entry.clone());
                lost()
            }
        }
    }

    pub(super) fn step(&mut self, step: &Step) {
        match step {
            Step::Press(name) => {
                self.dispatch(Event::Edited(form(NAMES[*name])));
                self.dispatch(Event::GeneratePressed);
            }
            Step::End(fate) => {
                let Some(entry) = self.sent.take() else { return };
                let end = self.meet(&entry, *fate);
                if let Ok(token) = &end {
                    self.deliver(&token.uuid);
                }
                self.dispatch(Event::Generated(entry, end));
            }
            Step::Reopen(fate) => {
                if let Some(entry) = self.sent.take() {
                    let _ = self.meet(&entry, *fate);
                }
                self.open();
            }
            Step::List(which, arrives) => {
                if self.lists.is_empty() {
                    return;
                }
                let scope = self.lists.swap_remove(which.index(self.lists.len()));
                let counts = scope.ended == self.popup.ended && *arrives;
                let listing = if *arrives { Ok(self.listing()) } else { Err(Error::WebPage) };
                self.dispatch(Event::Listed(scope, listing));
                self.check_claims();
                if counts && self.sent.is_none() {
                    self.check_that_all_are_named();
                }
            }
            Step::CarryOut(which) => {
                let (now, limit) = (self.now, LATE_EXECUTION.as_secs_f64() * 1_000.0);
                self.late.retain(|entry| now - entry.at < limit);
                if !self.late.is_empty() {
                    let entry = self.late.swap_remove(which.index(self.late.len()));
                    self.make(&entry.name, Some(&entry));
                }
            }
            Step::Wait(minutes) => self.now += f64::from(*minutes) * 60_000.0,
            Step::Act(which) => {
                let actions: Vec<_> =
                    alerts(&self.popup).into_iter().flat_map(|alert| alert.actions).collect();
                let kept = |action: &&Action| !matches!(action, Action::Forget(_) | Action::ForgetFurther(_));
                let actions: Vec<_> = actions.iter().filter(kept).cloned().collect();
                if !actions.is_empty() {
                    self.dispatch(Event::ActionPressed(which.get(&actions).clone()));
                    self.dispatch(Event::DialogAnswered(true));
                }
            }
            Step::Done => self.dispatch(Event::DonePressed),
        }
    }

    fn deliver(&mut self, uuid: &str) {
        for made in self.made.iter_mut().filter(|made| made.uuid == uuid) {
            made.delivered = true;
        }
    }

    /// What is said to have been created was, and its value is lost.
    fn check_claims(&self) {
        let lost =
            self.popup.unconfirmed.iter().map(|unconfirmed| (&unconfirmed.entry, &unconfirmed.finding));
        let further = self.popup.confirmed.iter().map(|confirmed| (&confirmed.entry, &confirmed.further));
        for (entry, finding) in lost.chain(further) {
            let Finding::Created(tokens) = finding else { continue };
            for found in tokens {
                let made = self.made.iter().find(|made| made.uuid == found.token.uuid);
                let Some(made) = made else { continue };
                let is_own = entry.uuid.as_ref() == Some(&made.uuid);
                assert!(
                    made.request.is_some() && (is_own || !made.delivered),
                    "a false claim about {made:?}"
                );
            }
        }
    }

    /// Every token that was created without its value is shown to the person, unless it is said that it could not be found
    /// out yet.
    fn check_that_all_are_named(&self) {
        let findings = self.popup.unconfirmed.iter().map(|unconfirmed| &unconfirmed.finding);
        let findings = findings.chain(self.popup.confirmed.iter().map(|confirmed| &confirmed.further));
        let named: Vec<&str> =
            findings.flat_map(Finding::tokens).map(|found| found.token.uuid.as_str()).collect();
        for made in self.made.iter().filter(|made| made.request.is_some() && !made.delivered) {
            let is_open = self.popup.unconfirmed.iter().any(|unconfirmed| {
                unconfirmed.entry.name == made.name
                    && matches!(unconfirmed.finding, Finding::Looking | Finding::Unclear(_))
            });
            // Beside the token that arrived, it was named until `Done` was pressed for that one.
            let with = self.made.iter().any(|other| other.delivered && other.request == made.request);
            let is_watched = self
                .popup
                .confirmed
                .iter()
                .any(|confirmed| made.request.as_ref() == Some(&confirmed.entry.id));
            let was_named = with && !is_watched;
            assert!(named.contains(&made.uuid.as_str()) || is_open || was_named, "{made:?} is lost");
        }
    }
}
