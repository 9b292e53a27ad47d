//! The journal.

use latchkey_core::token::CalendarDate;
use latchkey_core::{ControllerUrl, Expiry, Owner, UserId};

use super::CookieStore;
use crate::plain::{Plain, Record};

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
    /// The expiry that was asked for, as the form sends it: days, a date or `never`.
    pub expires: String,
    /// How it is asked for.
    pub way: Way,
    /// The other user it is for, where it is not for the person.
    pub for_user: Option<String>,
    /// The uuid of the token it is to replace, where it is to replace one.
    pub replaces: Option<String>,
    /// The token, once the controller has named it.
    pub uuid: Option<String>,
}

/// How a token is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By the API of its owner.
    Api,
    /// By the script console, for another user.
    Script,
}

impl Way {
    fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Script => "script",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Api, Self::Script].into_iter().find(|way| way.as_str() == text)
    }
}

impl JournalEntry {
    /// The expiry that was asked for.
    pub fn expiry(&self) -> Expiry {
        let days = || self.expires.parse().ok().map(Expiry::Days);
        days().or_else(|| CalendarDate::parse(&self.expires).map(Expiry::On)).unwrap_or(Expiry::Never)
    }

    /// Whose token it is to be.
    pub fn owner(&self) -> Owner {
        self.for_user.clone().map_or(Owner::Me, |user| Owner::User(UserId::new(user)))
    }

    /// Whether the entry is about this controller in this session.
    pub fn belongs_to(&self, controller: &ControllerUrl, store: &CookieStore) -> bool {
        self.controller == controller.to_string() && self.store == *store
    }
}

/// An expiry as a journal entry names it.
pub fn expires_text(expiry: Expiry) -> String {
    match expiry {
        Expiry::Days(days) => days.to_string(),
        Expiry::On(date) => date.to_string(),
        Expiry::Never => "never".to_owned(),
    }
}

impl Record for JournalEntry {
    fn write(&self, object: &mut impl Plain) {
        object.set_text("id", &self.id);
        object.set_text("controller", &self.controller);
        object.set_object("store", self.store.to_plain());
        object.set_optional_text("user", self.user.as_deref());
        object.set_text("name", &self.name);
        object.set_number("at", self.at);
        object.set_text("expires", &self.expires);
        object.set_text("way", self.way.as_str());
        object.set_optional_text("forUser", self.for_user.as_deref());
        object.set_optional_text("replaces", self.replaces.as_deref());
        object.set_optional_text("uuid", self.uuid.as_deref());
    }

    fn read(object: &impl Plain) -> Option<Self> {
        Some(Self {
            id: object.text("id")?,
            controller: object.text("controller")?,
            store: CookieStore::read(&object.object("store")?)?,
            user: object.text("user"),
            name: object.text("name")?,
            at: object.number("at")?,
            expires: object.text("expires")?,
            way: Way::parse(&object.text("way")?)?,
            for_user: object.text("forUser"),
            replaces: object.text("replaces"),
            uuid: object.text("uuid"),
        })
    }
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
            expires: "30".to_owned(),
            way: Way::Api,
            for_user: None,
            replaces: None,
            uuid: None,
        }
    }

    #[test]
    fn an_expiry_is_read_as_it_was_asked_for() {
        let on = CalendarDate::parse("2027-01-31").map(Expiry::On).unwrap();
        for expiry in [Expiry::Never, Expiry::Days(30), on] {
            assert_eq!(JournalEntry { expires: expires_text(expiry), ..entry() }.expiry(), expiry);
        }
    }

    #[test]
    fn a_journal_entry_never_holds_a_value() {
        let entry = entry();
        let written: Value = entry.to_plain();
        let keys: Vec<_> = written.as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["at", "controller", "expires", "id", "name", "store", "way"]);
        assert_eq!(JournalEntry::read(&written), Some(entry));
    }
}
