//! What went wrong, in words: the first sentence says what happened, the second what to do, and there is
//! a button where there is something to do.

use latchkey_core::handover::HandoverError;
use latchkey_core::token::{Lifetime, NameError, TokenName};
use latchkey_core::{Error, Owner, TransportError, User, Verification};

use crate::draft::{Draft, DraftError};
use crate::effect::JournalEntryKey;
use crate::message::Message;
use crate::record::{JournalEntry, KeptToken};
use crate::route::{Barrier, DirectWay, Host, Route};
use crate::state::{Identity, Page, State, View};
use crate::tokens::{Rows, TokenReference};

/// What went wrong last.
#[derive(Debug, Clone, PartialEq)]
pub enum Trouble {
    /// The form cannot be sent as it is.
    Draft(DraftError),
    /// Asking the controller failed; nothing was created.
    Failed {
        /// Why.
        error: Error,
        /// What was being done.
        during: During,
    },
    /// The clipboard did not take the token.
    NotCopied,
    /// The token cannot be handed over in the form that is chosen.
    Handover(HandoverError),
    /// A token that was to be revoked beside the list still stands, or may.
    NotRevoked {
        /// What came of it.
        outcome: Message,
        /// Whose token.
        owner: Owner,
    },
}

/// What was being done when it failed.
#[derive(Debug, Clone, PartialEq)]
pub enum During {
    /// Finding out who is signed in.
    Identifying,
    /// Making this token.
    Generating(Draft),
    /// Making a token by a popup that is closed since.
    GeneratingEarlier,
}

/// A request without a believed answer, or a token whose value is lost.
#[derive(Debug, Clone, PartialEq)]
pub struct Unresolved {
    /// What was asked for.
    pub entry: JournalEntry,
    /// How it ended, where that is known.
    pub cause: Option<Error>,
}

/// Something a person can do about an alert.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// `Try again`.
    TryAgain,
    /// `Try again`: to list the tokens.
    ListAgain,
    /// `Sign in`.
    SignIn,
    /// `Continue as {id}`.
    ContinueAs(User),
    /// `Look for Jenkins here`.
    LookForJenkins,
    /// `Allow access to {host}`.
    AllowAccess(Host),
    /// `Show tokens`: the list of this popup.
    ShowTokens(Owner),
    /// `Revoke`: the token that was just made.
    RevokeNew,
    /// `Revoke the old token`, although the new one could not be verified.
    RevokeOld,
    /// `Revoke`: the token that may have been created by the request of this journal entry.
    RevokeUnanswered(String),
    /// `Forget`: the person has seen to it.
    Forget(JournalEntryKey),
}

/// One alert as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// What happened.
    pub what: Message,
    /// What to do.
    pub advice: Message,
    /// What can be done right here.
    pub actions: Vec<Action>,
}

impl Action {
    /// The button's text.
    pub fn label(&self) -> Message {
        match self {
            Self::TryAgain | Self::ListAgain => Message::plain("try_again"),
            Self::SignIn => Message::plain("sign_in"),
            Self::ContinueAs(user) => Message::with("continue_as", &user.id),
            Self::LookForJenkins => Message::plain("look_for_jenkins"),
            Self::AllowAccess(host) => Message::with("allow_access", host),
            Self::ShowTokens(_) => Message::plain("show_tokens"),
            Self::RevokeNew | Self::RevokeUnanswered(_) => Message::plain("revoke"),
            Self::RevokeOld => Message::plain("revoke_old"),
            Self::Forget(_) => Message::plain("forget"),
        }
    }
}

/// Every alert that the state calls for, the most pressing first.
pub fn alerts(state: &State) -> Vec<Alert> {
    let about_page = about_page(state);
    let signed_out = (state.identity == Identity::SignedOut).then(signed_out);
    let trouble = state.trouble.as_ref().map(|trouble| about_trouble(trouble, state));
    let about_list = about_list(state);
    let about_token = state.shown_token().map(|kept| about_token(state, kept));
    let unresolved = state.unresolved.iter().map(|unresolved| about_unresolved(state, unresolved));
    let first = [about_page, signed_out, trouble, about_list].into_iter().flatten();
    first.chain(about_token.into_iter().flatten()).chain(unresolved).collect()
}

fn alert(what: &'static str, advice: &'static str, actions: &[Action]) -> Alert {
    Alert { what: Message::plain(what), advice: Message::plain(advice), actions: actions.to_vec() }
}

