//! Warnings about a token: the same as in the extension's popup.

use anstyle::{AnsiColor, Style};
use latchkey_core::TokenRow;
use latchkey_core::listing::{RowExpiry, Usage};

use crate::terminal::table::Cell;

/// A reason to look at a token.
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

/// The column of a table for warnings, in the color of the first.
pub(crate) fn cell(warnings: &[Warning]) -> Cell {
    let words: Vec<&str> = warnings.iter().map(|warning| warning.words()).collect();
    Cell {
        text: words.join(", "),
        style: warnings.first().map(|warning| warning.style()).unwrap_or_default(),
    }
}

/// The warnings about this token, the most urgent first.
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
