//! What the person enters survives the popup: every change is stored, and the next popup carries on there.

use latchkey_core::{ControllerUrl, Owner, PageKind, UserId};

use super::{policy, terminal};
use crate::effect::{Now, Turn};
use crate::model::creation::Creation;
use crate::model::draft::Draft;
use crate::model::form::{Form, View};
use crate::model::page::PageReport;
use crate::model::popup_context::Preparation;
use crate::model::session::{CookieStore, Session};
use crate::model::state::State;

/// The popup knows its tab's address and what earlier popups left, but not yet what the page is.
pub(super) fn prepared(state: &mut State, preparation: Preparation, turn: &mut Turn) {
    let Preparation { store, address, drafts, policy, settings } = preparation;
    state.settings = settings;
    policy::arrived(state, policy, turn);
    let (over, left): (Vec<_>, Vec<_>) =
        drafts.into_iter().partition(|draft| draft.has_expired(turn.stamp.now));
    for draft in over {
        turn.now(Now::ClearDraft(draft.key()));
    }
    state.drafts.earlier = left;
    if let Some(page) = address
        && let PageKind::PossibleRoot(root) = page.classify()
    {
        settle(state, &page, root, &store, turn);
    }
}

/// The page is too busy to say what it is. Until it does, its address stands for that.
pub(super) fn page_is_busy(state: &mut State, turn: &mut Turn) {
    let Some(tab) = state.tab.clone().filter(|_| state.drafts.place.is_none()) else { return };
    let roots = ControllerUrl::candidates(&tab.report.origin, &tab.report.path);
    let has_draft = |root: &&ControllerUrl| {
        state.drafts.earlier.iter().any(|draft| draft.session.belongs_to(root, &tab.store))
    };
    if let Some(root) = roots.iter().find(has_draft).or(roots.first()).cloned() {
        settle(state, &tab.report, root, &tab.store, turn);
    }
}

/// The page is one of this controller, or is taken for one: what the person enters is kept for it, and what was entered
/// in an earlier popup comes back. The form of a terminal is neither kept nor replaced.
pub(super) fn settle(
    state: &mut State,
    page: &PageReport,
    controller: ControllerUrl,
    store: &CookieStore,
    turn: &mut Turn,
) {
    // The root may turn out to be another.
    let candidates = ControllerUrl::candidates(&page.origin, &page.path);
    let is_of_terminal =
        candidates.iter().chain([&controller]).any(|root| terminal::address_of(page, root).is_some());
    let session = Session { controller, store: store.clone(), user: None };
    if state.drafts.place.as_ref() == Some(&session) {
        return;
    }
    // What this popup stored so far belongs here.
    if let Some(stored) = state.drafts.stored.take() {
        turn.now(Now::ClearDraft(stored.key()));
    }
    state.drafts.place = None;
    if is_of_terminal {
        return;
    }
    let earlier = &mut state.drafts.earlier;
    let left = earlier.iter().position(|draft| draft.session.belongs_to(&session.controller, store));
    if let Some(draft) = left.map(|place| earlier.swap_remove(place)) {
        state.drafts.stored = Some(draft.clone());
        restore(state, draft);
    }
    state.drafts.place = Some(session);
}

/// Carries on where an earlier popup was, unless the person has begun something else meanwhile.
fn restore(state: &mut State, draft: Draft) {
    if !state.form_is_untouched() || state.view != View::Create || state.ended > 0 {
        return;
    }
    let Draft { session, at: _, view, tokens_of, filter, only, scroll, renaming, list_user, .. } = draft;
    let Draft { replacing, name, expires, date, for_user, .. } = draft;
    if state.drafts.user.as_ref().is_some_and(|user| !session.is_of(user)) {
        return;
    }
    state.drafts.user = state.drafts.user.take().or(session.user);
    let policy = state.policy.values();
    let (expires, date) = policy.nearest((expires, date), state.last_date());
    let is_shown = |owner: &Owner| *owner == Owner::Me || !policy.hide_for_another_user;
    let for_user = for_user.filter(|_| !policy.hide_for_another_user);
    let list_user = list_user.filter(|_| !policy.hide_for_another_user);
    let tokens_of = Some(tokens_of).filter(is_shown).unwrap_or_default();
    let replacing = replacing.filter(|replacing| is_shown(&replacing.owner));
    let name = name.unwrap_or_else(|| state.form.name.clone());
    state.form = Form { name, expires, date, for_user, code: String::new() };
    state.drafts.restored = Some(state.form.clone());
    state.replacing = replacing;
    (state.list.owner, state.list.filter) = (tokens_of, filter);
    (state.list.only, state.list.scroll) = (only, scroll);
    state.list.for_user = list_user;
    state.list.rename(renaming);
    match &mut state.creation {
        // The button was pressed before: what it was pressed for is what the form says now.
        Creation::Queued(form) => *form = state.form.clone(),
        _ => state.view = view,
    }
}

