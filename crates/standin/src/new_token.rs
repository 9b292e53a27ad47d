//! A token that a test sets up.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

/// A token that a test sets up, in any state.
#[derive(Clone, PartialEq, Eq)]
pub struct NewToken {
    /// Its name, which need not be unique.
    pub name: String,
    /// When it was created; `None` if Jenkins does not know, as with old legacy tokens.
    pub created: Option<Timestamp>,
    /// The last day on which it works; `None` when it never expires. Cores without expiry ignore it.
    pub expires: Option<Date>,
    /// How often it was used.
    pub uses: u32,
    /// When it was last used. Jenkins has used tokens without such a date.
    pub last_used: Option<Timestamp>,
    /// Whether it is the user's only token from before 2.129.
    pub legacy: bool,
    /// The value; `None` means a random one.
    pub value: Option<String>,
}

impl NewToken {
    /// A token created now, that never expires and was never used.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            created: Some(Timestamp::now()),
            expires: None,
            uses: 0,
            last_used: None,
            legacy: false,
            value: None,
        }
    }
}

impl fmt::Debug for NewToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("NewToken")
            .field("name", &self.name)
            .field("created", &self.created)
            .field("expires", &self.expires)
            .field("uses", &self.uses)
            .field("last_used", &self.last_used)
            .field("legacy", &self.legacy)
            .field("value", &self.value.as_ref().map(|_| "[redacted]"))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_does_not_show_in_debug_output() {
        let token = NewToken { value: Some("11feed".to_owned()), ..NewToken::new("x") };
        assert!(!format!("{token:?}").contains("feed"));
    }
}
