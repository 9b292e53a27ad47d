//! Tokens in the operating system's keychain: one for each controller and user.
//!
//! The entry `ROOT USER` has a token; a root contains no space. The entry `ROOT` names the user whose token is used if no
//! user is given: the one that was saved last. Version 0.1 kept one token for each controller, in the entry `ROOT`; such
//! a token moves to an entry of its own when it is first read.

mod inventory;
mod system;

use latchkey_core::{ControllerUrl, Secret};
use serde::Deserialize;

use self::system::SystemEntries;
use super::{SavedToken, StoreError};

/// Named texts, as every keychain has them.
pub(super) trait Entries {
    /// Whether they can be used.
    ///
    /// # Errors
    ///
    /// The reason why not.
    fn check(&self) -> Result<(), String>;
    fn read(&self, name: &str) -> Result<Secret, StoreError>;
    /// Writes an entry, or replaces its text.
    fn write(&self, name: &str, text: &Secret) -> Result<(), StoreError>;
    fn remove(&self, name: &str) -> Result<(), StoreError>;
    /// The names of all entries that Latchkey wrote.
    fn names(&self) -> Result<Vec<String>, StoreError>;
}

/// The tokens in a keychain.
pub(super) struct Keychain<E> {
    entries: E,
}

/// The keychain of the person who runs the command.
pub(super) fn system() -> Keychain<SystemEntries> {
    Keychain { entries: SystemEntries { service: "latchkey" } }
}

/// The headers in the keychain of the person who runs the command: an entry for each origin.
pub(super) fn system_headers() -> SystemEntries {
    SystemEntries { service: "latchkey-headers" }
}

/// The JSON of the entry that names the user whose token is used by default.
#[derive(Deserialize)]
struct DefaultUser {
    default: String,
}

impl<E: Entries> Keychain<E> {
    pub(super) fn check(&self) -> Result<(), String> {
        self.entries.check()
    }

    /// Saves a token in place of an older one of the same user. It is the one that is used by default from now on.
    pub(super) fn write(&self, saved: &SavedToken) -> Result<(), StoreError> {
        // What version 0.1 saved may be another user's.
        self.default_user(&saved.controller)?;
        self.entries.write(&name(&saved.controller, &saved.user), &saved.to_json())?;
        self.write_default(&saved.controller, &saved.user)
    }

    /// Writes the record of a token that is there already.
    pub(super) fn update(&self, saved: &SavedToken) -> Result<(), StoreError> {
        self.entries.write(&name(&saved.controller, &saved.user), &saved.to_json())
    }

    /// The token of this user or, without one, the one that is used by default. Most security realms accept a user ID in
    /// any case.
    pub(super) fn read(&self, root: &ControllerUrl, user: Option<&str>) -> Result<SavedToken, StoreError> {
        let root = root.to_string();
        let default = self.default_user(&root)?;
        if let Some(wanted) = user.or(default.as_deref()) {
            match self.entries.read(&name(&root, wanted)) {
                Err(StoreError::None) => {}
                text => return SavedToken::from_json(&text?),
            }
        }
        let mut users = self.users(&root)?;
        if let Some(user) = user {
            users.retain(|other| other.to_lowercase() == user.to_lowercase());
        }
        match users.as_slice() {
            [] => Err(StoreError::None),
            [user] => SavedToken::from_json(&self.entries.read(&name(&root, user))?),
            _ => Err(StoreError::SeveralUsers(users)),
        }
    }

    /// The tokens of all users for this controller.
    pub(super) fn all(&self, root: &ControllerUrl) -> Result<Vec<SavedToken>, StoreError> {
        let root = root.to_string();
        self.default_user(&root)?;
        let users = self.users(&root)?;
        users.iter().map(|user| SavedToken::from_json(&self.entries.read(&name(&root, user))?)).collect()
    }

    /// Removes the token of this user or, without one, the one that is used by default. Returns its user.
    pub(super) fn remove(&self, root: &ControllerUrl, user: Option<&str>) -> Result<String, StoreError> {
        let user = self.read(root, user)?.user;
        let root = root.to_string();
        self.entries.remove(&name(&root, &user))?;
        if self.default_user(&root)?.is_some_and(|default| default == user) {
            self.entries.remove(&root)?;
        }
        Ok(user)
    }

