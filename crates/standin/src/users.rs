//! The users of a controller and their tokens.

use std::collections::HashMap;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::tokens::TokenStore;

/// A user who can sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// The user ID. Jenkins ignores its case.
    pub id: String,
    /// The password.
    pub password: String,
    /// The name shown on pages.
    pub full_name: String,
    /// Whether the user is an administrator. Others may only read and change their own tokens.
    pub administrator: bool,
}

impl Account {
    /// A user who is not an administrator. The full name is the ID.
    #[must_use]
    pub fn new(id: impl Into<String>, password: impl Into<String>) -> Self {
        let id = id.into();
        Self { full_name: id.clone(), id, password: password.into(), administrator: false }
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Account")
            .field("id", &self.id)
            .field("password", &"[redacted]")
            .field("full_name", &self.full_name)
            .field("administrator", &self.administrator)
            .finish()
    }
}

/// A user and their tokens.
pub(crate) struct User {
    pub(crate) account: Account,
    pub(crate) tokens: TokenStore,
    /// Whether the user's record is broken, so that scripts throw when they read the tokens.
    pub(crate) broken: bool,
}

/// The characters that Jenkins does not encode in a user's URL.
const ADDRESS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b':')
    .remove(b'@')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'=');

impl User {
    fn new(account: Account) -> Self {
        Self { account, tokens: TokenStore::default(), broken: false }
    }

    /// The path of the user's page below the root, without a trailing slash. The ID in it is lowercase.
    pub(crate) fn path(&self) -> String {
        format!("/user/{}", utf8_percent_encode(&self.account.id.to_lowercase(), ADDRESS))
    }
}

/// All users.
pub(crate) struct Users {
    all: Vec<User>,
    /// Their indices by lowercase ID.
    places: HashMap<String, usize>,
}

impl Users {
    pub(crate) fn new(accounts: &[Account]) -> Self {
        let mut users = Self { all: Vec::new(), places: HashMap::new() };
        for account in accounts {
            users.add(account.clone());
        }
        users
    }

    /// Adds a user and returns it. Of two users with one ID, the first is found.
    pub(crate) fn add(&mut self, account: Account) -> &mut User {
        let place = self.all.len();
        self.places.entry(account.id.to_lowercase()).or_insert(place);
        self.all.push(User::new(account));
        &mut self.all[place]
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[User] {
        &self.all
    }

    /// Reads every user's record again.
    pub(crate) fn reload(&mut self) {
        for user in &mut self.all {
            user.tokens.reload();
        }
    }

    /// The user with that ID, in any case.
    pub(crate) fn find(&self, id: &str) -> Option<&User> {
        self.places.get(&id.to_lowercase()).map(|&place| &self.all[place])
    }

    /// The user with that ID or, if there is none, the first with that full name, as in the path of a URL.
    pub(crate) fn find_by_id_or_full_name(&self, text: &str) -> Option<&User> {
        self.find(text).or_else(|| self.all.iter().find(|user| user.account.full_name == text))
    }

    /// The user with that ID, mutable.
    pub(crate) fn find_mut(&mut self, id: &str) -> Option<&mut User> {
        self.places.get(&id.to_lowercase()).map(|&place| &mut self.all[place])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_ids_are_encoded_as_recorded() {
        let path = |id: &str| User::new(Account::new(id, "")).path();
        assert_eq!(path("bob smith"), "/user/bob%20smith");
        assert_eq!(path("Zoë@x.org"), "/user/zo%C3%AB@x.org");
        assert_eq!(path("CORP\\carl"), "/user/corp%5Ccarl");
        assert_eq!(path("per%cent"), "/user/per%25cent");
        assert_eq!(path("a+b"), "/user/a+b");
        assert_eq!(path("a/b"), "/user/a%2Fb");
    }

    #[test]
    fn a_full_name_counts_where_nobody_has_it_as_id() {
        let full_name = |id: &str, name: &str| Account { full_name: name.to_owned(), ..Account::new(id, "") };
        let users =
            Users::new(&[full_name("alice", "bob"), full_name("bob", "Bob B."), full_name("carol", "bob")]);
        let found = |text| users.find_by_id_or_full_name(text).map(|user| user.account.id.as_str());
        assert_eq!(
            (found("BOB"), found("Bob B."), found("bob b."), found("dave")),
            (Some("bob"), Some("bob"), None, None)
        );
    }

    #[test]
    fn ids_are_compared_without_regard_to_case() {
        let users = Users::new(&[Account::new("Zoë", "")]);
        assert_eq!(users.find("ZOË").map(|user| user.account.id.as_str()), Some("Zoë"));
        assert!(users.find("zoe").is_none());
    }
}
