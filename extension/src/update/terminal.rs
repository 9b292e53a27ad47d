//! A terminal that asks for a token (`latchkey login`): its request, its code, and the delivery.

mod delivery;
mod request;

pub(super) use delivery::{deliver, delivered};
pub(super) use request::{address, address_of, bypass, look_for, read};

use latchkey_core::login::{Answer, Message, Receipt};

use super::create;
use crate::effect::{Later, Now, Turn};
use crate::model::creation::Creation;
use crate::model::form::Form;
use crate::model::journal::Via;
use crate::model::problem::Problem;
use crate::model::state::State;
use crate::model::terminal::{CodeError, Recipient, Terminal, code};
use crate::view::Id;

/// `Give to the terminal` was pressed: first the terminal is asked whether the code is right.
pub(super) fn check_code(state: &mut State, form: Form, turn: &mut Turn) {
    if state.user_mismatch().is_some() {
        return;
    }
    if code(&form.code).is_none() {
        return fail(state, CodeError::Malformed, turn);
    }
    state.creation = Creation::CheckingCode { form, receipt: turn.stamp.fresh_id.clone() };
    turn.now(Now::RequestTransmission);
}

/// The person allowed the browser to transmit the token, or did not.
pub(super) fn transmission_answered(state: &mut State, allowed: bool, turn: &mut Turn) {
    let Creation::CheckingCode { form, receipt } = &state.creation else { return };
    let message = recipient(state, form).zip(Receipt::new(receipt.as_str()));
    match message {
        Some((Recipient { address, code: Some(code) }, receipt)) if allowed => {
            let message = Box::new(Message { receipt, code, token: None });
            turn.later(Later::TellTerminal { address, message, token: None });
        }
        _ => {
            state.creation = Creation::Idle;
            fail(state, if allowed { CodeError::Unanswered } else { CodeError::NotAllowed }, turn);
        }
    }
}

/// The terminal that waits, with the code in this form.
fn recipient(state: &State, form: &Form) -> Option<Recipient> {
    Some(Recipient { address: state.terminal.address()?.clone(), code: code(&form.code) })
}

/// The terminal answered a message, or nobody did who could be believed.
pub(super) fn answered(state: &mut State, receipt: &Receipt, answer: Option<Answer>, turn: &mut Turn) {
    match &state.creation {
        Creation::CheckingCode { form, receipt: sent } if sent == receipt.as_str() => {
            let form = form.clone();
            state.creation = Creation::Idle;
            code_checked(state, form, answer, turn)
        }
        _ => delivered(state, receipt.as_str(), answer, turn),
    }
}

fn code_checked(state: &mut State, form: Form, answer: Option<Answer>, turn: &mut Turn) {
    match answer {
        // Somebody else may have signed in meanwhile.
        Some(Answer::Accepted) if state.user().is_none() || state.user_mismatch().is_some() => {}
        Some(Answer::Accepted) => {
            if let (Ok(checked), Some(recipient)) = (form.check(turn.stamp.today), recipient(state, &form)) {
                create::send(state, form, Via::Api, checked, Some(recipient), turn);
            }
        }
        Some(Answer::WrongCode { left }) => {
            state.form.code.clear();
            if left == 0 {
                end(state, turn);
            }
            fail(state, CodeError::Wrong { left }, turn);
        }
        Some(Answer::Saved { .. } | Answer::Refused(_)) | None => fail(state, CodeError::Unanswered, turn),
    }
}

fn fail(state: &mut State, error: CodeError, turn: &mut Turn) {
    state.problem = Some(Problem::Code(error));
    turn.now(Now::Focus(if state.terminal.is_waiting() { Id::Code } else { Id::Name }));
}

/// The popup is done with a terminal that waits: the form is the ordinary one.
fn end(state: &mut State, turn: &Turn) {
    if state.terminal.is_waiting() {
        state.terminal = Terminal::None;
        state.form.code.clear();
        state.suggest_name(turn.stamp);
    }
}
