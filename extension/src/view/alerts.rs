//! What went wrong, in words: the first sentence says what happened, the second what to do, and there is
//! a button where there is something to do.

mod check;
mod failure;
mod page;
mod policy;
mod section;
mod status;
mod terminal;
mod token;
mod unconfirmed;

pub(crate) use failure::what_happened;
#[cfg(test)]
pub(crate) use section::FIXED_IN_PLACE;
pub(crate) use section::Section;
pub(crate) use token::permission_name;

use latchkey_core::credential_format::FormatError;
use latchkey_core::token::{NameError, TokenName};
use latchkey_core::{Error, TransportError};

use self::failure::{about_error, about_generating, signed_out};
use self::page::{about_busy_page, about_page, perhaps_held_back};
use self::policy::{about_policy, about_violation};
use self::status::advice_about_name;
use self::terminal::{about_code, about_terminal};
use self::token::about_token;
use self::unconfirmed::{about_further, about_unconfirmed, about_unreadable, distinction};
use crate::event::Action;
use crate::model::form::{FormError, View};
use crate::model::list::Rows;
use crate::model::problem::{Operation, Problem};
use crate::model::state::{Identity, State};
use crate::view::list;
use crate::view::message::{Key, Message};

/// One alert as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alert {
    pub(crate) what: Message,
    pub(crate) advice: Message,
    pub(crate) actions: Vec<Action>,
    /// Where to read more.
    pub(crate) more: Option<Section>,
}

impl Action {
    /// Whether nothing can be created or listed until the person has done this.
    pub(crate) fn leads_on(&self) -> bool {
        matches!(self, Self::SignIn | Self::ContinueAs(_) | Self::LookForJenkins | Self::AllowAccess(_))
    }

    pub(crate) fn label(&self) -> Message {
        match self {
            Self::TryAgain | Self::ReadPolicyAgain | Self::ListAgain | Self::VerifyAgain => {
                Message::plain(Key::TryAgain)
            }
            Self::SignIn => Message::plain(Key::SignIn),
            Self::OpenPageAgain => Message::plain(Key::OpenPageAgain),
            Self::ContinueAs(user) => Message::with(Key::ContinueAs, &user.id),
            Self::LookForJenkins => Message::plain(Key::LookForJenkins),
            Self::AllowAccess(host) => Message::with(Key::AllowAccess, host),
            Self::SendDirectly => Message::plain(Key::SendDirectly),
            Self::ShowTokens(_) => Message::plain(Key::ShowTokens),
            Self::SendAgain => Message::plain(Key::SendAgain),
            Self::BypassTerminal => Message::plain(Key::BypassTerminal),
            Self::RevokeNew => Message::plain(Key::Revoke),
            Self::RevokeFound(_, tokens) if tokens.len() == 1 => Message::plain(Key::Revoke),
            Self::RevokeFound(_, tokens) => Message::plain(Key::RevokeAll).and_count(tokens.len()),
            Self::RevokeCandidate(_, found) => Message::with(Key::RevokeName, distinction(found)),
            Self::LookAgain(_) => Message::plain(Key::LookAgain),
            Self::RevokeOld => Message::plain(Key::RevokeOld),
            Self::Forget(_) | Self::ForgetFurther(_) => Message::plain(Key::Forget),
        }
    }
}

/// Every alert that the state calls for, the most pressing first.
pub(crate) fn alerts(state: &State) -> Vec<Alert> {
    let nobody = about_identity(&state.identity);
    let problem = state.problem.as_ref().map(|problem| about_problem(problem, state));
    let [expiry, works] = state.shown_token().map(|shown| about_token(state, shown)).unwrap_or_default();
    let first = [
        about_page(state),
        about_busy_page(state),
        nobody,
        about_policy(state),
        about_terminal(state),
        problem,
        about_list(state),
        expiry,
        works,
    ];
    let mut alerts = Vec::new();
    for alert in first {
        alerts.extend(alert);
    }
    alerts.extend(state.confirmed.iter().filter_map(about_further));
    alerts.extend(state.unconfirmed.iter().rev().filter_map(about_unconfirmed));
    for entry in &state.unreadable {
        alerts.push(about_unreadable(entry));
    }
    for alert in &mut alerts {
        if !alert.has_fix() {
            alert.more = alert.more.or_else(|| Section::about(alert.what.key));
        }
    }
    alerts
}

impl Alert {
    /// Whether one of its buttons does more than to try the same again.
    pub(crate) fn has_fix(&self) -> bool {
        self.actions.iter().any(|action| {
            !matches!(
                action,
                Action::TryAgain | Action::ReadPolicyAgain | Action::ListAgain | Action::VerifyAgain
            )
        })
    }
}

