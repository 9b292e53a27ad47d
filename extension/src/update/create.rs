//! A token is created.

use latchkey_core::client::ActAs;
use latchkey_core::script::Script;
use latchkey_core::{Error, Expiry, GeneratedToken, NewTokenRequest, Outcome, Owner, TokenName, Unconfirmed};

use super::{held_token, list, look, policy, reminder, terminal, unconfirmed};
use crate::effect::{Later, Now, Turn};
use crate::model::creation::Creation;
use crate::model::form::{Form, FormError, View};
use crate::model::held_token::HeldToken;
use crate::model::journal::{JournalEntry, JournalEntryKey, Via, other_user};
use crate::model::list::Rows;
use crate::model::look::Finding;
use crate::model::problem::{Operation, Problem};
use crate::model::session::Session;
use crate::model::state::{Dialog, Identity, Page, State};
use crate::model::terminal::Recipient;
use crate::view::Id;

pub(super) fn generate(state: &mut State, mut form: Form, turn: &mut Turn) {
    if state.creation != Creation::Idle || state.identity.is_nobody() {
        return;
    }
    form.expires = state.possible(form.expires);
    if state.terminal.is_waiting() {
        form.for_user = None;
    }
    if let Some(replacing) = &state.replacing {
        form.for_user = other_user(&replacing.owner).map(ToString::to_string);
    }
    let (name, expiry) = match form.check(turn.stamp.today) {
        Ok(checked) => checked,
        Err(error) => {
            state.problem = Some(Problem::Form(error));
            turn.now(Now::Focus(match error {
                FormError::Name(_) => Id::Name,
                FormError::NoDate | FormError::DateIsPast | FormError::DateIsTooFar => Id::Date,
            }));
            return;
        }
    };
    state.problem = None;
    state.announcement = None;
    state.unconfirmed.retain(|unconfirmed| unconfirmed.finding != Finding::Absent);
    match &state.page {
        Page::Looking => state.creation = Creation::Queued(form),
        // The page would keep it: the person could not have it sent without the page any more.
        Page::Controller(_) if state.waits_for_page() => state.creation = Creation::Queued(form),
        Page::Controller(_) if state.terminal.is_being_read() || state.is_delivering() => {
            state.creation = Creation::Queued(form);
        }
        Page::Controller(_) if state.user().is_none() => {
            state.creation = Creation::Queued(form);
            super::ask_identity_again(state, turn);
        }
        Page::Controller(_) if state.terminal.is_waiting() => {
            match policy::check_form(state, &form, (&name, expiry), turn) {
                Ok(()) => terminal::check_code(state, form, turn),
                Err(violation) => policy::refuse(state, violation, turn),
            }
        }
        Page::Controller(_) => send(state, form, Via::Api, (name, expiry), None, turn),
        Page::NotJenkins { .. }
        | Page::ForeignRoot
        | Page::CannotSend
        | Page::Unclear(_)
        | Page::NotScriptable
        | Page::NotAllowed
        | Page::NotGranted => {}
    }
}

/// Creates the token, for this terminal if one is given, unless the policy forbids it: no request that creates a token
/// leaves from anywhere else.
pub(super) fn send(
    state: &mut State,
    form: Form,
    via: Via,
    (name, expiry): (TokenName, Expiry),
    terminal: Option<Recipient>,
    turn: &mut Turn,
) {
    let (Some(tab), Some(context)) = (&state.tab, state.request_context()) else { return };
    let ActAs { crumb, expected_user } = context.act_as.clone();
    let owner = list::owner_named(state, form.for_user.as_deref().unwrap_or_default());
    if let Err(violation) = policy::check(state, &context, &owner, (&name, expiry), turn) {
        return policy::refuse(state, violation, turn);
    }
    let entry = JournalEntry {
        id: turn.stamp.fresh_id.clone(),
        session: Session {
            controller: context.controller.clone(),
            store: tab.store.clone(),
            user: expected_user.clone(),
        },
        before: look::known(state, &owner).cloned(),
        owner,
        name: name.to_string(),
        at: turn.stamp.now,
        expiry,
        via,
        replaces: state.replacing.as_ref().map(|replacing| replacing.token.uuid.clone()),
        terminal,
        replied: false,
        uuid: None,
    };
    let request = Box::new(NewTokenRequest { name, expiry, crumb, expected_user });
    state.creation = Creation::Sending { form, id: entry.id.clone(), slow: false };
    turn.later(Later::Generate { context, request, entry: Box::new(entry) });
}

/// Creates the token for another user with the script that the person approved.
pub(super) fn run_script(state: &mut State, form: Form, turn: &mut Turn) {
    let (Ok(checked), Creation::Idle) = (form.check(turn.stamp.today), &state.creation) else { return };
    if !state.identity.is_nobody() {
        send(state, form, Via::ScriptConsole, checked, None, turn);
    }
}

