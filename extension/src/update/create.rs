//! A token is made, shown and put away.

use latchkey_core::script::Script;
use latchkey_core::{
    ControllerPage, CrumbSource, Error, Expiry, GeneratedToken, NewTokenRequest, Outcome, Owner, TokenName,
    Unconfirmed, User,
};

use super::list;
use crate::effect::{Control, Effect};
use crate::model::form::{Form, FormError, View};
use crate::model::held_token::HeldToken;
use crate::model::journal::{JournalEntry, JournalEntryKey, Stamp, UnconfirmedToken, Via, other_user};
use crate::model::list::{Rows, TokenList};
use crate::model::problem::{Operation, Problem};
use crate::model::session::Session;
use crate::model::state::{Creation, Dialog, Identity, Page, State};

pub(super) fn generate(state: &mut State, mut form: Form, stamp: &Stamp) -> Vec<Effect> {
    if state.creation != Creation::Idle || state.identity == Identity::SignedOut {
        return Vec::new();
    }
    if let Some(replacing) = &state.replacing {
        form.for_user = other_user(&replacing.owner).map(ToString::to_string);
    }
    let (name, expiry) = match form.check(stamp.today) {
        Ok(checked) => checked,
        Err(error) => {
            state.problem = Some(Problem::Form(error));
            return vec![Effect::Focus(match error {
                FormError::Name(_) => Control::TokenName,
                FormError::NoDate | FormError::DateIsPast | FormError::DateIsTooFar => Control::ExpiryDate,
            })];
        }
    };
    state.problem = None;
    state.announcement = None;
    match &state.page {
        Page::Looking => state.creation = Creation::Queued(form),
        // Without the page's own crumb only the user shown says for whom the token is to be.
        Page::Controller(page) if page.crumb == CrumbSource::Controller && state.user().is_none() => {
            state.creation = Creation::Queued(form);
            return super::ask_identity_again(state);
        }
        Page::Controller(page) => {
            let page = page.clone();
            return send(state, page, form, Via::Api, (name, expiry), stamp);
        }
        Page::NotJenkins { .. }
        | Page::ForeignRoot
        | Page::CannotSend
        | Page::Unclear(_)
        | Page::NotScriptable => {}
    }
    Vec::new()
}

fn send(
    state: &mut State,
    page: ControllerPage,
    form: Form,
    via: Via,
    (name, expiry): (TokenName, Expiry),
    stamp: &Stamp,
) -> Vec<Effect> {
    let Some(tab) = &state.tab else { return Vec::new() };
    let expected_user = state.user().map(|user| user.id.clone());
    let entry = JournalEntry {
        id: stamp.fresh_id.clone(),
        session: Session {
            controller: page.controller.clone(),
            store: tab.store.clone(),
            user: expected_user.clone(),
        },
        owner: list::owner_named(state, form.for_user.as_deref().unwrap_or_default()),
        name: name.to_string(),
        at: stamp.now,
        expiry,
        via,
        replaces: state.replacing.as_ref().map(|replacing| replacing.token.uuid.clone()),
        uuid: None,
    };
    let order = NewTokenRequest { name, expiry, crumb: page.crumb, expected_user };
    state.creation = Creation::Sending { form, id: entry.id.clone(), slow: false };
    vec![Effect::Generate { controller: page.controller, order, entry }]
}

/// Makes the token for another user by the script that the person has agreed to.
pub(super) fn run_script(state: &mut State, form: Form, stamp: &Stamp) -> Vec<Effect> {
    let (Some(page), Ok(checked), Creation::Idle) =
        (state.controller(), form.check(stamp.today), &state.creation)
    else {
        return Vec::new();
    };
    if state.identity == Identity::SignedOut {
        return Vec::new();
    }
    let page = page.clone();
    send(state, page, form, Via::ScriptConsole, checked, stamp)
}

/// The controller leaves other users' tokens to their owners; an administrator can still run a script.
/// Nothing is run before the person has seen what will be.
fn offer_script(state: &mut State, form: Form, stamp: &Stamp) -> Vec<Effect> {
    let (Ok((name, expiry)), Owner::User(user)) =
        (form.check(stamp.today), list::owner_named(state, form.for_user.as_deref().unwrap_or_default()))
    else {
        return Vec::new();
    };
    if state.dialog.is_some() {
        // The person is being asked something else: that answer must not be taken for this one.
        let operation = Operation::Generating(form);
        state.problem = Some(Problem::Failed { error: Error::OwnerOnly, operation });
        return Vec::new();
    }
    let script = Script::generate(&user, &name, expiry).text().to_owned();
    state.dialog = Some(Dialog::RunScript { form, script });
    vec![Effect::Focus(Control::Cancel)]
}

/// Sends what was pressed before it was known what the page is, or who is signed in. A token that was
/// found meanwhile is what the person came for.
pub(super) fn send_queued(state: &mut State, stamp: &Stamp) -> Vec<Effect> {
    match std::mem::take(&mut state.creation) {
        Creation::Queued(..) if state.shown.is_some() => Vec::new(),
        Creation::Queued(form) => generate(state, form, stamp),
        other => {
            state.creation = other;
            Vec::new()
        }
    }
}

