//! Users, pages, tokens, and lists of these tests.

use super::*;

pub(super) fn user(id: &str) -> User {
    User { id: UserId::new(id), full_name: format!("{id} in full") }
}

pub(super) fn alice() -> User {
    user("alice")
}

/// A form that can be sent.
pub(super) fn form(name: &str) -> Form {
    Form { name: name.to_owned(), ..Form::default() }
}

/// A page of a core with expiry, below a context path, that carries a crumb.
pub(super) fn ordinary_page() -> PageReport {
    PageReport {
        origin: "https://ci.example.org".to_owned(),
        path: "/jenkins/job/a/".to_owned(),
        path_and_query: "/jenkins/job/a/?b=c d".to_owned(),
        signs: signs(Some("/jenkins")),
    }
}

pub(super) fn signs(root_url: Option<&str>) -> PageSigns {
    PageSigns {
        root_url: root_url.map(str::to_owned),
        crumb_header: Some("Jenkins-Crumb".to_owned()),
        crumb_value: Some("c0ffee".to_owned()),
        version: Some("2.579".to_owned()),
    }
}

/// A page of the same controller whose HTML carries no crumb.
pub(super) fn page_without_crumb() -> PageReport {
    let signs = PageSigns { crumb_header: None, crumb_value: None, ..ordinary_page().signs };
    PageReport { signs, ..ordinary_page() }
}

/// A page of the same controller whose HTML says nothing, but whose path does.
pub(super) fn silent_page() -> PageReport {
    PageReport {
        origin: "https://ci.example.org".to_owned(),
        path: "/jenkins/job/a/1/consoleText".to_owned(),
        ..PageReport::default()
    }
}

pub(super) fn controller() -> ControllerUrl {
    ControllerUrl::parse("https://ci.example.org/jenkins").unwrap()
}

/// What a popup finds on this page when nothing was left behind.
pub(super) fn on(report: PageReport) -> PopupContext {
    PopupContext {
        tab: 7,
        store: ORDINARY,
        report: Ok(report),
        address: None,
        direct: DirectAccess::Allowed,
        held: Vec::new(),
        journal: Vec::new(),
        unreadable: Vec::new(),
        copy_as: CredentialFormat::Token,
        remembered: Vec::new(),
        reminders: Vec::new(),
    }
}

/// What a controller with expiry answers.
pub(super) fn token(name: &str) -> GeneratedToken {
    GeneratedToken {
        name: name.to_owned(),
        uuid: format!("uuid-{name}"),
        value: Secret::new(format!("11{name}")),
        lifetime: Lifetime::Until("12/24/26".to_owned()),
    }
}

/// A token of Alice's that an earlier popup kept.
pub(super) fn held(name: &str) -> HeldToken {
    let entry =
        JournalEntry { id: format!("kept-{name}"), uuid: Some(format!("uuid-{name}")), ..entry(name) };
    HeldToken { entry, token: token(name), copied_at: None }
}

/// The journal entry of a request that an earlier popup sent for Alice.
pub(super) fn entry(name: &str) -> JournalEntry {
    JournalEntry {
        id: format!("entry-{name}"),
        session: Session { controller: controller(), store: ORDINARY, user: Some(alice().id) },
        owner: Owner::Me,
        name: name.to_owned(),
        at: NOW - 60_000.0,
        expiry: Expiry::Days(30),
        via: Via::Api,
        replaces: None,
        terminal: None,
        before: None,
        replied: false,
        uuid: None,
    }
}

/// The value with a change.
pub(super) fn with<T>(mut value: T, change: impl FnOnce(&mut T)) -> T {
    change(&mut value);
    value
}

pub(super) fn bob() -> Owner {
    Owner::User(UserId::new("bob"))
}

/// The list of somebody who has none.
pub(super) fn no_tokens() -> Listing {
    Listing { tokens: Vec::new() }
}

/// An end at which certainly nothing was made.
pub(super) fn refused(cause: Error) -> Result<GeneratedToken, Unconfirmed> {
    Err(Unconfirmed { cause, outcome: Outcome::NotDone })
}

/// An end at which a token may exist.
pub(super) fn uncertain(cause: Error) -> Result<GeneratedToken, Unconfirmed> {
    Err(Unconfirmed { cause, outcome: Outcome::Unknown })
}

/// What the controller says to a token of this user.
pub(super) fn works_as(id: &str) -> Verification {
    Verification::WorksAs(UserId::new(id))
}

pub(super) fn row(uuid: &str, name: &str) -> TokenRow {
    TokenRow {
        uuid: uuid.to_owned(),
        name: name.to_owned(),
        created: None,
        usage: Usage::Never { text: String::new() },
        expiry: RowExpiry::Never(String::new()),
        legacy: false,
    }
}

pub(super) fn listing(rows: &[(&str, &str)]) -> Listing {
    let tokens = rows.iter().map(|(uuid, name)| row(uuid, name)).collect();
    Listing { tokens }
}

pub(super) fn reference(uuid: &str, name: &str) -> TokenReference {
    TokenReference { uuid: uuid.to_owned(), name: name.to_owned() }
}
