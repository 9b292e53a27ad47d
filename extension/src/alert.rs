//! What went wrong, in words: the first sentence says what happened, the second what to do, and there is
//! a button where there is something to do.

mod failure;
mod outcome;
mod place;

pub(crate) use failure::what_happened;

use latchkey_core::credential_format::FormatError;
use latchkey_core::token::{NameError, TokenName};
use latchkey_core::{Error, Owner, TransportError, User};

use self::failure::{about_error, signed_out};
use self::outcome::{about_token, about_unresolved};
use self::place::{about_page, perhaps_held_back};
use crate::draft::{Draft, DraftError};
use crate::effect::JournalEntryKey;
use crate::message::Message;
use crate::record::JournalEntry;
use crate::route::Host;
use crate::state::{Identity, State, View};
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
    Handover(FormatError),
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

fn about_trouble(trouble: &Trouble, state: &State) -> Alert {
    match trouble {
        Trouble::Draft(error) => about_draft(*error),
        Trouble::NotCopied => alert("not_copied", "not_copied_advice", &[]),
        Trouble::Handover(FormatError::ColonInUserId) => {
            alert("colon_in_user_id", "colon_in_user_id_advice", &[])
        }
        Trouble::Handover(FormatError::PortNotSupported) => alert("port_matters", "other_form_advice", &[]),
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