    /// Whether there is a token for any controller of this origin.
    pub(super) fn has_tokens_at(&self, origin: &str) -> Result<bool, StoreError> {
        let is_there = |name: &String| {
            let root = name.split(' ').next().and_then(|root| ControllerUrl::parse(root).ok());
            root.is_some_and(|root| root.origin() == origin)
        };
        Ok(self.entries.names()?.iter().any(is_there))
    }

    /// The users with a token for this controller, in alphabetical order.
    fn users(&self, root: &str) -> Result<Vec<String>, StoreError> {
        let names = self.entries.names()?;
        let users = names.iter().filter_map(|name| name.strip_prefix(root)?.strip_prefix(' '));
        let mut users: Vec<String> = users.map(str::to_owned).collect();
        users.sort();
        Ok(users)
    }

    /// The user whose token is used by default. A token that version 0.1 saved moves to where it is now looked for.
    fn default_user(&self, root: &str) -> Result<Option<String>, StoreError> {
        let text = match self.entries.read(root) {
            Ok(text) => text,
            Err(StoreError::None) => return Ok(None),
            Err(error) => return Err(error),
        };
        if let Ok(DefaultUser { default }) = serde_json::from_str(text.reveal()) {
            return Ok(Some(default));
        }
        let saved = SavedToken::from_json(&text)?;
        // Under both names in between: an interruption loses nothing.
        self.entries.write(&name(root, &saved.user), &text)?;
        self.write_default(root, &saved.user)?;
        Ok(Some(saved.user))
    }

    fn write_default(&self, root: &str, user: &str) -> Result<(), StoreError> {
        let text = serde_json::json!({ "controller": root, "default": user }).to_string();
        self.entries.write(root, &Secret::new(text))
    }
}

