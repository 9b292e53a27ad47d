//! What is stored outside the popup.
//!
//! | key | area | what |
//! |---|---|---|
//! | `journal/ID` | local; session for private windows | what may have been created, without any secret |
//! | `sent/ID` | session | the tab that carries the request, when it left, and the code of the terminal that is to get the token |
//! | `reply/ID` | session | the reply, until a popup has taken it over (written by `background.js`) |
//! | `answer/ID` | session | what the terminal answered that got the token, until a popup has read it (written by `background.js`) |
//! | `token/ID` | session | a token for which the person has not pressed `Done` |
//! | `update` | session | since when the browser has an update of the extension (written by `background.js`) |
//! | `draft/KIND/CONTAINER/URL` | session | what the person has entered and not used |
//! | `error/TIME-TEXT` | session | an alert that a popup showed, without what was put into it |
//! | `copyAs` | local | the format in which a token was copied last |
//! | `reminder/UUID` | local; never of private windows | a token that was created here, by its name, and when it expires (read by `background.js`, and erased where reminders are turned off) |
//! | `remembered` | local | root URLs of controllers the person wants to find again |
//! | `settings` | local | what the person has set on the settings page |
//!
//! Managed storage holds what an administrator has set (`model::policy`).
//!
//! The browser has what it is to write or to remove when a function returns: the popup may close at once. Only what must be
//! known afterwards waits for the promise.

mod snapshot;

pub(super) use snapshot::Snapshot;

use js_sys::Promise;
use latchkey_core::{Reply, TransportError, text};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::{browser, js_object, protocol, wait};
use crate::model::draft::Draft;
use crate::model::held_token::HeldToken;
use crate::model::journal::{JournalEntry, JournalEntryKey};
use crate::model::object::{Object, Stored};
use crate::model::policy::ManagedPolicy;
use crate::model::recorded_error::RecordedError;
use crate::model::reminder::Reminder;
use crate::model::state::State;
use crate::model::terminal::Recipient;
use crate::view::message::Key;

/// How long the browser may take to give the policy, in milliseconds.
const POLICY_LIMIT: i32 = 3_000;

/// Asks for what an administrator has set; the answer can be awaited later.
pub(super) fn managed_policy() -> impl Future<Output = ManagedPolicy> {
    let asked = browser::managed_get(&JsValue::NULL);
    async move {
        // The browser has no managed storage.
        let Ok(asked) = asked else { return ManagedPolicy::None };
        match wait::race(asked, wait::timer(POLICY_LIMIT)).await {
            Ok(values) if values.is_object() => ManagedPolicy::read(&values),
            Ok(_) => ManagedPolicy::Unreadable,
            // Firefox (153) says that nobody has set a policy: "Managed storage manifest not found".
            Err(error)
                if error
                    .text("message")
                    .is_some_and(|reason| text::contains(&reason, "manifest not found")) =>
            {
                ManagedPolicy::None
            }
            Err(_) => ManagedPolicy::Unreadable,
        }
    }
}

pub(super) async fn stored_reply(id: &str) -> Option<Result<Reply, TransportError>> {
    Some(stored(&format!("reply/{id}")).await)
        .filter(JsValue::is_object)
        .map(|reply| protocol::read_reply(&reply))
}

/// What the terminal answered to an earlier popup that sent it the token of this id.
pub(super) async fn stored_answer(id: &str) -> Option<String> {
    stored(&format!("answer/{id}")).await.as_string()
}

/// What the session's memory holds under this key; undefined if there is nothing.
async fn stored(key: &str) -> JsValue {
    let found = JsFuture::from(browser::session_get(&key.into())).await;
    js_object::property(&found.unwrap_or(JsValue::UNDEFINED), key)
}

/// Writes what has to be known before a request leaves: the journal entry and the tab that carries it.
///
/// # Errors
///
/// The browser's reason for not writing; then the request must not leave.
pub(super) async fn record_request(entry: &JournalEntry, tab: i32) -> Result<(), JsValue> {
    let (store, at) = (entry.session.store.to_object(), entry.at.into());
    let mut carrier = js_object::object([("tabId", tab.into()), ("store", store), ("at", at)]);
    carrier.set_optional_text("code", entry.terminal.as_ref().and_then(Recipient::revealed_code));
    let sent = browser::session_set(&record("sent/", &entry.id, carrier));
    let written = update_entry(entry);
    JsFuture::from(sent).await?;
    JsFuture::from(written).await?;
    Ok(())
}

