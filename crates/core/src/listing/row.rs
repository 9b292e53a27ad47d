//! One token of the list.

/// One token as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// By which it is renamed and revoked.
    pub uuid: String,
    /// Its name, exactly.
    pub name: String,
    /// When it was made. `None` where the page says nothing at all.
    pub created: Option<Created>,
    /// Whether and how often it was used.
    pub usage: Usage,
    /// How long it lives.
    pub expiry: RowExpiry,
    /// Whether it is a legacy token, of the kind Jenkins had before 2.129.
    pub legacy: bool,
}

/// When a token was made, in the words of the page. The words of a legacy token may say that it is not
/// known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// The short form: "Created 3 days ago"; since 2.548 with the date.
    pub text: String,
    /// The full date, where the page has it beside the short form (before 2.548).
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
        /// How often. `None` where the page does not count: Jenkins knows of uses but of no date, and says
        /// "Never used" all the same.
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

/// How long a token lives, with the words of the page: dates in them are in the server's localized form,
/// for showing and never for reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowExpiry {
    /// It has expired; the words hold no date.
    Expired(String),
    /// It expires in less than seven days.
    AboutToExpire(String),
    /// It expires on a date.
    On(String),
    /// It never expires.
    Never(String),
    /// The controller knows no expiry (before 2.548): it never expires.
    NotSupported,
}
