//! The popup opens: what is the page, and what is left of earlier popups?

use std::mem;

use latchkey_core::{
    ControllerPage, ControllerUrl, CoreVersion, CrumbSource, Error, Owner, PageKind, TransportError,
};

use super::{create, draft, list, reminder, transport, unconfirmed};
use crate::effect::{Later, Now, Turn};
use crate::model::access::Route;
use crate::model::creation::Creation;
use crate::model::form::View;
use crate::model::journal::{JournalEntry, JournalEntryKey, PendingOutcome};
use crate::model::list::Rows;
use crate::model::page::{LookFailure, PageReport};
use crate::model::popup_context::PopupContext;
use crate::model::state::{Page, State, Tab};

pub(super) fn opened(state: &mut State, mut context: Box<PopupContext>, turn: &mut Turn) {
    state.copy_as = context.copy_as;
    state.remembered = mem::take(&mut context.remembered);
    if !context.store.private {
        reminder::opened(state, mem::take(&mut context.reminders), turn);
    }
    arrive(state, context, turn)
}

/// Suggests a name that is made of what is known by now.
pub(super) fn suggest_name_again(state: &mut State, turn: &mut Turn) {
    if state.renew_suggestion() {
        turn.now(Now::SelectName);
    }
}

/// Finds out what the page is. A page that is too busy to say it is waited for.
fn arrive(state: &mut State, context: Box<PopupContext>, turn: &mut Turn) {
    let address = context.address.clone().filter(|_| context.report != Err(LookFailure::ClosedByPolicy));
    // A sandboxed page's report is not trusted; the tab's address is used.
    let is_of = |address: &PageReport, report: &PageReport| address.origin == report.origin;
    let report = context.report.clone().ok();
    let report = report.filter(|report| address.as_ref().is_none_or(|address| is_of(address, report)));
    let carries = report.is_some();
    let report = report.or(address);
    let finding = report.as_ref().map(PageReport::classify);
    state.tab = Some(Tab {
        id: context.tab,
        store: context.store.clone(),
        report: report.unwrap_or_default(),
        carries,
        direct: context.direct.clone(),
    });
    let failure = context.report.as_ref().err().copied();
    state.page_is_busy = failure == Some(LookFailure::Busy);
    state.earlier = Some(context);
    if state.page_is_busy {
        return draft::page_is_busy(state, turn);
    }
    match finding {
        None if failure == Some(LookFailure::NotGranted) => no_controller(state, Page::NotGranted),
        None => no_controller(state, Page::NotScriptable),
        Some(PageKind::ForeignRoot) => no_controller(state, Page::ForeignRoot),
        // The person has asked for that before the page could say anything of itself.
        Some(PageKind::NotJenkins) if state.route == Route::Direct => look_for_jenkins(state, turn),
        Some(PageKind::NotJenkins) => no_controller(state, Page::NotJenkins { searched: false }),
        Some(PageKind::PossibleRoot(root)) => transport::ask_roots(state, vec![root], turn),
        Some(PageKind::Controller(page)) => on_controller(state, page, turn),
    }
}

/// The page is no longer busy. If the person has passed it by meanwhile, it is not asked any more.
pub(super) fn looked(state: &mut State, context: Box<PopupContext>, turn: &mut Turn) {
    if take_unseen(state).is_some() {
        arrive(state, context, turn);
    }
}

/// Goes by the address of a page that is too busy to be looked at. Returns whether it is one.
pub(super) fn bypass_unseen(state: &mut State, turn: &mut Turn) -> bool {
    let (Some(context), Some(tab)) = (take_unseen(state), &state.tab) else { return false };
    let (report, direct) = (Err(LookFailure::Refused), tab.direct.clone());
    arrive(state, Box::new(PopupContext { report, direct, ..*context }), turn);
    true
}

fn take_unseen(state: &mut State) -> Option<Box<PopupContext>> {
    state.earlier.take_if(|context| context.report == Err(LookFailure::Busy))
}

/// Nothing can be made here; what was pressed before that was known is dropped.
pub(super) fn no_controller(state: &mut State, page: Page) {
    state.page = page;
    state.creation = Creation::Idle;
}

pub(super) fn recognized(
    state: &mut State,
    result: Result<(ControllerUrl, Option<CoreVersion>), Error>,
    turn: &mut Turn,
) {
    if let Some(error) = state.misplaced.take() {
        return other_roots_answered(state, result.ok(), error, turn);
    }
    match result {
        Ok((controller, version)) => {
            on_controller(
                state,
                ControllerPage { controller, version, crumb: CrumbSource::Controller },
                turn,
            );
            state.earlier = None;
        }
        Err(Error::Transport(TransportError::NoAnswer { .. })) if transport::fall_back_to_direct(state) => {
            transport::ask_again(state, turn);
        }
        Err(Error::Transport(TransportError::NoAnswer { .. })) if transport::needs_direct_access(state) => {
            no_controller(state, Page::CannotSend)
        }
        Err(error @ (Error::SsoRequired | Error::WebPage | Error::Transport(_)))
            if path_is_of_jenkins(state) =>
        {
            no_controller(state, Page::Unclear(error))
        }
        Err(_) => no_controller(state, Page::NotJenkins { searched: true }),
    }
}

