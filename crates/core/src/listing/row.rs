//! One token of the list.

/// One token as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Identifies it for renaming and revoking.
    pub uuid: String,
    /// Its name, exactly.
    pub name: String,
    /// When it was created. `None` if the page says nothing.
    pub created: Option<Created>,
    /// Whether and how often it was used.
    pub usage: Usage,
    /// When it expires.
    pub expiry: RowExpiry,
    /// Whether it is a legacy token, of the kind Jenkins had before 2.129.
    pub legacy: bool,
}

/// When a token was created, in the words of the page. Those of a legacy token may say that the date is
/// unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// The short form: "Created 3 days ago"; since 2.548 with the date.
    pub text: String,
    /// The full date, if the page has it, too (before 2.548).
    pub exact: Option<String>,
}

/// Whether and how often a token was used, with the words of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Usage {
    /// Never.
    Never {
        /// "Never used".
        text: String,
    },
    /// It was used.
    Times {
        /// How often. `None` if the page has no count: Jenkins knows of uses without a date, and says "Never
        /// used" nevertheless.
        count: Option<u64>,
        /// "Last used 6 days ago"; before 2.505 a sentence with the count.
        text: String,
        /// The full date of the last use, or a sentence that there is none.
        exact: Option<String>,
    },
    /// Usage statistics are switched off on this controller.
    NoStatistics {
        /// "No statistics available".
        text: String,
    },
}

/// When a token expires, in the words of the page. Dates in them are in the server's localized form, so they
/// are only displayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowExpiry {
    /// It has expired; the words contain no date.
    Expired(String),
    /// It expires in less than seven days.
    AboutToExpire(String),
    /// It expires on a date.
    On(String),
    /// It never expires.
    Never(String),
    /// The controller does not support expiry (before 2.548), so the token never expires.
    NotSupported,
}
