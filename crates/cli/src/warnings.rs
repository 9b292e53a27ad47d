//! What somebody should look at in a token, as the extension's popup warns of it.

use anstyle::{AnsiColor, Style};
use latchkey_core::TokenRow;
use latchkey_core::listing::{RowExpiry, Usage};

/// Something to look at in a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Warning {
    Expired,
    ExpiresSoon,
    NeverUsed,
    NeverExpires,
    Legacy,
}

impl Warning {
    /// In words for people.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::ExpiresSoon => "expires soon",
            Self::NeverUsed => "never used",
            Self::NeverExpires => "never expires",
            Self::Legacy => "legacy",
        }
    }

    /// The name for programs.
    pub(crate) fn identifier(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::ExpiresSoon => "expires-soon",
            Self::NeverUsed => "never-used",
            Self::NeverExpires => "never-expires",
            Self::Legacy => "legacy",
        }
    }

    /// How it is shown on a terminal, beside its words.
    pub(crate) fn style(self) -> Style {
        match self {
            Self::Expired => AnsiColor::Red.on_default(),
            Self::ExpiresSoon | Self::NeverExpires | Self::Legacy => AnsiColor::Yellow.on_default(),
            Self::NeverUsed => AnsiColor::Cyan.on_default(),
        }
    }
}

/// What to look at in this token, the most pressing first.
pub(crate) fn of(row: &TokenRow) -> Vec<Warning> {
    let mut warnings = Vec::new();
    match row.expiry {
        RowExpiry::Expired(_) => warnings.push(Warning::Expired),
        RowExpiry::AboutToExpire(_) => warnings.push(Warning::ExpiresSoon),
        RowExpiry::Never(_) => warnings.push(Warning::NeverExpires),
        // Nobody could have chosen otherwise.
        RowExpiry::On(_) | RowExpiry::NotSupported => {}
    }
    if matches!(row.usage, Usage::Never { .. }) {
        warnings.push(Warning::NeverUsed);
    }
    if row.legacy {
        warnings.push(Warning::Legacy);
    }
    warnings
}
