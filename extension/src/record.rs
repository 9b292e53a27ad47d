//! What is remembered outside the popup, which can close at any moment.
//!
//! * the **journal** in `storage.local` names what may have been created; it never holds a secret;
//! * a **kept token** in `storage.session`, which is memory only, is one that the person has not said
//!   `Done` to.

use latchkey_core::token::{CalendarDate, GeneratedToken, Lifetime};
use latchkey_core::{ControllerUrl, Expiry, Owner, Secret, UserId};

use crate::lowercase::lowercase;
use crate::plain::{Plain, Record};

/// How long a token stays after it was copied, in milliseconds: one hour.
pub const KEPT_AFTER_COPY: f64 = 3_600_000.0;

/// Whose cookies a tab uses. Tokens and journals never cross from one store to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CookieStore {
    /// A private (incognito) window. Nothing of it is written to disk.
    pub private: bool,
    /// The container, in browsers that have them.
    pub container: Option<String>,
}

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

/// A token in the person's hands that they have not said `Done` to.
///
/// The one record that holds a secret; it is written to `storage.session` only.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptToken {
    /// The journal entry's id.
    pub id: String,
    /// Root URL of the controller.
    pub controller: String,
    /// Whose session made it.
    pub store: CookieStore,
    /// The user who was signed in when it was made, where known. Only to them is it shown.
    pub maker: Option<String>,
    /// The user it is for, where known.
    pub user: Option<String>,
    /// Whether that is another user than the person.
    pub for_other: bool,
    /// The uuid of the token that it is to replace and that still stands.
    pub replaces: Option<String>,
    /// What the controller gave.
    pub token: GeneratedToken,
    /// Whether an expiry was asked for.
    pub expiry_asked: bool,
    /// When it was copied, in milliseconds since 1970.
    pub copied_at: Option<f64>,
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

impl KeptToken {
    /// Whose token it is.
    pub fn owner(&self) -> Owner {
        match &self.user {
            Some(user) if self.for_other => Owner::User(UserId::new(user.clone())),
            _ => Owner::Me,
        }
    }

    /// Whether it may be shown to this user: to whom it was made, or to anybody where that is not known.
    pub fn is_made_by(&self, user: &UserId) -> bool {
        self.maker.as_deref().is_none_or(|maker| maker == user.as_str())
    }

    /// Whether it works as the user it is for. Another user's id is as somebody typed it, and Jenkins
    /// compares ids without regard to case.
    pub fn is_for(&self, user: &UserId) -> bool {
        self.user.as_deref().is_none_or(|shown| {
            shown == user.as_str() || (self.for_other && lowercase(shown) == lowercase(user.as_str()))
        })
    }

    /// Whether the token is of this controller and this session.
    pub fn belongs_to(&self, controller: &ControllerUrl, store: &CookieStore) -> bool {
        self.controller == controller.to_string() && self.store == *store
    }

