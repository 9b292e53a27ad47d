//! The journal.

use latchkey_core::token::CalendarDate;
use latchkey_core::{ControllerUrl, Error, Expiry, GeneratedToken, Owner, Unconfirmed, UserId};

use crate::model::list::TokenReference;
use crate::model::object::{Object, Stored};
use crate::model::session::CookieStore;

/// What a person is about to have made: written before the request leaves.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalEntry {
    /// Names the request; unique.
    pub id: String,
    /// Root URL of the controller.
    pub controller: String,
    /// Whose session it is.
    pub store: CookieStore,
    /// The user who was shown, where known.
    pub user: Option<String>,
    /// Name of the token.
    pub name: String,
    /// When, in milliseconds since 1970.
    pub at: f64,
    /// The expiry that was asked for.
    pub expiry: Expiry,
    /// How it is asked for.
    pub via: Via,
    /// The other user it is for, where it is not for the person.
    pub for_user: Option<String>,
    /// The uuid of the token it is to replace, where it is to replace one.
    pub replaces: Option<String>,
    /// The token, once the controller has named it.
    pub uuid: Option<String>,
}

/// How a token is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// By the API of its owner.
    Api,
    /// By the script console, for another user.
    ScriptConsole,
}

impl Via {
    fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::ScriptConsole => "script",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Api, Self::ScriptConsole].into_iter().find(|via| via.as_str() == text)
    }
}

impl JournalEntry {
    /// Whose token it is to be.
    pub fn owner(&self) -> Owner {
        self.for_user.clone().map_or(Owner::Me, |user| Owner::User(UserId::new(user)))
    }

    /// Whether the entry is about this controller in this session.
    pub fn belongs_to(&self, controller: &ControllerUrl, store: &CookieStore) -> bool {
        self.controller == controller.to_string() && self.store == *store
    }
}

impl Stored for JournalEntry {
    fn write(&self, object: &mut impl Object) {
        object.set_text("id", &self.id);
        object.set_text("controller", &self.controller);
        object.set_object("store", self.store.to_object());
        object.set_optional_text("user", self.user.as_deref());
        object.set_text("name", &self.name);
        object.set_number("at", self.at);
        object.set_text("expires", &self.expiry.to_string());
        object.set_text("way", self.via.as_str());
        object.set_optional_text("forUser", self.for_user.as_deref());
        object.set_optional_text("replaces", self.replaces.as_deref());
        object.set_optional_text("uuid", self.uuid.as_deref());
    }

    fn read(object: &impl Object) -> Option<Self> {
        Some(Self {
            id: object.text("id")?,
            controller: object.text("controller")?,
            store: CookieStore::read(&object.object("store")?)?,
            user: object.text("user"),
            name: object.text("name")?,
            at: object.number("at")?,
            expiry: object.text("expires")?.parse().ok()?,
            via: Via::parse(&object.text("way")?)?,
            for_user: object.text("forUser"),
            replaces: object.text("replaces"),
            uuid: object.text("uuid"),
        })
    }
}

/// Which entry of which journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntryKey {
    /// The entry's id.
    pub id: String,
    /// Whether it is of a private window, whose journal is not on disk.
    pub private: bool,
}

impl JournalEntryKey {
    /// The key of this entry.
    pub fn of(entry: &JournalEntry) -> Self {
        Self { id: entry.id.clone(), private: entry.store.private }
    }
}

/// A request without a believed answer, or a token whose value is lost.
#[derive(Debug, Clone, PartialEq)]
pub struct UnconfirmedToken {
    /// What was asked for.
    pub entry: JournalEntry,
    /// How it ended, where that is known.
    pub cause: Option<Error>,
}

impl UnconfirmedToken {
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

/// What has become of a request that an earlier popup sent.
#[derive(Debug, Clone, PartialEq)]
pub enum PendingOutcome {
    /// Its page still waits for the answer.
    UnderWay,
    /// The answer came while no popup was open.
    Answered(Result<GeneratedToken, Unconfirmed>),
    /// Nothing is known: the page or the browser was closed.
    Unknown,
}

/// When something happens, and the id under which it can begin a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Stamp {
    /// The time, in milliseconds since 1970.
    pub now: f64,
    /// The day where the person is.
    pub today: CalendarDate,
    /// The time of day where the person is, as `HH:MM:SS`.
    pub time: String,
    /// An id that was never used.
    pub fresh_id: String,
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn entry() -> JournalEntry {
        JournalEntry {
            id: "1".to_owned(),
            controller: "https://ci".to_owned(),
            store: CookieStore { private: false, container: None },
            user: None,
            name: "n".to_owned(),
            at: 1.0,
            expiry: Expiry::Days(30),
            via: Via::Api,
            for_user: None,
            replaces: None,
            uuid: None,
        }
    }

    #[test]
    fn an_expiry_is_read_as_it_was_asked_for() {
        for text in ["never", "30", "2027-01-31"] {
            let entry = JournalEntry { expiry: text.parse().unwrap(), ..entry() };
            let written: Value = entry.to_object();
            assert_eq!(
                (written["expires"].as_str(), JournalEntry::read(&written)),
                (Some(text), Some(entry))
            );
        }
    }

    #[test]
    fn a_journal_entry_never_holds_a_value() {
        let entry = entry();
        let written: Value = entry.to_object();
        let keys: Vec<_> = written.as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["at", "controller", "expires", "id", "name", "store", "way"]);
        assert_eq!(JournalEntry::read(&written), Some(entry));
    }
}