fn alert(what: Key, advice: Key, actions: &[Action]) -> Alert {
    let (what, advice) = (Message::plain(what), Message::plain(advice));
    Alert { what, advice, actions: actions.to_vec(), more: None }
}

/// Nobody is signed in, or can be.
fn about_identity(identity: &Identity) -> Option<Alert> {
    match identity {
        Identity::SignedOut { .. } => Some(signed_out()),
        Identity::NoUsers => Some(about_error(&Error::NoUsers)),
        Identity::Unknown | Identity::Known(_) | Identity::Unavailable => None,
    }
}

fn about_list(state: &State) -> Option<Alert> {
    match &state.list.rows {
        Rows::Failed(Error::SignedOut { .. } | Error::NoUsers) if state.identity.is_nobody() => None,
        Rows::Failed(_) if state.view != View::Tokens => None,
        // Another alert already says so.
        Rows::Failed(error) if is_why_nobody_is_known(error, state) => None,
        Rows::Failed(error @ Error::UserChanged { .. }) => {
            Some(Alert { advice: Message::plain(Key::UserChangedListAdvice), ..about_error(error) })
        }
        Rows::Failed(error) => {
            let mut alert = about_error(error);
            for action in alert.actions.iter_mut().filter(|action| **action == Action::TryAgain) {
                *action = Action::ListAgain;
            }
            Some(alert)
        }
        Rows::Unasked | Rows::Loading | Rows::Listed(_) => None,
    }
}

/// Whether the same kept the popup from learning who is signed in.
fn is_why_nobody_is_known(error: &Error, state: &State) -> bool {
    let told = |problem: &Problem| matches!(problem, Problem::Failed { error: first, operation: Operation::Identifying } if first == error);
    state.problem.as_ref().is_some_and(told)
}

fn about_problem(problem: &Problem, state: &State) -> Alert {
    match problem {
        Problem::Form(error) => about_form(*error),
        Problem::Policy(violation) => about_violation(*violation, state),
        Problem::Code(error) => about_code(*error),
        Problem::NotCopied => alert(Key::NotCopied, Key::NotCopiedAdvice, &[]),
        Problem::Format(FormatError::ColonInUserId) => {
            alert(Key::ColonInUserId, Key::ColonInUserIdAdvice, &[])
        }
        Problem::Format(FormatError::PortNotSupported) => {
            alert(Key::PortNotSupported, Key::OtherFormatAdvice, &[])
        }
        Problem::Format(FormatError::UnsupportedUserId) => {
            alert(Key::UnsupportedUserId, Key::OtherFormatAdvice, &[])
        }
        Problem::NotRevoked { outcome, owner } => Alert {
            what: list::outcome(outcome),
            advice: Message::plain(Key::NotRevokedAdvice),
            actions: vec![Action::ShowTokens(owner.clone())],
            more: None,
        },
        Problem::Failed {
            error: error @ Error::Transport(TransportError::NoAnswer { .. }),
            operation: Operation::Identifying,
        } => perhaps_held_back(about_error(error), state),
        Problem::Failed { error, operation: Operation::GeneratingEarlier } => {
            Alert { actions: Vec::new(), ..about_generating(error) }
        }
        Problem::Failed { error, operation: Operation::Generating(form) } => {
            let alert = about_generating(error);
            let advice = alert.advice.followed_by(advice_about_name(error, &form.name));
            Alert { advice, ..alert }
        }
        Problem::Failed { error, operation: Operation::Identifying } => about_error(error),
    }
}

fn about_form(error: FormError) -> Alert {
    match error {
        FormError::Name(NameError::Blank) => alert(Key::NameBlank, Key::NameBlankAdvice, &[]),
        FormError::Name(NameError::TooLong) => Alert {
            what: Message::plain(Key::NameTooLong),
            advice: Message::plain(Key::NameTooLongAdvice).and_count(TokenName::MAXIMUM_CHARACTERS),
            actions: Vec::new(),
            more: None,
        },
        FormError::Name(NameError::BreaksRecord) => {
            alert(Key::NameBreaksRecord, Key::NameBreaksRecordAdvice, &[])
        }
        FormError::NoDate => alert(Key::NoDate, Key::NoDateAdvice, &[]),
        FormError::DateIsPast => alert(Key::DateIsPast, Key::DateIsPastAdvice, &[]),
        FormError::DateIsTooFar => alert(Key::DateIsTooFar, Key::DateIsTooFarAdvice, &[]),
    }
}
