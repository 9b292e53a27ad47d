//! What stood in the popup when the person left to sign in, so that it can carry on where it was.
//!
//! It is written to `storage.session` only, holds no secret, and is removed once somebody is signed in.

use latchkey_core::{ControllerUrl, Owner, UserId};
use serde::{Deserialize, Serialize};

use crate::record::CookieStore;
use crate::state::View;
use crate::tokens::Replacement;

/// Everything that is carried over a sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptForm {
    /// Where the popup was.
    pub place: Place,
    /// What stood in the form.
    pub fields: Fields,
}

/// Where a popup was, and what it was about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Root URL of the controller.
    pub controller: String,
    /// Whose session ended.
    pub store: CookieStore,
    /// What was looked at.
    pub view: View,
    /// The user whose tokens were looked at, where they were not the person's own.
    pub tokens_of: Option<String>,
    /// The token that the next one was to replace.
    pub replacing: Option<Replacement>,
}

/// The form's values, as the document has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fields {
    /// Value of `Token name`.
    pub name: String,
    /// Value of `Expires`.
    pub expires: String,
    /// Value of `Expiry date`.
    pub date: String,
    /// Value of `User ID`; empty for oneself.
    pub for_user: String,
}

impl Place {
    /// Under which key it is kept: one for every controller and session.
    pub fn key(&self) -> String {
        let kind = if self.store.private { "private" } else { "ordinary" };
        let container = self.store.container.as_deref().unwrap_or_default();
        format!("{}{kind}/{container}/{}", Self::PREFIX, self.controller)
    }

    /// How every such key begins.
    pub const PREFIX: &'static str = "draft/";

    /// Whether it is about this controller in this session.
    pub fn belongs_to(&self, controller: &ControllerUrl, store: &CookieStore) -> bool {
        self.controller == controller.to_string() && self.store == *store
    }

    /// Whose tokens were looked at.
    pub fn owner(&self) -> Owner {
        self.tokens_of.clone().map_or(Owner::Me, |user| Owner::User(UserId::new(user)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_windows_and_containers_have_keys_of_their_own() {
        let place = |private, container: Option<&str>| Place {
            controller: "https://ci/jenkins".to_owned(),
            store: CookieStore { private, container: container.map(str::to_owned) },
            view: View::Create,
            tokens_of: None,
            replacing: None,
        };
        let places = [place(false, None), place(true, None), place(false, Some("work"))];
        let keys: std::collections::BTreeSet<_> = places.iter().map(Place::key).collect();
        assert_eq!(keys.len(), places.len());
        assert!(keys.iter().all(|key| key.starts_with(Place::PREFIX)));
        let ordinary = CookieStore { private: false, container: None };
        let controller = ControllerUrl::parse("https://ci/jenkins").unwrap();
        let belonging: Vec<_> = places.iter().map(|place| place.belongs_to(&controller, &ordinary)).collect();
        assert_eq!(belonging, [true, false, false]);
    }
}