pub(super) fn still_waiting(state: &mut State, sent: &str) -> Vec<Effect> {
    match &mut state.creation {
        Creation::Sending { id, slow, .. } if id == sent => *slow = true,
        _ => {}
    }
    Vec::new()
}

pub(super) fn generated(
    state: &mut State,
    entry: JournalEntry,
    end: Result<GeneratedToken, Unconfirmed>,
    stamp: &Stamp,
) -> Vec<Effect> {
    let (awaited, form) = match std::mem::take(&mut state.creation) {
        Creation::Sending { form, id, .. } if id == entry.id => (true, Some(form)),
        Creation::Waiting { mut ids } if ids.contains(&entry.id) => {
            ids.retain(|id| *id != entry.id);
            if !ids.is_empty() {
                state.creation = Creation::Waiting { ids };
            }
            (true, None)
        }
        other => {
            state.creation = other;
            (false, None)
        }
    };
    match end {
        Ok(token) => keep(state, entry, token),
        Err(Unconfirmed { outcome: Outcome::Unknown | Outcome::Done, cause }) => {
            let clear_request = Effect::ClearRequest(entry.id.clone());
            state.unconfirmed.insert(0, UnconfirmedToken { entry, cause: Some(cause) });
            vec![clear_request]
        }
        Err(Unconfirmed { cause: Error::OwnerOnly, .. }) if form.is_some() => {
            let mut effects = vec![Effect::Forget(JournalEntryKey::of(&entry))];
            effects.extend(form.into_iter().flat_map(|form| offer_script(state, form, stamp)));
            effects
        }
        Err(Unconfirmed { cause, .. }) => {
            let forget = Effect::Forget(JournalEntryKey::of(&entry));
            // What an earlier popup was asked for in vain can be asked for again.
            if form.is_none() && entry.replaces.is_none() && state.creation == Creation::Idle {
                state.fill_in(Form::of(&entry));
            }
            if cause == Error::SignedOut {
                // An answer from before the popup opened says nothing about the session of now.
                if awaited {
                    state.identity = Identity::SignedOut;
                }
            } else {
                let operation = form.map_or(Operation::GeneratingEarlier, Operation::Generating);
                state.problem = Some(Problem::Failed { error: cause, operation });
            }
            vec![forget]
        }
    }
}

fn keep(state: &mut State, entry: JournalEntry, token: GeneratedToken) -> Vec<Effect> {
    let entry = JournalEntry { uuid: Some(token.uuid.clone()), ..entry };
    let held = HeldToken { entry: entry.clone(), token, copied_at: None };
    if let Some(former) = state.show(Some(held.clone())) {
        state.next.insert(0, former);
    }
    state.replacing = None;
    state.view = View::Create;
    if state.list.rows != Rows::Unasked {
        state.list = TokenList { revision: state.list.revision + 1, ..TokenList::default() };
    }
    let mut effects = vec![Effect::StoreToken(held, entry), Effect::Focus(Control::CopyToken)];
    effects.extend(verify_first(state));
    effects
}

/// Tries the token that is shown, once, as soon as it is known for whom it should work.
pub(super) fn verify_first(state: &mut State) -> Option<Effect> {
    let held = &state.shown.as_ref().filter(|shown| shown.verification.is_none())?.held;
    let id = held.entry.id.clone();
    if state.verifying.contains(&id) {
        return None;
    }
    let user = held.user().or_else(|| state.user().map(|user| &user.id))?.clone();
    let (controller, token) = (state.controller()?.controller.clone(), held.token.value.clone());
    state.verifying.push(id.clone());
    Some(Effect::Verify { id, controller, user, token })
}

pub(super) fn done_pressed(state: &mut State, stamp: &Stamp) -> Vec<Effect> {
    let Some(id) = state.shown.as_ref().map(|shown| shown.held.entry.id.clone()) else { return Vec::new() };
    state.problem = None;
    let mut effects = discard(state, &id, stamp);
    if state.shown.is_none() {
        effects.push(Effect::Focus(Control::TokenName));
    }
    effects
}

/// Forgets the token of this id; what comes next is the following one, or a new name.
pub(super) fn discard(state: &mut State, id: &str, stamp: &Stamp) -> Vec<Effect> {
    let Some(gone) = state.held().find(|held| held.entry.id == id) else { return Vec::new() };
    let mut effects = vec![Effect::Forget(JournalEntryKey::of(&gone.entry))];
    keep_those(state, |held| held.entry.id != id);
    effects.extend(verify_first(state));
    if state.shown.is_none() {
        state.suggest_name(stamp);
    }
    effects
}

/// Tokens that somebody else made in this browser are not shown, and nothing is done with them; they are
/// there again when that user is.
pub(super) fn hide_tokens_of_other_users(state: &mut State, user: &User) {
    keep_those(state, |held| held.entry.session.is_of(&user.id));
}

fn keep_those(state: &mut State, stays: impl Fn(&HeldToken) -> bool) {
    state.next.retain(&stays);
    if state.shown.as_ref().is_some_and(|shown| !stays(&shown.held)) {
        let following = (!state.next.is_empty()).then(|| state.next.remove(0));
        state.show(following);
    }
}
