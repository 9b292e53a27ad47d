//! Tokens in a person's hands.

use latchkey_core::token::{GeneratedToken, Lifetime};
use latchkey_core::{ControllerUrl, Owner, Secret, UserId};

use crate::model::lowercase::lowercase;
use crate::model::object::{Object, Stored};
use crate::model::session::CookieStore;

/// How long a token stays after it was copied, in milliseconds: one hour.
pub const HELD_AFTER_COPY: f64 = 3_600_000.0;

/// A token in the person's hands that they have not said `Done` to.
///
/// The one record that holds a secret; it is written to `storage.session` only.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldToken {
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

impl HeldToken {
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
    pub fn has_expired(&self, now: f64) -> bool {
        self.copied_at.is_some_and(|copied| now - copied >= HELD_AFTER_COPY)
    }
}

/// With the token's value in it: for `storage.session` only.
impl Stored for HeldToken {
    fn write(&self, object: &mut impl Object) {
        object.set_text("id", &self.id);
        object.set_text("controller", &self.controller);
        object.set_object("store", self.store.to_object());
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

    fn read(object: &impl Object) -> Option<Self> {
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

    fn held(lifetime: Lifetime) -> HeldToken {
        HeldToken {
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
            let token = held(lifetime);
            assert_eq!(HeldToken::read(&token.to_object::<Value>()), Some(token));
        }
    }

    #[test]
    fn a_token_stays_an_hour_after_it_was_copied() {
        let token = held(Lifetime::Never);
        assert!(!token.has_expired(5.0 + HELD_AFTER_COPY - 1.0));
        assert!(token.has_expired(5.0 + HELD_AFTER_COPY));
        assert!(!HeldToken { copied_at: None, ..token }.has_expired(f64::MAX));
    }

    #[test]
    fn sessions_and_controllers_are_kept_apart() {
        let token = held(Lifetime::Never);
        let store = CookieStore { private: false, container: None };
        assert!(token.belongs_to(&ControllerUrl::parse("https://ci/jenkins").unwrap(), &store));
        assert!(!token.belongs_to(&ControllerUrl::parse("https://ci").unwrap(), &store));
        let private = CookieStore { private: true, container: None };
        assert!(!token.belongs_to(&ControllerUrl::parse("https://ci/jenkins").unwrap(), &private));
    }

    #[test]
    fn an_id_typed_in_another_case_is_the_same_user() {
        let alice = UserId::new("Alice");
        assert!(held(Lifetime::Never).is_for(&alice));
        assert!(!held(Lifetime::Never).is_for(&UserId::new("bob")));
        let own = HeldToken { for_other: false, ..held(Lifetime::Never) };
        assert!(!own.is_for(&alice), "the id of the person's own is the controller's");
        assert!(HeldToken { user: None, ..own }.is_for(&alice));
    }
}
