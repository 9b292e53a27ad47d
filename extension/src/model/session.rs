//! Whose session a popup, a journal entry and a token belong to.

use latchkey_core::{ControllerUrl, UserId};

use crate::model::object::Object;

/// A person's session on a controller. Tokens and journal entries never move from one session to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) controller: ControllerUrl,
    pub(crate) store: CookieStore,
    pub(crate) user: Option<UserId>,
}

/// Whose cookies a tab uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CookieStore {
    /// A private (incognito) window. Nothing of it is written to disk.
    pub(crate) private: bool,
    pub(crate) container: Option<String>,
}

impl Session {
    /// Whether it is one of this controller with these cookies.
    pub(crate) fn belongs_to(&self, controller: &ControllerUrl, store: &CookieStore) -> bool {
        self.controller == *controller && self.store == *store
    }

    /// Whether a page of this origin with these cookies may be one of its pages. Only then is its tab asked
    /// anything: a page of another site could keep the popup waiting.
    pub(crate) fn is_at(&self, origin: &str, store: &CookieStore) -> bool {
        self.controller.origin() == origin && self.store == *store
    }

    /// Whether it may be a session of this user.
    pub(crate) fn is_of(&self, user: &UserId) -> bool {
        self.user.as_ref().is_none_or(|own| own == user)
    }

    /// Adds it to a record.
    pub(crate) fn write(&self, object: &mut impl Object) {
        object.set_text("controller", &self.controller.to_string());
        object.set_object("store", self.store.to_object());
        object.set_optional_text("user", self.user.as_ref().map(UserId::as_str));
    }

    /// Reads it from a record; `None` if a property is missing or not valid.
    pub(crate) fn read(object: &impl Object) -> Option<Self> {
        Some(Self {
            controller: ControllerUrl::parse(&object.text("controller")?).ok()?,
            store: CookieStore::read(&object.object("store")?)?,
            user: object.text("user").map(UserId::new),
        })
    }
}

impl CookieStore {
    /// Writes it into a new object, which `background.js` reads, too.
    pub(crate) fn to_object<O: Object>(&self) -> O {
        let mut object = O::empty();
        object.set_flag("private", self.private);
        object.set_optional_text("container", self.container.as_deref());
        object
    }

    /// Reads it; `None` if a property is missing.
    pub(crate) fn read(object: &impl Object) -> Option<Self> {
        Some(Self { private: object.flag("private")?, container: object.text("container") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(private: bool, container: Option<&str>) -> CookieStore {
        CookieStore { private, container: container.map(str::to_owned) }
    }

    fn session(controller: &str) -> Session {
        let controller = ControllerUrl::parse(controller).unwrap();
        Session { controller, store: store(false, None), user: None }
    }

    #[test]
    fn sessions_of_other_controllers_windows_and_containers_are_kept_apart() {
        let controller = ControllerUrl::parse("https://ci/jenkins").unwrap();
        let own = session("https://ci/jenkins");
        assert!(own.belongs_to(&controller, &store(false, None)));
        assert!(!own.belongs_to(&controller, &store(true, None)));
        assert!(!own.belongs_to(&controller, &store(false, Some("work"))));
        assert!(!session("https://ci").belongs_to(&controller, &store(false, None)));
    }

    #[test]
    fn only_a_tab_of_the_same_origin_is_asked() {
        let ordinary = store(false, None);
        assert!(session("https://ci/jenkins").is_at("https://ci", &ordinary));
        for origin in ["https://ci.example.org", "https://c", "http://ci", "https://ci:8443", "null", ""] {
            assert!(!session("https://ci/jenkins").is_at(origin, &ordinary), "{origin}");
        }
        assert!(!session("https://ci.example.org").is_at("https://ci", &ordinary));
        assert!(!session("https://ci").is_at("https://ci", &store(true, None)));
    }
}