/// This user is signed in. What was entered while another one was is not shown to them, unless it was entered in this very
/// popup; what is known of another one's tokens says nothing about theirs.
pub(super) fn signed_in(state: &mut State, user: &UserId) {
    let former = state.drafts.user.replace(user.clone());
    let restored = state.drafts.restored.take();
    if former.is_none_or(|former| former == *user) {
        return;
    }
    state.replacing = None;
    state.dialog = None;
    state.list.forget();
    if restored.is_some_and(|restored| restored == state.form) {
        let name = state.suggested_name.clone();
        state.form = Form { name, ..state.unedited.clone() };
        state.view = View::Create;
        // The button was pressed for what the form said.
        if matches!(state.creation, Creation::Queued(_)) {
            state.creation = Creation::Idle;
        }
    }
}

/// Stores what the person has entered, if that has changed.
pub(super) fn keep(state: &mut State, turn: &mut Turn) {
    let Some(place) = state.drafts.place.clone() else { return };
    let session = Session { user: state.drafts.user.clone(), ..place };
    let draft = draft(state, session, turn.stamp.now);
    match (&state.drafts.stored, &draft) {
        (None, None) => return,
        (Some(stored), Some(draft)) if stored.says_the_same_as(draft) => return,
        (Some(stored), None) => turn.now(Now::ClearDraft(stored.key())),
        (_, Some(draft)) => turn.now(Now::SaveDraft(Box::new(draft.clone()))),
    }
    state.drafts.stored = draft;
}

/// Stores it again, for ten more minutes: the person leaves and will come back.
pub(super) fn keep_on(state: &mut State, turn: &mut Turn) {
    state.drafts.stored = None;
    keep(state, turn);
}

/// What is entered and not used; `None` if that is nothing.
fn draft(state: &State, session: Session, at: f64) -> Option<Draft> {
    // A request that was sent is in the journal.
    let is_sent = match &state.creation {
        Creation::Sending { form, .. } | Creation::Looking { form, .. } => form.name == state.form.name,
        Creation::Idle | Creation::Queued(_) | Creation::CheckingCode { .. } | Creation::Waiting(_) => false,
    };
    let form = if is_sent { &state.unedited } else { &state.form };
    let is_suggested = is_sent || form.name == state.suggested_name;
    let draft = Draft {
        session,
        at,
        view: state.view,
        tokens_of: state.list.owner.clone(),
        filter: Draft::text(&state.list.filter).unwrap_or_default(),
        only: state.list.only,
        scroll: state.list.scroll,
        renaming: state.list.renaming().filter(|renaming| Draft::takes(&renaming.new_name)).cloned(),
        list_user: state.list.for_user.as_deref().and_then(Draft::text),
        replacing: state.replacing.clone().filter(|_| !is_sent),
        name: Draft::text(&form.name).filter(|_| !is_suggested),
        expires: form.expires,
        date: Draft::text(&form.date).unwrap_or_default(),
        for_user: form.for_user.as_deref().and_then(Draft::text),
    };
    (!says_nothing(&draft, &state.unedited)).then_some(draft)
}

/// Whether it is the draft of somebody who has entered nothing.
fn says_nothing(draft: &Draft, unedited: &Form) -> bool {
    draft.view == View::Create
        && draft.tokens_of == Owner::Me
        && draft.filter.is_empty()
        && draft.only.is_none()
        && draft.scroll == 0.0
        && draft.renaming.is_none()
        && draft.list_user.is_none()
        && draft.replacing.is_none()
        && draft.name.is_none()
        && draft.expires == unedited.expires
        && draft.date == unedited.date
        && draft.for_user == unedited.for_user
}
