//! What the dialog asks before something is done.

use latchkey_core::Error;

use crate::model::state::Dialog;
use crate::view::alerts::what_happened;
use crate::view::message::{Key, Message};

/// What the dialog shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Question {
    pub(crate) title: Message,
    /// What the person should know first.
    pub(crate) text: Message,
    /// The names of what it is about, where the question does not name it.
    pub(crate) names: Vec<String>,
    pub(crate) script: Option<String>,
    /// The button that goes on.
    pub(crate) accept: Key,
}

/// The question that a dialog asks.
pub(crate) fn question(dialog: &Dialog) -> Question {
    match dialog {
        Dialog::Revoke(_, tokens) => {
            let (title, names) = match &tokens[..] {
                [one] => (Message::with(Key::RevokeQuestion, &one.name), Vec::new()),
                several => {
                    let names = several.iter().map(|token| token.name.clone()).collect();
                    (Message::plain(Key::RevokeSeveralQuestion).and_count(several.len()), names)
                }
            };
            let text = Message::plain(Key::RevokeWarning);
            Question { title, text, names, script: None, accept: Key::Revoke }
        }
        Dialog::RunScript { form, script, cause } => {
            let user = form.for_user.as_deref().unwrap_or_default().trim();
            let text = if matches!(cause, Error::UserIdBlocked(_)) {
                what_happened(cause).because(Some(Message::plain(Key::ScriptInstead)))
            } else {
                Message::with(Key::ScriptExplanation, user)
            };
            Question {
                title: Message::plain(Key::ScriptQuestion),
                text,
                names: Vec::new(),
                script: Some(script.clone()),
                accept: Key::RunOnController,
            }
        }
    }
}
