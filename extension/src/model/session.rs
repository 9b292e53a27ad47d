//! Whose session a popup, a journal entry and a token belong to.

use crate::model::object::{Object, Stored};

/// Whose cookies a tab uses. Tokens and journals never cross from one store to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CookieStore {
    /// A private (incognito) window. Nothing of it is written to disk.
    pub private: bool,
    /// The container, in browsers that have them.
    pub container: Option<String>,
}

impl Stored for CookieStore {
    fn write(&self, object: &mut impl Object) {
        object.set_flag("private", self.private);
        object.set_optional_text("container", self.container.as_deref());
    }

    fn read(object: &impl Object) -> Option<Self> {
        Some(Self { private: object.flag("private")?, container: object.text("container") })
    }
}
