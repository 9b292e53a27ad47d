//! A token is made, shown and put away.

use latchkey_core::script::Script;
use latchkey_core::{
    ControllerPage, CrumbSource, Error, Expiry, GeneratedToken, NewTokenRequest, Outcome, Owner, TokenName,
    Unconfirmed, User, UserId,
};

use super::list;
use crate::effect::{Control, Effect};
use crate::model::form::{Form, FormError, View};
use crate::model::held_token::HeldToken;
use crate::model::journal::{JournalEntry, JournalEntryKey, Stamp, UnconfirmedToken, Via};
use crate::model::list::{Rows, TokenList};
use crate::model::problem::{Operation, Problem};
use crate::model::state::{Creation, Dialog, Identity, Page, State};

pub(super) fn generate(state: &mut State, mut form: Form, stamp: &Stamp) -> Vec<Effect> {
    if state.creation != Creation::Idle || state.identity == Identity::SignedOut {
        return Vec::new();
    }
    if let Some(replacing) = &state.replacing {
        form.for_user = replacing.for_user.clone();
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
    let shown = state.user().map(|user| user.id.clone());
    let for_user = match list::owner_named(state, form.for_user.as_deref().unwrap_or_default()) {
        Owner::Me => None,
        Owner::User(user) => Some(user.to_string()),
    };
    let entry = JournalEntry {
        id: stamp.fresh_id.clone(),
        controller: page.controller.to_string(),
        store: tab.store.clone(),
        user: shown.as_ref().map(UserId::to_string),
        name: name.to_string(),
        at: stamp.now,
        expiry,
        via,
        for_user,
        replaces: state.replacing.as_ref().map(|replacing| replacing.token.uuid.clone()),
        uuid: None,
    };
    let order = NewTokenRequest { name, expiry, crumb: page.crumb, expected_user: shown };
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
        Creation::Queued(..) if !state.held.is_empty() => Vec::new(),
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
    let held = HeldToken {
        id: entry.id.clone(),
        controller: entry.controller.clone(),
        store: entry.store.clone(),
        maker: entry.user.clone(),
        user: entry.for_user.clone().or_else(|| entry.user.clone()),
        for_other: entry.for_user.is_some(),
        replaces: entry.replaces.clone(),
        expiry_asked: entry.expiry != Expiry::Never,
        token,
        copied_at: None,
    };
    state.held.insert(0, held.clone());
    state.replacing = None;
    state.view = View::Create;
    if state.list.rows != Rows::Unasked {
        state.list = TokenList { revision: state.list.revision + 1, ..TokenList::default() };
    }
    reset_shown_token(state);
    let mut effects = vec![Effect::StoreToken(held, entry), Effect::Focus(Control::CopyToken)];
    effects.extend(verify_first(state));
    effects
}

/// Tries the token that is shown, once, as soon as it is known for whom it should work.
pub(super) fn verify_first(state: &mut State) -> Option<Effect> {
    let held = state.held.first().filter(|_| state.verification.is_none())?;
    if state.verifying.contains(&held.id) {
        return None;
    }
    let user = held.user.clone().map(UserId::new).or_else(|| state.user().map(|user| user.id.clone()))?;
    let controller = state.controller()?.controller.clone();
    let (id, token) = (held.id.clone(), held.token.value.clone());
    state.verifying.push(id.clone());
    Some(Effect::Verify { id, controller, user, token })
}

pub(super) fn done_pressed(state: &mut State, stamp: &Stamp) -> Vec<Effect> {
    if state.held.is_empty() {
        return Vec::new();
    }
    state.problem = None;
    let mut effects = discard(state, 0, stamp);
    if state.held.is_empty() {
        effects.push(Effect::Focus(Control::TokenName));
    }
    effects
}

/// Forgets the kept token at this position; what comes next is the following one, or a new name.
pub(super) fn discard(state: &mut State, position: usize, stamp: &Stamp) -> Vec<Effect> {
    let gone = state.held.remove(position);
    let mut effects = vec![Effect::Forget(JournalEntryKey { id: gone.id, private: gone.store.private })];
    if position == 0 {
        reset_shown_token(state);
        effects.extend(verify_first(state));
    }
    if state.held.is_empty() {
        state.suggest_name(stamp);
    }
    effects
}

/// Tokens that somebody else made in this browser are not shown, and nothing is done with them; they are
/// there again when that user is.
pub(super) fn hide_tokens_of_other_users(state: &mut State, user: &User) {
    let first = state.held.first().map(|held| held.id.clone());
    state.held.retain(|held| held.is_made_by(&user.id));
    if state.held.first().map(|held| &held.id) != first.as_ref() {
        reset_shown_token(state);
    }
}

/// What was known and said of the token shown before is not of the one shown now.
fn reset_shown_token(state: &mut State) {
    state.verification = None;
    state.copied_here = false;
    state.revealed = false;
    state.announcement = None;
}
