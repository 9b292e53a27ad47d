//! The version of Jenkins core and what it supports.

use std::fmt;

/// A version as a controller names it: `2.579`, `2.516.3`, `2.579-SNAPSHOT`, CloudBees' `2.504.3.28224`.
///
/// Pages carry it in `data-version` of their body (since 2.129), most replies in the header `X-Jenkins`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoreVersion {
    text: String,
    major: u32,
    minor: u32,
}

/// Whether tokens can expire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpirySupport {
    /// Since 2.548 (LTS 2.555.1) the request takes an expiry.
    Yes,
    /// Older versions ignore the fields, and their tokens never expire.
    No,
    /// The version is not known. Send the expiry; the reply shows whether it took effect.
    Unknown,
}

impl CoreVersion {
    /// The longest accepted version, in bytes.
    const MAXIMUM_LENGTH: usize = 64;

    /// Parses a version; `None` if the text does not start with two numbers.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let shaped = text.len() <= Self::MAXIMUM_LENGTH
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_+".contains(&byte));
        if !shaped {
            return None;
        }
        let numbers = text.split(|c: char| !c.is_ascii_digit() && c != '.').next()?;
        let mut parts = numbers.split('.');
        let major = parts.next()?.parse().ok()?;
        let minor = parts.next()?.parse().ok()?;
        Some(Self { text: text.to_owned(), major, minor })
    }

    /// Whether tokens of this version can expire.
    pub fn expiry_support(&self) -> ExpirySupport {
        if self.at_least(2, 548) { ExpirySupport::Yes } else { ExpirySupport::No }
    }

    /// The page on which users manage their tokens, below `me/` or `user/ID/`: `security/` since 2.468 (LTS
    /// 2.479.1), `configure` before.
    pub fn tokens_page(&self) -> &'static str {
        if self.at_least(2, 468) { "security/" } else { "configure" }
    }

    fn at_least(&self, major: u32, minor: u32) -> bool {
        (self.major, self.minor) >= (major, minor)
    }
}

impl fmt::Display for CoreVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// Whether tokens can expire, if the version itself may be unknown.
pub fn expiry_support(version: Option<&CoreVersion>) -> ExpirySupport {
    version.map_or(ExpirySupport::Unknown, CoreVersion::expiry_support)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_every_form_in_use() {
        for text in ["2.579", "2.516.3", "2.579-SNAPSHOT", "2.504.3.28224", "2.303.3-rc12.abc"] {
            assert_eq!(CoreVersion::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn rejects_text_that_is_not_a_version() {
        for text in ["", "?", "2", "two.one", "2.<b>", "-2.5", "2.579\u{202e}", &"2.5".repeat(40)] {
            assert_eq!(CoreVersion::parse(text), None, "{text}");
        }
    }

    #[test]
    fn knows_which_versions_support_expiry() {
        let support = |text| expiry_support(CoreVersion::parse(text).as_ref());
        assert_eq!(support("2.547"), ExpirySupport::No);
        assert_eq!(support("2.548"), ExpirySupport::Yes);
        assert_eq!(support("2.555.1"), ExpirySupport::Yes);
        assert_eq!(support("2.579-SNAPSHOT"), ExpirySupport::Yes);
        assert_eq!(support("3.0"), ExpirySupport::Yes);
        assert_eq!(support("unheard of"), ExpirySupport::Unknown);
    }
}
