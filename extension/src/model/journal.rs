//! The journal: what may have been created. It never holds a secret.

use latchkey_core::token::CalendarDate;
use latchkey_core::{ControllerUrl, Expiry, GeneratedToken, Owner, Unconfirmed, UserId};

use crate::model::object::{Object, Stored};
use crate::model::session::{CookieStore, Session};
use crate::model::terminal::Recipient;

/// A token that is about to be created. The entry is written before the request is sent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct JournalEntry {
    /// A unique id of the request.
    pub(crate) id: String,
    pub(crate) session: Session,
    pub(crate) owner: Owner,
    pub(crate) name: String,
    /// The time, in milliseconds since 1970.
    pub(crate) at: f64,
    pub(crate) expiry: Expiry,
    pub(crate) via: Via,
    /// The uuid of the token it is to replace, where it is to replace one.
    pub(crate) replaces: Option<String>,
    /// The terminal it is for, where one asked for it.
    pub(crate) terminal: Option<Recipient>,
    /// The tokens that the owner had when they were listed last before the request, by uuid.
    pub(crate) before: Option<Vec<String>>,
    /// Whether something has answered the request, so that it cannot be carried out later.
    pub(crate) replied: bool,
    /// The token, once the controller has named it.
    pub(crate) uuid: Option<String>,
}

/// The interface of Jenkins that creates the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Via {
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

/// Between the uuids of a record.
const SEPARATOR: char = ' ';

impl Stored for JournalEntry {
    fn write(&self, object: &mut impl Object) {
        object.set_text("id", &self.id);
        self.session.write(object);
        object.set_text("name", &self.name);
        object.set_number("at", self.at);
        object.set_text("expires", &self.expiry.to_string());
        object.set_text("way", self.via.as_str());
        object.set_optional_text("forUser", other_user(&self.owner).map(UserId::as_str));
        object.set_optional_text("replaces", self.replaces.as_deref());
        let terminal = self.terminal.as_ref().map(|terminal| terminal.address.to_string());
        object.set_optional_text("terminal", terminal.as_deref());
        object.set_optional_text("before", self.before.as_deref().map(joined).as_deref());
        if self.replied {
            object.set_flag("replied", true);
        }
        object.set_optional_text("uuid", self.uuid.as_deref());
    }

    fn read(object: &impl Object) -> Option<Self> {
        Some(Self {
            id: object.text("id")?,
            session: Session::read(object)?,
            owner: owner(object.text("forUser")),
            name: object.text("name")?,
            at: object.number("at")?,
            expiry: object.text("expires")?.parse().ok()?,
            via: Via::parse(&object.text("way")?)?,
            replaces: object.text("replaces"),
            terminal: object.text("terminal").and_then(|address| Recipient::of_address(&address)),
            before: object.text("before").map(|uuids| uuids_of(&uuids)),
            replied: object.flag("replied") == Some(true),
            uuid: object.text("uuid"),
        })
    }
}

/// The user whose tokens they are, where they are not the person's own.
pub(crate) fn other_user(owner: &Owner) -> Option<&UserId> {
    match owner {
        Owner::Me => None,
        Owner::User(user) => Some(user),
    }
}

/// In one text. The standard library's `join` would be 1 KB of WebAssembly.
fn joined(uuids: &[String]) -> String {
    let mut text = String::new();
    for uuid in uuids {
        text.push_str(uuid);
        text.push(SEPARATOR);
    }
    text
}

/// The inverse of [`joined`].
fn uuids_of(text: &str) -> Vec<String> {
    text.split(SEPARATOR).filter(|uuid| !uuid.is_empty()).map(str::to_owned).collect()
}

/// The inverse of [`other_user`].
pub(crate) fn owner(other_user: Option<String>) -> Owner {
    other_user.map_or(Owner::Me, |user| Owner::User(UserId::new(user)))
}

/// A record of the journal that cannot be read, as far as it can: by another version of Latchkey, or damaged.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct UnreadableEntry {
    pub(crate) key: JournalEntryKey,
    pub(crate) controller: Option<String>,
    pub(crate) store: Option<CookieStore>,
    pub(crate) owner: Owner,
    pub(crate) name: Option<String>,
    /// The time, in milliseconds since 1970.
    pub(crate) at: Option<f64>,
}

impl UnreadableEntry {
    /// Reads whatever the record holds.
    pub(crate) fn salvage(key: JournalEntryKey, object: &impl Object) -> Self {
        let store = object.object("store").and_then(|store| CookieStore::read(&store));
        let (controller, name) = (object.text("controller"), object.text("name"));
        Self { key, controller, store, owner: owner(object.text("forUser")), name, at: object.number("at") }
    }

    /// Whether it may be about this controller with these cookies.
    pub(crate) fn may_belong_to(&self, controller: &ControllerUrl, store: &CookieStore) -> bool {
        let named = self.controller.as_deref().and_then(|url| ControllerUrl::parse(url).ok());
        let own_store = self.store.as_ref().map_or(self.key.private == store.private, |own| own == store);
        own_store && named.is_none_or(|named| named == *controller)
    }
}

/// Identifies an entry and its journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JournalEntryKey {
    pub(crate) id: String,
    /// Whether it is of a private window, whose journal is not on disk.
    pub(crate) private: bool,
}

