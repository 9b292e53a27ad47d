//! Keys by name, as in "Enter", "Shift+Tab" or "Control+a".

use crate::error::{DriverError, Result};

/// One press of a key, with the modifiers held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyStroke {
    /// The key's name as in the DOM's `KeyboardEvent.key`: "Enter", "a", " ".
    pub(crate) key: String,
    pub(crate) alt: bool,
    pub(crate) control: bool,
    pub(crate) meta: bool,
    pub(crate) shift: bool,
}

/// Keys that are known by a name of more than one character, with their Windows key codes.
pub(crate) const NAMED: &[(&str, u32)] = &[
    ("Enter", 13),
    ("Tab", 9),
    ("Escape", 27),
    ("Backspace", 8),
    ("Delete", 46),
    ("ArrowUp", 38),
    ("ArrowDown", 40),
    ("ArrowLeft", 37),
    ("ArrowRight", 39),
    ("Home", 36),
    ("End", 35),
    ("PageUp", 33),
    ("PageDown", 34),
];

impl KeyStroke {
    /// The key that types one character; a line break is Enter.
    pub(crate) fn of_character(character: char) -> Self {
        let key = if character == '\n' { "Enter".to_owned() } else { character.to_string() };
        let shift = character.is_uppercase();
        Self { key, alt: false, control: false, meta: false, shift }
    }

    /// Reads a name such as "Tab", "Shift+Tab", "Control+a", "Space" or "+".
    pub(crate) fn parse(name: &str) -> Result<Self> {
        let unknown = || DriverError::UnknownKey { key: name.to_owned() };
        let mut stroke = Self { key: String::new(), alt: false, control: false, meta: false, shift: false };
        let mut rest = name;
        while let Some((modifier, after)) = rest.split_once('+').filter(|(before, _)| !before.is_empty()) {
            match modifier {
                "Alt" => stroke.alt = true,
                "Control" => stroke.control = true,
                "Meta" => stroke.meta = true,
                "Shift" => stroke.shift = true,
                _ => return Err(unknown()),
            }
            rest = after;
        }
        stroke.key = match rest {
            "Space" => " ".to_owned(),
            _ if rest.chars().count() == 1 || NAMED.iter().any(|(named, _)| *named == rest) => {
                rest.to_owned()
            }
            _ => return Err(unknown()),
        };
        Ok(stroke)
    }

    /// Whether the key alone types its character: no Alt, Control or Meta is held.
    pub(crate) fn types_text(&self) -> bool {
        !(self.alt || self.control || self.meta) && self.key.chars().count() == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modifiers_and_key_are_read() {
        let stroke = KeyStroke::parse("Control+Shift+a").unwrap();
        assert!(stroke.control && stroke.shift && !stroke.alt && !stroke.meta);
        assert_eq!(stroke.key, "a");
        assert!(!stroke.types_text());
    }

    #[test]
    fn the_plus_sign_is_a_key_too() {
        assert_eq!(KeyStroke::parse("+").unwrap().key, "+");
        let with_control = KeyStroke::parse("Control++").unwrap();
        assert_eq!((with_control.key.as_str(), with_control.control), ("+", true));
    }

    #[test]
    fn unknown_names_are_refused() {
        for name in ["", "Return", "Hyper+a", "Control+"] {
            assert!(matches!(KeyStroke::parse(name), Err(DriverError::UnknownKey { .. })), "{name:?}");
        }
    }
}
