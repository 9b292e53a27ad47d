//! Moves the keyboard focus to what needs more than an element's ID.

use web_sys::HtmlInputElement;

use super::{Popup, dom, draw};
use crate::effect::RowButton;
use crate::model::state::State;
use crate::view::Id;

/// Moves the focus to `Token name`. A name that the popup suggested is selected, for typing over.
pub(super) fn name(state: &State) {
    dom::focus(Id::Name);
    if state.form.name == state.suggested_name {
        dom::element::<HtmlInputElement>(Id::Name).select();
    }
}

/// Selects the name, if it has the focus, for typing over.
pub(super) fn select_name() {
    if dom::focused().is_some_and(|focused| focused.id() == Id::Name.name()) {
        dom::element::<HtmlInputElement>(Id::Name).select();
    }
}

/// Moves the focus to the button of a token, or to the list where the token is gone.
pub(super) fn row(popup: &Popup, button: RowButton, uuid: &str) {
    let class = match button {
        RowButton::Rename => "rename",
        RowButton::Revoke => "revoke",
    };
    if !(draw::reveal(popup, uuid) && draw::focus_row(uuid, class)) {
        dom::focus(Id::TabTokens);
    }
}