/// Stores a token, records its UUID in the journal, then deletes the stored reply.
pub(super) async fn store_token(token: &HeldToken) {
    let held = JsFuture::from(update_token(token)).await.is_ok();
    let _ = JsFuture::from(update_entry(&token.entry)).await;
    if held {
        let _ = clear_request(&token.entry.id);
    }
}

/// Writes an entry of the journal, or writes it again.
pub(super) fn update_entry(entry: &JournalEntry) -> Promise {
    let items = record("journal/", &entry.id, entry.to_object());
    if entry.session.store.private { browser::session_set(&items) } else { browser::local_set(&items) }
}

/// Writes a token, or writes it again.
pub(super) fn update_token(token: &HeldToken) -> Promise {
    browser::session_set(&record("token/", &token.entry.id, token.to_object()))
}

/// Removes the reply stored under this id: it has been read, and another may follow.
pub(super) fn drop_reply(id: &str) -> Promise {
    remove_from_session(&["reply/"], id)
}

/// Removes the answer of a terminal: it has been read, and another may follow.
pub(super) fn drop_answer(id: &str) -> Promise {
    remove_from_session(&["answer/"], id)
}

/// Removes the stored request data.
pub(super) fn clear_request(id: &str) -> Promise {
    remove_from_session(&["sent/", "reply/"], id)
}

/// Removes everything stored under this id.
pub(super) fn forget(key: &JournalEntryKey) {
    if !key.private {
        let _ = browser::local_remove(&format!("journal/{}", key.id).into());
    }
    let _ = remove_from_session(&["sent/", "reply/", "answer/", "token/", "journal/"], &key.id);
}

/// Stores what is entered.
pub(super) fn save_draft(draft: &Draft) {
    let _ = browser::session_set(&js_object::object([(&draft.key(), draft.to_object())]));
}

/// Removes a draft.
pub(super) fn clear_draft(key: &str) {
    let _ = browser::session_remove(&key.into());
}

/// Stores a reminder, or stores it again.
pub(super) fn store_reminder(reminder: &Reminder) {
    let _ = store_setting(&reminder.key(), reminder.to_object());
}

/// Removes the reminders that are stored under these keys.
pub(super) fn drop_reminders(keys: &[String]) {
    let _ = browser::local_remove(&js_object::texts(keys));
}

/// Stores something on disk that is no record of one request.
pub(super) fn store_setting(name: &str, value: JsValue) -> Promise {
    browser::local_set(&js_object::object([(name, value)]))
}

/// Records which alerts were shown, for a fault report, except in a private window and before the window is known.
pub(super) fn record_errors(alerts: &[Key], state: &State) {
    let is_ordinary = state.tab.as_ref().is_some_and(|tab| !tab.store.private);
    if alerts.is_empty() || !is_ordinary {
        return;
    }
    let (at, core) = (js_sys::Date::now(), state.version().map(ToString::to_string));
    for key in alerts {
        let error = RecordedError { at, text: *key as u16, core: core.clone() };
        let _ = browser::session_set(&js_object::object([(&error.key(), error.to_object())]));
    }
}

/// Removes all alerts but the last ones.
pub(super) fn drop_old_errors(snapshot: &Snapshot) {
    let errors = snapshot.errors();
    let old = errors.len().saturating_sub(RecordedError::MOST);
    if old > 0 {
        let keys: Vec<String> = errors.iter().take(old).map(RecordedError::key).collect();
        let _ = browser::session_remove(&js_object::texts(&keys));
    }
}

fn record(prefix: &str, id: &str, value: JsValue) -> JsValue {
    js_object::object([(&format!("{prefix}{id}"), value)])
}

fn remove_from_session(prefixes: &[&str], id: &str) -> Promise {
    let keys: Vec<String> = prefixes.iter().map(|prefix| format!("{prefix}{id}")).collect();
    browser::session_remove(&js_object::texts(&keys))
}
