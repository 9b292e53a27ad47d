//! Whose tokens are looked after.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{Error, UserId};

/// Whose tokens are looked after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// The person's own, by `me`: it works for every user id, however odd.
    Me,
    /// Another user's. Administrators may list, rename and revoke them.
    User(UserId),
}

/// Everything that is not unreserved: a path segment must come out of any proxy as it went in.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

impl Owner {
    /// The path of the user below the root: `me`, or `user/` and the id as one segment.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownUser`] for ids that no address can hold: an empty one, `.` and `..`. Browsers and
    /// servers take those for steps in the path, encoded or not.
    pub fn path(&self) -> Result<String, Error> {
        match self {
            Self::Me => Ok("me".to_owned()),
            Self::User(user) if ["", ".", ".."].contains(&user.as_str()) => {
                Err(Error::UnknownUser(user.clone()))
            }
            Self::User(user) => Ok(format!("user/{}", utf8_percent_encode(user.as_str(), SEGMENT))),
        }
    }

    /// The path of a method that makes, renames or revokes tokens of this user.
    pub(crate) fn descriptor_path(&self, method: &str) -> Result<String, Error> {
        Ok(format!("{}/descriptorByName/jenkins.security.ApiTokenProperty/{method}", self.path()?))
    }

    /// What a missing page means: of another user, that there is no such user.
    pub(crate) fn missing(&self, error: Error) -> Error {
        match (self, error) {
            (Self::User(user), Error::NotFound | Error::NotJenkins) => Error::UnknownUser(user.clone()),
            (_, error) => error,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path(id: &str) -> Result<String, Error> {
        Owner::User(UserId::new(id)).path()
    }

    #[test]
    fn ids_are_one_segment_as_jenkins_reads_it() {
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
    fn ids_that_are_steps_in_a_path_are_not_sent() {
        for id in ["", ".", ".."] {
            assert_eq!(path(id), Err(Error::UnknownUser(UserId::new(id))));
        }
    }

    proptest! {
        #[test]
        fn any_id_arrives_as_it_was(id in any::<String>()) {
            if let Ok(path) = path(&id) {
                let segment = path.strip_prefix("user/").unwrap();
                prop_assert!(!segment.contains(['/', '?', '#', ';', '\\', ' ']) && segment.is_ascii());
                let decoded = percent_encoding::percent_decode_str(segment).decode_utf8().unwrap();
                prop_assert_eq!(decoded, id);
            }
        }
    }
}
