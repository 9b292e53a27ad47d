//! Users, and the owner of a token.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::Error;
use crate::json::Json;

/// The ID of a Jenkins user.
///
/// It can differ from the name that the user signs in with (OpenID Connect, Azure AD) and may contain spaces,
/// `@`, `\`, `/`, `%`, `+` and letters beyond ASCII.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UserId(String);

impl UserId {
    /// Wraps an ID as Jenkins sends it.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The ID as Jenkins sends it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether some proxies and servlet containers refuse URLs that contain this ID, although it is encoded: Apache and
    /// Tomcat refuse `%2F`, Tomcat `%5C`, Traefik all of these.
    pub fn may_be_blocked_in_urls(&self) -> bool {
        self.0.chars().any(|c| matches!(c, '/' | '\\' | '%' | ';' | '?' | '#' | '\0'))
    }

    /// Whether HTTP Basic, which splits at the first colon, can carry this ID.
    pub fn fits_basic(&self) -> bool {
        !self.0.contains(':')
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A user, as `{root}/me/api/json` describes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The true ID; links in pages may contain it in lower case and encoded.
    pub id: UserId,
    /// The full name.
    pub full_name: String,
}

/// The authentication of a session: the reply of `{root}/whoAmI/api/json`, which answers anonymous users,
/// too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhoAmI {
    /// The name of the authentication, not always the user's ID.
    pub name: String,
    /// Whether nobody is signed in. The field `authenticated` is not read: it is `true` for anonymous users.
    pub anonymous: bool,
}

impl WhoAmI {
    /// Parses the body of the reply; `None` if it has an unexpected shape.
    pub fn parse(body: &str) -> Option<Self> {
        let mut reply = Json::parse(body).ok()?;
        let class = reply.text("_class").ok()?;
        let who = Self { name: reply.text("name").ok()?, anonymous: reply.flag("anonymous").ok()? };
        (class == "hudson.security.WhoAmI").then_some(who)
    }
}

impl User {
    /// The requested part of the record.
    pub const TREE: &str = "id,fullName";

    /// Parses the body of the reply; `None` if it has an unexpected shape.
    pub fn parse(body: &str) -> Option<Self> {
        let mut reply = Json::parse(body).ok()?;
        let id = reply.text("id").ok().filter(|id| !id.is_empty())?;
        let full_name = reply.optional_text("fullName").ok()?.unwrap_or_default();
        Some(Self { id: UserId::new(id), full_name })
    }
}

/// The user whose tokens are managed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Owner {
    /// The user of the session, by the path `me`, which works for every ID.
    #[default]
    Me,
    /// Another user, whose tokens administrators may list, rename and revoke.
    User(UserId),
}

/// Every character that is not unreserved, so that no proxy changes a path segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

impl Owner {
    /// The path of the user below the root: `me`, or `user/` and the ID as one segment.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownUser`] for IDs that no URL can contain: the empty one, `.` and `..`. Browsers and
    /// servers resolve those as steps of the path, encoded or not.
    pub fn path(&self) -> Result<String, Error> {
        match self {
            Self::Me => Ok("me".to_owned()),
            Self::User(user) if ["", ".", ".."].contains(&user.as_str()) => {
                Err(Error::UnknownUser(user.clone()))
            }
            Self::User(user) => Ok(format!("user/{}", utf8_percent_encode(user.as_str(), SEGMENT))),
        }
    }

    /// The path of a method that creates, renames or revokes tokens of this user.
    pub(crate) fn descriptor_path(&self, method: &str) -> Result<String, Error> {
        Ok(format!("{}/descriptorByName/jenkins.security.ApiTokenProperty/{method}", self.path()?))
    }

    /// Turns a missing page of another user into [`Error::UnknownUser`] or, if it was not Jenkins that did not find
    /// it, into [`Error::UserIdBlocked`]: Apache answers 404 for an encoded slash, Tomcat 400.
    pub(crate) fn map_not_found(&self, error: Error) -> Error {
        match (self, error) {
            (Self::User(user), Error::NotJenkins | Error::Proxy { status: 400 })
                if user.may_be_blocked_in_urls() =>
            {
                Error::UserIdBlocked(user.clone())
            }
            (Self::User(user), Error::NotFound | Error::NotJenkins) => Error::UnknownUser(user.clone()),
            (Self::Me | Self::User(_), error) => error,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parses_who_am_i() {
        let body = r#"{"_class":"hudson.security.WhoAmI","anonymous":true,"authenticated":true,"authorities":["anonymous"],"name":"anonymous"}"#;
        let who = WhoAmI::parse(body).unwrap();
        assert!(who.anonymous);
        assert_eq!(who.name, "anonymous");
    }

    #[test]
    fn accepts_only_the_class_of_jenkins() {
        assert_eq!(WhoAmI::parse(r#"{"_class":"x","anonymous":false,"name":"a"}"#), None);
        assert_eq!(WhoAmI::parse(r#"{"anonymous":false,"name":"a"}"#), None);
    }

    #[test]
    fn a_user_needs_an_id() {
        assert_eq!(User::parse(r#"{"id":"","fullName":"x"}"#), None);
        assert_eq!(User::parse(r#"{"fullName":"x"}"#), None);
        assert_eq!(User::parse(r#"{"id":7}"#), None);
    }

    fn path(id: &str) -> Result<String, Error> {
        Owner::User(UserId::new(id)).path()
    }

    #[test]
    fn a_user_id_is_one_path_segment() {
        for (id, expected) in [
            ("alice", "user/alice"),
            ("bob smith", "user/bob%20smith"),
            ("Zoë@x.org", "user/Zo%C3%AB%40x.org"),
            ("CORP\\carl", "user/CORP%5Ccarl"),
            ("per%cent", "user/per%25cent"),
            ("a+b", "user/a%2Bb"),
            ("a/b", "user/a%2Fb"),
            ("?#;", "user/%3F%23%3B"),
        ] {
            assert_eq!(path(id).as_deref(), Ok(expected));
        }
        assert_eq!(Owner::Me.path().as_deref(), Ok("me"));
    }

    #[test]
    fn user_ids_that_are_steps_of_a_path_are_rejected() {
        for id in ["", ".", ".."] {
            assert_eq!(path(id), Err(Error::UnknownUser(UserId::new(id))));
        }
    }

    proptest! {
        #[test]
        fn any_user_is_read_unchanged(id in "\\PC{1,40}", full_name in any::<String>()) {
            let body = serde_json::json!({"_class": "hudson.model.User", "id": id, "fullName": full_name}).to_string();
            let user = User::parse(&body).unwrap();
            prop_assert_eq!(user.id.as_str(), id);
            prop_assert_eq!(user.full_name, full_name);
        }

        #[test]
        fn no_reply_panics(body in any::<String>()) {
            let _ = (User::parse(&body), WhoAmI::parse(&body));
        }

        #[test]
        fn any_user_id_is_sent_unchanged(id in any::<String>()) {
            if let Ok(path) = path(&id) {
                let segment = path.strip_prefix("user/").unwrap();
                prop_assert!(!segment.contains(['/', '?', '#', ';', '\\', ' ']) && segment.is_ascii());
                let decoded = percent_encoding::percent_decode_str(segment).decode_utf8().unwrap();
                prop_assert_eq!(decoded, id);
            }
        }
    }
}
