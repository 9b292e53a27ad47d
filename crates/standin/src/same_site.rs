//! What session cookies say about requests from other sites.

use std::fmt;
use std::str::FromStr;

/// What a session cookie says about requests from other sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SameSite {
    /// `SameSite=Lax`, the default of Jenkins since 2.513.
    Lax,
    /// `SameSite=Strict`.
    Strict,
    /// `SameSite=None`.
    None,
}

impl SameSite {
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::Lax => "; SameSite=Lax",
            Self::Strict => "; SameSite=Strict",
            Self::None => "; SameSite=None",
        }
    }
}

/// A word that is none of `lax`, `strict` and `none`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseSameSiteError(String);

impl fmt::Display for ParseSameSiteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} says nothing about other sites; choose lax, strict or none", self.0)
    }
}

impl std::error::Error for ParseSameSiteError {}

impl FromStr for SameSite {
    type Err = ParseSameSiteError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_ascii_lowercase().as_str() {
            "lax" => Ok(Self::Lax),
            "strict" => Ok(Self::Strict),
            "none" => Ok(Self::None),
            _ => Err(ParseSameSiteError(text.to_owned())),
        }
    }
}
