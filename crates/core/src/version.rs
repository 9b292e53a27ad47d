//! The version of Jenkins core and what it can do.

use std::fmt;

/// A version as a controller states it: `2.579`, `2.516.3`, `2.579-SNAPSHOT`, CloudBees' `2.504.3.28224`.
///
/// Pages carry it in `data-version` of their body (since 2.129), most replies in the header `X-Jenkins`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoreVersion {
    text: String,
    major: u32,
    minor: u32,
}

/// Whether tokens of a core can expire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpirySupport {
    /// Since 2.548 (LTS 2.555.1) the request takes an expiry.
    Yes,
    /// Older cores ignore the fields: their tokens never expire.
    No,
    /// The version is not known: send the expiry and judge by the reply.
    Unknown,
}

impl CoreVersion {
    /// The longest version that is believed, in bytes.
    const MAXIMUM_LENGTH: usize = 64;

    /// Reads a version; `None` for what does not begin like one.
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

    /// Whether this core makes tokens that expire.
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

/// What is known of expiry where the version itself may be missing.
pub fn expiry_support(version: Option<&CoreVersion>) -> ExpirySupport {
    version.map_or(ExpirySupport::Unknown, CoreVersion::expiry_support)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form_in_use() {
        for text in ["2.579", "2.516.3", "2.579-SNAPSHOT", "2.504.3.28224", "2.303.3-rc12.abc"] {
            assert_eq!(CoreVersion::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn refuses_what_is_no_version() {
        for text in ["", "?", "2", "two.one", "2.<b>", "-2.5", "2.579\u{202e}", &"2.5".repeat(40)] {
            assert_eq!(CoreVersion::parse(text), None, "{text}");
        }
    }

    #[test]
    fn knows_expiry_by_version() {
        let support = |text| expiry_support(CoreVersion::parse(text).as_ref());
        assert_eq!(support("2.547"), ExpirySupport::No);
        assert_eq!(support("2.548"), ExpirySupport::Yes);
        assert_eq!(support("2.555.1"), ExpirySupport::Yes);
        assert_eq!(support("2.579-SNAPSHOT"), ExpirySupport::Yes);
        assert_eq!(support("3.0"), ExpirySupport::Yes);
        assert_eq!(support("unheard of"), ExpirySupport::Unknown);
    }
}