impl JournalEntryKey {
    pub(crate) fn of(entry: &JournalEntry) -> Self {
        Self { id: entry.id.clone(), private: entry.session.store.private }
    }
}

/// The state of a request that an earlier popup sent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PendingOutcome {
    /// Its page still waits for the answer.
    UnderWay,
    /// The answer came while no popup was open.
    Answered(Result<GeneratedToken, Unconfirmed>),
    /// Nothing is known: the page or the browser was closed.
    Unknown,
}

/// When something happens, and the id under which it can begin a request.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stamp {
    /// The time, in milliseconds since 1970.
    pub(crate) now: f64,
    pub(crate) today: CalendarDate,
    /// The time of day where the person is, as `HH:MM:SS`.
    pub(crate) time: String,
    /// An id that was never used.
    pub(crate) fresh_id: String,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn entry() -> JournalEntry {
        let controller = ControllerUrl::parse("https://ci/jenkins").unwrap();
        let store = CookieStore { private: false, container: None };
        JournalEntry {
            id: "1".to_owned(),
            session: Session { controller, store, user: None },
            owner: Owner::Me,
            name: "n".to_owned(),
            at: 1.0,
            expiry: Expiry::Days(30),
            via: Via::Api,
            replaces: None,
            terminal: None,
            before: None,
            replied: false,
            uuid: None,
        }
    }

    fn salvage(record: &Value) -> UnreadableEntry {
        UnreadableEntry::salvage(JournalEntryKey { id: "1".to_owned(), private: false }, record)
    }

    #[test]
    fn a_journal_entry_never_holds_a_value() {
        let entry = entry();
        let written: Value = entry.to_object();
        let keys: Vec<_> = written.as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["at", "controller", "expires", "id", "name", "store", "version", "way"]);
        assert_eq!(JournalEntry::from_object(&written), Some(entry));
    }

    #[test]
    fn the_list_from_before_the_request_is_read_as_it_was_written() {
        for before in [vec![], vec!["a".to_owned()], vec!["a".to_owned(), "b".to_owned()]] {
            let entry = JournalEntry { before: Some(before), replied: true, ..entry() };
            assert_eq!(JournalEntry::from_object(&entry.to_object::<Value>()), Some(entry));
        }
    }

    #[test]
    fn an_entry_is_read_as_latchkey_0_1_wrote_it() {
        let least = json!({
            "id": "1", "controller": "https://ci/jenkins", "store": { "private": false },
            "name": "n", "at": 1.0, "expires": "30", "way": "api",
        });
        assert_eq!(JournalEntry::from_object(&least), Some(entry()));
        let everything = json!({
            "id": "2", "controller": "http://ci:8080", "store": { "private": true, "container": "work" },
            "user": "alice", "name": "n", "at": 1_795_500_000_000.0_f64, "expires": "2027-01-31",
            "way": "script", "forUser": "bob", "replaces": "old", "uuid": "new",
        });
        let read = JournalEntry::from_object(&everything).unwrap();
        assert_eq!(read.session.controller.to_string(), "http://ci:8080");
        assert_eq!(read.session.user, Some(UserId::new("alice")));
        assert_eq!((read.owner, read.via), (Owner::User(UserId::new("bob")), Via::ScriptConsole));
        assert_eq!(read.expiry.to_string(), "2027-01-31");
        assert_eq!((read.replaces.as_deref(), read.uuid.as_deref()), (Some("old"), Some("new")));
        let never = json!({
            "id": "3", "controller": "https://ci", "store": { "private": false },
            "name": "n", "at": 1.0, "expires": "never", "way": "api",
        });
        assert_eq!(JournalEntry::from_object(&never).unwrap().expiry, Expiry::Never);
    }

    #[test]
    fn of_a_record_that_cannot_be_read_everything_known_is_salvaged() {
        let mut newer: Value = entry().to_object();
        newer["version"] = 3.into();
        newer["forUser"] = "bob".into();
        assert_eq!(JournalEntry::from_object(&newer), None);
        let salvaged = salvage(&newer);
        assert_eq!((salvaged.name.as_deref(), salvaged.at), (Some("n"), Some(1.0)));
        assert_eq!(salvaged.controller.as_deref(), Some("https://ci/jenkins"));
        assert_eq!(salvaged.owner, Owner::User(UserId::new("bob")));
        for garbage in [json!("garbage"), json!(null), json!({ "name": 7, "controller": [], "at": "?" })] {
            assert_eq!(JournalEntry::from_object(&garbage), None);
            assert_eq!((salvage(&garbage).name, salvage(&garbage).at), (None, None));
        }
    }

    #[test]
    fn a_record_that_cannot_be_read_is_shown_wherever_it_may_belong() {
        let here = ControllerUrl::parse("https://ci/jenkins").unwrap();
        let store = |private| CookieStore { private, container: None };
        for nowhere in [json!(null), json!({ "controller": "?" })] {
            assert!(salvage(&nowhere).may_belong_to(&here, &store(false)));
            assert!(!salvage(&nowhere).may_belong_to(&here, &store(true)), "it is in the journal on disk");
        }
        let elsewhere = json!({ "controller": "https://ci" });
        assert!(!salvage(&elsewhere).may_belong_to(&here, &store(false)));
        let in_container = json!({ "store": { "private": false, "container": "work" } });
        assert!(!salvage(&in_container).may_belong_to(&here, &store(false)));
    }
}
