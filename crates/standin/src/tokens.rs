//! The API tokens of one user.

use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::new_token::NewToken;
use crate::random;

/// What the stand-in knows about a token. Only the reply that created it has its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRecord {
    /// Its UUID.
    pub uuid: String,
    /// Its name, which need not be unique.
    pub name: String,
    /// When it was created; the start of 1970 if unknown.
    pub created: Timestamp,
    /// Whether the date of its creation is known.
    pub created_known: bool,
    /// The last day on which it works; `None` when it never expires.
    pub expires: Option<Date>,
    /// How often it was used.
    pub uses: u32,
    /// When it was last used.
    pub last_used: Option<Timestamp>,
    /// Whether it is from before 2.129.
    pub legacy: bool,
}

impl TokenRecord {
    /// When it was created, if known.
    pub(crate) fn creation(&self) -> Option<Timestamp> {
        self.created_known.then_some(self.created)
    }
}

#[derive(Clone)]
struct Token {
    record: TokenRecord,
    digest: [u8; 32],
}

/// A new token with its value.
pub(crate) struct MadeToken {
    pub(crate) uuid: String,
    /// `11` and 32 hexadecimal digits.
    pub(crate) value: String,
}

/// The API tokens of one user, in the order in which they were created.
#[derive(Default)]
pub(crate) struct TokenStore {
    tokens: Vec<Token>,
    /// The secret of a legacy token, which the user's record holds beside it.
    legacy: Option<Token>,
}

impl TokenStore {
    /// Creates a token. Names need not be unique.
    pub(crate) fn generate(&mut self, name: &str, expires: Option<Date>) -> MadeToken {
        self.add(NewToken { expires, ..NewToken::new(name) })
    }

    /// Adds a token in the given state.
    pub(crate) fn add(&mut self, token: NewToken) -> MadeToken {
        let value = token.value.unwrap_or_else(|| format!("11{}", random::hex_of::<16>()));
        let record = TokenRecord {
            uuid: Uuid::new_v4().to_string(),
            name: token.name,
            created: token.created.unwrap_or(Timestamp::UNIX_EPOCH),
            created_known: token.created.is_some(),
            expires: token.expires,
            uses: token.uses,
            last_used: token.last_used,
            legacy: token.legacy,
        };
        let uuid = record.uuid.clone();
        let token = Token { record, digest: digest(&value) };
        if token.record.legacy {
            self.legacy = Some(token.clone());
        }
        self.tokens.push(token);
        MadeToken { uuid, value }
    }

    /// Whether a token with this value works on that day. It works through its expiry day.
    pub(crate) fn works(&self, value: &str, today: Date) -> bool {
        self.position(value, today).is_some()
    }

    /// The same, and counts a use if `count` says so.
    pub(crate) fn accept(&mut self, value: &str, today: Date, count: bool) -> bool {
        let Some(position) = self.position(value, today) else { return false };
        if count {
            let record = &mut self.tokens[position].record;
            record.uses += 1;
            record.last_used = Some(Timestamp::now());
        }
        true
    }

    fn position(&self, value: &str, today: Date) -> Option<usize> {
        let digest = digest(value);
        let works = |token: &Token| {
            token.digest == digest && token.record.expires.is_none_or(|last_day| last_day >= today)
        };
        self.tokens.iter().position(works)
    }

    /// Renames a token. Returns whether it exists.
    pub(crate) fn rename(&mut self, uuid: &str, name: &str) -> bool {
        let found = self.tokens.iter_mut().find(|token| token.record.uuid == uuid);
        found.map(|token| name.clone_into(&mut token.record.name)).is_some()
    }

    /// Revokes a token. Returns whether it existed.
    pub(crate) fn revoke(&mut self, uuid: &str) -> bool {
        let Some(place) = self.tokens.iter().position(|token| token.record.uuid == uuid) else {
            return false;
        };
        if self.tokens.remove(place).record.legacy {
            self.legacy = None;
        }
        true
    }

    /// Makes a legacy token again if its secret is left, as Jenkins does when it reads the user's record.
    pub(crate) fn reload(&mut self) {
        if !self.tokens.iter().any(|token| token.record.legacy)
            && let Some(mut token) = self.legacy.clone()
        {
            token.record.uuid = Uuid::new_v4().to_string();
            self.tokens.push(token);
        }
    }

    /// Revokes every token except this one. The secret of a legacy token stays.
    pub(crate) fn revoke_all_except(&mut self, uuid: Option<&str>) {
        self.tokens.retain(|token| Some(token.record.uuid.as_str()) == uuid);
    }

    /// All tokens.
    pub(crate) fn records(&self) -> Vec<TokenRecord> {
        self.tokens.iter().map(|token| token.record.clone()).collect()
    }

    /// All tokens sorted by name, ignoring case, as Jenkins lists them.
    pub(crate) fn sorted(&self) -> Vec<TokenRecord> {
        let mut records = self.records();
        records.sort_by_cached_key(|record| record.name.to_lowercase());
        records
    }

    /// Whether a name holds a character that XML forbids, so that the user's record cannot be written.
    pub(crate) fn holds_forbidden_character(&self) -> bool {
        self.tokens.iter().any(|token| token.record.name.contains(['\0', '\u{fffe}', '\u{ffff}']))
    }
}

fn digest(value: &str) -> [u8; 32] {
    Sha256::digest(value.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expiry;

    #[test]
    fn a_token_is_accepted_through_its_expiry_day_and_uses_are_counted() {
        let today = expiry::today();
        let mut store = TokenStore::default();
        let last_day = store.generate("last day", Some(today));
        let expired = store.generate("expired", today.yesterday().ok());
        let lasting = store.generate("lasting", None);
        assert!(store.accept(&last_day.value, today, true));
        assert!(!store.accept(&expired.value, today, true));
        assert!(store.accept(&lasting.value, today, true) && store.accept(&lasting.value, today, true));
        assert!(store.accept(&lasting.value, today, false) && store.works(&lasting.value, today));
        assert!(!store.accept("11", today, true));
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

    #[test]
    fn tokens_are_renamed_and_revoked_by_uuid() {
        let mut store = TokenStore::default();
        let [first, second, third] = ["b", "A", "c"].map(|name| store.generate(name, None));
        assert!(store.rename(&first.uuid, "z") && !store.rename("no uuid", "z"));
        let names: Vec<String> = store.sorted().into_iter().map(|record| record.name).collect();
        assert_eq!(names, ["A", "c", "z"]);
        assert!(store.revoke(&second.uuid) && !store.revoke(&second.uuid));
        assert!(!store.works(&second.value, expiry::today()));
        store.revoke_all_except(Some(&third.uuid));
        assert_eq!(store.records().len(), 1);
        store.revoke_all_except(None);
        assert!(store.records().is_empty());
    }

    #[test]
    fn a_legacy_token_comes_back_unless_it_was_revoked_by_its_uuid() {
        let mut store = TokenStore::default();
        let legacy = store.add(NewToken { legacy: true, ..NewToken::new("old") });
        store.reload();
        assert_eq!(store.records().len(), 1);
        store.revoke_all_except(None);
        store.reload();
        let again = store.records();
        assert!(again.len() == 1 && again[0].uuid != legacy.uuid);
        assert!(store.works(&legacy.value, expiry::today()));
        store.revoke(&again[0].uuid);
        store.reload();
        assert!(store.records().is_empty());
    }
}
