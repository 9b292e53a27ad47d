//! A new token goes to the terminal that it is for.

use latchkey_core::login::{Answer, DeliveredToken, LoginAddress, Message, Receipt};

use crate::effect::{Later, Now, Turn};
use crate::model::held_token::HeldToken;
use crate::model::state::State;
use crate::model::terminal::{Delivery, Terminal};
use crate::update::{create, held_token, look};
use crate::view::Id;

/// Sends the token on display to the terminal that it is for. Returns whether it is on its way.
pub(in crate::update) fn deliver(state: &mut State, turn: &mut Turn) -> bool {
    let Some(shown) = state.shown.as_mut().filter(|shown| shown.held.entry.terminal.is_some()) else {
        return false;
    };
    let message = message(&shown.held).filter(|_| state.policy.allows_terminals());
    shown.delivery = Some(if message.is_some() { Delivery::UnderWay } else { Delivery::Unanswered });
    let Some((address, message)) = message else { return false };
    let token = Some(Box::new(shown.held.clone()));
    turn.later(Later::TellTerminal { address, message: Box::new(message), token });
    true
}

/// The receipt is the id of the request that created the token, so the same token goes out in the same message: a
/// terminal that has it gives the same answer.
fn message(held: &HeldToken) -> Option<(LoginAddress, Message)> {
    let entry = &held.entry;
    let terminal = entry.terminal.clone()?;
    let token = DeliveredToken {
        controller: entry.session.controller.clone(),
        user: entry.session.user.clone()?,
        token: held.token.clone(),
        requested: Some(entry.expiry),
    };
    let receipt = Receipt::new(entry.id.as_str())?;
    Some((terminal.address, Message { receipt, code: terminal.code?, token: Some(token) }))
}

/// The terminal answered, or nobody did who could be believed. Only a token that is saved there goes.
pub(in crate::update) fn delivered(state: &mut State, id: &str, answer: Option<Answer>, turn: &mut Turn) {
    let Some(held) = state.held().find(|held| held.entry.id == id) else { return };
    let (name, terminal) = (held.token.name.clone(), held.entry.terminal.clone());
    state.problem = None;
    // Another terminal may wait by now.
    if state.terminal.address() == terminal.as_ref().map(|terminal| &terminal.address) {
        super::end(state, turn);
    }
    let delivery = match answer {
        Some(Answer::Saved { location, user }) => {
            held_token::discard(state, id, turn);
            if !state.terminal.is_waiting() {
                state.terminal = Terminal::Saved { name, user, location };
            }
            None
        }
        Some(Answer::Refused(refusal)) => Some(Delivery::Refused(refusal)),
        Some(Answer::Accepted | Answer::WrongCode { .. }) | None => Some(Delivery::Unanswered),
    };
    if let Some(shown) = state.shown.as_mut().filter(|shown| shown.held.entry.id == id) {
        shown.delivery = delivery;
    }
    if !state.terminal.is_waiting() {
        // Another Enter creates no further token.
        turn.now(Now::Focus(if state.shown_token().is_some() { Id::Copy } else { Id::TabCreate }));
    }
    create::send_queued(state, turn);
    look::begin(state, turn);
}
