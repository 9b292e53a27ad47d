//! Tokens in the operating system's keychain: one for each controller and user.
//!
//! The entry `ROOT USER` has a token; a root contains no space. The entry `ROOT` names the user whose token is used if no
//! user is given: the one that was saved last. Version 0.1 kept one token for each controller, in the entry `ROOT`; such
//! a token moves to an entry of its own when it is first read.

mod inventory;
mod system;

use latchkey_core::{ControllerUrl, Secret};
use serde::Deserialize;

pub(super) use self::system::SystemEntries;
use super::{SavedToken, StoreError};
use crate::user_id::is_same_user;

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

/// The entries for headers in the same keychain.
pub(super) const fn system_headers() -> SystemEntries {
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
            users.retain(|other| is_same_user(other, user));
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
mod tests;
