//! The browsers that can be driven.

use std::fmt;
use std::str::FromStr;

use crate::error::DriverError;

/// A browser that this crate can drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BrowserKind {
    /// Chromium, or Chrome.
    #[default]
    Chromium,
    /// Firefox, also as its extended support release.
    Firefox,
}

impl BrowserKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];
}

impl fmt::Display for BrowserKind {
    /// The name in lower case, as [`BrowserKind::from_str`] reads it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        })
    }
}

impl FromStr for BrowserKind {
    type Err = DriverError;

    /// Reads "chromium" or "firefox".
    fn from_str(name: &str) -> Result<Self, DriverError> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.to_string() == name)
            .ok_or_else(|| DriverError::UnknownBrowser { name: name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for kind in BrowserKind::ALL {
            assert_eq!(kind.to_string().parse::<BrowserKind>().unwrap(), kind);
        }
        let error = "opera".parse::<BrowserKind>().unwrap_err();
        assert!(error.to_string().contains("opera"), "{error}");
    }
}
