//! The request of the terminal that the page's address leads to.

use std::mem;

use latchkey_core::login::{LoginAddress, LoginRequest};
use latchkey_core::{ControllerUrl, Expiry};

use crate::effect::{Later, Now, Turn};
use crate::model::creation::Creation;
use crate::model::form::{ExpiresChoice, Form, View};
use crate::model::page::PageReport;
use crate::model::state::State;
use crate::model::terminal::{ReadFailure, Recipient, Terminal};
use crate::update::create;
use crate::view::Id;

/// The terminal that the address of the page leads to, if the page is the user's own page on the controller.
pub(in crate::update) fn address(state: &State) -> Option<LoginAddress> {
    address_of(&state.tab.as_ref()?.report, &state.controller()?.controller)
}

/// The same for any page, if it belongs to this controller.
pub(in crate::update) fn address_of(page: &PageReport, controller: &ControllerUrl) -> Option<LoginAddress> {
    LoginAddress::of_page(controller, &page.path, page.path_and_query.strip_prefix(&*page.path)?)
}

/// Fetches the request of the terminal, once Jenkins has told who is signed in: nothing is fetched for another page. If
/// an earlier popup has created the token for it, that is delivered instead.
pub(in crate::update) fn look_for(state: &mut State, turn: &mut Turn) {
    let Some(address) = address(state).filter(|_| state.terminal == Terminal::None) else { return };
    let is_for = |recipient: &Recipient| recipient.address == address;
    if !state.policy.allows_terminals() {
        state.terminal = Terminal::Unread(ReadFailure::Off);
    } else if !state.held().any(|held| held.entry.terminal.as_ref().is_some_and(is_for)) {
        state.terminal = Terminal::Reading(address.clone());
        turn.later(Later::ReadTerminal(address));
    }
}

/// The request arrived, or it is known that none does.
pub(in crate::update) fn read(
    state: &mut State,
    result: Result<Box<LoginRequest>, ReadFailure>,
    turn: &mut Turn,
) {
    let Terminal::Reading(address) = &state.terminal else { return };
    state.terminal = match result {
        Ok(request) if state.controller().is_some_and(|page| page.controller == request.root) => {
            Terminal::Waiting(address.clone(), request)
        }
        Ok(request) => Terminal::Elsewhere(request.root),
        Err(failure) => Terminal::Unread(failure),
    };
    if state.terminal.is_waiting() {
        fill_in(state, turn);
    }
    create::send_queued(state, turn);
}

/// Fills in the form as the terminal asks.
fn fill_in(state: &mut State, turn: &mut Turn) {
    let Some(request) = state.terminal.request() else { return };
    let (expires, date) = ExpiresChoice::of(match request.expires {
        Expiry::Days(days) if !Expiry::PRESETS.contains(&days) => {
            Expiry::On(turn.stamp.today.days_later(days))
        }
        // The person must choose that.
        Expiry::Never => Expiry::DEFAULT,
        expiry => expiry,
    });
    let policy = state.policy.values();
    let (expires, date) = policy.nearest((expires, date), state.last_date());
    let name = policy.prefixed(request.name.clone());
    let typed = mem::replace(&mut state.form.name, name.clone());
    let is_typed = typed != mem::replace(&mut state.suggested_name, name);
    let mut form = Form { name: state.form.name.clone(), expires, date, ..Form::default() };
    // A person who is quick types the code before its field is shown.
    if is_typed && typed.len() <= 4 && typed.bytes().all(|byte| byte.is_ascii_digit()) {
        form.code = typed;
    } else if is_typed {
        form.name = typed;
    }
    if let Creation::Queued(queued) = &mut state.creation {
        *queued = form.clone();
    }
    state.form = form;
    state.view = View::Create;
    state.replacing = None;
    state.problem = None;
    if state.form.name == state.suggested_name {
        turn.now(Now::Focus(Id::Code));
    }
}

/// The person wants a token of their own, although the terminal waits.
pub(in crate::update) fn bypass(state: &mut State, turn: &mut Turn) {
    super::end(state, turn);
    state.problem = None;
    state.terminal = Terminal::Bypassed;
    turn.now(Now::Focus(Id::Name));
}
