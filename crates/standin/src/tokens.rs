//! The API tokens of one user.

use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{clock, random};

/// What the stand-in knows of a token. Its value is in the reply that made it and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRecord {
    /// The token's own id.
    pub uuid: String,
    /// Its name, which others may have too.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
    /// The last day on which it works; `None` when it never expires.
    pub expires: Option<Date>,
    /// How often someone signed in with it.
    pub uses: u32,
    /// When someone last did.
    pub last_used: Option<Timestamp>,
}

struct Token {
    record: TokenRecord,
    digest: [u8; 32],
}

/// A token as the reply that made it shows it.
pub(crate) struct NewToken {
    pub(crate) uuid: String,
    /// `11` and 32 hexadecimal digits.
    pub(crate) value: String,
}

/// The API tokens of one user, in the order in which they were made.
#[derive(Default)]
pub(crate) struct TokenStore {
    tokens: Vec<Token>,
}

impl TokenStore {
    /// Makes a token; names may repeat.
    pub(crate) fn generate(&mut self, name: &str, expires: Option<Date>) -> NewToken {
        let value = format!("11{}", random::hex_of::<16>());
        let record = TokenRecord {
            uuid: Uuid::new_v4().to_string(),
            name: name.to_owned(),
            created: clock::now(),
            expires,
            uses: 0,
            last_used: None,
        };
        let uuid = record.uuid.clone();
        self.tokens.push(Token { record, digest: Sha256::digest(value.as_bytes()).into() });
        NewToken { uuid, value }
    }

    /// Whether the value is a token that works on that day: a token works through its expiry day. Counts a use.
    pub(crate) fn accept(&mut self, value: &str, today: Date) -> bool {
        let digest: [u8; 32] = Sha256::digest(value.as_bytes()).into();
        let Some(token) = self.tokens.iter_mut().find(|token| token.digest == digest) else { return false };
        if token.record.expires.is_some_and(|last| last < today) {
            return false;
        }
        token.record.uses += 1;
        token.record.last_used = Some(clock::now());
        true
    }

    /// What is known of every token.
    pub(crate) fn records(&self) -> Vec<TokenRecord> {
        self.tokens.iter().map(|token| token.record.clone()).collect()
    }

    /// Whether a name holds a character that XML forbids, so that the user's record cannot be written.
    pub(crate) fn holds_forbidden_character(&self) -> bool {
        self.tokens.iter().any(|token| token.record.name.contains(['\0', '\u{fffe}', '\u{ffff}']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_accepted_through_its_expiry_day_and_uses_are_counted() {
        let today = clock::today();
        let mut store = TokenStore::default();
        let last_day = store.generate("last day", Some(today));
        let expired = store.generate("expired", today.yesterday().ok());
        let lasting = store.generate("lasting", None);
        assert!(store.accept(&last_day.value, today));
        assert!(!store.accept(&expired.value, today));
        assert!(store.accept(&lasting.value, today) && store.accept(&lasting.value, today));
        assert!(!store.accept("11", today));
        let uses: Vec<u32> = store.records().iter().map(|record| record.uses).collect();
        assert_eq!(uses, [1, 0, 2]);
        assert!(store.records()[1].last_used.is_none() && store.records()[2].last_used.is_some());
    }

    #[test]
    fn a_value_has_the_shape_of_jenkins() {
        let value = TokenStore::default().generate("x", None).value;
        assert_eq!(value.len(), 34);
        assert!(value.starts_with("11"));
    }
}
