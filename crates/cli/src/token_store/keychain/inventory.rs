//! What is in the keychain for all controllers.

use std::collections::HashMap;

use super::super::inventory::{Inventory, KeptToken, UnreadableEntry};
use super::super::{SavedToken, StoreError, TokenStore};
use super::{Entries, Keychain, name as entry_name};

impl<E: Entries> Keychain<E> {
    /// All tokens, in the order of controllers and users. An entry that cannot be read does not hide the others.
    pub(in super::super) fn inventory(&self) -> Result<Inventory, StoreError> {
        let mut inventory = Inventory::default();
        let mut names = self.entries.names()?;
        let mut defaults = HashMap::new();
        for root in names.clone().into_iter().filter(|name| !name.contains(' ')) {
            match self.default_user(&root) {
                // It may just have moved from where version 0.1 saved it.
                Ok(Some(user)) => {
                    names.push(entry_name(&root, &user));
                    defaults.insert(root, user);
                }
                Ok(None) => {}
                Err(error) => inventory.add_unreadable(root, error.reason()),
            }
        }
        names.sort();
        names.dedup();
        for name in names {
            let Some((root, user)) = name.split_once(' ') else { continue };
            match self.entries.read(&name).and_then(|text| SavedToken::from_json(&text)) {
                Ok(saved) if saved.controller == root => {
                    let is_default = defaults.get(root).is_some_and(|default| default == user);
                    inventory.tokens.push(KeptToken { store: TokenStore::Keychain, saved, is_default });
                }
                // Version 0.1 kept the default port of a URL in the name, and such an entry is not found any more.
                Ok(saved) => {
                    let reason =
                        format!("its token is for {}. Save it again with `latchkey save`", saved.controller);
                    inventory.add_unreadable(name, reason);
                }
                // Removed in the meantime.
                Err(StoreError::None) => {}
                Err(error) => inventory.add_unreadable(name, error.reason()),
            }
        }
        inventory.mark_only_tokens();
        Ok(inventory)
    }
}

impl Inventory {
    fn add_unreadable(&mut self, name: String, reason: String) {
        self.unreadable.push(UnreadableEntry { name, reason });
    }

    /// The only token for a controller needs no mark to be the default.
    fn mark_only_tokens(&mut self) {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for kept in &self.tokens {
            *counts.entry(kept.saved.controller.clone()).or_default() += 1;
        }
        for kept in &mut self.tokens {
            kept.is_default |= counts.get(&kept.saved.controller) == Some(&1);
        }
    }
}

#[cfg(test)]
mod tests {
    use latchkey_core::Secret;

    use super::super::tests::{keychain, root, saved};
    use super::*;

    fn found(inventory: &Inventory) -> Vec<(&str, &str, bool)> {
        let tokens = inventory.tokens.iter();
        tokens.map(|kept| (&*kept.saved.controller, &*kept.saved.user, kept.is_default)).collect()
    }

    #[test]
    fn tokens_of_all_controllers_are_found_with_the_default_user_of_each() {
        let keychain = keychain().with("alice", "11a").with("bob b", "11b");
        let other = SavedToken { controller: "https://other".to_owned(), ..saved("carol", "11c") };
        keychain.write(&other).unwrap();
        let root = root().to_string();
        let inventory = keychain.inventory().unwrap();
        let expected = [(&*root, "alice", false), (&*root, "bob b", true), ("https://other", "carol", true)];
        assert_eq!(found(&inventory), expected);
        assert!(inventory.unreadable.is_empty());
    }

    #[test]
    fn the_only_token_left_is_the_default() {
        let keychain = keychain().with("alice", "11a").with("bob", "11b");
        keychain.remove(&root(), None).unwrap();
        assert_eq!(found(&keychain.inventory().unwrap()), [(&*root().to_string(), "alice", true)]);
    }

    #[test]
    fn a_token_that_version_0_1_saved_is_found() {
        let keychain = keychain();
        keychain.entries.write(&root().to_string(), &saved("alice", "11a").to_json()).unwrap();
        assert_eq!(found(&keychain.inventory().unwrap()), [(&*root().to_string(), "alice", true)]);
    }

    #[test]
    fn an_entry_that_cannot_be_read_does_not_hide_the_others() {
        let keychain = keychain().with("alice", "11a");
        let misplaced = saved("bob", "11b").to_json();
        for (name, text) in [
            ("https://broken bob", Secret::new("sesame")),
            ("https://elsewhere bob", misplaced),
            ("https://sesame", Secret::new("sesame")),
        ] {
            keychain.entries.write(name, &text).unwrap();
        }
        let inventory = keychain.inventory().unwrap();
        assert_eq!(found(&inventory), [(&*root().to_string(), "alice", true)]);
        let mut names: Vec<&str> = inventory.unreadable.iter().map(|entry| &*entry.name).collect();
        names.sort_unstable();
        assert_eq!(names, ["https://broken bob", "https://elsewhere bob", "https://sesame"]);
        assert!(inventory.unreadable.iter().all(|entry| !entry.reason.contains("sesame")));
    }
}
