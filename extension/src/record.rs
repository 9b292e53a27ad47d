//! What is remembered outside the popup, which can close at any moment.
//!
//! * the **journal** in `storage.local` names what may have been created; it never holds a secret;
//! * a **kept token** in `storage.session`, which is memory only, is one that the person has not said
//!   `Done` to.

mod journal;
mod kept;

pub use journal::{JournalEntry, Way, expires_text};
pub use kept::{KEPT_AFTER_COPY, KeptToken};

use crate::plain::{Plain, Record};

/// Whose cookies a tab uses. Tokens and journals never cross from one store to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CookieStore {
    /// A private (incognito) window. Nothing of it is written to disk.
    pub private: bool,
    /// The container, in browsers that have them.
    pub container: Option<String>,
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