/// The name of the entry for a user's token.
fn name(root: &str, user: &str) -> String {
    format!("{root} {user}")
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    use super::*;

    /// A keychain in memory.
    #[derive(Default)]
    pub(super) struct Memory(RefCell<BTreeMap<String, String>>);

    impl Entries for Memory {
        fn check(&self) -> Result<(), String> {
            Ok(())
        }

        fn read(&self, name: &str) -> Result<Secret, StoreError> {
            self.0.borrow().get(name).map(Secret::new).ok_or(StoreError::None)
        }

        fn write(&self, name: &str, text: &Secret) -> Result<(), StoreError> {
            self.0.borrow_mut().insert(name.to_owned(), text.reveal().to_owned());
            Ok(())
        }

        fn remove(&self, name: &str) -> Result<(), StoreError> {
            self.0.borrow_mut().remove(name).map(drop).ok_or(StoreError::None)
        }

        fn names(&self) -> Result<Vec<String>, StoreError> {
            Ok(self.0.borrow().keys().cloned().collect())
        }
    }

    pub(super) fn keychain() -> Keychain<Memory> {
        Keychain { entries: Memory::default() }
    }

    pub(super) fn root() -> ControllerUrl {
        ControllerUrl::parse("https://ci.example.org/jenkins").unwrap()
    }

    pub(super) fn saved(user: &str, token: &str) -> SavedToken {
        let (controller, user) = (root().to_string(), user.to_owned());
        SavedToken {
            controller,
            user,
            token: Secret::new(token),
            uuid: None,
            name: None,
            expiry: None,
            successor: None,
        }
    }

    impl Keychain<Memory> {
        pub(super) fn with(self, user: &str, token: &str) -> Self {
            self.write(&saved(user, token)).unwrap();
            self
        }

        fn token(&self, user: Option<&str>) -> String {
            self.read(&root(), user).unwrap().token.reveal().to_owned()
        }
    }

    #[test]
    fn each_user_has_a_token_and_the_last_one_saved_is_the_default() {
        let keychain = keychain().with("alice", "11a").with("bob b", "11b");
        assert_eq!(keychain.token(None), "11b");
        assert_eq!(
            (keychain.token(Some("alice")), keychain.token(Some("bob b"))),
            ("11a".into(), "11b".into())
        );
        let keychain = keychain.with("alice", "11c");
        assert_eq!((keychain.token(None), keychain.token(Some("bob b"))), ("11c".into(), "11b".into()));
        assert!(matches!(keychain.read(&root(), Some("carol")), Err(StoreError::None)));
        let users: Vec<String> = keychain.all(&root()).unwrap().into_iter().map(|saved| saved.user).collect();
        assert_eq!(users, ["alice", "bob b"]);
    }

    #[test]
    fn a_token_is_at_the_origin_of_its_controller() {
        let keychain = keychain().with("alice", "11a");
        let at = |origin| keychain.has_tokens_at(origin).unwrap();
        assert!(at("https://ci.example.org") && !at("http://ci.example.org") && !at("https://ci.example"));
        keychain.remove(&root(), None).unwrap();
        assert!(!keychain.has_tokens_at("https://ci.example.org").unwrap());
    }

    #[test]
    fn users_of_another_controller_are_not_looked_at() {
        let keychain = keychain().with("alice", "11a");
        for other in
            ["https://ci.example.org", "https://ci.example.org/jenkins2", "http://ci.example.org/jenkins"]
        {
            let other = ControllerUrl::parse(other).unwrap();
            assert!(matches!(keychain.read(&other, None), Err(StoreError::None)), "{other}");
        }
    }

    #[test]
    fn a_user_id_is_found_in_any_case_unless_that_is_ambiguous() {
        let keychain = keychain().with("alice", "11a");
        assert_eq!(keychain.token(Some("Alice")), "11a");
        let keychain = keychain.with("ALICE", "11b");
        assert_eq!(
            (keychain.token(Some("alice")), keychain.token(Some("ALICE"))),
            ("11a".into(), "11b".into())
        );
        assert!(matches!(keychain.read(&root(), Some("Alice")), Err(StoreError::SeveralUsers(_))));
    }

    #[test]
    fn the_only_token_left_is_the_default_and_of_several_one_must_be_named() {
        let keychain = keychain().with("alice", "11a").with("bob", "11b").with("carol", "11c");
        keychain.remove(&root(), None).unwrap();
        let Err(StoreError::SeveralUsers(users)) = keychain.read(&root(), None) else { panic!() };
        assert_eq!(users, ["alice", "bob"]);
        keychain.remove(&root(), Some("alice")).unwrap();
        assert_eq!(keychain.token(None), "11b");
        keychain.remove(&root(), None).unwrap();
        assert!(matches!(keychain.read(&root(), None), Err(StoreError::None)));
        assert!(keychain.entries.0.borrow().is_empty(), "{:?}", keychain.entries.0);
    }

    #[test]
    fn a_token_saved_by_version_0_1_is_found_and_moved() {
        let old = |user: &str| {
            let keychain = keychain();
            keychain.entries.write(&root().to_string(), &saved(user, "11old").to_json()).unwrap();
            keychain
        };
        for user in [None, Some("alice")] {
            let keychain = old("alice");
            assert_eq!((keychain.token(user), keychain.token(user)), ("11old".into(), "11old".into()));
            let names = keychain.entries.names().unwrap();
            assert_eq!(names, [root().to_string(), format!("{} alice", root())]);
            assert!(!keychain.entries.0.borrow()[&root().to_string()].contains("11old"));
        }
        let keychain = old("alice").with("bob", "11b");
        assert_eq!((keychain.token(Some("alice")), keychain.token(None)), ("11old".into(), "11b".into()));
        let keychain = old("alice");
        keychain.remove(&root(), None).unwrap();
        assert!(keychain.entries.0.borrow().is_empty());
    }

    #[test]
    fn an_entry_that_is_not_latchkeys_is_left_alone() {
        let keychain = keychain();
        keychain.entries.write(&root().to_string(), &Secret::new("sesame")).unwrap();
        let Err(StoreError::Unusable(reason)) = keychain.read(&root(), None) else { panic!() };
        assert!(!reason.contains("sesame"));
        assert!(keychain.write(&saved("alice", "11a")).is_err());
        assert_eq!(keychain.entries.0.borrow()[&root().to_string()], "sesame");
    }
}
