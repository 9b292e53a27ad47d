//! The configuration files in this folder.

use std::fmt;

/// A gate's configuration file: what `docs/troubleshooting.md` shows is what the tests run.
#[derive(Clone, Copy)]
pub(crate) struct Snippet {
    /// The path below `tests/gates`.
    pub(crate) path: &'static str,
    pub(crate) text: &'static str,
}

/// The snippet at a path below `tests/gates`.
macro_rules! snippet {
    ($path:literal) => {
        $crate::snippets::Snippet {
            path: $path,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/gates/", $path)),
        }
    };
}
pub(crate) use snippet;

/// What the words in capitals stand for.
pub(crate) struct Addresses<'a>(pub(crate) &'a [(&'a str, &'a str)]);

impl Snippet {
    /// The text with addresses in place of the words in capitals.
    ///
    /// # Panics
    ///
    /// If a word does not occur; the test would then not run what it means to run.
    pub(crate) fn filled(self, Addresses(addresses): &Addresses<'_>) -> String {
        addresses.iter().fold(self.text.to_owned(), |text, (word, address)| {
            assert!(text.contains(word), "{self} has no {word}");
            text.replace(word, address)
        })
    }
}

impl fmt::Display for Snippet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "tests/gates/{}", self.path)
    }
}