fn about_page(state: &State) -> Option<Alert> {
    match &state.page {
        Page::Looking | Page::Controller(_) => None,
        Page::NotJenkins { searched: false } => {
            Some(alert("not_jenkins", "not_jenkins_advice", &[Action::LookForJenkins]))
        }
        Page::NotJenkins { searched: true } => {
            Some(alert("no_jenkins_found", "no_jenkins_found_advice", &[]))
        }
        Page::LyingRoot => Some(alert("lying_root", "lying_root_advice", &[])),
        Page::CannotCarry => Some(cannot_carry(state.tab.as_ref().map(|tab| &tab.direct))),
        Page::Unclear(error) => Some(about_error(error)),
        Page::OutOfReach => Some(alert("out_of_reach", "out_of_reach_advice", &[])),
    }
}

/// The page cannot carry the request; what can be done depends on whether the popup could send it.
fn cannot_carry(direct: Option<&DirectWay>) -> Alert {
    let what = "page_cannot_carry";
    match direct {
        Some(DirectWay::AfterGrant(host)) => Alert {
            what: Message::plain(what),
            advice: Message::with("allow_access_advice", host),
            actions: vec![Action::AllowAccess(host.clone())],
        },
        Some(DirectWay::Barred(Barrier::Container)) => alert(what, "container_advice", &[]),
        Some(DirectWay::Barred(Barrier::PrivateWindow)) => alert(what, "private_window_advice", &[]),
        Some(DirectWay::Barred(Barrier::NoAddress) | DirectWay::Open | DirectWay::Granted) | None => {
            alert(what, "open_ordinary_page", &[])
        }
    }
}

/// A page that got no answer to the first question may be one that its policy keeps from asking.
fn perhaps_held_back(alert: Alert, state: &State) -> Alert {
    match state.tab.as_ref().filter(|_| state.route == Route::Page).map(|tab| &tab.direct) {
        Some(DirectWay::AfterGrant(host)) => Alert {
            advice: Message::with("reachable_or_allow", host),
            actions: vec![Action::TryAgain, Action::AllowAccess(host.clone())],
            ..alert
        },
        Some(DirectWay::Barred(Barrier::Container)) => {
            Alert { advice: Message::plain("reachable_or_container"), ..alert }
        }
        _ => alert,
    }
}

fn about_list(state: &State) -> Option<Alert> {
    match &state.list.rows {
        Rows::Failed(Error::SignedOut) if state.identity == Identity::SignedOut => None,
        Rows::Failed(_) if state.view != View::Tokens => None,
        Rows::Failed(error @ Error::SomeoneElse { .. }) => {
            Some(Alert { advice: Message::plain("list_of_someone_else_advice"), ..about_error(error) })
        }
        Rows::Failed(error) => {
            let mut alert = about_error(error);
            for action in alert.actions.iter_mut().filter(|action| **action == Action::TryAgain) {
                *action = Action::ListAgain;
            }
            Some(alert)
        }
        _ => None,
    }
}

fn signed_out() -> Alert {
    alert("signed_out", "signed_out_advice", &[Action::SignIn])
}

fn about_trouble(trouble: &Trouble, state: &State) -> Alert {
    match trouble {
        Trouble::Draft(error) => about_draft(*error),
        Trouble::NotCopied => alert("not_copied", "not_copied_advice", &[]),
        Trouble::Handover(HandoverError::ColonInUserId) => {
            alert("colon_in_user_id", "colon_in_user_id_advice", &[])
        }
        Trouble::Handover(HandoverError::PortMatters) => alert("port_matters", "other_form_advice", &[]),
        Trouble::Handover(_) => alert("unfit_user_id", "other_form_advice", &[]),
        Trouble::NotRevoked { outcome, owner } => Alert {
            what: outcome.clone(),
            advice: Message::plain("not_revoked_advice"),
            actions: vec![Action::ShowTokens(owner.clone())],
        },
        Trouble::Failed {
            error: error @ Error::Transport(TransportError::NoAnswer { .. }),
            during: During::Identifying,
        } => perhaps_held_back(about_error(error), state),
        Trouble::Failed { error, during: During::GeneratingEarlier } => {
            Alert { actions: Vec::new(), ..about_error(error) }
        }
        Trouble::Failed { error, during: During::Identifying | During::Generating(_) } => about_error(error),
    }
}

