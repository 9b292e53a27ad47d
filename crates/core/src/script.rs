//! Groovy for the script console: the way to other users' tokens that works on every controller.
//!
//! Only administrators may run scripts. Each script carries what it is to do as one JSON document in
//! base64: a name or id in it cannot end a string of the script. It prints one JSON document between two
//! markers; whatever else comes is a failure, because a stack trace comes with status 200, too.
//!
//! The scripts use `User.getById`, and `generateNewToken` and `revokeToken` of `ApiTokenProperty` (since
//! 2.260), with a date since 2.548; they run on Groovy 2.4, as Jenkins has it.

mod order;
mod output;
mod tokens;

use std::fmt;

use base64ct::{Base64, Encoding as _};

use self::order::Order;
use crate::token::{Expiry, TokenName};
use crate::{Error, UserId, text};

pub use tokens::{StoredToken, UserPage, UserTokens, read_generated};
pub(crate) use tokens::{read_done, read_list, read_users};

/// A script, as it is sent and shown to the person before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script(String);

const PRELUDE: &str = include_str!("script/groovy/prelude.groovy");

/// In the prelude: where the order goes.
const ORDER: &str = "ORDER";

/// The longest string literal that is written, in characters. Java's class files hold no constant of
/// 65,536 bytes.
const LITERAL_LENGTH: usize = 32_000;

impl Script {
    /// For how many users [`Script::list`] should ask at once: the console keeps the whole output in
    /// memory.
    pub const USERS_AT_ONCE: usize = 100;

    /// Makes a token for a user.
    pub fn generate(user: &UserId, name: &TokenName, expiry: Expiry) -> Self {
        let order = Order::generate(user, name, expiry);
        Self::new("generate", &order, include_str!("script/groovy/generate.groovy"))
    }

    /// Lists the tokens of users.
    pub fn list(users: &[UserId]) -> Self {
        Self::new("list", &Order::list(users), include_str!("script/groovy/list.groovy"))
    }

    /// Lists the ids of users: so many, from the one at this place in their order.
    pub fn users(from: usize, count: usize) -> Self {
        Self::new("users", &Order::users(from, count), include_str!("script/groovy/users.groovy"))
    }

    /// Gives a token of a user another name.
    pub fn rename(user: &UserId, uuid: &str, name: &TokenName) -> Self {
        let order = Order::rename(user, uuid, name);
        Self::new("rename", &order, include_str!("script/groovy/rename.groovy"))
    }

    /// Revokes a token of a user. There may be no such token (any more).
    pub fn revoke(user: &UserId, uuid: &str) -> Self {
        Self::new("revoke", &Order::revoke(user, uuid), include_str!("script/groovy/revoke.groovy"))
    }

    /// The script's text.
    pub fn text(&self) -> &str {
        &self.0
    }

    fn new(verb: &str, order: &Order, body: &str) -> Self {
        let document = Base64::encode_string(order.json().as_bytes());
        let (before, after) = text::split_once(PRELUDE, ORDER).unwrap_or((PRELUDE, ""));
        Self(format!("// latchkey:{verb} {document}\n{before}{}{after}{body}", literal(&document)))
    }
}

