//! What the popup shows, as pure functions of its state.

pub(crate) mod alerts;
pub(crate) mod list;
pub(crate) mod message;
mod properties;
pub(crate) mod question;
pub(crate) mod reminder;
pub(crate) mod row_window;
pub(crate) mod settings;
mod terminal;

use self::alerts::Alert;
use self::message::Message;
use self::question::Question;
use self::reminder::{DueElsewhere, DueToken};
use crate::model::list::ListOutcome;
use crate::model::state::State;

// The elements and actions of `popup.html` and `settings.html`, as `build.rs` finds them there.
include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// What the popup shows, but for the rows of the list.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct PopupView {
    /// What follows from the state for elements that are always there.
    pub(crate) properties: Vec<(Id, Property)>,
    /// What went wrong, the most pressing first.
    pub(crate) alerts: Vec<Alert>,
    /// The outcome of the last change to the list.
    pub(crate) outcomes: Vec<ListOutcome>,
    pub(crate) question: Option<Question>,
    pub(crate) lists: Lists,
}

/// Lists that are hidden while they are empty.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Lists {
    /// Tokens of this controller that expire soon.
    pub(crate) due: Vec<DueToken>,
    /// Other controllers that have some.
    pub(crate) due_elsewhere: Vec<DueElsewhere>,
    /// Other controllers, where the page belongs to none.
    pub(crate) remembered: Vec<Remembered>,
}

/// A controller that is offered elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Remembered {
    /// Its root URL.
    pub(crate) url: String,
    /// Whether the administrator has set it, so that it cannot be forgotten.
    pub(crate) is_preset: bool,
}

/// Something about an element that follows from the state.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Property {
    /// Its text, and nothing where there is none.
    Message(Option<Message>),
    /// The same, and its whole text where the pointer rests on it.
    TitledMessage(Option<Message>),
    /// A property of the DOM that is a text: `value`, `title`, `textContent`.
    Text(&'static str, String),
    /// A property of the DOM that is true or false: `hidden`, `checked`, `disabled`, `open`.
    Flag(&'static str, bool),
    /// An attribute that is `true` or `false`.
    Attribute(&'static str, bool),
    /// A class that it has or lacks.
    Class(&'static str, bool),
}

/// What the popup shows in this state.
pub(crate) fn view(state: &State) -> PopupView {
    let lists = Lists {
        due: reminder::here(state),
        due_elsewhere: reminder::elsewhere(state),
        remembered: properties::remembered(state),
    };
    PopupView {
        properties: properties::properties(state, &lists),
        alerts: alerts::alerts(state),
        outcomes: state.list.outcomes.clone(),
        question: state.dialog.as_ref().map(question::question),
        lists,
    }
}