    /// Whether its hour after the copying is over.
    pub fn is_over(&self, now: f64) -> bool {
        self.copied_at.is_some_and(|copied| now - copied >= KEPT_AFTER_COPY)
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

impl Record for CookieStore {
    fn write(&self, object: &mut impl Plain) {
        object.set_flag("private", self.private);
        object.set_optional_text("container", self.container.as_deref());
    }

    fn read(object: &impl Plain) -> Option<Self> {
        Some(Self { private: object.flag("private")?, container: object.text("container") })
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

/// With the token's value in it: for `storage.session` only.
impl Record for KeptToken {
    fn write(&self, object: &mut impl Plain) {
        object.set_text("id", &self.id);
        object.set_text("controller", &self.controller);
        object.set_object("store", self.store.to_plain());
        object.set_optional_text("user", self.user.as_deref());
        object.set_optional_text("maker", self.maker.as_deref());
        object.set_flag("forOther", self.for_other);
        object.set_optional_text("replaces", self.replaces.as_deref());
        object.set_text("name", &self.token.name);
        object.set_text("uuid", &self.token.uuid);
        object.set_text("value", self.token.value.reveal());
        match &self.token.lifetime {
            Lifetime::Never => object.set_text("expires", ""),
            Lifetime::Until(date) => object.set_text("expires", date),
            Lifetime::NotSupported => {}
        }
        object.set_flag("expiryAsked", self.expiry_asked);
        if let Some(at) = self.copied_at {
            object.set_number("copiedAt", at);
        }
    }

    fn read(object: &impl Plain) -> Option<Self> {
        Some(Self {
            id: object.text("id")?,
            controller: object.text("controller")?,
            store: CookieStore::read(&object.object("store")?)?,
            user: object.text("user"),
            maker: object.text("maker"),
            for_other: object.flag("forOther")?,
            replaces: object.text("replaces"),
            token: GeneratedToken {
                name: object.text("name")?,
                uuid: object.text("uuid")?,
                value: Secret::new(object.text("value")?),
                lifetime: match object.text("expires") {
                    None => Lifetime::NotSupported,
                    Some(date) if date.is_empty() => Lifetime::Never,
                    Some(date) => Lifetime::Until(date),
                },
            },
            expiry_asked: object.flag("expiryAsked")?,
            copied_at: object.number("copiedAt"),
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

    fn kept(lifetime: Lifetime) -> KeptToken {
        KeptToken {
            id: "1".to_owned(),
            controller: "https://ci/jenkins".to_owned(),
            store: CookieStore { private: false, container: None },
            user: Some("alice".to_owned()),
            maker: Some("admin".to_owned()),
            for_other: true,
            replaces: Some("old".to_owned()),
            token: GeneratedToken {
                name: "n".to_owned(),
                uuid: "u".to_owned(),
                value: Secret::new("11aa"),
                lifetime,
            },
            expiry_asked: true,
            copied_at: Some(5.0),
        }
    }

    #[test]
    fn a_kept_token_is_read_as_it_was_written() {
        for lifetime in [Lifetime::Never, Lifetime::Until("12/24/26".to_owned()), Lifetime::NotSupported] {
            let token = kept(lifetime);
            assert_eq!(KeptToken::read(&token.to_plain::<Value>()), Some(token));
        }
    }

    #[test]
    fn a_token_stays_an_hour_after_it_was_copied() {
        let token = kept(Lifetime::Never);
        assert!(!token.is_over(5.0 + KEPT_AFTER_COPY - 1.0));
        assert!(token.is_over(5.0 + KEPT_AFTER_COPY));
        assert!(!KeptToken { copied_at: None, ..token }.is_over(f64::MAX));
    }

    #[test]
    fn an_expiry_is_read_as_it_was_asked_for() {
        let on = CalendarDate::parse("2027-01-31").map(Expiry::On).unwrap();
        for expiry in [Expiry::Never, Expiry::Days(30), on] {
            assert_eq!(JournalEntry { expires: expires_text(expiry), ..entry() }.expiry(), expiry);
        }
    }

    #[test]
    fn sessions_and_controllers_are_kept_apart() {
        let token = kept(Lifetime::Never);
        let store = CookieStore { private: false, container: None };
        assert!(token.belongs_to(&ControllerUrl::parse("https://ci/jenkins").unwrap(), &store));
        assert!(!token.belongs_to(&ControllerUrl::parse("https://ci").unwrap(), &store));
        let private = CookieStore { private: true, container: None };
        assert!(!token.belongs_to(&ControllerUrl::parse("https://ci/jenkins").unwrap(), &private));
    }

    #[test]
    fn an_id_typed_in_another_case_is_the_same_user() {
        let alice = UserId::new("Alice");
        assert!(kept(Lifetime::Never).is_for(&alice));
        assert!(!kept(Lifetime::Never).is_for(&UserId::new("bob")));
        let own = KeptToken { for_other: false, ..kept(Lifetime::Never) };
        assert!(!own.is_for(&alice), "the id of the person's own is the controller's");
        assert!(KeptToken { user: None, ..own }.is_for(&alice));
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
