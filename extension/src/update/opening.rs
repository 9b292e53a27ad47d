//! The popup opens: what is the page, and what is left of earlier popups?

use latchkey_core::{ControllerUrl, CoreVersion, CrumbSource, Error, TransportError};

use super::{creating, managing, routing, signing_in};
use crate::alert::Unresolved;
use crate::effect::{Effect, JournalEntryKey};
use crate::event::{Fate, Opening};
use crate::page::{ControllerPage, Finding, PageReport};
use crate::record::JournalEntry;
use crate::state::{Creation, Earlier, Page, State, Tab, View};
use crate::tokens::Rows;

pub(super) fn opened(state: &mut State, opening: Opening) -> Vec<Effect> {
    let Opening { tab, store, report, address, direct, kept, journal, copy_as, remembered, forms, now } =
        opening;
    state.copy_as = copy_as;
    state.remembered = remembered;
    // What a page in a sandbox of its own says is not believed: its address counts.
    let is_of = |address: &PageReport, report: &PageReport| address.origin == report.origin;
    let report = report.filter(|report| address.as_ref().is_none_or(|address| is_of(address, report)));
    let carries = report.is_some();
    let report = report.or(address);
    let finding = report.as_ref().map(PageReport::judge);
    state.tab = Some(Tab { id: tab, store, report: report.unwrap_or_default(), carries, direct });
    state.earlier = Earlier { kept, journal, forms, now };
    match finding {
        None => no_controller(state, Page::OutOfReach),
        Some(Finding::LyingRoot) => no_controller(state, Page::LyingRoot),
        Some(Finding::NoSign) => no_controller(state, Page::NotJenkins { searched: false }),
        Some(Finding::MaybeAt(root)) => routing::ask_roots(state, vec![root]),
        Some(Finding::Controller(page)) => on_controller(state, page),
    }
}

/// Nothing can be made here; what was pressed before that was known is dropped.
pub(super) fn no_controller(state: &mut State, page: Page) -> Vec<Effect> {
    state.page = page;
    state.creation = Creation::Idle;
    Vec::new()
}

pub(super) fn recognised(
    state: &mut State,
    result: Result<(ControllerUrl, Option<CoreVersion>), Error>,
) -> Vec<Effect> {
    match result {
        Ok((controller, version)) => {
            on_controller(state, ControllerPage { controller, version, crumb: CrumbSource::Controller })
        }
        Err(Error::Transport(TransportError::NoAnswer { .. })) if routing::passes_page_by(state) => {
            vec![Effect::Recognise(state.asked.clone())]
        }
        Err(Error::Transport(TransportError::NoAnswer { .. })) if routing::is_held_back(state) => {
            no_controller(state, Page::CannotCarry)
        }
        Err(error @ (Error::SsoRequired | Error::Transport(_))) if path_is_of_jenkins(state) => {
            no_controller(state, Page::Unclear(error))
        }
        Err(_) => no_controller(state, Page::NotJenkins { searched: true }),
    }
}

/// Whether the page was asked for its path, and not because the person wanted Jenkins looked for.
fn path_is_of_jenkins(state: &State) -> bool {
    state.tab.as_ref().is_some_and(|tab| matches!(tab.report.judge(), Finding::MaybeAt(_)))
}

pub(super) fn look_for_jenkins(state: &mut State) -> Vec<Effect> {
    let Some(tab) = &state.tab else { return Vec::new() };
    let candidates = ControllerUrl::candidates(&tab.report.origin, &tab.report.path);
    routing::ask_roots(state, candidates)
}

fn on_controller(state: &mut State, page: ControllerPage) -> Vec<Effect> {
    let Some(tab) = &state.tab else { return Vec::new() };
    let (controller, store) = (page.controller.clone(), tab.store.clone());
    let earlier = std::mem::take(&mut state.earlier);
    let mut effects = vec![Effect::AskIdentity(controller.clone())];
    state.page = Page::Controller(page);
    let here = earlier.kept.into_iter().filter(|kept| kept.belongs_to(&controller, &store));
    let (over, kept): (Vec<_>, Vec<_>) = here.partition(|kept| kept.is_over(earlier.now));
    state.kept.extend(kept);
    for kept in &over {
        effects.push(Effect::Forget(JournalEntryKey { id: kept.id.clone(), private: store.private }));
    }
    for (entry, fate) in earlier.journal {
        let put_away = over.iter().any(|kept| kept.id == entry.id);
        if entry.belongs_to(&controller, &store) && !put_away {
            effects.extend(left_behind(state, entry, fate));
        }
    }
    effects.extend(signing_in::restore(state, earlier.forms, &controller, &store));
    // The tab was chosen before it was known what the page is.
    if state.view == View::Tokens && state.list.rows == Rows::Unasked {
        effects.extend(managing::list(state, state.list.owner.clone()));
    }
    effects.extend(creating::send_queued(state));
    effects
}

fn left_behind(state: &mut State, entry: JournalEntry, fate: Fate) -> Vec<Effect> {
    if state.kept.iter().any(|kept| kept.id == entry.id) {
        return Vec::new();
    }
    match fate {
        Fate::Answered(end) => creating::generated(state, entry, end),
        Fate::UnderWay => {
            match &mut state.creation {
                Creation::Waiting { ids } => ids.push(entry.id.clone()),
                _ => state.creation = Creation::Waiting { ids: vec![entry.id.clone()] },
            }
            vec![Effect::AwaitKeptReply(entry)]
        }
        Fate::Unknown => {
            let settle = Effect::Settle(entry.id.clone());
            state.unresolved.push(Unresolved { entry, cause: None });
            vec![settle]
        }
    }
}
