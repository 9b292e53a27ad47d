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
    assert_eq!((keychain.token(Some("alice")), keychain.token(Some("bob b"))), ("11a".into(), "11b".into()));
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
    assert_eq!((keychain.token(Some("alice")), keychain.token(Some("ALICE"))), ("11a".into(), "11b".into()));
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
