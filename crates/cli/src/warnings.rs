//! The words and colors of the warnings about a token.

use anstyle::{AnsiColor, Style};
use latchkey_core::listing::TokenWarning;

use crate::terminal::table::Cell;

/// In words for people.
pub(crate) fn words(warning: TokenWarning) -> &'static str {
    match warning {
        TokenWarning::Expired => "expired",
        TokenWarning::ExpiresSoon => "expires soon",
        TokenWarning::NeverUsed => "never used",
        TokenWarning::NeverExpires => "never expires",
        TokenWarning::Legacy => "legacy",
    }
}

/// The name for programs.
pub(crate) fn identifier(warning: TokenWarning) -> &'static str {
    match warning {
        TokenWarning::Expired => "expired",
        TokenWarning::ExpiresSoon => "expires-soon",
        TokenWarning::NeverUsed => "never-used",
        TokenWarning::NeverExpires => "never-expires",
        TokenWarning::Legacy => "legacy",
    }
}

fn style(warning: TokenWarning) -> Style {
    match warning {
        TokenWarning::Expired => AnsiColor::Red.on_default(),
        TokenWarning::ExpiresSoon | TokenWarning::NeverExpires | TokenWarning::Legacy => {
            AnsiColor::Yellow.on_default()
        }
        TokenWarning::NeverUsed => AnsiColor::Cyan.on_default(),
    }
}

/// The column of a table for warnings, in the color of the first.
pub(crate) fn cell(warnings: impl Iterator<Item = TokenWarning>) -> Cell {
    let warnings: Vec<TokenWarning> = warnings.collect();
    let text: Vec<&str> = warnings.iter().map(|warning| words(*warning)).collect();
    Cell { text: text.join(", "), style: warnings.first().map(|warning| style(*warning)).unwrap_or_default() }
}
