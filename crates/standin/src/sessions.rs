//! Sessions and the cookie that carries them.

use std::collections::HashMap;

use crate::random;

/// The live sessions of a controller.
pub(crate) struct Sessions {
    cookie: String,
    made: u64,
    live: HashMap<String, Option<String>>,
}

impl Sessions {
    pub(crate) fn new() -> Self {
        Self { cookie: format!("JSESSIONID.{}", random::hex_of::<4>()), made: 0, live: HashMap::new() }
    }

    /// The name of the cookie, which differs per controller.
    pub(crate) fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Opens a session for a user or for an anonymous visitor and returns its ID.
    pub(crate) fn open(&mut self, user: Option<String>) -> String {
        self.made += 1;
        let id = format!("node0{}{}.node0", random::hex_of::<12>(), self.made);
        self.live.insert(id.clone(), user);
        id
    }

    /// Whether the session exists.
    pub(crate) fn lives(&self, id: &str) -> bool {
        self.live.contains_key(id)
    }

    /// The user who is signed in.
    pub(crate) fn user(&self, id: &str) -> Option<&str> {
        self.live.get(id)?.as_deref()
    }

    /// Whether this user is signed in anywhere.
    pub(crate) fn any_of(&self, user: &str) -> bool {
        self.live.values().any(|own| own.as_deref() == Some(user))
    }

    pub(crate) fn close(&mut self, id: &str) {
        self.live.remove(id);
    }

    pub(crate) fn close_all(&mut self) {
        self.live.clear();
    }

    /// The ID of the live session among these cookies, if there is one.
    pub(crate) fn find<'c>(&self, mut cookies: impl Iterator<Item = (&'c str, &'c str)>) -> Option<String> {
        let session = cookies.find(|(name, id)| *name == self.cookie && self.lives(id));
        session.map(|(_, id)| id.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_live_session_is_found_among_the_cookies() {
        let mut sessions = Sessions::new();
        let id = sessions.open(Some("admin".to_owned()));
        let cookies = [("other".to_owned(), "1".to_owned()), (sessions.cookie().to_owned(), id.clone())];
        let cookies = || cookies.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        assert_eq!(sessions.find(cookies()), Some(id.clone()));
        assert_eq!(sessions.user(&id), Some("admin"));
        sessions.close_all();
        assert_eq!(sessions.find(cookies()), None);
    }
}
