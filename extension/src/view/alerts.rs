//! What went wrong, in words: the first sentence says what happened, the second what to do, and there is
//! a button where there is something to do.

mod failure;
mod page;
mod token;

pub(crate) use failure::what_happened;

use latchkey_core::credential_format::FormatError;
use latchkey_core::token::{NameError, TokenName};
use latchkey_core::{Error, TransportError};

use self::failure::{about_error, signed_out};
use self::page::{about_page, perhaps_held_back};
use self::token::{about_token, about_unconfirmed};
use crate::event::Action;
use crate::model::draft::DraftError;
use crate::model::form::View;
use crate::model::list::Rows;
use crate::model::problem::{Operation, Problem};
use crate::model::state::{Identity, State};
use crate::view::message::Message;

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
            Self::RevokeNew | Self::RevokeUnconfirmed(_) => Message::plain("revoke"),
            Self::RevokeOld => Message::plain("revoke_old"),
            Self::Forget(_) => Message::plain("forget"),
        }
    }
}

/// Every alert that the state calls for, the most pressing first.
pub fn alerts(state: &State) -> Vec<Alert> {
    let about_page = about_page(state);
    let signed_out = (state.identity == Identity::SignedOut).then(signed_out);
    let problem = state.problem.as_ref().map(|problem| about_problem(problem, state));
    let about_list = about_list(state);
    let about_token = state.shown_token().map(|held| about_token(state, held));
    let unconfirmed = state.unconfirmed.iter().map(|unconfirmed| about_unconfirmed(state, unconfirmed));
    let first = [about_page, signed_out, problem, about_list].into_iter().flatten();
    first.chain(about_token.into_iter().flatten()).chain(unconfirmed).collect()
}

fn alert(what: &'static str, advice: &'static str, actions: &[Action]) -> Alert {
    Alert { what: Message::plain(what), advice: Message::plain(advice), actions: actions.to_vec() }
}

fn about_list(state: &State) -> Option<Alert> {
    match &state.list.rows {
        Rows::Failed(Error::SignedOut) if state.identity == Identity::SignedOut => None,
        Rows::Failed(_) if state.view != View::Tokens => None,
        Rows::Failed(error @ Error::UserChanged { .. }) => {
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

fn about_problem(problem: &Problem, state: &State) -> Alert {
    match problem {
        Problem::Draft(error) => about_draft(*error),
        Problem::NotCopied => alert("not_copied", "not_copied_advice", &[]),
        Problem::Format(FormatError::ColonInUserId) => {
            alert("colon_in_user_id", "colon_in_user_id_advice", &[])
        }
        Problem::Format(FormatError::PortNotSupported) => alert("port_matters", "other_form_advice", &[]),
        Problem::Format(_) => alert("unfit_user_id", "other_form_advice", &[]),
        Problem::NotRevoked { outcome, owner } => Alert {
            what: outcome.clone(),
            advice: Message::plain("not_revoked_advice"),
            actions: vec![Action::ShowTokens(owner.clone())],
        },
        Problem::Failed {
            error: error @ Error::Transport(TransportError::NoAnswer { .. }),
            operation: Operation::Identifying,
        } => perhaps_held_back(about_error(error), state),
        Problem::Failed { error, operation: Operation::GeneratingEarlier } => {
            Alert { actions: Vec::new(), ..about_error(error) }
        }
        Problem::Failed { error, operation: Operation::Identifying | Operation::Generating(_) } => {
            about_error(error)
        }
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
