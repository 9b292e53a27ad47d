//! The name of a token.

use std::fmt;

/// A name that a controller can store and show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenName(String);

/// Why a text cannot be the name of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameError {
    /// It is blank. Jenkins would make up a name by which nobody would find the token.
    Blank,
    /// Longer than [`TokenName::MAXIMUM_CHARACTERS`].
    TooLong,
    /// It contains U+0000, U+FFFE or U+FFFF. XML cannot store them: on 2.516 and 2.579 they break the user's
    /// record, and every later request for its tokens fails until that token is gone.
    BreaksRecord,
}

impl fmt::Display for NameError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Blank => "the token has no name",
            Self::TooLong => "the name is too long",
            Self::BreaksRecord => {
                "the name holds a character that Jenkins cannot store (U+0000, U+FFFE or U+FFFF)"
            }
        })
    }
}

impl std::error::Error for NameError {}

impl TokenName {
    /// The longest name that is sent. Jenkins stores it.
    pub const MAXIMUM_CHARACTERS: usize = 10_000;

    /// Takes a name as a person typed it. Control characters are stripped; everything else is kept as
    /// it is: Jenkins stores markup, emoji and right-to-left marks unchanged.
    ///
    /// # Errors
    ///
    /// [`NameError`] if the rest cannot be a name.
    pub fn new(text: &str) -> Result<Self, NameError> {
        if text.contains(['\u{0}', '\u{fffe}', '\u{ffff}']) {
            return Err(NameError::BreaksRecord);
        }
        let name: String = text.chars().filter(|c| !c.is_control()).collect();
        if name.trim().is_empty() {
            return Err(NameError::Blank);
        }
        if name.chars().count() > Self::MAXIMUM_CHARACTERS {
            return Err(NameError::TooLong);
        }
        Ok(Self(name))
    }

    /// The name as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TokenName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rejects_characters_that_break_the_users_record() {
        for text in ["nul\u{0}name", "\u{fffe}", "a\u{ffff}"] {
            assert_eq!(TokenName::new(text), Err(NameError::BreaksRecord));
        }
    }

    #[test]
    fn strips_other_control_characters() {
        assert_eq!(TokenName::new("a\n\tb\u{7f}\u{85}\u{1b}c").unwrap().as_str(), "abc");
    }

    #[test]
    fn rejects_blank_and_overlong_names() {
        assert_eq!(TokenName::new(" \t\n"), Err(NameError::Blank));
        assert_eq!(TokenName::new(""), Err(NameError::Blank));
        assert!(TokenName::new(&"🔑".repeat(10_000)).is_ok());
        assert_eq!(TokenName::new(&"L".repeat(10_001)), Err(NameError::TooLong));
    }

    #[test]
    fn keeps_markup_and_direction_marks() {
        let name = "<b>bold</b>&\"' \u{202e}tökén 令牌";
        assert_eq!(TokenName::new(name).unwrap().as_str(), name);
    }

    proptest! {
        #[test]
        fn every_accepted_name_can_be_stored_as_xml(text in any::<String>()) {
            if let Ok(name) = TokenName::new(&text) {
                let storable = |c: char| !c.is_control() && !['\u{fffe}', '\u{ffff}'].contains(&c);
                prop_assert!(name.as_str().chars().all(storable));
            }
        }
    }
}
