//! What holds whatever happens, in whatever order.

mod checks;
mod strategies;

use std::collections::HashSet;

use latchkey_core::login::{Answer, LoginRequest};
use latchkey_core::{Outcome, Unconfirmed};
use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::model::form::View;
use crate::model::state::Page;
use crate::model::terminal::{Delivery, ReadFailure};
use crate::view::alerts::FIXED_IN_PLACE;

/// The effects that are answered by an event.
const ANSWERED: [&str; 11] = [
    "recognize",
    "ask identity",
    "generate",
    "await reply",
    "verify",
    "copy",
    "list",
    "revoke",
    "read terminal",
    "request transmission",
    "tell terminal",
];

/// What the person does, or the browser answers.
#[derive(Debug, Clone)]
enum Step {
    /// The popup finds these drafts; the path of its tab is one of Jenkins' own.
    Prepare(Vec<Draft>),
    Open(PopupContext),
    Edit(Form),
    Press,
    Reveal,
    Copy,
    Done,
    StillWaiting,
    /// A page that was too busy to be looked at is looked at after all.
    Look(PopupContext),
    PageBusy(bool),
    ShowList,
    Filter(String),
    Scroll(f64),
    ReplaceOld,
    AnswerDialog(bool),
    /// Presses one of the buttons that alerts show.
    Act(Index),
    /// Answers one of the effects that are under way.
    Answer(Index, Answers),
}

/// An answer to each effect that there can be.
#[derive(Debug, Clone)]
struct Answers {
    recognized: Result<(), Error>,
    identity: Result<User, Error>,
    end: Result<(), Unconfirmed>,
    listing: Result<Listing, Error>,
    verification: Verification,
    copied: bool,
    terminal: Result<LoginRequest, ReadFailure>,
    answer: Option<Answer>,
}

/// A popup, and a browser that has not answered everything yet.
#[derive(Default)]
struct Run {
    popup: Popup,
    prepared: bool,
    opened: bool,
    under_way: Vec<Effect>,
    ids: HashSet<String>,
}

impl Run {
    fn step(&mut self, step: Step) {
        match step {
            // A popup opens once, but may be pressed before.
            Step::Prepare(_) if self.prepared => {}
            Step::Prepare(drafts) => {
                self.prepared = true;
                self.popup.drafts = drafts.iter().map(|draft| (draft.key(), draft.clone())).collect();
                self.dispatch(drafts::preparation(drafts, ordinary_page()));
            }
            Step::Open(_) if self.opened => {}
            Step::Open(context) => {
                self.prepared = true;
                self.opened = true;
                self.dispatch(Event::Opened(Box::new(context)));
            }
            Step::Edit(form) => self.dispatch(Event::Edited(form)),
            Step::Press => self.dispatch(Event::GeneratePressed),
            Step::Reveal => self.dispatch(Event::RevealPressed),
            Step::Copy => self.dispatch(Event::CopyPressed),
            Step::Done => self.dispatch(Event::DonePressed),
            Step::StillWaiting => {
                self.dispatch(Event::StillWaiting(format!("id-of-request-{:02}", self.popup.requests)));
            }
            Step::Look(context) => {
                if self.opened {
                    self.dispatch(Event::Looked(Box::new(context)));
                }
            }
            // Only a request that the page has finds it busy.
            Step::PageBusy(busy) => {
                if self.popup.state.earlier.is_none() {
                    self.dispatch(Event::PageBusy(busy && !self.under_way.is_empty()));
                }
            }
            Step::ShowList => self.dispatch(Event::ViewChosen(View::Tokens)),
            Step::Filter(text) => self.dispatch(Event::Filtered(text)),
            Step::Scroll(offset) => self.dispatch(Event::Scrolled(offset)),
            Step::ReplaceOld => self.dispatch(Event::ReplacePressed("uuid-old".to_owned())),
            Step::AnswerDialog(accepted) => self.dispatch(Event::DialogAnswered(accepted)),
            Step::Act(which) => {
                let actions = alerts(&self.popup.state).into_iter().flat_map(|alert| alert.actions);
                let actions: Vec<Action> = actions.collect();
                if !actions.is_empty() {
                    self.dispatch(Event::ActionPressed(which.get(&actions).clone()));
                }
            }
            Step::Answer(which, answers) => {
                if !self.under_way.is_empty() {
                    let effect = self.under_way.swap_remove(which.index(self.under_way.len()));
                    self.dispatch(answers.to(effect));
                }
            }
        }
    }

    fn dispatch(&mut self, event: Event) {
        let before = self.popup.state.clone();
        self.popup.dispatch(event.clone());
        self.check_requests(&event);
        self.check_terminal(&event);
        self.check_form(&event, &before);
        self.check_tokens(&event, &before);
        self.check_replacing(&event);
        self.check_drafts();
        self.check_alerts();
        let answered_later = |effect: &&Effect| ANSWERED.contains(&kind(effect));
        self.under_way.extend(self.popup.effects.iter().filter(answered_later).cloned());
        self.check_that_everything_goes_on();
    }
}

impl Answers {
    fn to(self, effect: Effect) -> Event {
        match effect {
            Effect::Later(Later::Recognize(roots, _)) => {
                Event::Recognized(self.recognized.map(|()| (roots[0].clone(), None)))
            }
            Effect::Later(Later::AskIdentity(_)) => Event::IdentityArrived(self.identity),
            Effect::Later(Later::Generate { entry, .. }) | Effect::Later(Later::AwaitReply(entry)) => {
                let end = self.end.map(|()| token(&entry.id));
                Event::Generated(*entry, end)
            }
            Effect::Later(Later::List(_, scope)) => Event::Listed(scope, self.listing),
            Effect::Later(Later::Revoke { scope, tokens, .. }) => {
                let ends = tokens.into_iter().map(|token| (token, Ok(()))).collect();
                Event::Revoked { scope, ends, listing: self.listing.map(|_| no_tokens()) }
            }
            Effect::Later(Later::Verify { id, .. }) => Event::Verified(id, self.verification),
            Effect::Later(Later::ReadTerminal(_)) => Event::TerminalRead(self.terminal.map(Box::new)),
            Effect::Later(Later::TellTerminal { message, .. }) => {
                Event::TerminalAnswered(message.receipt, self.answer)
            }
            Effect::Now(Now::RequestTransmission) => Event::TransmissionAnswered(self.copied),
            Effect::Now(Now::Copy(id, ..)) => Event::CopyEnded(id, self.copied),
            other => panic!("nothing answers {other:?}"),
        }
    }
}

proptest! {
    #[test]
    fn no_order_of_events_breaks_a_promise(steps in prop::collection::vec(strategies::steps(), 1..40)) {
        let mut run = Run::default();
        for step in steps {
            run.step(step);
        }
    }
}
