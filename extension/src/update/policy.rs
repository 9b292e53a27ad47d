//! What an administrator's policy forbids.

use latchkey_core::version::ExpirySupport;
use latchkey_core::{ControllerPage, Expiry, Owner, TokenName};

use super::{list, open};
use crate::effect::{Now, RequestContext, Turn};
use crate::model::form::{ExpiresChoice, Form};
use crate::model::list::Rows;
use crate::model::policy::{ManagedPolicy, Violation};
use crate::model::problem::Problem;
use crate::model::state::{Page, State};
use crate::view::Id;

/// Whether the policy allows a request that is about to create a token of this owner with this name and expiry.
///
/// # Errors
///
/// What forbids it; then the request must not leave.
pub(super) fn check(
    state: &State,
    context: &RequestContext,
    owner: &Owner,
    (name, expiry): (&TokenName, Expiry),
    turn: &Turn<'_>,
) -> Result<(), Violation> {
    let policy = state.policy.values();
    let has_expiry = state.expiry_support() != ExpirySupport::No;
    if let Some(violation) = state.standing_violation() {
        Err(violation)
    } else if !policy.allows_controller(&context.controller) {
        Err(Violation::Controller)
    } else if policy.hide_for_another_user && *owner != Owner::Me {
        Err(Violation::OtherUser)
    } else if !name.as_str().starts_with(&policy.name_prefix) {
        Err(Violation::Name)
    } else if has_expiry && !policy.allows_expiry(expiry, turn.stamp.today) {
        Err(Violation::Expiry)
    } else {
        Ok(())
    }
}

/// Whether the policy allows the token of this form. It is checked again before the request leaves.
///
/// # Errors
///
/// What forbids it.
pub(super) fn check_form(
    state: &State,
    form: &Form,
    token: (&TokenName, Expiry),
    turn: &Turn<'_>,
) -> Result<(), Violation> {
    let Some(context) = state.request_context() else { return Ok(()) };
    let owner = list::owner_named(state, form.for_user.as_deref().unwrap_or_default());
    check(state, &context, &owner, token, turn)
}

/// Says why a request was not sent.
pub(super) fn refuse(state: &mut State, violation: Violation, turn: &mut Turn) {
    match violation {
        Violation::Name => turn.now(Now::Focus(Id::Name)),
        Violation::Expiry if state.form.expires == ExpiresChoice::OnDate => turn.now(Now::Focus(Id::Date)),
        Violation::Expiry => turn.now(Now::Focus(Id::Expires)),
        // It is told as long as it holds.
        Violation::Unreadable | Violation::NoExpiry => return,
        Violation::Controller | Violation::OtherUser => {}
    }
    state.problem = Some(Problem::Policy(violation));
}

/// The policy was read: when the popup opened, or again.
pub(super) fn arrived(state: &mut State, policy: ManagedPolicy, turn: &mut Turn) {
    state.policy = policy;
    if state.policy.values().hide_for_another_user {
        state.form.for_user = None;
        state.list.for_user = None;
        state.replacing.take_if(|replacing| replacing.owner != Owner::Me);
        if state.list.owner != Owner::Me {
            state.list.reset(Owner::Me, Rows::Unasked);
            list::view_chosen(state, state.view, turn);
        }
    }
    state.choose_default_expiry(turn.stamp.today);
    open::suggest_name_again(state, turn);
    let is_forbidden = |page: &ControllerPage| !state.policy.values().allows_controller(&page.controller);
    if state.controller().is_some_and(is_forbidden) {
        open::no_controller(state, Page::NotAllowed);
    }
}
