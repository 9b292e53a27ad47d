//! Groovy for the script console: the way to other users' tokens that works on every controller.
//!
//! Only administrators may run scripts, and they are shown a script before it runs. Each script starts with
//! its data as readable definitions. It prints one JSON document between two markers; anything else is a
//! failure, because a stack trace comes with status 200, too.
//!
//! The scripts run on Groovy 2.4, which Jenkins has. They use `generateNewToken` and `revokeToken` of
//! `ApiTokenProperty` where the class has them (since 2.260; with a date since 2.548), otherwise those of the
//! token store, which does not save the user's record.

mod literals;
mod output;
mod tokens;

use std::fmt;

use self::literals::{last_day, literal, token_list, user_list};
use crate::token::{Expiry, TokenName};
use crate::{Error, UserId, text};

pub use tokens::{Revocation, StoredToken, UserPage, UserTokens, read_generated};
pub(crate) use tokens::{read_done, read_list, read_revocations, read_users};

/// A script, as it is shown to the administrator and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script(String);

impl Script {
    /// The number of users that [`Script::list`] should list at once: the console keeps the whole output in
    /// memory.
    pub const USERS_AT_ONCE: usize = 100;

    /// The number of tokens that [`Script::revoke_several`] should revoke at once: Jenkins saves the user's record after
    /// each.
    pub const TOKENS_AT_ONCE: usize = 100;

    /// Creates a token for a user.
    pub fn generate(user: &UserId, name: &TokenName, expiry: Expiry) -> Self {
        let data = [
            ("userId", literal(user.as_str())),
            ("tokenName", literal(name.as_str())),
            ("lastDay", last_day(expiry)),
        ];
        Self::new(&data, include_str!("script/groovy/generate.groovy"))
    }

    /// Lists the tokens of users.
    pub fn list(users: &[UserId]) -> Self {
        Self::new(&[("userIds", user_list(users))], include_str!("script/groovy/list.groovy"))
    }

    /// Lists the IDs of up to `count` users, after the first `skipped` of all.
    pub fn users(skipped: usize, count: usize) -> Self {
        let data = [("skipped", skipped.to_string()), ("count", count.to_string())];
        Self::new(&data, include_str!("script/groovy/users.groovy"))
    }

    /// Renames a token of a user.
    pub fn rename(user: &UserId, uuid: &str, new_name: &TokenName) -> Self {
        let data = [
            ("userId", literal(user.as_str())),
            ("tokenUuid", literal(uuid)),
            ("newName", literal(new_name.as_str())),
        ];
        Self::new(&data, include_str!("script/groovy/rename.groovy"))
    }

    /// Revokes a token of a user. It succeeds if there is no such token.
    pub fn revoke(user: &UserId, uuid: &str) -> Self {
        let data = [("userId", literal(user.as_str())), ("tokenUuid", literal(uuid))];
        Self::new(&data, include_str!("script/groovy/revoke.groovy"))
    }

    /// Revokes tokens of several users, given by user and UUID. A token that cannot be revoked does not stop
    /// the others.
    ///
    /// Before 2.260, it also removes the secret from which Jenkins makes a legacy token again when it starts
    /// (`ApiTokenProperty#setUser`). Later cores do that themselves.
    pub fn revoke_several(tokens: &[(&UserId, &str)]) -> Self {
        Self::new(&[("tokens", token_list(tokens))], include_str!("script/groovy/revoke_several.groovy"))
    }

    /// The script's text.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Inserts the data between the imports and the body of a script.
    fn new(data: &[(&str, String)], source: &str) -> Self {
        let (imports, body) = text::split_once(source, "\n\n").unwrap_or((source, ""));
        let mut script = String::from(imports);
        script.push_str("\n\n");
        for (name, expression) in data {
            for part in ["def ", name, " = ", expression, "\n"] {
                script.push_str(part);
            }
        }
        script.push_str(body);
        Self(script)
    }
}