fn about_draft(error: DraftError) -> Alert {
    match error {
        DraftError::Name(NameError::Blank) => alert("name_blank", "name_blank_advice", &[]),
        DraftError::Name(NameError::TooLong) => Alert {
            what: Message::plain("name_too_long"),
            advice: Message::counting("name_too_long_advice", TokenName::MAXIMUM_CHARACTERS),
            actions: Vec::new(),
        },
        DraftError::Name(_) => alert("name_breaks_record", "name_breaks_record_advice", &[]),
        DraftError::NoDate => alert("no_date", "no_date_advice", &[]),
        DraftError::DateIsPast => alert("date_is_past", "date_is_past_advice", &[]),
        DraftError::DateIsTooFar => alert("date_is_too_far", "date_is_too_far_advice", &[]),
    }
}

/// A failure after which certainly nothing was created.
fn about_error(error: &Error) -> Alert {
    let (advice, actions): (&'static str, &[Action]) = match error {
        Error::Transport(TransportError::NotSent { .. } | TransportError::PageGone) => {
            ("open_ordinary_page", &[Action::TryAgain])
        }
        Error::Transport(_) => ("check_reachable", &[Action::TryAgain]),
        Error::SignedOut => return signed_out(),
        Error::SignInInFront => ("sign_in_advice", &[Action::SignIn]),
        Error::SomeoneElse { now, .. } => {
            return Alert {
                what: what_happened(error),
                advice: Message::plain("someone_else_advice"),
                actions: vec![Action::ContinueAs(now.clone())],
            };
        }
        Error::CrumbRefused => ("crumb_refused_advice", &[Action::TryAgain]),
        Error::CredentialsRefused => ("sign_in_advice", &[Action::SignIn]),
        Error::NotPermitted { .. } => ("ask_administrator", &[]),
        Error::OwnerOnly => ("owner_only_advice", &[]),
        Error::UnknownUser(_) => ("unknown_user_advice", &[]),
        Error::UnknownToken => ("unknown_token_advice", &[Action::TryAgain]),
        Error::ScriptConsoleOff | Error::ScriptConsoleBlocked { .. } => ("script_console_advice", &[]),
        Error::ScriptFailed { .. } => ("script_failed_advice", &[]),
        Error::Declined { .. } => ("declined_advice", &[]),
        Error::Proxy { .. } | Error::Broken { .. } | Error::UnexpectedReply | Error::NotFound => {
            ("try_later", &[Action::TryAgain])
        }
        _ => ("try_later", &[Action::TryAgain]),
    };
    Alert { what: what_happened(error), advice: Message::plain(advice), actions: actions.to_vec() }
}

/// The first sentence of every alert about a failure.
pub(crate) fn what_happened(error: &Error) -> Message {
    match error {
        Error::Transport(TransportError::NotSent { .. }) => Message::plain("not_sent"),
        Error::Transport(TransportError::TimedOut) => Message::plain("timed_out"),
        Error::Transport(TransportError::PageGone) => Message::plain("page_gone"),
        Error::Transport(_) => Message::plain("no_answer"),
        Error::SignedOut => Message::plain("signed_out"),
        Error::SomeoneElse { now, .. } => Message::with("someone_else", &now.id),
        Error::CrumbRefused => Message::plain("crumb_refused"),
        Error::CredentialsRefused => Message::plain("credentials_refused"),
        Error::NotPermitted { permission: Some(permission), .. } => {
            Message::with("permission_missing", permission)
        }
        Error::NotPermitted { permission: None, .. } => Message::plain("not_permitted"),
        Error::NotFound => Message::plain("not_found"),
        Error::OwnerOnly => Message::plain("owner_only"),
        Error::UnknownUser(user) => Message::with("unknown_user", user),
        Error::UnknownToken => Message::plain("unknown_token"),
        Error::ScriptConsoleOff => Message::plain("script_console_off"),
        Error::ScriptConsoleBlocked { status } => Message::with("script_console_blocked", status),
        Error::ScriptFailed { excerpt } if excerpt.is_empty() => Message::plain("script_failed"),
        Error::ScriptFailed { excerpt } => Message::with("script_failed_with", excerpt),
        Error::SignInInFront => Message::plain("sign_in_in_front"),
        Error::Proxy { status } => Message::with("proxy_answered", status),
        Error::Declined { message } => Message::with("declined", message),
        Error::Broken { status } => Message::with("broken", status),
        _ => Message::plain("unexpected_reply"),
    }
}

