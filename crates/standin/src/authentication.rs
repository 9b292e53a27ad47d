//! HTTP Basic: a user ID with a password or an API token.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::expiry;
use crate::request_context::{Principal, Proof};
use crate::users::Users;

/// The result of an `Authorization` header.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Basic {
    /// There is no Basic authorization. Other schemes, such as a bearer token, are ignored.
    Absent,
    /// This user ID or the secret is wrong, or the token expired.
    Refused(String),
    /// The credentials are valid.
    Accepted(Principal),
}

/// Checks the value of an `Authorization` header, and counts the use of a token if uses are counted.
pub(crate) fn basic(header: Option<&str>, users: &mut Users, count_uses: bool) -> Basic {
    let Some((scheme, credentials)) = header.and_then(|header| header.split_once(' ')) else {
        return Basic::Absent;
    };
    if !scheme.eq_ignore_ascii_case("basic") {
        return Basic::Absent;
    }
    let decoded = STANDARD.decode(credentials.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let Some((id, secret)) = decoded.as_deref().and_then(|text| text.split_once(':')) else {
        return Basic::Refused(String::new());
    };
    let Some(user) = users.find_mut(id) else { return Basic::Refused(id.to_owned()) };
    let proof = if user.account.password == secret {
        Proof::Password
    } else if user.tokens.accept(secret, expiry::today(), count_uses) {
        Proof::Token
    } else {
        return Basic::Refused(id.to_owned());
    };
    Basic::Accepted(Principal::User { id: user.account.id.clone(), proof })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::users::Account;

    fn look(credentials: &str, users: &mut Users) -> Basic {
        basic(Some(&format!("Basic {}", STANDARD.encode(credentials))), users, true)
    }

    #[test]
    fn a_password_and_a_token_are_told_apart() {
        let mut users = Users::new(&[Account::new("Zoë", "pass:word")]);
        let token = users.find_mut("zoë").unwrap().tokens.generate("x", None).value;
        let accepted = |proof| Basic::Accepted(Principal::User { id: "Zoë".to_owned(), proof });
        assert_eq!(look("ZOË:pass:word", &mut users), accepted(Proof::Password));
        assert_eq!(look(&format!("Zoë:{token}"), &mut users), accepted(Proof::Token));
        assert_eq!(look("Zoë:pass", &mut users), Basic::Refused("Zoë".to_owned()));
        assert_eq!(look("nobody:pass:word", &mut users), Basic::Refused("nobody".to_owned()));
        assert_eq!(look("no colon", &mut users), Basic::Refused("".to_owned()));
    }

    #[test]
    fn other_schemes_are_not_looked_at() {
        let mut users = Users::new(&[]);
        assert_eq!(basic(None, &mut users, true), Basic::Absent);
        assert_eq!(basic(Some("Bearer 11aa"), &mut users, true), Basic::Absent);
    }
}
