//! Tokens for which the person has not pressed `Done`.

use latchkey_core::login::Code;
use latchkey_core::token::{GeneratedToken, Lifetime};
use latchkey_core::{Expiry, Owner, Secret, UserId, Verification};

use crate::model::journal::JournalEntry;
use crate::model::lowercase;
use crate::model::object::{Object, Stored};
use crate::model::terminal::{Delivery, Recipient};

/// How long a token stays after it was copied, in milliseconds: one hour.
pub(crate) const HELD_AFTER_COPY: f64 = 3_600_000.0;

/// A token for which the person has not pressed `Done`.
///
/// The one record that holds a secret; it is written to `storage.session` only.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HeldToken {
    /// What was asked for. Its `replaces` is gone once the old token is.
    pub(crate) entry: JournalEntry,
    pub(crate) token: GeneratedToken,
    /// When it was copied, in milliseconds since 1970.
    pub(crate) copied_at: Option<f64>,
}

/// The token on display, and what is known of it and said about it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shown {
    pub(crate) held: HeldToken,
    /// What it turned out to do, once known.
    pub(crate) verification: Option<Verification>,
    /// Whether its characters can be read.
    pub(crate) revealed: bool,
    pub(crate) copied_here: bool,
    /// What became of it at the terminal it is for, once it is sent there.
    pub(crate) delivery: Option<Delivery>,
}

impl HeldToken {
    /// The user it is for, where known.
    pub(crate) fn user(&self) -> Option<&UserId> {
        match &self.entry.owner {
            Owner::Me => self.entry.session.user.as_ref(),
            Owner::User(user) => Some(user),
        }
    }

    /// Whether it works as the user it is for. Another user's id is as somebody typed it.
    pub(crate) fn is_for(&self, user: &UserId) -> bool {
        match &self.entry.owner {
            Owner::Me => self.entry.session.is_of(user),
            Owner::User(_) => self.is_for_in_any_case(user),
        }
    }

    /// The same for an id in the case of the credentials: most controllers compare ids without regard to it.
    pub(crate) fn is_for_in_any_case(&self, user: &UserId) -> bool {
        self.user().is_none_or(|own| lowercase(own.as_str()) == lowercase(user.as_str()))
    }

    /// Whether an expiry was asked for that the controller did not set.
    pub(crate) fn ignores_expiry(&self) -> bool {
        self.entry.expiry != Expiry::Never && !matches!(self.token.lifetime, Lifetime::Until(_))
    }

    /// Whether its hour after the copying is over.
    pub(crate) fn has_expired(&self, now: f64) -> bool {
        self.copied_at.is_some_and(|copied| now - copied >= HELD_AFTER_COPY)
    }
}

/// With the token's value in it: for `storage.session` only.
impl Stored for HeldToken {
    fn write(&self, object: &mut impl Object) {
        self.entry.write(object);
        object.set_text("tokenUuid", &self.token.uuid);
        object.set_text("tokenName", &self.token.name);
        object.set_text("value", self.token.value.reveal());
        match &self.token.lifetime {
            Lifetime::Never => object.set_text("lifetime", ""),
            Lifetime::Until(date) => object.set_text("lifetime", date),
            Lifetime::NotSupported => {}
        }
        object.set_optional_text("code", self.entry.terminal.as_ref().and_then(Recipient::revealed_code));
        if let Some(at) = self.copied_at {
            object.set_number("copiedAt", at);
        }
    }

    fn read(object: &impl Object) -> Option<Self> {
        let token = GeneratedToken {
            name: object.text("tokenName")?,
            uuid: object.text("tokenUuid")?,
            value: Secret::new(object.text("value")?),
            lifetime: lifetime(object.text("lifetime")),
        };
        let mut entry = JournalEntry::read(object)?;
        if let Some(terminal) = &mut entry.terminal {
            terminal.code = object.text("code").as_deref().and_then(Code::parse);
        }
        Some(Self { entry, token, copied_at: object.number("copiedAt") })
    }
}

fn lifetime(text: Option<String>) -> Lifetime {
    match text {
        None => Lifetime::NotSupported,
        Some(date) if date.is_empty() => Lifetime::Never,
        Some(date) => Lifetime::Until(date),
    }
}

#[cfg(test)]
mod tests {
    use latchkey_core::ControllerUrl;
    use latchkey_core::login::LoginAddress;
    use serde_json::Value;

    use super::*;
    use crate::model::journal::Via;
    use crate::model::session::{CookieStore, Session};

    fn held(lifetime: Lifetime) -> HeldToken {
        let session = Session {
            controller: ControllerUrl::parse("https://ci/jenkins").unwrap(),
            store: CookieStore { private: false, container: None },
            user: Some(UserId::new("admin")),
        };
        let entry = JournalEntry {
            id: "1".to_owned(),
            session,
            owner: Owner::User(UserId::new("alice")),
            name: "n".to_owned(),
            at: 0.0,
            expiry: Expiry::DEFAULT,
            via: Via::Api,
            replaces: Some("old".to_owned()),
            terminal: None,
            before: None,
            replied: true,
            uuid: Some("u".to_owned()),
        };
        let (name, uuid, value) = ("n".to_owned(), "u".to_owned(), Secret::new("11aa"));
        HeldToken { entry, token: GeneratedToken { name, uuid, value, lifetime }, copied_at: Some(5.0) }
    }

    #[test]
    fn a_held_token_is_read_as_it_was_written() {
        for lifetime in [Lifetime::Never, Lifetime::Until("12/24/26".to_owned()), Lifetime::NotSupported] {
            let token = held(lifetime);
            assert_eq!(HeldToken::from_object(&token.to_object::<Value>()), Some(token));
        }
    }

    #[test]
    fn the_code_of_a_terminal_is_kept_with_the_token_and_not_in_the_journal() {
        let address = LoginAddress::parse("1.53412.q8ZtW0c3mB1yN5uKxTe7Ag").unwrap();
        let mut token = held(Lifetime::Never);
        token.entry.terminal = Some(Recipient { address, code: Code::parse("4821") });
        let written: Value = token.to_object();
        assert_eq!(HeldToken::from_object(&written), Some(token.clone()));
        let journal: Value = token.entry.to_object();
        assert!(journal.get("code").is_none() && !journal.to_string().contains("4821"), "{journal}");
        let read = JournalEntry::from_object(&journal).unwrap().terminal.unwrap();
        assert_eq!(read, Recipient { code: None, ..token.entry.terminal.unwrap() });
    }

    #[test]
    fn a_token_stays_an_hour_after_it_was_copied() {
        let token = held(Lifetime::Never);
        assert!(!token.has_expired(5.0 + HELD_AFTER_COPY - 1.0));
        assert!(token.has_expired(5.0 + HELD_AFTER_COPY));
        assert!(!HeldToken { copied_at: None, ..token }.has_expired(f64::MAX));
    }

    #[test]
    fn an_id_typed_in_another_case_is_the_same_user() {
        let alice = UserId::new("Alice");
        assert!(held(Lifetime::Never).is_for(&alice));
        assert!(!held(Lifetime::Never).is_for(&UserId::new("bob")));
        let mut own = held(Lifetime::Never);
        own.entry.owner = Owner::Me;
        own.entry.session.user = Some(UserId::new("alice"));
        assert!(!own.is_for(&alice), "the id of the person's own is the controller's");
        own.entry.session.user = None;
        assert!(own.is_for(&alice));
    }
}