fn about_token(state: &State, kept: &KeptToken) -> impl Iterator<Item = Alert> + use<> {
    let ignored = kept.expiry_asked && !matches!(kept.token.lifetime, Lifetime::Until(_));
    let expiry = ignored.then(|| alert("expiry_ignored", "expiry_ignored_advice", &[Action::RevokeNew]));
    let works = match &state.verification {
        Some(Verification::Refused) => {
            Some(alert("token_refused", "token_refused_advice", &[Action::RevokeNew]))
        }
        Some(Verification::WorksAs(user)) if !kept.is_for(user) => Some(Alert {
            what: Message::with("works_as_someone_else", user),
            advice: Message::plain("works_as_someone_else_advice"),
            actions: vec![Action::RevokeNew],
        }),
        Some(Verification::WorksAs(_)) if old_waits(state, kept) => {
            Some(alert("old_still_stands", "old_still_stands_advice", &[Action::RevokeOld]))
        }
        Some(Verification::Unknown(_)) if old_waits(state, kept) => {
            Some(alert("old_stands", "old_stands_advice", &[Action::RevokeOld]))
        }
        _ => None,
    };
    expiry.into_iter().chain(works)
}

/// Whether the old token of a replacement waits for the person's word: the new one is copied, and nothing
/// is under way that could take the old one off.
fn old_waits(state: &State, kept: &KeptToken) -> bool {
    let under_way = state.list.revoking.is_some() || state.list.rows == Rows::Loading;
    kept.replaces.is_some() && kept.copied_at.is_some() && !under_way
}

fn about_unresolved(state: &State, unresolved: &Unresolved) -> Alert {
    let entry = &unresolved.entry;
    // Among whose tokens it is to be looked for, where that is not the person who is signed in.
    let maker =
        entry.user.as_ref().filter(|maker| state.user().is_some_and(|now| now.id.as_str() != **maker));
    let actions = vec![
        Action::RevokeUnanswered(entry.id.clone()),
        Action::ShowTokens(entry.owner()),
        Action::Forget(JournalEntryKey::of(entry)),
    ];
    if entry.uuid.is_some() {
        let advice = if entry.replaces.is_some() { "value_lost_replace_advice" } else { "value_lost_advice" };
        return Alert {
            what: Message::with("value_lost", &entry.name),
            advice: Message::plain(advice),
            actions,
        };
    }
    let what = unresolved.cause.as_ref().map_or_else(|| Message::plain("answer_lost"), what_happened);
    let advice = match entry.for_user.as_ref().or(maker) {
        Some(user) => Message::with("may_have_been_created_for", &entry.name).and(user),
        None => Message::with("may_have_been_created", &entry.name),
    };
    let advice = match entry.replaces {
        Some(_) => advice.because(Message::plain("replaced_stands")),
        None => advice,
    };
    Alert { what, advice, actions }
}

impl Unresolved {
    /// Whether this token of that user may be the one that was asked for. Several may bear its name; the
    /// one that it was to replace is known not to be it.
    pub fn may_be(&self, owner: &Owner, token: &TokenReference) -> bool {
        let named = match &self.entry.uuid {
            Some(uuid) => *uuid == token.uuid,
            None => self.entry.name == token.name && !self.was_to_replace(owner, &token.uuid),
        };
        self.entry.owner() == *owner && named
    }

    /// Whether the token of that user with this uuid is the one that was to be replaced.
    pub fn was_to_replace(&self, owner: &Owner, uuid: &str) -> bool {
        self.entry.owner() == *owner && self.entry.replaces.as_deref() == Some(uuid)
    }
}

#[cfg(test)]
mod tests {
    use latchkey_core::UserId;

    use super::*;

    #[test]
    fn every_error_says_what_happened_and_what_to_do() {
        let bob = User { id: UserId::new("bob"), full_name: "Bob".to_owned() };
        let errors = [
            Error::Transport(TransportError::TimedOut),
            Error::SignedOut,
            Error::SomeoneElse { shown: None, now: bob.clone() },
            Error::CrumbRefused,
            Error::NotPermitted { user: None, permission: None },
            Error::SignInInFront,
            Error::Proxy { status: 502 },
            Error::Declined { message: "no".to_owned() },
            Error::Broken { status: 500 },
            Error::UnexpectedReply,
        ];
        let mut told: Vec<_> = errors.iter().map(|error| about_error(error).what.key).collect();
        told.dedup();
        assert_eq!(told.len(), errors.len(), "each cause has its own sentence: {told:?}");
        assert_eq!(about_error(&errors[2]).actions, [Action::ContinueAs(bob)]);
    }
}
