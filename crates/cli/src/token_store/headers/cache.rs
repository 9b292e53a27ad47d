//! The headers in the keychain, each entry of which is read once.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use latchkey_core::Secret;

use crate::token_store::StoreError;
use crate::token_store::keychain::Entries;

/// Entries that are read once in the life of the process. A command opens several sessions with a controller, and a keychain
/// may ask the person each time.
pub(super) struct CachedEntries<E> {
    entries: E,
    /// By name; `None` if there is no such entry, or the keychain cannot be opened.
    texts: Mutex<BTreeMap<String, Option<Secret>>>,
}

impl<E: Entries> CachedEntries<E> {
    pub(super) const fn new(entries: E) -> Self {
        Self { entries, texts: Mutex::new(BTreeMap::new()) }
    }

    /// The text of an entry, if it can be read.
    pub(super) fn read(&self, name: &str) -> Option<Secret> {
        // Held while the keychain is asked, so that no other thread asks, too.
        let mut texts = self.texts();
        if let Some(text) = texts.get(name) {
            return text.clone();
        }
        let text = self.entries.read(name).ok();
        texts.insert(name.to_owned(), text.clone());
        text
    }

    /// Writes an entry, or replaces its text.
    pub(super) fn write(&self, name: &str, text: &Secret) -> Result<(), StoreError> {
        let mut texts = self.texts();
        texts.remove(name);
        self.entries.write(name, text)
    }

    /// Removes an entry.
    pub(super) fn remove(&self, name: &str) -> Result<(), StoreError> {
        let mut texts = self.texts();
        texts.remove(name);
        self.entries.remove(name)
    }

    fn texts(&self) -> MutexGuard<'_, BTreeMap<String, Option<Secret>>> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// A keychain with one entry, which counts what is done with it.
    struct Counted {
        text: RefCell<Option<String>>,
        reads: RefCell<Vec<String>>,
    }

    impl Entries for Counted {
        fn check(&self) -> Result<(), String> {
            Ok(())
        }

        fn read(&self, name: &str) -> Result<Secret, StoreError> {
            self.reads.borrow_mut().push(name.to_owned());
            let text = self.text.borrow();
            text.as_ref().filter(|_| name == "https://a").map(Secret::new).ok_or(StoreError::None)
        }

        fn write(&self, _: &str, text: &Secret) -> Result<(), StoreError> {
            *self.text.borrow_mut() = Some(text.reveal().to_owned());
            Ok(())
        }

        fn remove(&self, _: &str) -> Result<(), StoreError> {
            self.text.take().map(drop).ok_or(StoreError::None)
        }

        fn names(&self) -> Result<Vec<String>, StoreError> {
            Ok(Vec::new())
        }
    }

    #[test]
    fn the_keychain_is_asked_once_for_each_origin_until_its_entry_changes() {
        let counted = Counted { text: RefCell::new(Some("a: 1".to_owned())), reads: RefCell::default() };
        let cached = CachedEntries::new(counted);
        let text = |name: &str| cached.read(name).map(|text| text.reveal().to_owned());
        for _ in 0..3 {
            assert_eq!((text("https://a").as_deref(), text("https://b")), (Some("a: 1"), None));
        }
        assert_eq!(*cached.entries.reads.borrow(), ["https://a", "https://b"]);
        cached.write("https://a", &Secret::new("a: 2")).unwrap();
        assert_eq!(
            (text("https://a"), text("https://a")),
            (Some("a: 2".to_owned()), Some("a: 2".to_owned()))
        );
        cached.remove("https://a").unwrap();
        assert_eq!(text("https://a"), None);
        assert_eq!(cached.entries.reads.borrow().len(), 4);
    }
}