impl fmt::Display for Script {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A Groovy expression for base64, which has no character that means anything in a string.
fn literal(base64: &str) -> String {
    if base64.len() <= LITERAL_LENGTH {
        return format!("'{base64}'");
    }
    let mut parts = String::from("[");
    let mut rest = base64;
    while let Some((part, after)) = rest.split_at_checked(rest.len().min(LITERAL_LENGTH))
        && !part.is_empty()
    {
        parts.push('\'');
        parts.push_str(part);
        parts.push_str("', ");
        rest = after;
    }
    parts.push_str("].join('')");
    parts
}

/// What a refusal means at the script console.
///
/// Jenkins says who may not run scripts and what permission is missing. A refusal that does not is of
/// something in front of it: many a proxy lets nobody at the console.
pub(crate) fn refused(error: Error) -> Error {
    match error {
        Error::NotFound => Error::ScriptConsoleOff,
        Error::NotJenkins => Error::ScriptConsoleBlocked { status: 404 },
        Error::NotPermitted { user: None, permission: None } => Error::ScriptConsoleBlocked { status: 403 },
        // Who asked too often may ask again later.
        Error::Proxy { status } if status < 500 && status != 429 => Error::ScriptConsoleBlocked { status },
        error => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(script: &Script) -> String {
        let comment = script.text().lines().next().unwrap();
        let base64 = comment.split(' ').nth(2).unwrap();
        String::from_utf8(Base64::decode_vec(base64).unwrap()).unwrap()
    }

    fn scripts() -> [Script; 5] {
        let user = UserId::new("alice'\"\\${x}\n*/ // latchkey:list");
        let name = TokenName::new("n'''\"\"\"$n").unwrap();
        [
            Script::generate(&user, &name, Expiry::Never),
            Script::list(std::slice::from_ref(&user)),
            Script::users(0, 10),
            Script::rename(&user, "u-1", &name),
            Script::revoke(&user, "u-1"),
        ]
    }

    #[test]
    fn says_what_it_does_in_one_comment() {
        for script in scripts() {
            assert_eq!(script.text().matches("//").count(), 1, "{script}");
            assert!(script.text().starts_with("// latchkey:"));
        }
    }

    #[test]
    fn uses_the_very_document_of_the_comment() {
        for script in scripts() {
            let base64 = script.text().lines().next().unwrap().split(' ').nth(2).unwrap();
            assert_eq!(script.text().matches(base64).count(), 2, "{script}");
        }
    }

    #[test]
    fn nothing_of_the_persons_own_stands_in_the_script() {
        let texts = scripts().map(|script| script.text().to_owned());
        for text in texts {
            assert!(!text.contains("alice") && !text.contains("${x}") && text.is_ascii(), "{text}");
        }
    }

    #[test]
    fn orders_are_json() {
        let user = UserId::new("Zoë \"Z\"");
        let name = TokenName::new("n\\").unwrap();
        let date = crate::token::CalendarDate::parse("2027-01-31").unwrap();
        for (script, expected) in [
            (
                Script::generate(&user, &name, Expiry::Never),
                r#"{"user":"Zoë \"Z\"","name":"n\\","expires":"never"}"#,
            ),
            (
                Script::generate(&user, &name, Expiry::Days(30)),
                r#"{"user":"Zoë \"Z\"","name":"n\\","expires":30}"#,
            ),
            (
                Script::generate(&user, &name, Expiry::On(date)),
                r#"{"user":"Zoë \"Z\"","name":"n\\","expires":"2027-01-31"}"#,
            ),
            (Script::list(&[UserId::new("a"), user.clone()]), r#"{"users":["a","Zoë \"Z\""]}"#),
            (Script::users(200, 100), r#"{"from":200,"count":100}"#),
            (Script::rename(&user, "u-1", &name), r#"{"user":"Zoë \"Z\"","uuid":"u-1","name":"n\\"}"#),
            (Script::revoke(&user, "u-1"), r#"{"user":"Zoë \"Z\"","uuid":"u-1"}"#),
        ] {
            assert_eq!(document(&script), expected);
        }
    }

    #[test]
    fn long_orders_are_cut_into_literals_that_java_can_hold() {
        let user = UserId::new("u".repeat(100_000));
        let script = Script::revoke(&user, "u-1");
        assert!(script.text().split('\'').all(|part| part.len() <= LITERAL_LENGTH || part.starts_with("//")));
        assert!(document(&script).contains(user.as_str()));
    }

    #[test]
    fn refusals_are_told_apart() {
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
        assert_eq!(refused(Error::SignedOut), Error::SignedOut);
    }
}
