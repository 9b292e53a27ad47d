//! Texts by key, so that every one of them can be translated.

// `enum Key`, which `build.rs` makes from the English texts.
include!(concat!(env!("OUT_DIR"), "/key.rs"));

/// A text of `_locales/*/messages.json` and what is put into it.
///
/// What is put in may come from a server or a page: it is shown as text, isolated from the direction of
/// the text around it, never as HTML.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Message {
    /// The text, in the plural form that fits the first value where it has several.
    pub(crate) key: Key,
    /// Values for `$1`, `$2`, … in their order.
    pub(crate) arguments: Vec<Argument>,
    /// A further sentence: why.
    pub(crate) reason: Option<Box<Message>>,
}

/// What is put into a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Argument {
    /// A name, an address and the like, which stay as they are in every language.
    Text(String),
    /// A number of things, written with the digits of the language.
    Count(usize),
    /// A time in milliseconds since 1970, written as the language does.
    Time(f64),
}

impl Message {
    pub(crate) fn plain(key: Key) -> Self {
        Self { key, arguments: Vec::new(), reason: None }
    }

    pub(crate) fn with(key: Key, argument: impl ToString) -> Self {
        Self::plain(key).and(argument)
    }

    #[must_use]
    pub(crate) fn and(mut self, argument: impl ToString) -> Self {
        self.arguments.push(Argument::Text(argument.to_string()));
        self
    }

    /// Adds a number. Where the words of a text follow its first value, `messages.json` has a text for each plural
    /// category of its language: `{key}_one`, `{key}_other` and so on.
    #[must_use]
    pub(crate) fn and_count(mut self, count: usize) -> Self {
        self.arguments.push(Argument::Count(count));
        self
    }

    /// Adds a time in milliseconds since 1970.
    #[must_use]
    pub(crate) fn and_time(mut self, time: f64) -> Self {
        self.arguments.push(Argument::Time(time));
        self
    }

    /// Adds a sentence that says why, where there is one.
    #[must_use]
    pub(crate) fn because(mut self, reason: Option<Message>) -> Self {
        self.reason = reason.map(Box::new);
        self
    }

    /// Adds a sentence after all others, where there is one.
    #[must_use]
    pub(crate) fn followed_by(self, last: Option<Message>) -> Self {
        let reason = match self.reason {
            Some(reason) => Some(Box::new(reason.followed_by(last))),
            None => last.map(Box::new),
        };
        Self { reason, ..self }
    }
}
