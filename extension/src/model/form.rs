//! What stood in the popup when the person left to sign in, so that it can carry on where it was.
//!
//! It is written to `storage.session` only, holds no secret, and is removed once somebody is signed in.

use latchkey_core::{ControllerUrl, Expiry, Owner, UserId};

use crate::model::journal::JournalEntry;
use crate::model::list::{Replacement, TokenReference};
use crate::model::object::{Object, Stored};
use crate::model::session::CookieStore;

/// Everything that is carried over a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedForm {
    /// Where the popup was.
    pub place: FormContext,
    /// What stood in the form.
    pub fields: Fields,
}

/// Where a popup was, and what it was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormContext {
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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

impl Fields {
    /// What stood in the form that asked for this.
    pub fn of(entry: &JournalEntry) -> Self {
        let (expires, date) = match entry.expiry {
            Expiry::On(date) => ("date".to_owned(), date.to_string()),
            Expiry::Days(_) | Expiry::Never => (entry.expiry.to_string(), String::new()),
        };
        let for_user = entry.for_user.clone().unwrap_or_default();
        Self { name: entry.name.clone(), expires, date, for_user }
    }
}

impl FormContext {
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

impl Stored for SavedForm {
    fn write(&self, object: &mut impl Object) {
        let Self { place, fields } = self;
        object.set_text("controller", &place.controller);
        object.set_object("store", place.store.to_object());
        object.set_text("view", place.view.identifier());
        object.set_optional_text("tokensOf", place.tokens_of.as_deref());
        if let Some(replacing) = &place.replacing {
            object.set_text("oldUuid", &replacing.token.uuid);
            object.set_text("oldName", &replacing.token.name);
            object.set_optional_text("oldOf", replacing.for_user.as_deref());
        }
        object.set_text("name", &fields.name);
        object.set_text("expires", &fields.expires);
        object.set_text("date", &fields.date);
        object.set_text("forUser", &fields.for_user);
    }

    fn read(object: &impl Object) -> Option<Self> {
        let old = object.text("oldUuid").zip(object.text("oldName"));
        let place = FormContext {
            controller: object.text("controller")?,
            store: CookieStore::read(&object.object("store")?)?,
            view: View::from_identifier(&object.text("view")?)?,
            tokens_of: object.text("tokensOf"),
            replacing: old.map(|(uuid, name)| Replacement {
                token: TokenReference { uuid, name },
                for_user: object.text("oldOf"),
            }),
        };
        let fields = Fields {
            name: object.text("name")?,
            expires: object.text("expires")?,
            date: object.text("date")?,
            for_user: object.text("forUser")?,
        };
        Some(Self { place, fields })
    }
}

/// What is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum View {
    /// The tab `Create`.
    #[default]
    Create,
    /// The tab `Tokens`.
    Tokens,
}

impl View {
    /// A name that stays the same, for what is kept.
    pub fn identifier(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Tokens => "tokens",
        }
    }

    /// The view of that name.
    pub fn from_identifier(identifier: &str) -> Option<Self> {
        [Self::Create, Self::Tokens].into_iter().find(|view| view.identifier() == identifier)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn a_form_is_read_as_it_was_written() {
        let token = TokenReference { uuid: "u".to_owned(), name: "n".to_owned() };
        for replacing in [None, Some(Replacement { token, for_user: Some("bob".to_owned()) })] {
            let place = FormContext {
                controller: "https://ci".to_owned(),
                store: CookieStore { private: true, container: Some("work".to_owned()) },
                view: View::Tokens,
                tokens_of: Some("bob".to_owned()),
                replacing,
            };
            let fields = Fields {
                name: "name".to_owned(),
                expires: "date".to_owned(),
                date: "2027-01-31".to_owned(),
                for_user: "bob".to_owned(),
            };
            let form = SavedForm { place, fields };
            assert_eq!(SavedForm::read(&form.to_object::<Value>()), Some(form));
        }
    }

    #[test]
    fn private_windows_and_containers_have_keys_of_their_own() {
        let place = |private, container: Option<&str>| FormContext {
            controller: "https://ci/jenkins".to_owned(),
            store: CookieStore { private, container: container.map(str::to_owned) },
            view: View::Create,
            tokens_of: None,
            replacing: None,
        };
        let places = [place(false, None), place(true, None), place(false, Some("work"))];
        let keys: std::collections::BTreeSet<_> = places.iter().map(FormContext::key).collect();
        assert_eq!(keys.len(), places.len());
        assert!(keys.iter().all(|key| key.starts_with(FormContext::PREFIX)));
        let ordinary = CookieStore { private: false, container: None };
        let controller = ControllerUrl::parse("https://ci/jenkins").unwrap();
        let belonging: Vec<_> = places.iter().map(|place| place.belongs_to(&controller, &ordinary)).collect();
        assert_eq!(belonging, [true, false, false]);
    }
}
