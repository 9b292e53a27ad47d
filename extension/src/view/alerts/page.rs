//! About the page on which the popup was opened.

use latchkey_core::PageKind;

use super::failure::about_error;
use super::{Alert, Section, alert};
use crate::event::Action;
use crate::model::access::{BlockReason, DirectAccess, Route};
use crate::model::creation::Creation;
use crate::model::state::{Page, State};
use crate::view::message::{Key, Message};

pub(super) fn about_page(state: &State) -> Option<Alert> {
    match &state.page {
        Page::Looking | Page::Controller(_) => None,
        Page::NotJenkins { searched: false } => {
            Some(alert(Key::NotJenkins, Key::NotJenkinsAdvice, &[Action::LookForJenkins]))
        }
        Page::NotJenkins { searched: true } => {
            Some(alert(Key::NoJenkinsFound, Key::NoJenkinsFoundAdvice, &[]))
        }
        Page::ForeignRoot => Some(alert(Key::ForeignRoot, Key::ForeignRootAdvice, &[])),
        Page::CannotSend => Some(cannot_send(state.tab.as_ref().map(|tab| &tab.direct))),
        Page::Unclear(error) => Some(about_error(error)),
        Page::NotAllowed => Some(alert(Key::PolicyController, Key::PolicyControllerAdvice, &[])),
        Page::NotScriptable => Some(alert(Key::NotScriptable, Key::NotScriptableAdvice, &[])),
        Page::NotGranted => {
            let credentials = Message::plain(Key::CredentialsInAddress);
            let advice = Message::plain(Key::NotScriptableAdvice).because(Some(credentials));
            let more = Some(Section::CREDENTIALS_IN_THE_ADDRESS);
            Some(Alert { what: Message::plain(Key::NotScriptable), advice, actions: Vec::new(), more })
        }
    }
}

/// The page is too busy to do what it was asked.
pub(super) fn about_busy_page(state: &State) -> Option<Alert> {
    let tab = state.tab.as_ref().filter(|_| state.page_is_busy)?;
    let more = Section::about(Key::PageBusy);
    let with =
        |advice: Message, actions| Alert { what: Message::plain(Key::PageBusy), advice, actions, more };
    if matches!(state.creation, Creation::Sending { .. } | Creation::Waiting(_)) {
        return Some(with(Message::plain(Key::PageBusyRequestAdvice), Vec::new()));
    }
    Some(match &tab.direct {
        DirectAccess::Allowed | DirectAccess::Granted if state.waits_for_page() => {
            // A page without any sign of Jenkins is sent nothing until the person wants Jenkins looked for.
            let is_unknown =
                state.page == Page::Looking && matches!(tab.report.classify(), PageKind::NotJenkins);
            let action = if is_unknown { Action::LookForJenkins } else { Action::SendDirectly };
            with(Message::plain(Key::PageBusyAdvice), vec![action])
        }
        DirectAccess::NeedsPermission(host) => {
            with(Message::with(Key::PageBusyAllowAdvice, host), vec![Action::AllowAccess(host.clone())])
        }
        DirectAccess::Allowed | DirectAccess::Granted | DirectAccess::Blocked(_) => {
            with(Message::plain(Key::PageBusyAdvice), Vec::new())
        }
    })
}

/// The page cannot send the request; what can be done depends on whether the popup could send it.
fn cannot_send(direct: Option<&DirectAccess>) -> Alert {
    let what = Key::PageCannotSend;
    match direct {
        Some(DirectAccess::NeedsPermission(host)) => Alert {
            what: Message::plain(what),
            advice: Message::with(Key::AllowAccessAdvice, host),
            actions: vec![Action::AllowAccess(host.clone())],
            more: None,
        },
        Some(DirectAccess::Blocked(BlockReason::Container)) => alert(what, Key::ContainerAdvice, &[]),
        Some(DirectAccess::Blocked(BlockReason::PrivateWindow)) => alert(what, Key::PrivateWindowAdvice, &[]),
        Some(
            DirectAccess::Blocked(BlockReason::NoAddress) | DirectAccess::Allowed | DirectAccess::Granted,
        )
        | None => alert(what, Key::OpenDashboard, &[]),
    }
}

/// A page that got no answer to the first question may be one that its policy keeps from asking.
pub(super) fn perhaps_held_back(alert: Alert, state: &State) -> Alert {
    match state.tab.as_ref().filter(|_| state.route == Route::Page).map(|tab| &tab.direct) {
        Some(DirectAccess::NeedsPermission(host)) => Alert {
            advice: Message::with(Key::ReachableOrAllow, host),
            actions: vec![Action::TryAgain, Action::AllowAccess(host.clone())],
            ..alert
        },
        Some(DirectAccess::Blocked(BlockReason::Container)) => {
            Alert { advice: Message::plain(Key::ReachableOrContainer), ..alert }
        }
        Some(
            DirectAccess::Blocked(BlockReason::PrivateWindow | BlockReason::NoAddress)
            | DirectAccess::Allowed
            | DirectAccess::Granted,
        )
        | None => alert,
    }
}