impl fmt::Display for Script {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What a refusal means at the script console.
///
/// Jenkins' own refusal names the user and the missing permission. A refusal without them comes from something
/// in front of Jenkins: many proxies block the console.
pub(crate) fn refused(error: Error) -> Error {
    let status = match error {
        Error::NotFound => return Error::ScriptConsoleOff,
        Error::NotJenkins => 404,
        Error::NotPermitted { user: None, permission: None } => 403,
        // 429 means too many requests; retrying later can work.
        Error::Proxy { status } if status < 500 && status != 429 => status,
        Error::Transport(_)
        | Error::SignedOut { .. }
        | Error::NoUsers
        | Error::UserChanged { .. }
        | Error::CrumbRefused
        | Error::CredentialsRefused
        | Error::CredentialsRemoved
        | Error::SignOnSessionRequired
        | Error::NotPermitted { .. }
        | Error::OwnerOnly
        | Error::UnknownUser(_)
        | Error::UserIdBlocked(_)
        | Error::UnknownToken
        | Error::ScriptConsoleOff
        | Error::ScriptConsoleBlocked { .. }
        | Error::ScriptFailed { .. }
        | Error::SsoRequired
        | Error::GateCredentials
        | Error::WebPage
        | Error::Proxy { .. }
        | Error::Rejected { .. }
        | Error::ServerError { .. }
        | Error::UnexpectedReply
        | Error::UnusableToken
        | Error::ColonInUserId => return error,
    };
    Error::ScriptConsoleBlocked { status }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scripts() -> [Script; 6] {
        let user = UserId::new("Zoë's");
        let name = TokenName::new("a $name").unwrap();
        [
            Script::generate(&user, &name, Expiry::Days(30)),
            Script::list(&[UserId::new("a"), user.clone()]),
            Script::users(200, 100),
            Script::rename(&user, "u-1", &name),
            Script::revoke(&user, "u-1"),
            Script::revoke_several(&[(&user, "u-1"), (&UserId::new("bob"), "u-2")]),
        ]
    }

    #[test]
    fn a_script_defines_its_data_in_readable_lines() {
        let expected: [&[&str]; 6] = [
            &[
                r"def userId = 'Zoë\'s'",
                r"def tokenName = 'a \$name'",
                "def lastDay = LocalDate.now().plusDays(30)",
            ],
            &[r"def userIds = ['a', 'Zoë\'s']"],
            &["def skipped = 200", "def count = 100"],
            &[r"def userId = 'Zoë\'s'", "def tokenUuid = 'u-1'", r"def newName = 'a \$name'"],
            &[r"def userId = 'Zoë\'s'", "def tokenUuid = 'u-1'"],
            &[r"def tokens = [['Zoë\'s', 'u-1'], ['bob', 'u-2']]"],
        ];
        for (script, data) in scripts().iter().zip(expected) {
            let (imports, rest) = script.text().split_once("\n\n").unwrap();
            assert!(imports.lines().all(|line| line.starts_with("import ")), "{script}");
            let lines: Vec<&str> = rest.lines().take(data.len()).collect();
            assert_eq!(lines, data);
        }
    }

    #[test]
    fn a_script_has_no_comment_and_no_line_too_wide_to_read() {
        for script in scripts() {
            assert!(!script.text().contains("//") && !script.text().contains("/*"), "{script}");
            assert!(script.text().lines().all(|line| line.len() <= 110), "{script}");
        }
    }

    /// Rules 932100, 932140, and 941370 of the OWASP Core Rule Set 3.3.4 take these for an attack.
    #[test]
    fn a_script_does_not_look_like_an_attack_to_mod_security() {
        for script in scripts() {
            let text = script.text();
            assert!(!text.contains("document)") && !text.contains("{ id"), "{script}");
            assert!(!text.contains("if (") || !text.contains("=="), "{script}");
        }
    }

    #[test]
    fn different_refusals_are_different_errors() {
        let administer = Error::NotPermitted {
            user: Some(UserId::new("alice")),
            permission: Some("hudson.model.Hudson.Administer".to_owned()),
        };
        assert_eq!(refused(administer.clone()), administer);
        let empty = Error::NotPermitted { user: None, permission: None };
        assert_eq!(refused(empty), Error::ScriptConsoleBlocked { status: 403 });
        assert_eq!(refused(Error::Proxy { status: 405 }), Error::ScriptConsoleBlocked { status: 405 });
        for status in [429, 502] {
            assert_eq!(refused(Error::Proxy { status }), Error::Proxy { status });
        }
        assert_eq!(refused(Error::NotFound), Error::ScriptConsoleOff);
        assert_eq!(refused(Error::SsoRequired), Error::SsoRequired);
    }
}