/// The controller lets only owners create their tokens, or the user's ID does not reach it in a URL; an administrator
/// can still run a script. The person sees the script before it runs.
fn offer_script(state: &mut State, form: Form, cause: Error, turn: &mut Turn) {
    let (Ok((name, expiry)), Owner::User(user)) = (
        form.check(turn.stamp.today),
        list::owner_named(state, form.for_user.as_deref().unwrap_or_default()),
    ) else {
        return;
    };
    if state.dialog.is_some() {
        // The person is being asked something else: that answer must not be taken for this one.
        let operation = Operation::Generating(form);
        state.problem = Some(Problem::Failed { error: cause, operation });
        return;
    }
    let script = Script::generate(&user, &name, expiry).text().to_owned();
    state.dialog = Some(Dialog::RunScript { form, script, cause });
    turn.now(Now::Focus(Id::DialogCancel));
    // While the person reads the script, there is time.
    let owner = Owner::User(user);
    if look::known(state, &owner).is_none() {
        look::ask(state, owner, turn);
    }
}

/// Sends the request that waited until the page and the user are known, unless an earlier popup's token was found
/// meanwhile and no terminal asks for one: that is what the person came for.
pub(super) fn send_queued(state: &mut State, turn: &mut Turn) {
    if let Creation::Queued(form) = &state.creation {
        let form = form.clone();
        state.creation = Creation::Idle;
        if state.shown.is_none() || state.terminal.is_waiting() {
            generate(state, form, turn);
        }
    }
}

pub(super) fn still_waiting(state: &mut State, sent: &str) {
    if let Creation::Sending { id, slow, .. } = &mut state.creation {
        *slow |= id == sent;
    }
}

pub(super) fn generated(
    state: &mut State,
    entry: JournalEntry,
    end: Result<GeneratedToken, Unconfirmed>,
    turn: &mut Turn,
) {
    let (mut awaited, mut sent) = (false, None);
    match &mut state.creation {
        Creation::Sending { form, id, .. } => {
            awaited = *id == entry.id;
            sent = awaited.then(|| form.clone());
        }
        Creation::Waiting(ids) => {
            awaited = ids.contains(&entry.id);
            ids.retain(|id| *id != entry.id);
        }
        Creation::Idle | Creation::Queued(_) | Creation::CheckingCode { .. } | Creation::Looking { .. } => {}
    }
    if sent.is_some() || matches!(&state.creation, Creation::Waiting(ids) if ids.is_empty()) {
        state.creation = Creation::Idle;
    }
    match end {
        Ok(token) => {
            if sent.is_some_and(|sent| sent.name == state.form.name) {
                state.form_is_used();
            }
            hold(state, entry, token, turn)
        }
        Err(Unconfirmed { outcome: Outcome::Unknown | Outcome::Done, cause }) => {
            if let Some(form) = sent {
                state.creation = Creation::Looking { form, id: entry.id.clone() };
            }
            unconfirmed::ended(state, entry, cause, turn);
        }
        Err(Unconfirmed { cause, .. }) => {
            turn.later(Later::Forget(JournalEntryKey::of(&entry)));
            if let (Error::OwnerOnly | Error::UserIdBlocked(_), Some(form)) = (&cause, &sent) {
                offer_script(state, form.clone(), cause, turn);
                return look::begin(state, turn);
            }
            // The person can send an earlier popup's request again.
            if sent.is_none() && entry.replaces.is_none() && state.creation == Creation::Idle {
                state.fill_in(Form::of(&entry));
            }
            if let Error::SignedOut { sign_in } = cause {
                // An answer from before the popup opened says nothing about the session of now.
                if awaited {
                    state.identity = Identity::SignedOut { sign_in };
                }
            } else {
                let operation = sent.map_or(Operation::GeneratingEarlier, Operation::Generating);
                state.problem = Some(Problem::Failed { error: cause, operation });
            }
        }
    }
    look::begin(state, turn);
}

fn hold(state: &mut State, entry: JournalEntry, token: GeneratedToken, turn: &mut Turn) {
    // Jenkins answers: that it did not tell who is signed in is no longer the news.
    if matches!(state.problem, Some(Problem::Failed { operation: Operation::Identifying, .. })) {
        state.problem = None;
        super::ask_identity_again(state, turn);
    }
    let entry = JournalEntry { uuid: Some(token.uuid.clone()), ..entry };
    state.ended += 1;
    unconfirmed::confirmed(state, &entry, &token.uuid, turn);
    let held = HeldToken { entry, token, copied_at: None };
    reminder::created(state, &held, turn);
    if let Some(former) = state.show(Some(held.clone())) {
        state.next.insert(0, former);
    }
    state.replacing = None;
    state.view = View::Create;
    if state.list.rows != Rows::Unasked {
        state.list.reset(Owner::Me, Rows::Unasked);
    }
    // An earlier popup's token waits until it is known that its user is signed in.
    if state.user().is_some() && terminal::deliver(state, turn) {
        return;
    }
    turn.later(Later::StoreToken(Box::new(held)));
    turn.now(Now::Focus(Id::Copy));
    held_token::verify_first(state, turn);
}