/// Whether the page was asked for its path, and not because the person wanted Jenkins looked for.
fn path_is_of_jenkins(state: &State) -> bool {
    state.tab.as_ref().is_some_and(|tab| matches!(tab.report.classify(), PageKind::PossibleRoot(_)))
}

pub(super) fn look_for_jenkins(state: &mut State, turn: &mut Turn) {
    if state.page_is_busy {
        return transport::send_directly(state, turn);
    }
    let Some(tab) = &state.tab else { return };
    let candidates = ControllerUrl::candidates(&tab.report.origin, &tab.report.path);
    transport::ask_roots(state, candidates, turn)
}

fn on_controller(state: &mut State, page: ControllerPage, turn: &mut Turn) {
    let controller = page.controller.clone();
    if !state.policy.values().allows_controller(&controller) {
        return no_controller(state, Page::NotAllowed);
    }
    state.page = Page::Controller(page);
    suggest_name_again(state, turn);
    super::ask_identity(state, turn);
    if let Some(mut context) = state.earlier.take() {
        take_over(state, &mut context, &controller, turn);
        state.earlier = Some(context);
    }
    if let Some(tab) = state.tab.clone() {
        draft::settle(state, &tab.report, controller, &tab.store, turn);
    }
    // The tab was chosen before it was known what the page is.
    if state.view == View::Tokens && state.list.rows == Rows::Unasked {
        list::list(state, state.list.owner.clone(), turn);
    }
    create::send_queued(state, turn);
}

/// What answers at the root that the page names may be another application: a proxy may publish Jenkins below a path
/// that Jenkins does not know. Asks the roots above the page, once; returns whether it does.
pub(super) fn ask_other_roots(state: &mut State, error: &Error, turn: &mut Turn) -> bool {
    let (Some(tab), Some(page), Some(_)) = (&state.tab, state.controller(), &state.earlier) else {
        return false;
    };
    let mut others = page.controller.others(&tab.report.path);
    others.retain(|root| state.policy.values().allows_controller(root));
    let asks = is_of_another_application(error) && !others.is_empty();
    if asks {
        state.misplaced = Some(error.clone());
        turn.later(Later::Recognize(others, state.route));
    }
    asks
}

fn is_of_another_application(error: &Error) -> bool {
    matches!(
        error,
        Error::NotJenkins | Error::NotFound | Error::WebPage | Error::SsoRequired | Error::UnexpectedReply
    )
}

/// Moves to the root that turned out to be Jenkins. If none did, the first answer stands.
fn other_roots_answered(
    state: &mut State,
    found: Option<(ControllerUrl, Option<CoreVersion>)>,
    error: Error,
    turn: &mut Turn,
) {
    if let (Some((controller, version)), Some(page)) = (found, state.controller().cloned()) {
        state.list.reset(Owner::Me, Rows::Unasked);
        on_controller(
            state,
            ControllerPage { controller, version: page.version.or(version), crumb: page.crumb },
            turn,
        );
        state.earlier = None;
    } else {
        state.earlier = None;
        super::identity_arrived(state, Err(error), turn);
    }
}

/// Takes over what earlier popups left of this controller. The rest stays.
fn take_over(state: &mut State, context: &mut PopupContext, controller: &ControllerUrl, turn: &mut Turn) {
    let PopupContext { store, held, journal, unreadable, .. } = context;
    let mut over = Vec::new();
    for kept in mem::take(held) {
        if !kept.entry.session.belongs_to(controller, store) {
            held.push(kept);
        } else if kept.has_expired(turn.stamp.now) {
            turn.later(Later::Forget(JournalEntryKey::of(&kept.entry)));
            over.push(kept);
        } else {
            unconfirmed::watch(state, kept.entry.clone());
            // A terminal may still wait for its token.
            if state.shown.is_none() || kept.entry.terminal.is_some() {
                let former = state.show(Some(kept));
                state.next.extend(former);
            } else {
                state.next.push(kept);
            }
        }
    }
    for (entry, pending) in mem::take(journal) {
        if !entry.session.belongs_to(controller, store) {
            journal.push((entry, pending));
        } else if !over.iter().any(|held| held.entry.id == entry.id) {
            resume(state, entry, pending, turn);
        }
    }
    for record in mem::take(unreadable) {
        if !record.may_belong_to(controller, store) {
            unreadable.push(record);
        } else if !state.held().chain(&over).any(|held| held.entry.id == record.key.id) {
            state.unreadable.push(record);
        }
    }
}

fn resume(state: &mut State, entry: JournalEntry, pending: PendingOutcome, turn: &mut Turn) {
    if state.held().any(|held| held.entry.id == entry.id) {
        return;
    }
    match pending {
        PendingOutcome::Answered(end) => create::generated(state, entry, end, turn),
        PendingOutcome::UnderWay => {
            if let Creation::Waiting(ids) = &mut state.creation {
                ids.push(entry.id.clone());
            } else {
                state.creation = Creation::Waiting(vec![entry.id.clone()]);
            }
            turn.later(Later::AwaitReply(Box::new(entry)));
        }
        PendingOutcome::Unknown => {
            unconfirmed::add(state, entry, None, turn);
        }
    }
}
